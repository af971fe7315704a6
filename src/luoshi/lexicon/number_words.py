"""Words around numbers: ``data/comparators.yaml`` and ``data/numerals.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.units import KINDS, text

COMPARATORS = "comparators"
NUMERALS = "numerals"
MEANINGS = frozenset({"approx", "ge", "gt", "le", "lt", "eq"})
LETTERS = ("glued", "half_glued", "half_words", "signed", "tenths", "dozen", "vague", "links")
_STRINGS = frozenset({"not_after", "not_before"})
_FLAGS = frozenset({"not_time", "yields", "round"})
_LISTS = frozenset({"units", "kinds"})


@dataclass(frozen=True, slots=True)
class Comparator:
    """A word beside a number, what it means and where it does not mean it."""

    word: str
    means: str
    not_after: str = ""
    not_before: str = ""
    not_time: bool = False
    yields: bool = False
    round: bool = False
    units: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NumberWords:
    """``before`` is keyed by a word's last character, ``after`` and ``names`` by one, ``idioms`` by two."""

    before: Mapping[str, tuple[Comparator, ...]]
    after: Mapping[str, tuple[Comparator, ...]]
    ranges: frozenset[str]
    between: frozenset[str]
    pairs: frozenset[str]
    idioms: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    glued: frozenset[str]
    half_glued: frozenset[str]
    half_words: frozenset[str]
    signed: frozenset[str]
    tenths: frozenset[str]
    dozen: frozenset[str]
    vague: frozenset[str]
    links: frozenset[str]


@cache
def number_words() -> NumberWords:
    """The words of both files.

    Raises:
        LexiconError: a file does not say what it should; the message names file and key.
    """
    return parse_number_words(load(COMPARATORS), load(NUMERALS))


def parse_number_words(comparators: Mapping[str, object], numerals: Mapping[str, object]) -> NumberWords:
    """Number words from the mappings that the two files hold; raises as ``number_words`` does."""
    only_keys(COMPARATORS, comparators, ("before", "after", "ranges", "between", "pairs"))
    only_keys(NUMERALS, numerals, ("idioms", "names", *LETTERS))
    letters = {key: frozenset(text(NUMERALS, key, numerals.get(key))) for key in LETTERS}
    pairs = frozenset(words(COMPARATORS, comparators, "pairs"))
    return NumberWords(
        before=_keyed(_comparators(comparators, "before"), -1),
        after=_keyed(_comparators(comparators, "after"), 0),
        ranges=frozenset(words(COMPARATORS, comparators, "ranges")),
        between=frozenset(words(COMPARATORS, comparators, "between")),
        pairs=pairs | {""},
        idioms=_beginning(words(NUMERALS, numerals, "idioms"), 2),
        names=_beginning(words(NUMERALS, numerals, "names"), 1),
        **letters,
    )


def _comparators(table: Mapping[str, object], key: str) -> list[Comparator]:
    entries = table.get(key)
    if not isinstance(entries, list) or not entries:
        raise LexiconError(f"data/{COMPARATORS}.yaml: “{key}” must be a list of entries with means and words")
    return [found for entry in entries for found in _entry(entry, key)]


def _entry(entry: object, key: str) -> list[Comparator]:
    if not isinstance(entry, dict) or entry.get("means") not in MEANINGS:
        meanings = ", ".join(sorted(MEANINGS))
        raise LexiconError(f"data/{COMPARATORS}.yaml: “{key}” needs entries whose means is one of {meanings}")
    only_keys(COMPARATORS, entry, ("means", "words", *_STRINGS, *_FLAGS, *_LISTS))
    strings = {name: text(COMPARATORS, name, entry[name]) for name in _STRINGS & entry.keys()}
    flags = {name: entry[name] is True for name in _FLAGS & entry.keys()}
    lists = {name: frozenset(words(COMPARATORS, entry, name)) for name in _LISTS & entry.keys()}
    only_keys(COMPARATORS, dict.fromkeys(lists.get("kinds", ())), KINDS)
    return [
        Comparator(
            word,
            entry["means"],
            strings.get("not_after", ""),
            strings.get("not_before", ""),
            flags.get("not_time", False),
            flags.get("yields", False),
            flags.get("round", False),
            lists.get("units", frozenset()),
            lists.get("kinds", frozenset()),
        )
        for word in words(COMPARATORS, entry, "words")
    ]


def _beginning(all_words: Iterable[str], length: int) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for word in all_words:
        grouped[word[:length]] = (*grouped.get(word[:length], ()), word)
    return grouped


def _keyed(all_words: Iterable[Comparator], at: int) -> dict[str, tuple[Comparator, ...]]:
    keyed: dict[str, list[Comparator]] = {}
    for comparator in all_words:
        keyed.setdefault(comparator.word[at], []).append(comparator)
    return {char: tuple(sorted(same, key=lambda c: -len(c.word))) for char, same in keyed.items()}
