"""What a caller calls the file that it sends: a label, never a path."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from starlette.requests import Request

from luoshi.api.described import NAMES
from luoshi.api.refusals import BadHeader

_NAME: Final = re.compile(NAMES)


def name_of(request: Request, said: str | None) -> str:
    """Give the name in the address, else that of the header; empty where neither says it.

    Raises:
        BadHeader: the header is not percent-encoded.
    """
    coded = request.headers.get("x-file-name")
    if coded is not None and not _NAME.fullmatch(coded):
        raise BadHeader("X-File-Name", "%E8%A6%81%E7%82%B9.docx")
    return said or unquote(coded or "", errors="replace")
