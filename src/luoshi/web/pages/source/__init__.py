"""文件: a document beside its records, as text or as the pages of its file."""

from __future__ import annotations

from fastapi import APIRouter

from luoshi.web.pages.source import kept, paper, reading

router = APIRouter(include_in_schema=False)
router.include_router(kept.router)
router.include_router(paper.router)
router.include_router(reading.router)
