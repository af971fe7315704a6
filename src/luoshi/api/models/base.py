"""The two kinds of models, and the values that are the same everywhere."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

MOST: Final = 2**53
"""The greatest number of a row, an account, an event: what JSON and every database hold exactly."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FLAGS: Final = {"true": True, "false": False, True: True, False: False}


class Said(BaseModel):
    """What a caller says: each value of its kind, nothing that is not known."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Asked(BaseModel):
    """What the query of an address asks for: a name that is not known is refused, not passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """What is answered."""

    model_config = ConfigDict(strict=True, extra="forbid", populate_by_name=True)


def _day(said: object) -> date:
    if isinstance(said, date):
        return said
    if not isinstance(said, str) or not _DAY.fullmatch(said):
        raise ValueError("a day is written as 2026-06-30")
    return date.fromisoformat(said)


def _flag(said: object) -> bool:
    if isinstance(said, str | bool) and said in _FLAGS:
        return _FLAGS[said]
    raise ValueError("say true or false")


def _printable(said: object) -> object:
    """Half characters (of file names that are no UTF-8) have no place in UTF-8."""
    if isinstance(said, str):
        try:
            said.encode()
        except UnicodeEncodeError:
            return said.encode("utf-8", "replace").decode()
    return said


def printable(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    """Give what JSON holds with texts that can be written in UTF-8."""
    if isinstance(value, dict):
        return {_printable(key): printable(each) for key, each in value.items()}
    return [printable(each) for each in value] if isinstance(value, list) else _printable(value)


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, ISO."""
Flag = Annotated[bool, BeforeValidator(_flag)]
"""A choice in an address: ``true`` or ``false``."""
Words = Annotated[str, BeforeValidator(_printable)]
"""A text that is told."""
Json = Annotated[Any, BeforeValidator(printable)]
"""What JSON holds."""
_PLAIN: Final = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(max_length=500, pattern=_PLAIN)]
"""A few words that a caller gives."""
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=_PLAIN)]
"""Sentences that a caller gives."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hex."""
Number = Annotated[int, Field(ge=1, le=MOST)]


def _not_blank(said: str) -> str:
    if not said.strip():
        raise ValueError("say something")
    return said


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*\S[^\x00]*$"),
    AfterValidator(_not_blank),
]
"""A word that must not be blank."""
