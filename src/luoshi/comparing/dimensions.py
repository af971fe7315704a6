"""In what respects a body is looked at: dimensions that are asked for, or that it orders to be analysed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from luoshi.comparing.sides import commitments
from luoshi.extracting.themes import themes_of
from luoshi.lexicon.comparing import comparing_words
from luoshi.lexicon.faults import faults
from luoshi.lexicon.themes import theme_words
from luoshi.model import Side, Statement


class Respect(NamedTuple):
    """One respect: a dimension with the finer themes that it stands for, or one finer theme.

    ``words`` is the dimension where it stands for no theme that is known: it is looked for itself;
    ``part`` names the finer theme where only that one of the dimension is meant.
    """

    dimension: str | None
    themes: tuple[str, ...]
    words: str = ""
    part: str = ""

    @property
    def name(self) -> str:
        """What the respect is called."""
        if self.dimension is None:
            return self.themes[0].replace("/", "·")
        return f"{self.dimension}·{self.part}" if self.part else self.dimension

    def parts(self) -> list[Respect]:
        """Give a dimension of several finer themes theme by theme; nothing where there is one."""
        if self.dimension is None or len(self.themes) < 2:
            return []
        return [self._replace(themes=(theme,), part=theme.partition("/")[2]) for theme in self.themes]


def ordered_dimensions(side: Side) -> tuple[str, ...]:
    """Give what the body orders to be analysed: “系统分析人才聚集、…、城市管理等方面的不足”."""
    out: dict[str, None] = {}
    for statement in commitments(side):
        for item in _ordered(statement):
            out.setdefault(item)
    return tuple(out)


def orders_analysis(statement: Statement) -> bool:
    """Say whether a commitment only orders its body's shortcomings to be looked for."""
    return faults().looked_for.search(statement.text) is not None


def dimension(word: str) -> Respect:
    """Give the themes of a dimension: by words of ``data/comparing.yaml``, else of the themes."""
    words = comparing_words()
    named = [theme for found in words.dimension.findall(word) for theme in words.themes[found]]
    themes = tuple(dict.fromkeys(named)) or themes_of(word, ())[1]
    return Respect(word, themes, "" if themes else word)


def respects(dimensions: Iterable[str]) -> list[Respect]:
    """Give the dimensions, then every finer theme that none of them stands for."""
    out = [dimension(word) for word in dict.fromkeys(dimensions)]
    taken = {theme for respect in out for theme in respect.themes}
    return out + [Respect(None, (theme,)) for theme in theme_words().field_of if theme not in taken]


def takes_up(respect: Respect, own_themes: Sequence[str], text: str) -> bool:
    """Say whether a commitment of these finer themes takes the respect up."""
    if respect.words:
        return respect.words in text
    return any(theme in respect.themes for theme in own_themes)


def mentions(text: str) -> set[str]:
    """Give every finer theme that a text has a word of, however few."""
    points = theme_words().points
    return {
        theme for word in theme_words().word.found_in(text) for theme, weight in points[word] if weight > 1
    }


def _ordered(statement: Statement) -> list[str]:
    lists = [each for each in (statement.enumeration, *statement.other_lists) if each is not None]
    text, pattern = statement.text, faults().looked_for
    found = pattern.search(text) if lists else None
    while found is not None:  # “清晰…短板，系统分析…不足”: the second order has the list
        for each in lists:
            if found.group().find(each.items[-1].text) >= 0:
                return [_thing(item.text.replace("\n", "")) for item in each.items]
        found = pattern.search(text, found.start() + 1)
    return []


def _thing(item: str) -> str:
    """An item without the verb that the list may begin with (剖析|创新平台、龙头企业)."""
    verb = faults().sought.search(item)
    return item[verb.end() :] if verb and verb.end() < len(item) else item
