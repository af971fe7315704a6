"""Rows as a list shows them: a few columns and the record as plain JSON, no statements made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

_DECODE: Final = json.JSONDecoder().raw_decode
_OWN: Final = frozenset(
    {
        "actors",
        "deadline",
        "document",
        "force",
        "measurability",
        "section",
        "source",
        "targets",
        "themes",
        "type",
    }
)
"""Fields whose names no part of a record has."""


class Record(Mapping[str, Any]):
    """A record as it is written, each field read when it is asked for.

    Keys are sorted in the canonical form, so that a field is found by its name. Parts of a record have a
    ``text`` too: the record's own stands right before its themes. A quote inside a text is escaped, so that
    no text looks like a field.
    """

    __slots__ = ("_read", "_said")

    def __init__(self, said: str) -> None:
        self._said = said
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - what JSON holds
        if name not in self._read:
            self._read[name] = self._find(name)
        return self._read[name]

    def _find(self, name: str) -> Any:  # noqa: ANN401
        mark = f'"{name}":'
        if name == "text":
            at = self._said.rfind(mark, 0, self._said.find(',"themes":'))
        elif name in _OWN:
            at = self._said.find(mark)
        else:
            at = -1
        return json.loads(self._said)[name] if at < 0 else _DECODE(self._said, at + len(mark))[0]

    def __iter__(self) -> Iterator[str]:
        return iter(json.loads(self._said))

    def __len__(self) -> int:
        return len(json.loads(self._said))


class Listed(NamedTuple):
    """A row of a list.

    ``record`` and ``status`` are as they are written (docs/reference/records.md); of the status only what
    differs from a new row's is there. Days are ISO; ``yellow`` and ``red`` are the first days on which an
    open row has that light.
    """

    number: int
    version: int
    state: str
    review: str
    lead: str | None
    record: Record
    status: dict[str, Any]
    is_open: bool
    due: str | None
    yellow: str | None
    red: str | None

    def light(self, day: str) -> str | None:
        """Give the light on a day (ISO), as ``ledger.lights.light`` does."""
        if self.state == "closed":
            return "blue"
        if not self.is_open:
            return None
        if self.red is not None and day >= self.red:
            return "red"
        return "yellow" if self.yellow is not None and day >= self.yellow else "green"


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from: documents (SHA-256 and title), outermost headings, bodies in the lead."""

    documents: tuple[tuple[str, str], ...]
    sections: tuple[str, ...]
    leads: tuple[str, ...]
    themes: tuple[str, ...]
