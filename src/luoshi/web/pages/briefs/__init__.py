"""通报与简报: what ``luoshi brief`` writes, asked for, looked at and taken away."""

from __future__ import annotations

from fastapi import APIRouter

from luoshi.web.pages.briefs import choosing, taking

router = APIRouter(include_in_schema=False)
router.include_router(choosing.router)
router.include_router(taking.router)
