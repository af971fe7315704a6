"""Automatic numbers: the lists of a file, and the counting that Word does along its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from luoshi.reading.docx.names import attribute, child, chosen, number, switch, tag, value
from luoshi.reading.docx.styles import NumberOf, Styles
from luoshi.reading.numerals import bullet, padded, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_GAP: Final = re.compile(r"%([1-9])")
_MOST_LEVELS: Final = 9
_LONGEST: Final = 255  # characters of a number's pattern: each paragraph repeats it
# After these a tab only makes a gap that the character has already: typed by hand, nobody leaves one
_CLOSED: Final = tuple("、。，．：）】〕》」』")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 0
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    is_legal: bool = False
    of_style: str | None = None
    pattern: str | None = None


@dataclass(slots=True)
class _List:
    """A ``w:num``: its levels after overrides, and the list (``w:abstractNum``) that it counts in."""

    counted_in: str
    levels: dict[int, _Level]
    restarts: set[int] = field(default_factory=set)  # levels still to be set back on their first use


class Numbering:
    """The automatic numbers of one file, to be asked for each paragraph in the order of the text."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, _Element] = {}
        nums: dict[str, _Element] = {}
        for one in root if root is not None else ():
            name = {"w:abstractNum": "abstractNumId", "w:num": "numId"}.get(tag(one))
            key = attribute(one, name) if name else None
            if key is not None:
                (self._abstract if name == "abstractNumId" else nums).setdefault(key, one)
        self._nums = nums
        self._lists: dict[str, _List | None] = {}

    def next(self, asked: NumberOf | None, style: str | None) -> str:
        """Count one paragraph and give its number with what stands between it and the text.

        ``asked`` is the paragraph's own ``w:numPr``, ``style`` its style. ``""`` where it has no number.
        """
        found = self._found(asked, style)
        if found is None:
            return ""
        held, level = found
        counts = self._counts.setdefault(held.counted_in, {})
        self._count(held, level, counts)
        at = held.levels.get(level)
        return "" if at is None else _shown(at, held.levels, counts)

    def _found(self, asked: NumberOf | None, style: str | None) -> tuple[_List, int] | None:
        by_style = self._styles.number(style)
        num = asked.num if asked is not None and asked.num is not None else None
        level = asked.level if asked is not None else None
        owner = None
        if num is None and by_style is not None:
            num, owner = by_style[0].num, by_style[1]
        if num is None:
            return None
        held = self._list(num)
        if held is None:
            return None
        if level is None:
            level = self._level_of_style(held, style)
        if level is None and owner is not None and by_style is not None:
            level = by_style[0].level
        level = min(max(level or 0, 0), _MOST_LEVELS - 1)
        return held, level

    def _level_of_style(self, held: _List, style: str | None) -> int | None:
        """The level that a list ties to the style, as headings of several levels are."""
        for name in self._styles.names(style):
            for at, level in held.levels.items():
                if level.of_style == name:
                    return at
        return None

    def _count(self, held: _List, level: int, counts: dict[int, int]) -> None:
        start = held.levels[level].start if level in held.levels else 1
        if level in held.restarts:
            held.restarts.discard(level)
            counts[level] = start
        else:
            counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [at for at in counts if at > level]:
            after = held.levels[deeper].restart if deeper in held.levels else None
            if after is None or level < after:
                del counts[deeper]

    def _list(self, num: str) -> _List | None:
        if num not in self._lists:
            self._lists[num] = self._made(num)
        return self._lists[num]

    def _made(self, num: str) -> _List | None:
        one = self._nums.get(num)
        key = self._resolved(value(one, "w:abstractNumId"))
        if one is None or key is None:
            return None
        levels = dict(_levels(self._abstract[key]))
        restarts = set()
        for override in one:
            at = number(attribute(override, "ilvl")) if tag(override) == "w:lvlOverride" else None
            if at is None or not 0 <= at < _MOST_LEVELS:
                continue
            levels.update(_levels(override))
            start = number(value(override, "w:startOverride"))
            if start is not None:
                levels[at] = replace(levels.get(at, _Level(1)), start=start)
                restarts.add(at)
        return _List(key, levels, restarts)

    def _resolved(self, key: str | None) -> str | None:
        """The list that holds the levels: one may point to the list of a numbering style."""
        seen: set[str] = set()
        while key is not None and key in self._abstract and key not in seen:
            seen.add(key)
            link = value(self._abstract[key], "w:numStyleLink")
            if link is None:
                return key
            by_style = self._styles.number(link)
            key = value(self._nums.get((by_style[0].num if by_style else None) or ""), "w:abstractNumId")
        return None


def _levels(parent: _Element) -> Iterator[tuple[int, _Level]]:
    for one in parent:
        at = number(attribute(one, "ilvl")) if tag(one) == "w:lvl" else None
        if at is not None and 0 <= at < _MOST_LEVELS:
            yield at, _level(one)


def _level(one: _Element) -> _Level:
    style, pattern = _format(one)
    text = child(one, "w:lvlText")
    start = number(value(one, "w:start"))
    return _Level(
        start=0 if start is None else start,  # the standard's default (17.9.25)
        style=style,
        text="" if text is None else (attribute(text, "val") or "")[:_LONGEST],
        suffix=value(one, "w:suff") or "tab",
        restart=number(value(one, "w:lvlRestart")),
        is_legal=switch(one, "w:isLgl") or False,
        of_style=value(one, "w:pStyle"),
        pattern=pattern,
    )


def _format(level: _Element) -> tuple[str, str | None]:
    branches = [branch for one in level if tag(one) == "mc:AlternateContent" for branch in chosen(one)]
    for place in (*branches, level):
        found = child(place, "w:numFmt")
        if found is not None:
            return attribute(found, "val") or "decimal", attribute(found, "format")
    return "decimal", None


def _shown(at: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if at.style == "bullet":
        text = bullet(at.text)
    elif at.style == "none":
        text = _GAP.sub("", at.text)
    else:
        text = _GAP.sub(lambda gap: _count_of(int(gap.group(1)) - 1, at, levels, counts), at.text)
    if not text or at.suffix == "nothing":
        return text
    return text if at.suffix == "tab" and text.rstrip().endswith(_CLOSED) else f"{text.rstrip()} "


def _count_of(level: int, at: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    of = levels.get(level, _Level(1))
    count = counts.get(level, of.start)
    if at.is_legal:
        return str(count)
    if of.style == "custom" and of.pattern:
        return padded(count, of.pattern)
    return "" if of.style == "bullet" else written(count, of.style)
