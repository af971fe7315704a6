"""The REST API under ``/api/v1``: one module a resource, the record's names as everywhere."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from luoshi.api import (
    audit,
    chain,
    comparing,
    documents,
    exports,
    extracting,
    files,
    jobs,
    pairs,
    people,
    rows,
    searching,
    steps,
    uploading,
)
from luoshi.api.asking import each_once
from luoshi.api.described import PREFIX, describe

__all__ = ["describe", "router"]

router = APIRouter(prefix=PREFIX, dependencies=[Depends(each_once)])
for _resource in (
    rows,
    steps,
    documents,
    uploading,
    files,
    chain,
    searching,
    pairs,
    comparing,
    jobs,
    exports,
    extracting,
    people,
    audit,
):
    router.include_router(_resource.router)
