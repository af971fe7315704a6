"""All routes of an application with what each asks for, and calls that stop once the status is known."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant

from luoshi.serving.permission import NEEDS

FRAME = ("/api/v1/openapi.json", "/static")
"""Not routes of ours: the description of the API, and the files of the pages."""
_GAP = re.compile(r"\{(\w+)(?::\w+)?\}")
_IDS = {"secret": "5" * 64, "sha256": "a" * 64, "digest": "a" * 64, "document": "a" * 64}


@dataclass(frozen=True, slots=True)
class Asked:
    """A route with one method; ``needs`` holds what each of its guards asks for (one of them is enough)."""

    method: str
    path: str
    needs: tuple[tuple[str, ...], ...]

    def address(self, **ids: object) -> str:
        """Give an address of the route with plausible numbers."""

        def wanted(found: re.Match[str]) -> str:
            return quote(str(ids.get(found[1], _IDS.get(found[1], "1"))))

        return _GAP.sub(wanted, self.path)


def every_route(app: FastAPI) -> Iterator[Asked]:
    """Give all routes; one without a guard has no ``needs``."""
    yield from _of(app.routes)


def _of(routes: Iterable[object]) -> Iterator[Asked]:
    for route in routes:
        if hasattr(route, "effective_route_contexts"):  # routers are kept as they were included
            yield from _of(route.effective_route_contexts())
            continue
        path = getattr(route, "path", None)
        if path in FRAME:
            continue
        dependant = getattr(route, "dependant", None)
        needs = tuple(dict.fromkeys(_needs(dependant))) if dependant is not None else ()
        for method in sorted(getattr(route, "methods", None) or {"?"}):
            yield Asked(method, str(path), needs)


def _needs(dependant: Dependant) -> Iterator[tuple[str, ...]]:
    for one in dependant.dependencies:
        found = getattr(one.call, NEEDS, None)
        if found is not None:
            yield found
        yield from _needs(one)


def started(
    app: FastAPI, method: str, address: str, headers: dict[str, str], body: bytes = b""
) -> tuple[int, dict[str, str]]:
    """Call an application and give status and headers; what streams on is broken off."""
    return asyncio.run(_started(app, method, address, headers, body))


async def _started(
    app: FastAPI, method: str, address: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str]]:
    loop = asyncio.get_running_loop()
    begun: asyncio.Future[tuple[int, dict[str, str]]] = loop.create_future()
    gone = asyncio.Event()
    sent = False

    async def receive() -> dict[str, object]:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start" and not begun.done():
            pairs = {name.decode(): value.decode() for name, value in message["headers"]}
            begun.set_result((message["status"], pairs))

    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("testserver", 80),
    }
    work = asyncio.ensure_future(app(scope, receive, send))
    await asyncio.wait({work, begun}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
    if not begun.done() and work.done():
        work.result()  # raises what went wrong before anything was answered
    assert begun.done(), f"{method} {address} gives no answer"
    gone.set()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    return begun.result()
