"""What every store offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from luoshi.lexicon.lights import LightRules
from luoshi.stores.contract import Remark
from luoshi.stores.contract.lists import Lists
from luoshi.stores.contract.records import Records
from luoshi.stores.contract.words import Words
from luoshi.stores.contract.writes import Writes
from luoshi.stores.shelf import FileShelf

if TYPE_CHECKING:
    from luoshi.stores.office import Office


class Store(Records, Lists, Words, Writes, Protocol):
    """A ledger on disk. Every method raises ``StoreError`` where the database cannot do it."""

    name: str
    """What it is called in sentences: its path or address, without a password."""

    remarks: tuple[Remark, ...]
    """What the person at the keyboard should know of how it was opened; mostly empty."""

    files: FileShelf
    """The files that its documents were read from."""

    lights: LightRules
    """When lights turn: the packaged rules unless set. Rows are reckoned anew when others are set."""

    writes: int
    """Counts what was written by way of this object; what was read before the last of it may be old."""

    office: Office
    """What is kept beside the chain: accounts, tokens, jobs, drafts for comment and more."""

    def back_up(self, path: str) -> None:
        """Write the database, as it is at one moment, into a file; others may go on writing.

        Raises:
            UsageError: the file cannot be written, or the database is not one file (``backup_server``).
        """

    def close(self) -> None:
        """Let go of the database."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
