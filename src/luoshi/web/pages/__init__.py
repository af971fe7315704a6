"""One module a page, each with its ``router``."""

from __future__ import annotations

from fastapi import APIRouter

from luoshi.web.pages import (
    account,
    admin,
    alignment,
    briefs,
    compare,
    documents,
    entering,
    followup,
    jobs,
    language,
    ledger,
    opinions,
    overview,
    provider,
    search,
    source,
    state,
    transfer,
)

ROUTERS: tuple[APIRouter, ...] = (
    state.router,
    language.router,
    overview.router,
    ledger.router,
    transfer.router,
    *documents.ROUTERS,
    jobs.router,
    source.router,
    alignment.router,
    followup.router,
    opinions.router,
    compare.router,
    briefs.router,
    search.router,
    entering.router,
    provider.router,
    account.router,
    *admin.ROUTERS,
)
"""All pages; a new page is entered here."""
