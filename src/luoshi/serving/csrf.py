"""Against forged forms: every change by cookie carries a token that only this site's pages know."""

from __future__ import annotations

import hmac
from typing import Final

from starlette.requests import Request

from luoshi.serving.identity import form_token
from luoshi.serving.refusals import ForgedForm
from luoshi.serving.site import site_of
from luoshi.serving.visitors import Visitor

HEADER: Final = "x-csrf-token"
FIELD: Final = "csrf"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM: Final = "application/x-www-form-urlencoded"


async def check_form(request: Request, visitor: Visitor) -> None:
    """Check the token of a request that changes something; bearer tokens need none.

    It comes in the header ``X-CSRF-Token`` or in the field ``csrf`` of a plain form. A multipart form
    (files) sends it in the header or in the query, since its body is streamed later.

    Raises:
        ForgedForm: there is none, or it is another's.
    """
    if request.method in _SAFE or visitor.by_token:
        return
    said = request.headers.get(HEADER) or request.query_params.get(FIELD)
    if not said and request.headers.get("content-type", "").startswith(_FORM):
        value = (await request.form()).get(FIELD)
        said = value if isinstance(value, str) else None
    if not said or not hmac.compare_digest(said.encode(), form_token(site_of(request), visitor).encode()):
        raise ForgedForm
