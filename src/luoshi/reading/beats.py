"""Signs of life from a long reading, so that a limit of time bounds each page and not the whole scan."""

from __future__ import annotations

from collections.abc import Callable

_hearers: list[Callable[[], None]] = []


def beat() -> None:
    """Say that a page is done; of no effect where nobody listens."""
    for hearer in _hearers:
        hearer()


def listen(hearer: Callable[[], None]) -> None:
    """Have every later ``beat`` of this process told to ``hearer``, in place of any earlier one."""
    _hearers[:] = [hearer]
