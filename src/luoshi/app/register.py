"""The documents of a ledger, and which of them is meant."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError, UsageError
from luoshi.ledger import DocumentEntry
from luoshi.ledger.matching import SURE, match
from luoshi.model import Document, Outline, Statement

if TYPE_CHECKING:
    from luoshi.app.outcomes import Outcome
    from luoshi.stores import Store

_MOST = 0.5  # of the rows: from then on a text of the same name looks like a new version
_LOOKED_AT = 3
Fits = Callable[[DocumentEntry], bool]
_Key = tuple[str | None, ...]


class Register:
    """The documents of a ledger, listed once: by the hash of their text, by name, and by what they are."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._entries: dict[str, DocumentEntry] = {}
        # by their name, and by title, body and date: an archive has too many to look through for each text
        self._alike: dict[_Key, list[int]] = {}
        self._listed: list[DocumentEntry] = []
        self.refresh()

    def of(self, sha256: str) -> DocumentEntry | None:
        """Give the document of a text; another process may have just added it."""
        if sha256 not in self._entries and self._store.text(sha256) is not None:
            self.refresh()
        return self._entries.get(sha256)

    def refresh(self) -> None:
        """List them anew."""
        self._entries.clear()
        self._alike.clear()
        self._listed.clear()
        for entry in self._store.documents():
            self._list(entry)

    def take(self, outcome: Outcome) -> None:
        """List a document that was just added."""
        document, outline = read_of(outcome)
        if document.sha256 not in self._entries:
            facts, day = outline.facts, outline.facts.date or document.date
            self._list(
                DocumentEntry(
                    document.sha256,
                    outcome.source,
                    day.isoformat() if day else None,
                    facts.kind,
                    facts.title or document.title,
                    facts.body,
                    len(document.text),
                    0,
                )
            )

    def _list(self, entry: DocumentEntry) -> None:
        self._entries[entry.sha256] = entry
        for key in _keys(entry.source, entry.title, entry.body, entry.date):
            self._alike.setdefault(key, []).append(len(self._listed))
        self._listed.append(entry)

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
        here = _keys(outcome.source, title, facts.body, day.isoformat() if day else None)
        for one in self._last_alike(here):
            if (
                self._shares(one, document, outcome.statements)
                and self._store.replaced_by(one.sha256) is None
            ):
                return one
        return None

    def _last_alike(self, keys: Iterable[_Key]) -> list[DocumentEntry]:
        """Give the last few documents that have one of the keys, the latest first."""
        places = {place for key in keys for place in self._alike.get(key, ())[-_LOOKED_AT:]}
        return [self._listed[place] for place in sorted(places, reverse=True)[:_LOOKED_AT]]

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


def _keys(source: str, title: str | None, body: str | None, day: str | None) -> Iterator[_Key]:
    """Give what documents may have in common: a name, or title, body and date together."""
    yield (_name(source),)
    if title:
        yield title, body, day


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
