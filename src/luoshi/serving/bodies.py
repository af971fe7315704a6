"""No more is taken in than a request may hold; far less where no files are taken: strangers send too."""

from __future__ import annotations

import re
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WHOLE: Final = 2
"""MiB of a body that is held in memory."""
LIMIT: Final = "X-Luoshi-Limit"
"""Under this name the error says how many MiB are taken."""
_BYTES: Final = 2**20
_FILES: Final = re.compile(
    r"/documents|/import|/opinions/new|/ledger/[0-9]+/(report|prove)|/api/v1/(documents|files)"
)
"""Where files are taken; all of these know who is asking before they read."""
_FORM: Final = "application/x-www-form-urlencoded"


class Bodies:
    """An ASGI layer: past the limit the reading of the body fails with 413.

    ``upload_mib`` is how much a body with files may hold; the routes that stream them count on their own too.
    """

    def __init__(self, app: ASGIApp, upload_mib: int) -> None:
        self._app = app
        self._upload = upload_mib

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        kind = headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
        brings_files = kind != _FORM and _FILES.fullmatch(scope["path"])
        limit = max(self._upload, WHOLE) + 1 if brings_files else WHOLE
        declared = headers.get(b"content-length", b"")
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            if declared.isdigit() and int(declared) > limit * _BYTES:
                raise too_much(limit)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit * _BYTES:
                raise too_much(limit)
            return message

        await self._app(scope, counted, send)


def too_much(limit: int) -> HTTPException:
    """Give the error that FastAPI lets through while it reads a body; it is told as ``TooMuch``."""
    return HTTPException(413, headers={LIMIT: str(limit)})
