"""征求意见: drafts that are opened for comment, opinions on their words, the answers, and the table."""

from __future__ import annotations

from fastapi import APIRouter

from luoshi.web.pages.opinions import answering, listing, opening, reading, settling, summary, visiting

router = APIRouter(include_in_schema=False)
for each in (listing, opening, reading, answering, summary, settling, visiting):
    router.include_router(each.router)
