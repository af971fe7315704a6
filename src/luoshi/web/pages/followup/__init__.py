"""追踪: an earlier document's promises beside a later report, each finding accepted or overruled."""

from __future__ import annotations

from fastapi import APIRouter

from luoshi.web.pages.followup import deciding, findings, tables

router = APIRouter(include_in_schema=False)
router.include_router(findings.router)
router.include_router(deciding.router)
router.include_router(tables.router)
