"""The site as one application: pages and API over one ledger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

import luoshi
from luoshi.api import describe
from luoshi.api import router as api
from luoshi.serving import memory
from luoshi.serving.bodies import Bodies
from luoshi.serving.envelope import Envelope
from luoshi.serving.queue import workers
from luoshi.serving.site import Site
from luoshi.settings.web import WebSettings
from luoshi.web.failures import install, told
from luoshi.web.pages import ROUTERS

if TYPE_CHECKING:
    from luoshi.stores import Store


THREADS = 8
"""Questions to the database that are asked at once; as many connections are kept."""


def create_app(
    store: Store,
    settings: WebSettings | None = None,
    *,
    clock: Callable[[], date] | None = None,
) -> FastAPI:
    """Give the application over a ledger; ``clock`` gives the day that lights are reckoned for.

    While it runs it keeps ``settings.workers`` processes that take jobs from the queue.
    """
    settings = settings or WebSettings()
    site = Site(store, settings, store.office.secret())
    if clock is not None:
        site.clock = clock
    app = FastAPI(
        title="luoshi",
        version=luoshi.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_life(site),
    )
    app.state.site = site
    app.include_router(api)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(resources.files("luoshi.web") / "static")), name="static")
    describe(app)
    install(app)
    app.add_middleware(Bodies, upload_mib=settings.upload_mib)
    app.add_middleware(Envelope, told=told, public_url=settings.public_url)
    return app


def _life(site: Site) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        # more threads than this only wait for each other: one at a time runs Python
        current_default_thread_limiter().total_tokens = THREADS
        memory.settle()
        giving = asyncio.create_task(memory.give_back())
        try:
            with workers(site):
                yield
        finally:
            giving.cancel()

    return life
