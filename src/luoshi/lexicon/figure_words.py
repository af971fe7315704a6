"""Words around figures: what is said of a value, and what is none (``data/figures.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.number_words import MEANINGS
from luoshi.lexicon.trie import Words, any_of

SOURCE = "figures"
# 第4位, 首位, 前十
PLACES: Final = (
    *(first + count for first in "第前" for count in "一二三四五六七八九十0123456789"),
    *("首位", "榜首", "魁首"),
)
COMPARED: Final = ("同步", "于", "跑赢")
TAILS = ("up", "down", "to", "rank", "scope", "by")
_LISTS = (
    *("heads", "new", "doing", "measures", "ends_name", "no_units", "no_things", "classed", "not_behind"),
    *("bare_behind", "lead", "lead_plain", "reference", "no_reference", "vague", "moves"),
    *("place_behind", "speaks", "spends"),
)


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Compiled forms of ``data/figures.yaml``; ``tails`` is keyed by a word's last character.

    ``open`` finds out whether anything without digits can be a figure at all: an amount that
    stays open, a place in an order, or a comparison.
    """

    tails: Mapping[str, tuple[tuple[str, str], ...]]
    heads: Mapping[str, tuple[str, ...]]
    new: tuple[str, ...]
    doing: tuple[str, ...]
    measure: re.Pattern[str]
    measures: tuple[str, ...]
    added: frozenset[str]
    replaced: frozenset[str]
    name_end: Words
    no_units: frozenset[str]
    unless: Mapping[str, re.Pattern[str]]
    no_things: tuple[str, ...]
    classed: tuple[str, ...]
    not_behind: tuple[str, ...]
    bare_behind: tuple[str, ...]
    lead: re.Pattern[str]
    lead_plain: re.Pattern[str]
    vague: Words
    open: Words
    moved: re.Pattern[str]
    place_behind: re.Pattern[str]
    speaks: re.Pattern[str]
    spends: tuple[str, ...]
    measured_by: re.Pattern[str]
    means: Mapping[str, str]
    no_reference: re.Pattern[str]


@cache
def figure_words() -> FigureWords:
    """The words of the file.

    Raises:
        LexiconError: the file does not say what it should; the message names the key.
    """
    return parse_figure_words(load(SOURCE))


def parse_figure_words(table: Mapping[str, object]) -> FigureWords:
    """Figure words from the mapping that the file holds; raises as ``figure_words`` does."""
    only_keys(SOURCE, table, ("tails", "relative", "unless", "measured_by", *_LISTS))
    lists = {key: words(SOURCE, table, key) for key in _LISTS}
    tails = _mapping(table, "tails", TAILS)
    relative = _mapping(table, "relative", ("added", "replaced"))
    reference = any_of(lists["reference"])
    means = _means(table)
    return FigureWords(
        tails=_by_last(tails),
        heads=_by_first(lists["heads"]),
        new=_longest(lists["new"]),
        doing=_longest(lists["doing"]),
        measure=re.compile(any_of(lists["measures"])),
        measures=_longest(lists["measures"]),
        added=frozenset(relative["added"]),
        replaced=frozenset(relative["replaced"]),
        name_end=Words(lists["ends_name"]),
        no_units=frozenset(lists["no_units"]),
        unless=_unless(table),
        no_things=lists["no_things"],
        classed=lists["classed"],
        not_behind=lists["not_behind"],
        bare_behind=lists["bare_behind"],
        lead=re.compile(
            f"(?:{any_of(w for w in lists['lead'] if len(w) > 1)})(?P<over>[^，、；：]{{1,18}})$"
            # 占比 and 比重 compare nothing
            "|(?:(?<![占百可对])比(?![重例率值])|较)(?P<than>[^，、；：]{1,14}?)(?:分别)?"
            f"(?:{any_of(w for w in lists['lead'] if len(w) == 1)})出?$"
        ),
        lead_plain=re.compile(
            f"(?P<word>{any_of(lists['lead_plain'])})(?P<reference>[^，、；。]{{0,12}}?(?:{reference})[^，、；。]{{0,8}})$"
        ),
        vague=Words(lists["vague"]),
        open=Words((*lists["vague"], *PLACES, COMPARED[0], *lists["lead_plain"])),
        moved=re.compile(f"[^，、；。0-9]{{0,6}}?(?:{any_of(lists['moves'])})?(?:到了?|至|为|居)"),
        place_behind=re.compile(f"(?:{any_of(lists['place_behind'])})(?:前列)?(?:的|均为|为|是|在|了)?$"),
        speaks=re.compile(any_of(lists["speaks"])),
        spends=lists["spends"],
        measured_by=re.compile(f"(?P<word>{any_of(means)})(?P<of>[^，、；]{{2,20}})$"),
        means=means,
        no_reference=re.compile(any_of(lists["no_reference"])),
    )


def _mapping(table: Mapping[str, object], key: str, inner: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise LexiconError(f"data/{SOURCE}.yaml: “{key}” must be a mapping with {', '.join(inner)}")
    only_keys(SOURCE, value, inner)
    return {name: words(SOURCE, value, name) for name in inner}


def _means(table: Mapping[str, object]) -> dict[str, str]:
    value = table.get("measured_by")
    if not isinstance(value, dict) or not set(value.values()) <= MEANINGS:
        raise LexiconError(
            f"data/{SOURCE}.yaml: “measured_by” must map words to {', '.join(sorted(MEANINGS))}"
        )
    return {str(word): str(meaning) for word, meaning in value.items()}


def _unless(table: Mapping[str, object]) -> dict[str, re.Pattern[str]]:
    entries = table.get("unless")
    if not isinstance(entries, list):
        raise LexiconError(f"data/{SOURCE}.yaml: “unless” must be a list of entries with units and words")
    said: dict[str, list[str]] = {}
    for entry in entries:
        if not isinstance(entry, dict):
            raise LexiconError(f"data/{SOURCE}.yaml: “unless” holds an entry that is no mapping")
        only_keys(SOURCE, entry, ("units", "words"))
        for unit in words(SOURCE, entry, "units"):
            said.setdefault(unit, []).extend(words(SOURCE, entry, "words"))
    return {unit: re.compile(any_of(set(those))) for unit, those in said.items()}


def _by_last(tails: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, str], ...]]:
    keyed: dict[str, list[tuple[str, str]]] = {}
    for kind, those in tails.items():
        for word in those:
            keyed.setdefault(word[-1], []).append((word, kind))
    return {char: tuple(sorted(same, key=lambda pair: -len(pair[0]))) for char, same in keyed.items()}


def _by_first(those: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    keyed: dict[str, list[str]] = {}
    for word in those:
        keyed.setdefault(word[0], []).append(word)
    return {char: _longest(tuple(same)) for char, same in keyed.items()}


def _longest(those: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(those, key=lambda word: (-len(word), word)))
