"""What every store offers, and how one is opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from os import PathLike, fspath
from typing import Protocol, Self

from luoshi.errors import StoreError
from luoshi.ledger import DocumentEntry, Event, Row
from luoshi.model import Document, Facts, Statement
from luoshi.stores.shelf import FileShelf, KeptFile


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
class Remark:
    """A sentence for the person at the keyboard; ``code`` and ``details`` as those of an error."""

    sentence: str
    code: str
    details: dict[str, str | int]

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted: all that are set must hold.

    ``document`` is a SHA-256, ``section`` the outermost heading; ``due_from`` and ``due_until`` are
    ISO dates, both inclusive, for the end of the deadline (rows without one are then left out).
    ``grade`` is that of the measurability; ``theme`` and ``actor`` are words that one of the
    statement's themes (finer ones too), or the name of one of its bodies, must hold.
    """

    document: str | None = None
    type: str | None = None
    kind: str | None = None
    force: str | None = None
    state: str | None = None
    section: str | None = None
    due_from: str | None = None
    due_until: str | None = None
    grade: str | None = None
    theme: str | None = None
    actor: str | None = None


class Store(Protocol):
    """A ledger on disk. Every method raises ``StoreError`` where the database cannot do it."""

    remarks: tuple[Remark, ...]
    """What the person at the keyboard should know of how it was opened; mostly empty."""

    files: FileShelf
    """The files that its documents were read from."""

    def add_document(  # noqa: PLR0913 - one call is one transaction: all that it writes
        self,
        document: Document,
        facts: Facts,
        statements: Iterable[Statement],
        *,
        author: str,
        at: datetime,
        source: str,
        file: KeptFile | None = None,
    ) -> Added:
        """Record a document and its statements, wholly or not at all.

        ``file`` is what the document was read from; it is kept in ``files`` before the ledger says so.
        ``statements`` is not read where the same text is there already. ``at`` needs a zone;
        ``source`` is the name that the ledger shows for the document.
        """

    def events(self, since: int = 0) -> Iterator[Event]:
        """Stream the events after the sequence ``since``, in order."""

    def rows(
        self, wanted: Filter | None = None, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Row]:
        """Stream the rows by number: those past the number ``after``, at most ``limit``."""

    def row(self, number_or_id: int | str) -> Row | None:
        """Give the row of a number (``7``, ``"7"``) or a statement's id; ``None`` where there is none."""

    def documents(self) -> Iterator[DocumentEntry]:
        """Stream the documents in the order in which they were added."""

    def text(self, sha256: str) -> str | None:
        """Give the text of a document, which all offsets count in; ``None`` where it is not there."""

    def verify_chain(self) -> int:
        """Check every event, document text and row; give the number of events.

        Raises:
            ChainError: something was changed; names the event by its sequence and says what is wrong:
                edited, missing, reordered, added.
        """

    def close(self) -> None:
        """Let go of the database."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


_SQLITE = re.compile(r"sqlite(?:\+pysqlite)?://(?P<path>.*)", re.DOTALL)
_OTHER = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://")


def open_store(
    url_or_path: str | PathLike[str],
    *,
    create: bool = True,
    wait: float = 30.0,
    files: str | PathLike[str] | None = None,
) -> Store:
    """Open a ledger: a path, or ``sqlite:///relative.db``, ``sqlite:////absolute.db``.

    Args:
        url_or_path: where the ledger is.
        create: make a new ledger where there is none; otherwise that is an error.
        wait: seconds to wait for another process that is writing.
        files: the folder that keeps the files which texts were read from; beside the ledger unless given
            (``luoshi.db.files``).

    Raises:
        StoreError: it is no ledger, or of a newer luoshi, or cannot be opened; says what to do.
    """
    place = fspath(url_or_path)
    sqlite = _SQLITE.match(place)
    if sqlite:
        place = sqlite["path"].removeprefix("/")
    elif other := _OTHER.match(place):
        if other["scheme"].startswith("postgres"):
            raise StoreError(
                "A ledger in PostgreSQL comes with a later version; give a path to a file for now.",
                code="ledger_postgres",
            )
        raise StoreError(
            f"luoshi keeps no ledgers in {other['scheme']}://; give a path or sqlite:///PATH.",
            code="ledger_scheme",
            details={"scheme": other["scheme"]},
        )
    if place in {"", ":memory:"}:
        raise StoreError(
            f"{fspath(url_or_path)!r} names no file for the ledger; give a path, such as luoshi.db.",
            code="ledger_no_name",
            details={"name": fspath(url_or_path)},
        )

    from luoshi.stores.sqlite import open_sqlite

    return open_sqlite(place, create=create, wait=wait, files=fspath(files or f"{place}.files"))
