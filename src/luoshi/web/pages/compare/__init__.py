"""比较: zones and years by theme and indicator, deadlines, targets and outcomes, what sets one apart."""

from __future__ import annotations

from fastapi import APIRouter

from luoshi.web.pages.compare import pictures, sheet

router = APIRouter(include_in_schema=False)
router.include_router(sheet.router)
router.include_router(pictures.router)
