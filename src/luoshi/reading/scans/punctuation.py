"""Puts the marks right that a network cannot tell: their width, their brackets, shapes of other scripts.

The rules are those of ``data/scans.yaml``. Characters change in their places; where one sign stands for
two (…) both share its box.
"""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.lexicon.scans import ScanRules, scan_rules
from luoshi.reading.scans.decoding import Mark
from luoshi.reading.scans.widths import narrow

_GUESSED = 0.5  # how sure a sign is that the network did not see
_OPEN, _CLOSE = "(（", ")）"
_CHINESE = frozenset("，。、；：！？“”‘’（）《》〈〉【】〔〕「」『』—…·〇　")


def restored(rows: Sequence[list[Mark]]) -> None:
    """Put the marks of a page's rows right, in place; the rows stand in reading order.

    Where a page writes “,” between Chinese characters, so it stays.
    """
    marks = [mark for row in rows for mark in row]
    rules = scan_rules()
    for mark in marks:
        mark.text = rules.always.get(mark.text, mark.text)
    _widen(rows, rules)
    _quotes(marks)
    for rule in rules.rules:
        text, places = _joined(rows)
        for match in rule.find.finditer(text):
            for offset, put in enumerate(rule.put):
                place = places[match.start(1) + offset]
                if put != " " and place is not None:
                    place.text = put
    _find_lost(rows, rules)
    for row in rows:
        _double_dots(row)


def _find_lost(rows: Sequence[list[Mark]], rules: ScanRules) -> None:
    text, places = _joined(rows)
    for rule in rules.lost:
        for match in rule.find.finditer(text):
            place = places[match.end(1) - 1]
            if place is not None:
                place.text += rule.put
                place.confidence = min(place.confidence, _GUESSED)


def _joined(rows: Sequence[list[Mark]]) -> tuple[str, list[Mark | None]]:
    """Give the page's text, rows joined by line breaks, and the mark of each of its characters."""
    text: list[str] = []
    places: list[Mark | None] = []
    for row in rows:
        for mark in row:
            text.append(mark.text)
            places.extend([mark] * len(mark.text))
        text.append("\n")
        places.append(None)
    return "".join(text), places


def _widen(rows: Sequence[list[Mark]], rules: ScanRules) -> None:
    text, places = _joined(rows)
    kept = {at for match in rules.kept.finditer(text) for at in range(*match.span())}
    solid = [at for at, sign in enumerate(text) if not sign.isspace()]
    beside: dict[int, bool] = {}
    for order, at in enumerate(solid):
        before = text[solid[order - 1]] if order else ""
        after = text[solid[order + 1]] if order + 1 < len(solid) else ""
        beside[at] = _is_chinese(before) or _is_chinese(after)
    for at, other in _pairs(text).items():
        beside[at] = beside[at] or beside[other]
    kept_narrow = narrow(rows, rules.wide)
    thin = {other: mark for mark, other in rules.wide.items()}
    for at in solid:
        mark = places[at]
        if mark is not None and id(mark) in kept_narrow:
            mark.text = thin.get(text[at], text[at])
        elif text[at] in rules.wide and at not in kept and beside[at] and mark is not None:
            mark.text = rules.wide[text[at]]


def _pairs(text: str) -> dict[int, int]:
    """Give each bracket's partner, both ways; brackets without one are left out."""
    waiting: list[int] = []
    found: dict[int, int] = {}
    for at, sign in enumerate(text):
        if sign in _OPEN:
            waiting.append(at)
        elif sign in _CLOSE and waiting:
            start = waiting.pop()
            found[start], found[at] = at, start
    return found


def _is_chinese(sign: str) -> bool:
    return bool(sign) and ("\u3400" <= sign <= "\u9fff" or sign in _CHINESE)


def _quotes(marks: Sequence[Mark]) -> None:
    """Give straight quotation marks their direction: those of a pair open and close in turn."""
    is_open = False
    for mark in marks:
        if mark.text in "“”":
            is_open = mark.text == "“"
        elif mark.text in '"＂':
            mark.text = "”" if is_open else "“"
            is_open = not is_open


def _double_dots(row: list[Mark]) -> None:
    """A Chinese ellipsis has two signs of three dots; the network mostly sees one."""
    for at, mark in enumerate(row):
        alone = mark.text == "…" and "…" not in (row[at - 1].text if at else "", *_next(row, at))
        if alone and ((at and _is_chinese(row[at - 1].text)) or any(map(_is_chinese, _next(row, at)))):
            mark.text = "……"


def _next(row: list[Mark], at: int) -> list[str]:
    return [row[at + 1].text] if at + 1 < len(row) else []
