"""What is wrong with a table that an office may write itself: errors that name the file and the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.errors import LexiconError


def keys(table: Mapping[str, Any], known: Iterable[str], source: str, place: str) -> None:
    """Check that a table has the keys it needs and no other.

    Raises:
        LexiconError: ``table_keys``, naming the first that is too many or lacks.
    """
    wanted = tuple(known)
    for name in (*(key for key in table if key not in wanted), *(key for key in wanted if key not in table)):
        raise LexiconError(
            f"{source}: {place}: “{name}”: there must be {', '.join(wanted)} and nothing else.",
            code="table_keys",
            details={"source": source, "place": place, "name": str(name), "known": ", ".join(wanted)},
        )


def shape(source: str, place: str, wanted: str) -> LexiconError:
    """Give the error for a value of another shape; ``wanted`` is a word of the messages (``wanted.list``)."""
    return LexiconError(
        f"{source}: {place}: a value of the kind {wanted} belongs here.",
        code="table_shape",
        details={"source": source, "place": place, "wanted": wanted},
    )


def mapping(table: Mapping[str, Any], key: str, source: str) -> dict[str, Any]:
    """Give the mapping under a key.

    Raises:
        LexiconError: ``table_shape``: it is none.
    """
    value = table.get(key)
    if not isinstance(value, dict) or not all(isinstance(name, str) and name for name in value):
        raise shape(source, key, "mapping")
    return value


def names(
    entry: Mapping[str, Any], key: str, known: Iterable[str], source: str, place: str
) -> tuple[str, ...]:
    """Give the names under a key, each one of the known.

    Raises:
        LexiconError: ``table_shape``: it is no list; ``table_name``: one is not known, or stands twice.
    """
    value = entry.get(key)
    where = f"{place}.{key}" if place else key
    if not isinstance(value, list):
        raise shape(source, where, "list")
    may = tuple(known)
    for at, name in enumerate(value):
        if name not in may or name in value[:at]:
            raise unknown(source, where, name, may)
    return tuple(value)


def unknown(source: str, place: str, name: object, known: Iterable[str]) -> LexiconError:
    """Give the error for a name that is none of the known."""
    may = ", ".join(known)
    return LexiconError(
        f"{source}: {place}: {name!r} is not known or stands twice; there are {may}.",
        code="table_name",
        details={"source": source, "place": place, "name": str(name), "known": may},
    )
