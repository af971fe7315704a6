"""Hits of a search as HTML: the words marked, where they stand, how the row is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import PurePath

from markupsafe import Markup

from luoshi.app.search_listed import ListedHit
from luoshi.app.wording import Wording
from luoshi.extracting.tasks.rows import PATH_MARK
from luoshi.ledger import DocumentEntry
from luoshi.lexicon.messages import say_on_page
from luoshi.searching.marking import Mark


@dataclass(frozen=True, slots=True)
class Hits:
    """How hits are shown: the words, the day of the lights (ISO), whether documents may be opened."""

    words: Wording
    day: str
    documents: bool

    def html(self, hits: Iterable[ListedHit]) -> Markup:
        """Give one list item a hit; joined by hand, since typing asks for many pages."""
        lights = {
            light: f'<span class="light light-{light}">{escape(self._t(f"site.light.{light}"))}</span>'
            for light in ("red", "yellow", "green", "blue")
        }
        due_word = escape(self._t("search.due"))
        made = []
        for hit in hits:
            row = hit.row
            record = row.record
            kind, named = escape(record["type"]), escape(self._t("search.row", number=row.number))
            parts = [
                f'<li class="card record record-{kind}" id="row-{row.number}" data-item tabindex="-1">'
                f'<div class="record-head"><a href="/ledger/{row.number}">{named}</a>'
                f'<span class="type type-{kind}">{escape(self.words.value("type", record["type"]))}</span>',
                lights.get(row.light(self.day) or "", ""),
            ]
            if record["force"]:
                parts.append(f"<span>{escape(self.words.value('force', record['force']))}</span>")
            if row.lead:
                parts.append(f"<span>{escape(row.lead)}</span>")
            if row.due:
                parts.append(f'<span class="soft">{due_word} {escape(row.due)}</span>')
            parts.append(f'<span class="soft right">{escape(self.words.state(row.state))}</span></div>')
            parts.append(f'<p class="quote">{marked_html(record["text"], hit.marks)}</p>')
            parts.append(f'<p class="small soft">{self._place(hit)}</p></li>\n')
            made += parts
        return Markup("".join(made))  # noqa: S704 - each text is escaped where it is put in

    def _place(self, hit: ListedHit) -> str:
        name = escape(document_name(hit.document))
        if self.documents:
            number = hit.row.number
            address = f"/documents/{escape(hit.document.sha256)}?row={number}#card-{number}"
            name = f'<a class="to-source" href="{address}">{name}</a>'
        section = hit.row.record["section"]
        return f"{name} · {escape(PATH_MARK.join(section))}" if section else name

    def _t(self, key: str, **details: object) -> str:
        return say_on_page(self.words.language, key, **details)


def marked_html(text: str, marks: Iterable[Mark]) -> str:
    """Give a text, escaped, with its marks; they are in order and do not overlap."""
    at, parts = 0, list[str]()
    for start, end in marks:
        parts += (escape(text[at:start]), '<mark class="mark mark-hit">', escape(text[start:end]), "</mark>")
        at = end
    parts.append(escape(text[at:]))
    return "".join(parts)


def document_name(entry: DocumentEntry) -> str:
    """Give what a document is called, with its day."""
    name = entry.title or PurePath(entry.source.replace("\\", "/")).name or entry.sha256[:12]
    return f"{name}（{entry.date}）" if entry.date else name
