"""台账: the rows in a table, one row with all that is known of it, and the steps that people take."""

from __future__ import annotations

from fastapi import APIRouter

from luoshi.web.pages.ledger import acting, bulk, row, table

router = APIRouter(include_in_schema=False)
for part in (table, bulk, acting, row):
    router.include_router(part.router)
