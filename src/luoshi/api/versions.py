"""ETags: which version was read, and whether anything is new."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from luoshi.api.asking import Asking
from luoshi.api.described import TAGS
from luoshi.api.refusals import BadHeader, NoVersion
from luoshi.ledger import Row
from luoshi.serving.refusals import NotThisState

_TAGS: Final = re.compile(TAGS)
_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')


def etag_of(row: Row) -> str:
    """Give the ETag of a row: its version."""
    return f'"{row.status.version}"'


def seen_version(request: Request, row: Row) -> dict[int, int] | None:
    """Give the version of a row that the caller read (``If-Match``); ``None`` for whichever it is.

    Raises:
        NoVersion: 428: it does not say.
        BadHeader: 422: it is no ETag.
        NotThisState: 412: the row is another by now.
    """
    said = request.headers.get("if-match", "").strip()
    if not said:
        raise NoVersion(row.number)
    if not _TAGS.fullmatch(said):
        raise BadHeader("If-Match", '"88"')
    if said == "*":
        return None
    strong = {tag for weak, tag in _TAG.findall(said) if not weak}
    if str(row.status.version) not in strong:
        raise NotThisState(row.number)
    return {row.number: row.status.version}


def unchanged(request: Request, tag: str) -> Response | None:
    """Give the answer that nothing is new, where the caller has this ETag already."""
    said = request.headers.get("if-none-match", "")
    if not said:
        return None
    wanted = tag.removeprefix("W/").strip('"')
    if said.strip() == "*" or wanted in {found for _, found in _TAG.findall(said)}:
        return Response(status_code=304, headers={"ETag": tag})
    return None


def ledger_tag(asked: Asking) -> str:
    """Give the ETag of what hangs on the ledger, the day, the person's scope and the address."""
    url = asked.request.url
    made_of = "\n".join(
        (str(asked.store.head()), asked.site.today().isoformat(), str(asked.unit), url.path, url.query)
    )
    return f'W/"{blake2b(made_of.encode("utf-8", "replace"), digest_size=12).hexdigest()}"'
