"""What briefs are made of: documents of the ledger by what people call them, their sides, their pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from luoshi.app.register import Register
from luoshi.app.texts import Texts
from luoshi.errors import LuoshiError, UsageError
from luoshi.ledger import DocumentEntry
from luoshi.model import Side

if TYPE_CHECKING:
    from luoshi.stores import Store

_PAGED: Final = ("pdf", "ofd", "image")
_NAMED: Final = 8  # documents that an error lists


class Sources:
    """The documents of a ledger that were not replaced; pages are read from the kept files, each once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._register = Register(store)
        gone = store.replaced()
        self.entries = {entry.sha256: entry for entry in store.documents()}
        self.standing = [entry for entry in self.entries.values() if entry.sha256 not in gone]
        self._pages: dict[str, tuple[list[int], list[int]]] = {}

    def named(self, said: str) -> DocumentEntry:
        """Give the document that a row's number, hash or file's name means, or part of a name, title or body.

        Raises:
            UsageError: ``brief_no_text``; ``brief_several``.
        """
        path = said.replace("\\", "/")
        found = [one for one in self.standing if f"/{_path(one)}".endswith(f"/{path}")]
        if not found:
            try:
                return self._register.named(said)
            except UsageError:
                found = [one for one in self.standing if any(said in (part or "") for part in _called(one))]
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(
                f"No document of the ledger has {said} in its name, title or body.",
                code="brief_no_text",
                details={"document": said, "known": _names(self.standing)},
            )
        raise UsageError(
            f"Several documents of the ledger have {said}: {_names(found)}; write one name whole.",
            code="brief_several",
            details={"document": said, "known": _names(found)},
        )

    def name(self, sha256: str) -> str:
        """Give the title of a document, else its file's name."""
        entry = self.entries[sha256]
        return (entry.title or _file(entry)).strip("《》")

    def page(self, sha256: str, offset: int) -> int | None:
        """Give the page that a character stands on, where its file has pages and was kept."""
        if sha256 not in self._pages:
            self._pages[sha256] = self._laid(self.entries[sha256])
        starts, pages = self._pages[sha256]
        return pages[max(0, bisect_right(starts, offset) - 1)] if starts else None

    def _laid(self, entry: DocumentEntry) -> tuple[list[int], list[int]]:
        from luoshi.app.show import reread

        if entry.file is None or entry.format not in _PAGED:
            return [], []
        try:
            document, _ = reread(self._store, entry)
        except LuoshiError:  # the place in the text is told all the same
            return [], []
        lines = document.layout.lines if document.layout else ()
        return [line.start for line in lines], [line.page for line in lines]

    def sides(self, wanted: Iterable[str] = ()) -> tuple[Side, ...]:
        """Give the sides of the documents that are named, else of all, where they commit to something."""
        from luoshi.comparing.sides import labelled, sides_of
        from luoshi.extracting.statements import statements
        from luoshi.parsing.outline import parse

        names = list(wanted)
        entries: Sequence[DocumentEntry] = [self.named(name) for name in names] or self.standing
        texts = Texts(self._store)
        out: list[Side] = []
        for entry in dict.fromkeys(entries):
            outline = parse(texts.document(entry.sha256))
            out += sides_of(outline, tuple(statements(outline)))
        return labelled(side for side in out if any(s.type == "commitment" for s in side.statements))


def _called(entry: DocumentEntry) -> tuple[str | None, ...]:
    return (_file(entry), entry.title, entry.body)


def _path(entry: DocumentEntry) -> str:
    return entry.source.replace("\\", "/")


def _file(entry: DocumentEntry) -> str:
    return _path(entry).rpartition("/")[2]


def _names(entries: Sequence[DocumentEntry]) -> str:
    names = [_file(one) for one in entries]
    if len(set(names)) < len(names):
        names = [_path(one) for one in entries]
    return "、".join(names[:_NAMED]) + (f"（{len(names)}）" if len(names) > _NAMED else "") or "—"
