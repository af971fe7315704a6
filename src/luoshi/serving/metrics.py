"""Counts for Prometheus: requests by route and status, their time, what waits in the queue."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram, generate_latest

_REQUESTS: Final = Counter("luoshi_requests", "Requests answered.", ["method", "route", "status"])
_SECONDS: Final = Histogram(
    "luoshi_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)
_JOBS: Final = Gauge("luoshi_jobs", "Jobs in the queue by state.", ["state"])
_WORKER: Final = Gauge("luoshi_worker_up", "1 where a worker was there within the last minute.")
_METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def counted(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answer; ``route`` is the pattern, so that the number of series stays small.

    A method that the caller made up counts as ``OTHER``.
    """
    _REQUESTS.labels(method if method in _METHODS else "OTHER", route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


def jobs(state: str, number: int) -> None:
    """Say how many jobs are in a state."""
    _JOBS.labels(state).set(number)


def worker(is_here: bool) -> None:
    """Say whether a worker is there."""
    _WORKER.set(1 if is_here else 0)


def exposed() -> bytes:
    """Give all counts in the text format of Prometheus."""
    return generate_latest()
