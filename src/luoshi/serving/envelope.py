"""Around each request: its number, the headers that protect the page, a line in the log, the counts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luoshi.serving.hosts import check_host
from luoshi.serving.logs import request_line
from luoshi.serving.metrics import counted
from luoshi.serving.refusals import Refused

POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_PRIVATE: Final = "no-cache, private"


class Envelope:
    """An ASGI layer; the request's number is ``scope["state"]["request_id"]`` and ``X-Request-ID``.

    ``told`` gives the answer for an error that nothing else answered, so that this too has the headers;
    ``public_url`` is the site's own address, where it is set.
    """

    def __init__(
        self, app: ASGIApp, told: Callable[[Request, Exception], Awaitable[Response]], public_url: str = ""
    ) -> None:
        self._app = app
        self._told = told
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = number
        begun = time.perf_counter()
        status = 0

        request = Request(scope, receive)

        async def wrapped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = number
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", _PRIVATE)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        try:
            check_host(request, self._public_url)
            await self._app(scope, receive, wrapped)
        except Exception as error:
            if not status:
                answer = await self._told(request, error)
                await answer(scope, receive, wrapped)
            if not isinstance(error, Refused):
                raise
        finally:
            seconds = time.perf_counter() - begun
            route = scope.get("route")
            path = getattr(route, "path", "") or "-"
            counted(scope["method"], path, status or 500, seconds)
            request_line(number, scope["method"], path, status or 500, seconds)
