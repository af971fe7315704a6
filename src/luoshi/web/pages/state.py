"""For whoever watches the server: is it alive, is it ready, its counts."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from luoshi.errors import LuoshiError
from luoshi.serving import metrics
from luoshi.serving.permission import PUBLIC, may
from luoshi.serving.queue.worker import is_here
from luoshi.serving.site import site_of
from luoshi.stores.office.job import STATES

router = APIRouter(include_in_schema=False)


@router.get("/healthz", dependencies=[PUBLIC])
def alive() -> Response:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", dependencies=[PUBLIC])
def ready(request: Request) -> Response:
    """Say whether the ledger can be read and, where the site has workers of its own, one is there."""
    site = site_of(request)
    try:
        site.store.head()
        works = not (site.place and site.settings.workers) or is_here(site.store)
    except LuoshiError:
        return JSONResponse({"status": "unready", "reason": "database"}, 503)
    if not works:
        return JSONResponse({"status": "unready", "reason": "worker"}, 503)
    return JSONResponse({"status": "ready"})


@router.get("/metrics", dependencies=[may("administer", "metrics")])
def counts(request: Request) -> Response:
    """Give the counts for Prometheus (sign in, or send a token with the scope ``metrics``)."""
    store = site_of(request).store
    counts = store.office.jobs.counts()
    for state in STATES:
        metrics.jobs(state, counts.get(state, 0))
    metrics.worker(is_here(store))
    return Response(metrics.exposed(), media_type=metrics.MEDIA_TYPE)
