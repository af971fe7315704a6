"""What a process is asked: one file, and how its documents are dated and named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.reading.limits import Limits
    from luoshi.stores.written import Writer


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read and extract.

    ``source`` is the name that its records carry. ``day`` is its date where its text says none, and
    whatever it says where the file is ``alone``. ``keep`` asks for the bytes of each document's file,
    ``writer`` for what its ledger will take of the statements, ``lines`` for these in JSON.
    """

    path: str
    source: str
    day: date | None
    alone: bool
    keep: bool
    limits: Limits
    writer: Writer | None = None
    lines: bool = False
