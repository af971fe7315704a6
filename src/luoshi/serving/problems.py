"""Errors as answers: a status by kind, problem+json for the API, a sentence on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from luoshi.errors import (
    ChainError,
    ConflictError,
    LuoshiError,
    ReadingError,
    StepError,
    StoreError,
    UsageError,
)
from luoshi.lexicon.messages import say_error
from luoshi.serving.refusals import Refused

API: Final = "/api/"
MEDIA_TYPE: Final = "application/problem+json"
_BY_CODE: Final[Mapping[str, int]] = {
    "no_row": 404,
    "no_document": 404,
    "no_account": 404,
    "no_job": 404,
    "no_draft": 404,
    "no_opinion": 404,
    "opinion_flood": 429,
    "no_token": 404,
    "link_invalid": 404,
    "api_no_original": 404,
    "job_over": 409,
}
_BY_KIND: Final[tuple[tuple[type[LuoshiError], int], ...]] = (
    (ConflictError, 409),
    (StepError, 422),
    (UsageError, 422),
    (ReadingError, 422),
    (ChainError, 500),
    (StoreError, 503),
)


def status_of(error: LuoshiError) -> int:
    """Give the HTTP status that an error is answered with."""
    if isinstance(error, Refused):
        return error.status
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next((status for kind, status in _BY_KIND if isinstance(error, kind)), 500)


def problem(error: LuoshiError, language: str, request_id: str) -> dict[str, Any]:
    """Give the body of an API's answer (RFC 9457): ``detail`` is the sentence, ``code`` its stable name."""
    status = status_of(error)
    return {
        "type": "about:blank",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "detail": say_error(language, error),
        "code": error.code,
        "details": dict(error.details),
        "request_id": request_id,
    }


_TITLES: Final = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Not done so here",
    409: "Changed by somebody else",
    412: "Changed since it was read",
    413: "Too much",
    422: "Cannot be done as asked",
    428: "Say which version",
    429: "Too often",
    500: "Error",
    503: "The ledger is not to be had",
}
