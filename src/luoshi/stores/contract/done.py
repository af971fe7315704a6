"""What writing takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from luoshi.ledger import Draft, Event, Row


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a document did.

    ``document`` is the SHA-256 of its text, ``created`` the number of new rows; ``already`` says
    that the ledger held the same text before, so that nothing was added.
    """

    document: str
    created: int
    already: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """What was taken from another ledger; ``lost`` are the kept files that it names but no longer had."""

    events: int
    files: int
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence for the person at the keyboard; ``code`` and ``details`` as those of an error."""

    sentence: str
    code: str
    details: dict[str, str | int]

    def __str__(self) -> str:
        return self.sentence


Told = Callable[[int], None]
"""Is told how many events are done."""

Step = Callable[[Mapping[int, Row]], Sequence[Draft]]
"""Gives the events that a step adds, from the rows by number."""


class Origin(Protocol):
    """Where the events and texts of a ledger are taken from."""

    @property
    def name(self) -> str:
        """What it is called in errors."""

    def events(self) -> Iterator[Event]:
        """Stream all events in order; may be asked for more than once."""

    def text(self, sha256: str) -> str | None:
        """Give the text of a document."""

    def file(self, digest: str) -> bytes | None:
        """Give a kept file; ``None`` where it is lost."""
