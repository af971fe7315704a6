"""The numbers that a browser writes before the items of an ordered list (HTML, CSS Counter Styles)."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

from luoshi.reading.numerals import letters, written

Element = Any  # lxml ships no types

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_OWN = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百]{1,4}[、.．是条]|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]"
    r"|\d{1,3}(?:[、．）)]|[.](?!\d))|[①-⑳])"
)


class Counter:
    """Counts the items of one list; gives nothing where the list shows no numbers.

    A list whose items bear their own numbers (（一）, 1、) is taken for one whose style, which lies in
    another file, hides the automatic ones.
    """

    def __init__(self, ordered: Element) -> None:
        items = [child for child in ordered if child.tag == "li"]
        self._style = _style_of(ordered) or _TYPES.get((ordered.get("type") or "").strip(), "decimal")
        self._silent = any(_OWN.match(_opening(item)) for item in items)
        self._step = -1 if ordered.get("reversed") is not None else 1
        start = _whole(ordered.get("start"))
        if start is None:
            start = len(items) if self._step < 0 else 1
        self._next = start

    def mark(self, item: Element) -> str:
        """Give the next item's number as it is shown, with what parts it from the text; or ``""``."""
        own = _whole(item.get("value"))
        number = self._next if own is None else own
        self._next = number + self._step
        style = _style_of(item) or _TYPES.get((item.get("type") or "").strip(), self._style)
        if self._silent or style in ("none", "disc", "circle", "square"):
            return ""
        if style.startswith(("cjk-", "simp-chinese", "trad-chinese")) and 0 < number < 100:
            return f"{written(number, 'chineseCountingThousand')}、"
        return f"{_WRITERS.get(style, str)(number) if 0 < number < 4000 else number}. "


def _style_of(element: Element) -> str | None:
    found = _STYLE.search(element.get("style") or "")
    if found is None:
        return None
    words = found[1].lower().split()
    known = [word for word in words if word in _KNOWN or word.startswith(("cjk-", "simp-", "trad-"))]
    return known[0] if known else None


def _opening(item: Element) -> str:
    return "".join(islice("".join(islice(item.itertext(), 8)).lstrip(), 8))


def _whole(value: str | None) -> int | None:
    found = re.fullmatch(r"\s*([+-]?\d{1,9})\s*", value or "", re.ASCII)
    return int(found[1]) if found else None


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal-leading-zero": lambda number: written(number, "decimalZero"),
    "lower-alpha": letters,
    "lower-latin": letters,
    "upper-alpha": lambda number: letters(number).upper(),
    "upper-latin": lambda number: letters(number).upper(),
    "lower-roman": lambda number: written(number, "lowerRoman"),
    "upper-roman": lambda number: written(number, "upperRoman"),
}
_KNOWN = frozenset({"none", "disc", "circle", "square", "decimal", *_WRITERS})
