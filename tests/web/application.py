"""The application over a ledger: its routes, which take longer than a page, are worked out once."""

from __future__ import annotations

from datetime import date

from fastapi import FastAPI

from luoshi.settings import WebSettings
from luoshi.stores import Store
from luoshi.web.application import create_app

_made: list[FastAPI] = []


def application(store: Store, day: date) -> FastAPI:
    """Give the application, without workers; today is ``day``. What it holds is new at each call."""
    new = create_app(store, WebSettings(workers=0), clock=lambda: day)
    if not _made:
        _made.append(new)
    (shared,) = _made
    shared.state = new.state
    shared.router.lifespan_context = new.router.lifespan_context
    return shared
