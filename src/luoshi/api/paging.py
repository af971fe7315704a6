"""The next page: its address in a Link header (RFC 8288)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response


def link_next(request: Request, response: Response, **cursor: str | int | None) -> None:
    """Say where the next page is; nothing where the cursor is ``None``."""
    if all(value is None for value in cursor.values()):
        return
    url = request.url.include_query_params(**cursor)
    response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
