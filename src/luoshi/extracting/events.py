"""Who met, when, on what occasion and on what: the fields of an event record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.extracting.units import Unit
from luoshi.lexicon.events import EventWords, event_words
from luoshi.model import Outline
from luoshi.model.quantity import Period
from luoshi.model.statement import Deadline, Event

_LONGEST_NAME = 24
_LONGEST_OCCASION = 40
_NEAR = 6  # letters at most before the word of the topic: 专题传达学习
_ORDINAL = re.compile(r"(?:\d{4}年)?第[\d一二三四五六七八九十百]+次")
_INSIDE = re.compile(r"[“”《》（）()，,。；;]")


def event_of(outline: Outline, unit: Unit, periods: Sequence[Period]) -> Event:
    """Give date, body, occasion and topics of an event, each where its words say so.

    ``periods`` are the times inside the unit, in the text's offsets. The date is the first day
    among them, else the first month. Of “合肥高新区召开党工委扩大会议” the body is
    合肥高新区党工委 and the occasion 扩大会议; each topic is a stretch of the text.
    """
    text = outline.document.text
    words = event_words()
    date = _date(text, unit, periods)
    clauses = [text[c.start : c.end] for c in outline.clauses[unit.first : unit.last]]
    body: str | None = None
    occasion: str | None = None
    for clause, place in zip(clauses, outline.clauses[unit.first : unit.last], strict=True):
        met = _meeting(words, clause, _after_times(place.start, place.end, periods))
        if met is not None:
            body, occasion = met
            break
    return Event(date, body, occasion, tuple(t for c in clauses if (t := _topic(words, c))))


def _date(text: str, unit: Unit, periods: Sequence[Period]) -> Deadline | None:
    inside = [p for p in periods if unit.start <= p.start and p.end <= unit.end]
    for precision in ("day", "month"):
        for p in inside:
            if p.precision == precision and p.kind in ("at", "span"):
                first = p.from_.isoformat() if p.from_ else None
                until = p.until.isoformat() if p.until else None
                return Deadline(text[p.start : p.end], p.start, p.end, first, until, p.precision)
    return None


def _after_times(start: int, end: int, periods: Sequence[Period]) -> int:
    """How many letters of a clause its time takes: 10月27日合肥高新区…."""
    for p in periods:
        if start <= p.start <= start + 3 and p.end <= end:
            return p.end - start
    return 0


def _meeting(words: EventWords, clause: str, begin: int) -> tuple[str | None, str | None] | None:
    held = words.holds.search(clause, begin)
    if held is None:
        return None
    skipped = words.skip.match(clause, begin)
    before = clause[skipped.end() if skipped else begin : held.start()]
    before = words.skip_last.sub("", before)
    met = _occasion(words, clause, held.end())
    if met is None:
        whole = _occasion(words, before, 0)  # 全省经济工作会议在郑州召开
        return (None, whole) if whole else None
    return _who(words, before, met)


def _occasion(words: EventWords, clause: str, begin: int) -> str | None:
    """From ``begin`` to the end of the last word for a meeting before any comma or quote."""
    stop = _INSIDE.search(clause, begin)
    found = list(words.occasion.finditer(clause, begin, stop.start() if stop else len(clause)))
    if not found or found[-1].end() - begin > _LONGEST_OCCASION:
        return None
    skipped = words.skip.match(clause, begin)
    start = skipped.end() if skipped and skipped.end() < found[-1].end() else begin
    # 专题 is a skipped word elsewhere, here part of a name: 专题会议
    if found[-1].start() <= start:
        start = begin
    return clause[start : found[-1].end()]


def _who(words: EventWords, before: str, occasion: str) -> tuple[str | None, str | None]:
    own = words.body.match(occasion)
    title = words.title.search(before)
    if own and (title or not before or before.endswith(own.group())):
        return own.group(), occasion
    body = before if not title else before[: title.start()]
    body = body.strip(" \u3000的")
    part = words.part.match(occasion)
    if body and part and not body.endswith(part.group()):
        body += part.group()
        occasion = occasion[part.end() :]
    elif part and body:
        occasion = occasion[part.end() :]
    numbered = _ORDINAL.match(occasion)
    if numbered and numbered.end() < len(occasion):
        occasion = occasion[numbered.end() :]
    if len(body) > _LONGEST_NAME or _INSIDE.search(
        body.replace("(", "").replace(")", "").replace("（", "").replace("）", "")
    ):
        body = ""
    return body or None, occasion or None


def _topic(words: EventWords, clause: str) -> str | None:
    """What was conveyed or studied, from its verb on; a clause that only says who met has none."""
    found = words.topic.search(clause, 0, 40)
    if found is None:
        return None
    held = words.holds.search(clause)
    if held and held.start() <= found.start() and words.occasion.search(clause, held.end()):
        return None
    if found.start() > _NEAR and not clause[: found.start()].endswith(("会议", "会上")):
        return None
    return clause[found.start() :]
