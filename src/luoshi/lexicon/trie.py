"""Many words as one regular expression, or one table, that stays quick.

A plain alternation tries its words one after the other at each place of the text. Here the
words hang in a tree by their letters, and the letters in a tree of groups, each behind a look
at two letters, so that a place costs a few comparisons however long the list is. ``Words`` asks
at one place or through a text, and answers with offsets, which cost less than a match; it is the
compiled form where that was built, else ``PlainWords``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from luoshi.native import COMPILED

_BRANCHES: Final = 6
# the engine looks at the first letters of so many alternatives sooner than at a group of them
_LEAF: Final = 30


def any_of(words: Iterable[str]) -> str:
    """Give a pattern that matches any of the words, the longest that fits first."""
    ordered = sorted({word for word in words if word})
    return f"(?:{_tree(ordered)})" if ordered else "(?!)"


def scanner(words: Iterable[str]) -> str:
    """Give a pattern like ``any_of`` for searching through a text rather than at one place."""
    ordered = sorted({word for word in words if word})
    return f"{_guard(ordered)}(?:{_tree(ordered)})" if len(firsts(ordered)) > _LEAF else any_of(ordered)


def firsts(words: Iterable[str]) -> frozenset[str]:
    """Give the first letters of the words, to turn most places away without a search."""
    return frozenset(word[0] for word in words if word)


class PlainWords:
    """Words that are looked for at a place or in a text, the longest that fits, from left to right."""

    __slots__ = ("_pattern", "_rows", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        """Key the words by their first two letters, or by the one that a word has."""
        self._words = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
        self._pattern: re.Pattern[str] | None = None
        rows: dict[str, list[str]] = {}
        for word in self._words:
            rows.setdefault(word[:2], []).append(word)
        # a key of one letter answers for the places whose two letters are no key
        for key, row in rows.items():
            if len(key) == 2 and key[0] in rows:
                row.append(key[0])
        self._rows: dict[str, tuple[str, ...]] = {key: tuple(row) for key, row in rows.items()}

    def end(self, text: str, at: int, stop: int) -> int:
        """Where the longest of the words that stands at ``at`` ends, no later than ``stop``; else -1."""
        if at >= stop:
            return -1
        rows = self._rows
        row = rows.get(text[at : at + 2])
        if row is None:
            row = rows.get(text[at])
            if row is None:
                return -1
        for word in row:
            if text.startswith(word, at, stop):
                return at + len(word)
        return -1

    def find(self, text: str, at: int, stop: int) -> tuple[int, int] | None:
        """Give the first word in ``text[at:stop]`` as a pair of offsets, or ``None``."""
        found = (self._pattern or self._compiled()).search(text, at, stop)
        return found.span() if found else None

    def all(self, text: str, at: int, stop: int) -> list[tuple[int, int]]:
        """Give the places of all words in ``text[at:stop]``, in order and without overlap."""
        return [found.span() for found in (self._pattern or self._compiled()).finditer(text, at, stop)]

    def found_in(self, text: str) -> list[str]:
        """Give the words that stand in the text, in order and without overlap."""
        return (self._pattern or self._compiled()).findall(text)

    def _compiled(self) -> re.Pattern[str]:
        self._pattern = re.compile(scanner(self._words))
        return self._pattern


if TYPE_CHECKING or not COMPILED:
    Words: TypeAlias = PlainWords
else:
    from luoshi.native.words import Words  # noqa: F401 - for those who import this module


def _tree(words: list[str]) -> str:
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[0], []).append(word)
    return _groups(list(by_first.values()))


def _groups(rows: list[list[str]]) -> str:
    """Alternatives in the order of their first letters, split until few are left to try."""
    if len(rows) <= _LEAF:
        return "|".join(re.escape(row[0][0]) + _rest([word[1:] for word in row]) for row in rows)
    size = max(-(-len(rows) // _BRANCHES), _LEAF)
    out = []
    for at in range(0, len(rows), size):
        some = rows[at : at + size]
        out.append(f"{_guard([word for row in some for word in row])}(?:{_groups(some)})")
    return "|".join(out)


def _guard(words: list[str]) -> str:
    """A look at the first two letters, which nearly no place passes that holds none of the words."""
    first, second, alone = (
        "".join(re.escape(letter) for letter in sorted(letters))
        for letters in (
            {word[0] for word in words if len(word) > 1},
            {word[1] for word in words if len(word) > 1},
            {word for word in words if len(word) == 1},
        )
    )
    pair = f"[{first}][{second}]" if first else ""
    single = f"[{alone}]" if alone else ""
    return f"(?={'|'.join(part for part in (pair, single) if part)})"


def _rest(rests: list[str]) -> str:
    longer = [rest for rest in rests if rest]
    if not longer:
        return ""
    return f"(?:{_tree(longer)}){'?' if '' in rests else ''}"
