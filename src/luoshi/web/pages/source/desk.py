"""What the reader's pages share: the documents in memory, the words and lights of a request."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from anyio import CapacityLimiter
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

from luoshi.app.paper import Papers
from luoshi.ledger import Row
from luoshi.ledger.lights import LIGHTS
from luoshi.lexicon.messages import say_on_page
from luoshi.lexicon.themes import theme_name
from luoshi.lexicon.workflow import Workflow
from luoshi.serving.language import language_of
from luoshi.serving.site import Site, site_of
from luoshi.settings import limits
from luoshi.web.pages.source.asked import UNLIT, Asked, Lit, lit_on, undecided
from luoshi.web.pages.source.cards import card_of
from luoshi.web.pages.source.held import Held, Shelf
from luoshi.web.rendering import context_of, page

_TYPES: Final = ("commitment", "result", "problem", "event")
_DRAWN: Final = 2
"""Pages that are drawn at once; others wait without holding a thread."""
_MAKING = threading.Lock()


class _Digest(Convertor[str]):
    """Lets only a SHA-256 stand for a document, so that other addresses below /documents stay free."""

    regex = "[0-9a-f]{64}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("digest", _Digest())


@dataclass(frozen=True, slots=True)
class Room:
    """What one site keeps for its readers."""

    shelf: Shelf
    papers: Papers
    drawing: CapacityLimiter


def room_of(request: Request) -> Room:
    """Give the room of the site that a request belongs to."""
    state = request.app.state
    with _MAKING:
        room: Room | None = getattr(state, "source_room", None)
        if room is None:
            store = site_of(request).store
            room = state.source_room = Room(Shelf(store), Papers(store, limits()), CapacityLimiter(_DRAWN))
    return room


@dataclass(frozen=True, slots=True)
class Desk:
    """One request: the document, which of its rows are asked for, how they are told."""

    site: Site
    room: Room
    held: Held
    asked: Asked
    lit: Lit
    table: Workflow
    language: str

    def picked(self) -> list[Row]:
        """Give the rows that are shown."""
        return self.asked.picked(self.held.rows, self.lit)

    def address(self, ending: str = "", **more: str | int) -> str:
        """Give an address below this document that keeps what is asked for."""
        return f"/documents/{self.held.entry.sha256}{ending}{self.asked.query(**more)}"


def desk_of(request: Request, sha256: str) -> Desk:
    """Give the desk of a request.

    Raises:
        UsageError: ``no_document``.
    """
    site, room = site_of(request), room_of(request)
    office = site.table()
    return Desk(
        site,
        room,
        room.shelf.get(sha256),
        Asked.of(request.query_params),
        lit_on(site.today(), site.store.lights),
        office.table,
        language_of(request),
    )


def answer(request: Request, desk: Desk, shown: Sequence[Row], **view: Any) -> Response:  # noqa: ANN401
    """Answer with the reader; with htmx only its inner part. ``shown`` are the rows that have cards."""
    held = desk.held
    context = {
        "entry": held.entry,
        "replaced_by": held.replaced_by,
        "asked": desk.asked,
        "address": desk.address,
        "cards": [card_of(row, held.text, desk.language, desk.table, desk.lit) for row in shown],
        "counts": _counts(held.rows),
        "choices": _choices(desk),
        "paged": desk.room.papers.has_pages(held.entry),
        **view,
    }
    template = "source/reader.html" if context_of(request)["part"] else "source/page.html"
    return page(request, template, **context)


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    counts = Counter(row.statement.type for row in rows)
    counts["all"] = len(rows)
    counts["undecided"] = sum(map(undecided, rows))
    return dict(counts)


def _choices(desk: Desk) -> dict[str, list[tuple[str, str]]]:
    """Give what the filter offers: only what some row has, with how many have it."""
    rows, language = desk.held.rows, desk.language

    def options(
        counted: Counter[str], order: Iterable[str], said: Callable[[str], str]
    ) -> list[tuple[str, str]]:
        form = "{}（{}）" if language == "zh" else "{} ({})"
        return [(name, form.format(said(name), counted[name])) for name in order if counted[name]]

    themes = Counter(theme for row in rows for theme in row.statement.themes)
    return {
        "type": options(
            Counter(row.statement.type for row in rows),
            _TYPES,
            lambda name: say_on_page(language, f"site.type.{name}"),
        ),
        "light": options(
            Counter(desk.lit(row) or UNLIT for row in rows),
            (*LIGHTS, UNLIT),
            lambda name: say_on_page(language, f"site.light.{name}"),
        ),
        "review": options(
            Counter(row.status.review for row in rows),
            desk.table.reviews,
            lambda name: desk.table.word("review", name, language),
        ),
        "theme": options(
            themes, [name for name, _ in themes.most_common()], lambda name: theme_name(name, language)
        ),
    }
