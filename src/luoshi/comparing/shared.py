"""What all sides say word for word: their longest common stretches, by a suffix automaton."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from luoshi.comparing.automaton import SuffixAutomaton
from luoshi.comparing.quotes import stretch
from luoshi.model import SharedRow, Side
from luoshi.normalize.fold import fold

_SHORTEST: Final = 8  # letters; shorter ones are names and set phrases
_MOST: Final = 200
_HALF_WIDTH: Final = str.maketrans(",;:!?()", "，；：！？（）")
_STOP: Final = re.compile("[。；！？]")  # what is shared is told sentence by sentence
_MARKS: Final = "，、：（）“”《》%.0123456789"


class _Letters(NamedTuple):
    """A side's text for matching, and where each letter of it stands in the document."""

    text: str
    places: list[int]


def shared_rows(sides: Sequence[Side]) -> tuple[SharedRow, ...]:
    """Give the longest stretches that every side has, longest first, none part of another.

    Spaces, line breaks and the width of marks make no difference. Linear in the texts.
    """
    letters = [_letters(side) for side in sides]
    if len(sides) < 2:
        return ()
    base = min(letters, key=lambda each: (len(each.text), each.text))
    others = [each.text for each in letters if each is not base]
    common = SuffixAutomaton(base.text).common(others)
    rows = []
    for words in _maximal(base.text, common)[:_MOST]:
        quotes = []
        for side, each in zip(sides, letters, strict=True):
            at = each.text.index(words)
            quotes.append(stretch(side, each.places[at], each.places[at + len(words) - 1] + 1))
        rows.append(SharedRow(words, tuple(quotes)))
    return tuple(rows)


def _maximal(text: str, common: Sequence[int]) -> list[str]:
    """Give the stretches that cannot be made longer on either side, without marks at their ends."""
    found: set[str] = set()
    for at, length in enumerate(common):
        if length >= _SHORTEST and (at + 1 == len(common) or common[at + 1] <= length):
            parts = _STOP.split(text[at + 1 - length : at + 1])
            found.update(words for part in parts if len(words := part.strip(_MARKS)) >= _SHORTEST)
    out: list[str] = []
    inside: set[str] = set()
    for words in sorted(found, key=lambda w: (-len(w), w)):
        if words not in inside:
            out.append(words)
            inside.update(_parts(words, found))
    return out


def _parts(words: str, found: set[str]) -> set[str]:
    lengths = {len(each) for each in found if len(each) < len(words)}
    return {
        words[at : at + length]
        for length in lengths
        for at in range(len(words) - length + 1)
        if words[at : at + length] in found
    }


def _letters(side: Side) -> _Letters:
    text = fold(side.document.text[side.start : side.end]).translate(_HALF_WIDTH)
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    return _Letters("".join([text[at] for at in places]), [side.start + at for at in places])
