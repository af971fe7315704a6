"""What a document says of itself: its title, date, issuing body and kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from luoshi.lexicon.layout import layout
from luoshi.model import Clause, Document, Facts, Section

_WHITE = re.compile(r"\s+")
_UNNUMBERED = ("", "#")
_HEAD = 1200  # characters in which a text introduces itself
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(1[0-2]|0?[1-9])\s*[月./-]\s*(3[01]|[12]\d|0?[1-9])\s*日?")
_CONGRESS = re.compile(r"在([^\s，。在第]{2,14}?)第?[一二三四五六七八九十\d]+届人民代表大会")
_REPORT_TITLE = re.compile(
    r"(?:(?:19|20)\d{2}年)?([^\s，。年]{2,12}?(?:省|市|区|县|自治区|委员会|管委会))(?:(?:人民)?政府)?工作报告"
)
_SPEAKS_FOR = re.compile(r"代表(国务院|[^，。\s]{1,20}?(?:政府|管委会|委员会|党工委))")
_ISSUER = re.compile(r"(中共中央|国务院|[^\s，。“]{2,14}(?:委员会|人民政府|管委会|党工委))关于")


def facts_of(document: Document, sections: Sequence[Section], clauses: Sequence[Clause]) -> Facts:
    """Give the facts that the text's first lines, or the caller, state; ``None`` for the rest.

    A date that the caller gave comes before one in the text, and that before the caller's fallback.
    """
    head = document.text[:_HEAD]
    title = document.title or _title(document.text, sections, clauses)
    day = document.date or _date(head) or document.fallback
    return Facts(title, day, _body(head, title or ""), _kind(head, title or ""))


def _title(text: str, sections: Sequence[Section], clauses: Sequence[Clause]) -> str | None:
    opening = [section for section in sections[1:] if section.start < _HEAD]
    if opening:
        # above the title may stand where the page was found: “云南要闻”
        named = (s.title for s in opening if s.number in _UNNUMBERED and _says_kind(s.title))
        return next(named, opening[0].title) or None
    return text[clauses[0].start : clauses[0].end][:60] if clauses else None


def _says_kind(title: str) -> bool:
    return any(sign in title for kind, signs in layout().kinds if kind != "news" for sign in signs)


def _date(head: str) -> date | None:
    for found in _DATE.finditer(head):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:  # 2月30日
            continue
    return None


def _body(head: str, title: str) -> str | None:
    named = _REPORT_TITLE.search(title) or _REPORT_TITLE.search(head)
    if named:
        place = named.group(1)
        return place if place.endswith(("委员会", "管委会")) else f"{place}人民政府"
    congress = _CONGRESS.search(head) or _CONGRESS.search(_WHITE.sub("", head))
    if congress:
        place = congress.group(1)
        return "国务院" if place.startswith("全国") else f"{place}人民政府"
    speaks = _SPEAKS_FOR.search(head)
    if speaks:
        return speaks.group(1)
    issuer = _ISSUER.search(head)
    return issuer.group(1) if issuer else None


def _kind(head: str, title: str) -> str | None:
    for kind, signs in layout().kinds:
        if any(sign in title for sign in signs):
            return kind
    opening = _WHITE.sub("", head[:600])  # a page may break “政府工作报告” anywhere
    best: tuple[int, str] | None = None
    for kind, signs in layout().kinds:
        at = min((p for p in (opening.find(sign) for sign in signs) if p >= 0), default=-1)
        if at >= 0 and (best is None or at < best[0]):
            best = (at, kind)
    return best[1] if best else None
