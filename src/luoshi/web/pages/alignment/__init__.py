"""对标: which provisions of a central document are taken up by which zones, and how firmly."""

from __future__ import annotations

from fastapi import APIRouter

from luoshi.web.pages.alignment import matrix, tables

router = APIRouter(include_in_schema=False)
router.include_router(matrix.router)
router.include_router(tables.router)
