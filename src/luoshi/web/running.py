"""Running the site: the socket, the server, the link for who comes first."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING

from luoshi.errors import UsageError
from luoshi.serving.stopping import of_state
from luoshi.settings.web import WebSettings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from luoshi.stores import Store

_FIRST = timedelta(days=7)
_TURN = 0.0005
"""Seconds that a thread may keep others waiting."""
_GRACE = 10
"""Seconds that answers under way are given when the site is stopped."""


def listening(host: str, port: int) -> socket.socket:
    """Give a socket that listens; port 0 takes a free one.

    Raises:
        UsageError: ``web_port``: the address cannot be had; says why.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(2048)
    except OSError as error:
        bound.close()
        reason = error.strerror or str(error)
        raise UsageError(
            f"{host}:{port} cannot be listened on: {reason}; give another --host or --port.",
            code="web_port",
            details={"host": host, "port": port, "reason": reason},
        ) from error
    bound.set_inheritable(True)
    return bound


def address_of(bound: socket.socket, settings: WebSettings) -> str:
    """Give the address that people open: the one of the settings, else the socket's own."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host, port = bound.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def first_link(store: Store, address: str) -> str | None:
    """Give the one-time link by which the first administrator signs in; ``None`` where there is one."""
    if store.office.accounts.has_administrator():
        return None
    now = datetime.now(UTC)
    secret = store.office.links.issue("first", None, expires=now + _FIRST, now=now)
    return f"{address}/welcome/{secret}"


def run(app: FastAPI, settings: WebSettings, bound: socket.socket, told: Callable[[], None]) -> None:
    """Answer requests until the process is told to stop; what is under way is finished first."""
    import uvicorn

    stopping = of_state(app.state)

    class Server(uvicorn.Server):
        """Tells streams to end before it waits for requests; a stop that was wanted is no failure."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            stopping.set()
            # uvicorn's own would raise the signal again at the end, and the process would end by it
            self.force_exit = self.should_exit and sig == signal.SIGINT
            self.should_exit = True

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
        timeout_graceful_shutdown=_GRACE,
        lifespan="on",
    )
    server = Server(config)
    # SQLite lets go of the interpreter at each row; taking it back must not wait 5 ms each time
    sys.setswitchinterval(_TURN)
    told()
    server.run(sockets=[bound])
