"""An opinion as its form carries it: on which words, by whom; and what keeps programs out."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends
from itsdangerous import BadSignature, TimestampSigner
from starlette.datastructures import FormData
from starlette.requests import Request

from luoshi.app.opinions import place_of
from luoshi.errors import LuoshiError, UsageError
from luoshi.serving.site import Site, site_of
from luoshi.stores.office import Limits

TRAP: Final = "website"
"""A field that people do not see and programs fill in."""
LEAST: Final = 3
"""Seconds that a person needs at least to write an opinion."""
OF_VISITORS: Final = Limits(of_address=20, of_draft=300)
OF_MEMBERS: Final = Limits(of_address=200, of_draft=2000)
_HUGE: Final = 2**31


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form; ``start`` and ``end`` are the stretch that was chosen, if any."""

    text: str = ""
    quoted: str = ""
    start: int | None = None
    end: int | None = None
    name: str = ""
    anonymous: bool = False

    def place(self, text: str) -> tuple[int, int] | None:
        """Give where in a draft it belongs; raises as ``place_of``."""
        stretch = None if self.start is None or self.end is None else (self.start, self.end)
        return place_of(text, stretch, self.quoted)


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=20)


Form = Annotated[FormData, Depends(_form)]


def typed_of(form: FormData) -> Typed:
    """Take an opinion from its form."""
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    return Typed(
        said.get("text", ""),
        said.get("quoted", ""),
        _number(said.get("start", "")),
        _number(said.get("end", "")),
        said.get("name", ""),
        bool(said.get("anonymous")),
    )


def asked_of(params: Mapping[str, str], text: str) -> Typed:
    """Take the stretch that an address names (``about=12-40``), with its words, into an empty form."""
    first, _, last = params.get("about", "").partition("-")
    start, end = _number(first), _number(last)
    if start is None or end is None or not start < end <= len(text):
        return Typed()
    return Typed(quoted=text[start:end].strip(), start=start, end=end)


def begun(site: Site, draft: int) -> str:
    """Give what a stranger's form carries: which draft it is for, and since when it is open."""
    return _signer(site).sign(str(draft)).decode()


def check_person(request: Request, draft: int, form: FormData) -> None:
    """Refuse a form that a program filled in.

    Raises:
        UsageError: ``opinion_trap``; ``opinion_soon``, with the ``seconds`` to wait; ``opinion_form``: it is
            not this draft's.
    """
    if form.get(TRAP):
        raise UsageError("The field that is to stay empty was filled in; empty it.", code="opinion_trap")
    try:
        said, at = _signer(site_of(request)).unsign(str(form.get("begun") or ""), return_timestamp=True)
    except BadSignature as error:
        raise _stale() from error
    if said.decode() != str(draft):
        raise _stale()
    left = math.ceil(at.timestamp() + LEAST - time.time())
    if left > 0:
        raise UsageError(
            f"That was sent too soon; send it again in {left} seconds.",
            code="opinion_soon",
            details={"seconds": left},
        )


def retry_after(error: LuoshiError | None) -> dict[str, str]:
    """Give the header that tells programs when they may try again."""
    details = {} if error is None else error.details
    if "minutes" in details:
        return {"Retry-After": str(int(details["minutes"]) * 60)}
    return {"Retry-After": str(details["seconds"])} if "seconds" in details else {}


def _stale() -> UsageError:
    return UsageError("The form is too old; open the link again.", code="opinion_form")


def _signer(site: Site) -> TimestampSigner:
    return TimestampSigner(site.secret, salt="luoshi.opinion")


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 11 and int(said) < _HUGE else None
