"""What a commitment is about, by the words of its text and else by its headings."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from luoshi.lexicon.themes import theme_words

_MOST_FIELDS: Final = 3
_MOST_THEMES: Final = 4
_SHARE: Final = 2  # a field with less than half the points of the best is left out

Themes = tuple[tuple[str, ...], tuple[str, ...]]
_NONE: Final[Themes] = ((), ())


def themes_of(text: str, section: tuple[str, ...]) -> Themes:
    """Give the fields of a commitment, best first, and its finer themes (“科技创新/人才”).

    ``section`` are the headings above it, outermost first; they decide only where the text has
    no word of any theme, the nearest heading first. Both are empty where none fits.
    """
    found = _themes(text)
    if found[0]:
        return found
    for title in reversed(section):
        found = _heading_themes(title)
        if found[0]:
            break
    return found


@lru_cache(maxsize=512)
def _heading_themes(title: str) -> Themes:
    return _themes(title)


def _themes(text: str) -> Themes:
    found = theme_words().word.found_in(text)
    return _of_words(tuple(found)) if found else _NONE


# the same few words say what most commitments are about
@lru_cache(maxsize=4096)
def _of_words(found: tuple[str, ...]) -> Themes:
    words = theme_words()
    points = words.points
    fine: dict[str, int] = {}
    for word in found:
        for theme, weight in points[word]:
            fine[theme] = fine.get(theme, 0) + weight
    if len(fine) == 1:
        (theme,) = fine
        return (words.field_of[theme],), (theme,)
    return _ranked(fine, words.field_of)


def _ranked(fine: dict[str, int], field_of: dict[str, str]) -> Themes:
    """Best first; what has less than half the points of the best is left out."""
    fields: dict[str, int] = {}
    for theme, weight in fine.items():
        fields[field_of[theme]] = fields.get(field_of[theme], 0) + weight
    best = max(fields.values())
    kept = sorted((f for f in fields if fields[f] * _SHARE >= best), key=lambda f: -fields[f])[:_MOST_FIELDS]
    top = max(weight for theme, weight in fine.items() if field_of[theme] in kept)
    named = [t for t in fine if field_of[t] in kept and fine[t] * _SHARE >= top]
    named.sort(key=lambda t: -fine[t])
    return tuple(kept), tuple(named[:_MOST_THEMES])
