"""What is asked of the matrix: the central document, the local ones, which commitments count."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from luoshi.app.alignments import ALIGN, Record, Wanted, provisions
from luoshi.ledger import DocumentEntry
from luoshi.lexicon.force import FORCES
from luoshi.serving.language import language_of
from luoshi.serving.site import site_of
from luoshi.stores import Filter
from luoshi.web.pages.computing import Outcome, outcome
from luoshi.web.views.matrix import Column, Commitment, Line, Matrix, columns_of, commitments, matrix
from luoshi.web.views.papers import chosen, offered

VIEWS: Final = ("matrix", "untaken", "unaligned")
_DOCUMENTS: Final = 60
_LONGEST: Final = 60
ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as addresses carry it; documents by their SHA-256."""

    central: str = ""
    local: tuple[str, ...] = ()
    force: str = ""
    theme: str = ""
    view: str = VIEWS[0]

    @classmethod
    def of(cls, query: QueryParams) -> Asked:
        """Take it from an address; what is none is left out."""
        central = query.get("central", "")
        local = [each for each in dict.fromkeys(query.getlist("local")) if each != central]
        force, view = query.get("force", ""), query.get("view", "")
        return cls(
            central,
            tuple(local[:_DOCUMENTS]),
            force if force in FORCES else "",
            query.get("theme", "").strip()[:_LONGEST],
            view if view in VIEWS else VIEWS[0],
        )

    def address(self, page: str = "", **more: str | int) -> str:
        """Give an address of the page with this question and more; ``view`` and the like replace its own."""
        own: dict[str, Any] = {
            name: str(more.pop(name)) for name in ("view", "force", "theme") if name in more
        }
        said = replace(self, **own)
        pairs = [("central", said.central), *(("local", each) for each in said.local)]
        pairs += [("force", said.force), ("theme", said.theme)]
        pairs += [("view", said.view)] if said.view != VIEWS[0] else []
        pairs += [(name, str(value)) for name, value in more.items()]
        return f"/alignment{page}?{urlencode([pair for pair in pairs if pair[1]])}"

    def cell(self, line: Line, column: Column) -> str:
        """Give the address of the quotes of a cell; it names only the document of its zone."""
        own = replace(self, local=(column.document,), view=VIEWS[0])
        return own.address("/quotes", provision=line.provision["start"], column=column.key)


class Read(NamedTuple):
    """What a matrix is counted from."""

    provisions: list[Record]
    columns: tuple[Column, ...]
    commitments: tuple[Commitment, ...]


class _Last:
    """The last few matrices that were read, until the ledger grows: the views of one are asked in turn."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Read] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Read | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, key: Hashable, found: Read) -> None:
        with self._lock:
            self._held[key] = found
            while len(self._held) > self._most:
                self._held.popitem(last=False)


_READ: Final = _Last(3)


class Desk:
    """One request to the matrix: its documents, what was made of them, and the matrix."""

    def __init__(self, request: Request, *, again: int = 0) -> None:
        self.request = request
        self.asked = Asked.of(request.query_params)
        self.store = site_of(request).store
        self.language = language_of(request)
        self._again = again

    @cached_property
    def documents(self) -> Mapping[str, DocumentEntry]:
        """The documents that there are to choose from, and those that were chosen."""
        return offered(self.store, (self.asked.central, *self.asked.local))

    @property
    def is_asked(self) -> bool:
        """Whether both sides were chosen."""
        return bool(self.asked.central and self.asked.local)

    @cached_property
    def central(self) -> DocumentEntry:
        """The central document.

        Raises:
            UsageError: ``no_document``.
        """
        return chosen(self.documents, self.asked.central)

    @cached_property
    def outcome(self) -> Outcome:
        """What was made of the documents, and what is waited for."""
        wanted = [
            Wanted(ALIGN, chosen(self.documents, each).sha256, self.central.sha256)
            for each in self.asked.local
        ]
        return outcome(self.request, wanted, again=self._again)

    @property
    def waiting(self) -> bool:
        """Whether something is still being made."""
        return self._held is None and bool(self.outcome.waiting)

    @property
    def again(self) -> int:
        """What is given back to try once more what failed; 0: nothing did."""
        return 0 if self._held is not None else self.outcome.again

    @property
    def troubles(self) -> list[tuple[str, str]]:
        """What failed: the document and the sentence."""
        failed = {} if self._held is not None else self.outcome.failed
        return [(self.documents[each.one].source, said) for each, said in failed.items()]

    @property
    def provisions(self) -> list[Record]:
        """The provisions of the central document; none where nothing could be aligned with it."""
        return self._read.provisions

    @property
    def columns(self) -> tuple[Column, ...]:
        """The zones, in the order of the documents."""
        return self._read.columns

    @property
    def all(self) -> tuple[Commitment, ...]:
        """All commitments, as their rows stand now."""
        return self._read.commitments

    @cached_property
    def _key(self) -> Hashable:
        return self.store.name, self.asked.central, self.asked.local, self.store.head()

    @cached_property
    def _held(self) -> Read | None:
        return _READ.get(self._key)

    @cached_property
    def _read(self) -> Read:
        if self._held is not None:
            return self._held
        results = {wanted.one: records for wanted, records in self.outcome.results.items()}
        found = [(self.documents[each], results[each]) for each in self.asked.local if each in results]
        read = Read(
            provisions(self.store, self.central.sha256) if found else [],
            columns_of(found),
            tuple(
                one
                for entry, records in found
                for one in commitments(
                    entry, records, self.store.listed(Filter(document=entry.sha256), limit=ROWS)
                )
            ),
        )
        if not self.outcome.failed and not self.outcome.waiting:
            _READ.keep(self._key, read)
        return read

    @cached_property
    def commitments(self) -> list[Commitment]:
        """Those that the filter lets through."""
        asked = self.asked
        return [
            one
            for one in self.all
            if asked.force in ("", one.force) and (not asked.theme or asked.theme in one.themes)
        ]

    @cached_property
    def matrix(self) -> Matrix:
        """Who takes up what."""
        return matrix(self.columns, self.provisions, self.commitments)
