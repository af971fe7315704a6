"""What is asked of the comparison: documents, zones and years, and how they are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from luoshi import settings
from luoshi.app.comparing_ledger import Laid, laid
from luoshi.app.series import Lines, lines_of
from luoshi.ledger import DocumentEntry
from luoshi.lexicon.messages import say_on_page
from luoshi.serving.language import language_of
from luoshi.serving.site import site_of
from luoshi.stores.series import BY, Within
from luoshi.web.views.papers import offered

VIEWS: Final = ("series", "deadlines", "themes", "indicators", "only", "lacking")
OF_SIDES: Final = frozenset({"themes", "indicators", "only", "lacking"})
"""Views that need documents to be chosen; the others take the whole ledger where none are."""
MOST: Final = 40
"""Documents that are laid beside one another at most."""
_LONGEST: Final = 200
_SHORT: Final = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as addresses carry it; documents by the beginning of their SHA-256: a page has many links.

    ``line`` is the key of a series, ``by`` how deadlines are grouped, ``open`` says that only what was handed
    out counts, ``of`` is the key of the side whose shortcomings are looked for, in ``dimensions``.
    """

    document: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    view: str = ""
    line: str = ""
    by: str = ""
    open: str = ""
    of: str = ""
    dimensions: str = ""

    @classmethod
    def of_query(cls, query: QueryParams) -> Asked:
        """Take it from an address; what is none is left out."""
        document, zone, year = (_some(query, name) for name in ("document", "zone", "year"))
        view, by = query.get("view", ""), query.get("by", "")
        usual = "themes" if document or zone or year else VIEWS[0]
        line, is_open, of, dimensions = (
            query.get(name, "").strip()[:_LONGEST] for name in ("line", "open", "of", "dimensions")
        )
        return cls(
            document,
            zone,
            year,
            view if view in VIEWS else usual,
            line,
            by if by in BY else BY[0],
            is_open,
            of,
            dimensions,
        )

    def address(self, page: str = "", /, **more: str | tuple[str, ...]) -> str:
        """Give an address of the page with this question and more; its own fields are replaced."""
        own = {each.name for each in fields(self)}
        said = replace(self, **{name: value for name, value in more.items() if name in own})  # type: ignore[arg-type]
        pairs: list[tuple[str, Any]] = [("document", each[:_SHORT]) for each in said.document]
        pairs += [(name, each) for name in ("zone", "year") for each in getattr(said, name)]
        pairs += [(name, getattr(said, name)) for name in ("view", "line", "by", "open", "of", "dimensions")]
        pairs += [(name, value) for name, value in more.items() if name not in own]
        return f"/compare{page}?{urlencode([pair for pair in pairs if pair[1]])}"


def _some(query: QueryParams, name: str) -> tuple[str, ...]:
    said = (each.strip()[:_LONGEST] for each in query.getlist(name))
    return tuple(dict.fromkeys(each for each in said if each))[:MOST]


class Desk:
    """One request to the comparison: what there is to choose from, what was chosen, what is made of it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.site = site_of(request)
        self.store = self.site.store
        self.asked = Asked.of_query(request.query_params)
        self.language = language_of(request)

    def t(self, key: str, **details: Any) -> str:  # noqa: ANN401 - what a message shows
        """Give words of the page."""
        return say_on_page(self.language, key, **details)

    @cached_property
    def documents(self) -> Mapping[str, DocumentEntry]:
        """The documents that there are to choose from, the newest first."""
        return offered(self.store, self.named)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The documents that the address names."""
        said = {each[:_SHORT] for each in self.asked.document}
        return tuple(one.sha256 for one in self.store.documents() if said and one.sha256[:_SHORT] in said)

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """The documents that were chosen: those named, else those of the zones, and of the years."""
        asked = self.asked
        if not (asked.document or asked.zone or asked.year):
            return ()
        found = [
            sha256
            for sha256, entry in self.documents.items()
            if (sha256 in self.named if asked.document else not asked.zone or entry.body in asked.zone)
            and (not asked.year or (entry.date or "")[:4] in asked.year)
        ]
        found.sort(key=lambda sha256: (self.documents[sha256].date or "", self.documents[sha256].source))
        return tuple(found[-MOST:])

    @property
    def is_whole(self) -> bool:
        """Whether nothing was chosen, so that the whole ledger counts."""
        return not (self.asked.document or self.asked.zone or self.asked.year)

    @cached_property
    def laid(self) -> Laid:
        """The sides."""
        # a zone may be a part of a chosen round-up, or the body of a document that was found by it
        return laid(self.store, self.chosen, self.asked.zone)

    @cached_property
    def within(self) -> Within:
        """Which rows count for pictures of the whole ledger, or of the documents chosen."""
        reviews = tuple(sorted(settings.workflow().at_work))
        documents = None if self.is_whole else self.chosen
        return Within(reviews, documents, bool(self.asked.open) and self.asked.view == "deadlines")

    @cached_property
    def lines(self) -> Lines:
        """The series of targets and outcomes."""
        return lines_of(self.store, replace(self.within, open_only=False))

    @cached_property
    def years(self) -> list[str]:
        """The years that there are documents of, the newest first."""
        return sorted({entry.date[:4] for entry in self.documents.values() if entry.date}, reverse=True)

    @cached_property
    def zones(self) -> list[str]:
        """The bodies that issued documents, and those of the round-ups that were chosen."""
        found = {entry.body for entry in self.documents.values() if entry.body}
        if self.asked.document:
            whole = laid(self.store, self.chosen)
            found |= {zone.side.body for zone in whole.zones if zone.side.body}
        return sorted(found | set(self.asked.zone))
