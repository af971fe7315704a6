"""Tells what waits in requests, such as streams of events, that the site is being stopped."""

from __future__ import annotations

import threading

from starlette.datastructures import State
from starlette.requests import HTTPConnection


def stopping_of(connection: HTTPConnection) -> threading.Event:
    """Give what is set when the server is told to stop; streams look at it and end."""
    return of_state(connection.app.state)


def of_state(state: State) -> threading.Event:
    """Give the same by the state of the application."""
    found: threading.Event | None = getattr(state, "stopping", None)
    if found is None:
        found = threading.Event()
        state.stopping = found
    return found
