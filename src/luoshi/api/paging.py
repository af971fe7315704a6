"""The next page: its address in a Link header (RFC 8288)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

_One = TypeVar("_One")


def page_of(
    found: Sequence[_One], limit: int, cursor: Callable[[_One], int]
) -> tuple[list[_One], int | None]:
    """Give a page of what was found, one more than ``limit`` where there are so many, and its last cursor.

    The cursor is ``None`` on the last page.
    """
    shown = list(found[:limit])
    return shown, cursor(shown[-1]) if len(found) > limit else None


def link_next(request: Request, response: Response, **cursor: str | int | None) -> None:
    """Say where the next page is; nothing where the cursor is ``None``."""
    if all(value is None for value in cursor.values()):
        return
    url = request.url.include_query_params(**cursor)
    response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
