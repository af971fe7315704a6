"""The documents of a ledger, and which of them is meant."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError, UsageError
from luoshi.ledger import DocumentEntry
from luoshi.ledger.matching import SURE, match
from luoshi.model import Document, Outline, Statement

if TYPE_CHECKING:
    from luoshi.app.extract import Outcome
    from luoshi.stores import Store

_MOST = 0.5  # of the rows: from then on a text of the same name looks like a new version
_LOOKED_AT = 3
Fits = Callable[[DocumentEntry], bool]


class Register:
    """The documents of a ledger, listed once: by the hash of their text, by name, and by what they are."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._entries = {entry.sha256: entry for entry in store.documents()}

    def of(self, sha256: str) -> DocumentEntry | None:
        """Give the document of a text; another process may have just added it."""
        if sha256 not in self._entries and self._store.text(sha256) is not None:
            self.refresh()
        return self._entries.get(sha256)

    def refresh(self) -> None:
        """List them anew."""
        self._entries = {entry.sha256: entry for entry in self._store.documents()}

    def take(self, outcome: Outcome) -> None:
        """List a document that was just added."""
        document, outline = read_of(outcome)
        if document.sha256 not in self._entries:
            facts, day = outline.facts, outline.facts.date or document.date
            self._entries[document.sha256] = DocumentEntry(
                document.sha256,
                outcome.source,
                day.isoformat() if day else None,
                facts.kind,
                facts.title or document.title,
                facts.body,
                len(document.text),
                0,
            )

    def named(self, said: str) -> DocumentEntry:
        """Give the document that a row's number, a hash (12 digits or more) or a file's name means.

        Of several of one name the newest that was not replaced.

        Raises:
            UsageError: there is none (``no_document``).
        """
        if said.lstrip("#").isdecimal() and (row := self._store.row(int(said.lstrip("#")))) is not None:
            return self._entries[row.document]
        found = [one for one in self._entries.values() if len(said) >= 12 and one.sha256.startswith(said)]
        if not found and (sha256 := _text_of(said)) in self._entries:
            found = [self._entries[sha256]]
        whole: Fits = lambda one: one.source == said  # noqa: E731
        last: Fits = lambda one: _name(one.source) == _name(said)  # noqa: E731
        for fits in (whole, last):
            found = found or [one for one in reversed(self._entries.values()) if fits(one)]
        if not found:
            raise UsageError(
                f"The ledger has no document {said}; name one of its rows, the file it was read from, or "
                "the hash of its text.",
                code="no_document",
                details={"document": said},
            )
        standing = (one for one in found[:_LOOKED_AT] if self._store.replaced_by(one.sha256) is None)
        return next(standing, found[0])

    def resembling(self, outcome: Outcome) -> DocumentEntry | None:
        """Give a document of the same name, or title, body and date, with most of the same rows."""
        document, outline = read_of(outcome)
        facts = outline.facts
        day = facts.date or document.date
        title = facts.title or document.title
        here = (title, facts.body, day.isoformat() if day else None)
        alike = [
            one
            for one in reversed(self._entries.values())
            if _name(one.source) == _name(outcome.source)
            or (title and (one.title, one.body, one.date) == here)
        ]
        for one in alike[:_LOOKED_AT]:
            if (
                self._shares(one, document, outcome.statements)
                and self._store.replaced_by(one.sha256) is None
            ):
                return one
        return None

    def _shares(self, entry: DocumentEntry, document: Document, statements: Sequence[Statement]) -> bool:
        readings = self._store.readings(document.sha256, entry.sha256)
        rows = [one for one in readings if one.parent is None and not one.gone]
        changes = match(rows, statements)
        both = sum(one.reading is not None and one.score >= SURE for one in changes)
        return both > _MOST * max(len(rows), len(statements), 1)


def read_of(outcome: Outcome) -> tuple[Document, Outline]:
    """Give what was read; raises the outcome's error where nothing was."""
    if outcome.document is None or outcome.outline is None:
        raise outcome.error or LuoshiError(f"{outcome.source} was not read.")
    return outcome.document, outcome.outline


def _name(source: str) -> str:
    return PurePath(source.replace("\\", "/")).name


def _text_of(path: str) -> str | None:
    """Give the hash of the text of a file, where there is one that can be read."""
    from luoshi.reading import read

    if not Path(os.fspath(path)).is_file():
        return None
    try:
        return read(path).sha256
    except LuoshiError:
        return None
