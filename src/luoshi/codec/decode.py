"""From JSON records to statements, strictly: each key known, none missing, each of its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from luoshi.codec.precision import precision
from luoshi.errors import LuoshiError
from luoshi.model import (
    Actor,
    Deadline,
    Enumeration,
    Event,
    Measurability,
    Statement,
    Stretch,
    Target,
    Years,
)

Read = Callable[[object, str], Any]


def from_record(record: Mapping[str, Any]) -> Statement:
    """Give the statement of a record as ``to_record`` writes it.

    The date of an event carries no precision in a record, so it is told from the dates. A record that
    an earlier version wrote may lack ``confidence`` and ``doubtful``.

    Raises:
        LuoshiError: a key is unknown or missing, or holds a value of another kind; names the key.
    """
    return Statement(**_object(_STATEMENT)(_LATER | dict(record), ""))


def _object(readers: Mapping[str, Read]) -> Read:
    names = readers.keys()
    renamed = [(key, "from_" if key == "from" else key, read) for key, read in readers.items()]

    def read_object(value: object, where: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise _wrong(where or "the record", "an object", value)
        dot = where + "." if where else ""
        if value.keys() != names:
            _refuse_keys(value, names, dot)
        return {name: read(value[key], dot + key) for key, name, read in renamed}

    return read_object


def _refuse_keys(value: Mapping[str, Any], names: Collection[str], dot: str) -> None:
    missing = [key for key in names if key not in value]
    if missing:
        raise LuoshiError(
            f"The record has no key {dot + missing[0]!r}; add it (null where nothing is known)."
        )
    unknown = [key for key in value if key not in names]
    raise LuoshiError(f"The record has an unknown key {dot + str(unknown[0])!r}; take it out.")


def _wrong(where: str, wanted: str, value: object) -> LuoshiError:
    return LuoshiError(f"The record holds {value!r:.60} at {where}, where {wanted} belongs.")


def _text(value: object, where: str) -> str:
    if isinstance(value, str):
        return value
    raise _wrong(where, "a text", value)


def _whole(value: object, where: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(where, "a whole number", value)


def _number(value: object, where: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    raise _wrong(where, "a number", value)


def _truth(value: object, where: str) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(where, "true or false", value)


def _maybe(read: Read) -> Read:
    return lambda value, where: None if value is None else read(value, where)


def _many(read: Read) -> Read:
    def read_many(value: object, where: str) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            raise _wrong(where, "a list", value)
        return tuple([read(item, where) for item in value])

    return read_many


def _piece(value: object, where: str) -> tuple[int, int]:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise _wrong(where, "a pair of offsets", value)
    return _whole(value[0], where), _whole(value[1], where)


def _one(make: Callable[..., Any], **readers: Read) -> Read:
    read = _object({"from" if key == "from_" else key: reader for key, reader in readers.items()})
    return lambda value, where: make(**read(value, where))


def _event_date(text: str, from_: str | None, until: str | None, start: int, end: int) -> Deadline:
    return Deadline(text, start, end, from_, until, precision(from_, until))


_words = _maybe(_text)
_texts = _many(_text)
_stretch = _one(Stretch, text=_text, start=_whole, end=_whole)
_years = _one(Years, from_=_words, until=_words)
_actor = _one(Actor, name=_text, role=_text, start=_whole, end=_whole, inherited=_truth, why=_words)
_target = _one(
    Target,
    indicator=_text,
    id=_words,
    kind=_text,
    comparator=_text,
    low=_maybe(_number),
    high=_maybe(_number),
    unit=_text,
    role=_text,
    period=_maybe(_years),
    start=_whole,
    end=_whole,
    text=_text,
    base=_words,
    reference=_words,
)
_deadline = _one(Deadline, text=_text, start=_whole, end=_whole, from_=_words, until=_words, precision=_text)
_enumeration = _one(
    Enumeration, claimed=_maybe(_whole), found=_whole, items=_many(_stretch), agrees=_maybe(_truth)
)
_date = _one(_event_date, text=_text, from_=_words, until=_words, start=_whole, end=_whole)
_event = _one(Event, date=_maybe(_date), body=_words, occasion=_words, topics=_texts)
_STATEMENT: dict[str, Read] = {
    "type": _text,
    "id": _text,
    "document": _text,
    "source": _text,
    "rule": _text,
    "section": _texts,
    "start": _whole,
    "end": _whole,
    "text": _text,
    "pieces": _many(_piece),
    "actors": _many(_actor),
    "action": _words,
    "object": _words,
    "force": _words,
    "kind": _words,
    "themes": _texts,
    "subthemes": _texts,
    "targets": _many(_target),
    "vague": _many(_stretch),
    "deadline": _maybe(_deadline),
    "enumeration": _maybe(_enumeration),
    "other_lists": _many(_enumeration),
    "event": _maybe(_event),
    "measurability": _maybe(_one(Measurability, grade=_text, why=_text)),
    "confidence": _maybe(_number),
    "doubtful": _many(_stretch),
}
# records that an earlier version wrote lack these: their characters were the files' own
_LATER: dict[str, object] = {"confidence": None, "doubtful": ()}
