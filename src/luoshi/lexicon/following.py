"""Words by which a later text is held beside an earlier one (``data/following.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from luoshi.errors import LexiconError
from luoshi.lexicon.indicators import indicators
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import any_of, scanner

SOURCE: Final = "following"
_LISTS: Final = (
    *("span_begins", "span_ends", "plan_years", "year_begins", "looking_back", "averages", "totals", "parts"),
    *("year_end", "whole_year", "same_base", "base_before", "fails", "expected", "of_the_plan", "turned"),
    *("states", "between", "vague_names", "before_names", "behind_names", "flows", "stocks"),
    *("lower_is_better", "falls", "adds", "deeds", "lead_same", "lead_above", "lead_below"),
    *("done", "started", "under_way", "to_start", "to_build", "works", "lines", "plain"),
)
_TABLES: Final = ("scopes", "weak", "beside", "leads", "why")
_NUMERAL: Final = "[一二三四五六七八九十]"
_PLAN: Final = f"“?十{_NUMERAL}?五”?"


@dataclass(frozen=True, slots=True)
class FollowingWords:
    """Compiled forms of ``data/following.yaml``.

    ``span`` matches where a sentence turns to several years, ``year`` where it comes back to one;
    ``named_year`` finds a year by its number. ``admits`` finds an admission in a clause;
    ``weak`` are further names by indicator id, ``near`` the names that hold only beside a word,
    ``leads`` maps what a target compares with to an indicator's id.
    """

    span: re.Pattern[str]
    span_end: re.Pattern[str]
    plan: re.Pattern[str]
    year: re.Pattern[str]
    named_year: re.Pattern[str]
    looking_back: re.Pattern[str]
    averages: re.Pattern[str]
    totals: re.Pattern[str]
    parts: re.Pattern[str]
    year_end: re.Pattern[str]
    whole_year: re.Pattern[str]
    same_base: re.Pattern[str]
    base_before: tuple[str, ...]
    scopes: Mapping[str, frozenset[str]]
    scope: re.Pattern[str]
    admits: re.Pattern[str]
    of_the_plan: re.Pattern[str]
    state: re.Pattern[str]
    vague_names: frozenset[str]
    weak: Mapping[str, tuple[str, ...]]
    near: Mapping[str, tuple[str, tuple[str, ...]]]
    before_names: re.Pattern[str]
    behind_names: re.Pattern[str]
    flows: frozenset[str]
    stocks: frozenset[str]
    lower_is_better: re.Pattern[str]
    fall: re.Pattern[str]
    adds: tuple[str, ...]
    deeds: tuple[str, ...]
    leads: Mapping[str, str]
    lead_same: re.Pattern[str]
    lead_above: re.Pattern[str]
    lead_below: re.Pattern[str]
    done: re.Pattern[str]
    started: re.Pattern[str]
    under_way: re.Pattern[str]
    to_start: re.Pattern[str]
    to_build: re.Pattern[str]
    works: re.Pattern[str]
    lines: re.Pattern[str]
    plain: re.Pattern[str]
    why: Mapping[str, str]

    def say(self, key: str, **gaps: object) -> str:
        """Give a reason in a planner's words, its gaps filled in."""
        return self.why[key].format(**gaps)


@cache
def following_words() -> FollowingWords:
    """The words of the file.

    Raises:
        LexiconError: the file does not say what it should; the message names the key.
    """
    return parse_following_words(load(SOURCE))


def parse_following_words(table: Mapping[str, object]) -> FollowingWords:
    """Words from the mapping that the file holds; raises as ``following_words`` does."""
    only_keys(SOURCE, table, (*_LISTS, *_TABLES))
    lists = {key: words(SOURCE, table, key) for key in _LISTS}
    scopes = _lists_of(table, "scopes")
    states, between = any_of(lists["states"]), any_of(lists["between"])
    plan = f"{_PLAN}(?:{any_of(lists['plan_years'])}|(?=[，、]|$))"
    return FollowingWords(
        span=re.compile(f"[—\\s]*(?:{any_of(lists['span_begins'])}|{plan}|这是[^，]{{0,24}}的五年)"),
        span_end=re.compile(f"^[^，。]{{0,30}}{any_of(lists['span_ends'])}$"),
        plan=re.compile(plan),
        year=re.compile(f"[—\\s]*(?:刚刚过去的)?{any_of(lists['year_begins'])}"),
        named_year=re.compile("(?<![0-9])((?:19|20)[0-9]{2})年"),
        looking_back=re.compile(scanner(lists["looking_back"])),
        averages=re.compile(scanner(lists["averages"])),
        totals=re.compile(scanner(lists["totals"])),
        parts=re.compile(any_of(lists["parts"])),
        year_end=re.compile(any_of(lists["year_end"])),
        whole_year=re.compile(any_of(lists["whole_year"])),
        same_base=re.compile(any_of(lists["same_base"])),
        base_before=lists["base_before"],
        scopes={body: frozenset(names) for body, names in scopes.items()},
        scope=re.compile(any_of(name for names in scopes.values() for name in names)),
        admits=_admits(lists),
        of_the_plan=re.compile(scanner(lists["of_the_plan"])),
        state=re.compile(f"(?:{between}|[0-9]{{1,4}}年|以?来)*(?:{states})"),
        vague_names=frozenset(lists["vague_names"]),
        weak=_known_ids(_lists_of(table, "weak"), "weak"),
        near=_near(table),
        before_names=re.compile(f"(?:{any_of(lists['before_names'])}|的)+"),
        behind_names=re.compile(f"$|{any_of(lists['behind_names'])}"),
        flows=frozenset(_known_ids(dict.fromkeys(lists["flows"], ()), "flows")),
        stocks=frozenset(_known_ids(dict.fromkeys(lists["stocks"], ()), "stocks")),
        lower_is_better=re.compile(any_of(lists["lower_is_better"])),
        fall=re.compile(f"{any_of(lists['falls'])}(?!到|至|为)"),
        adds=tuple(sorted(lists["adds"], key=len, reverse=True)),
        deeds=tuple(sorted(lists["deeds"], key=len, reverse=True)),
        leads={
            name: key
            for key, names in _known_ids(_lists_of(table, "leads"), "leads").items()
            for name in names
        },
        lead_same=re.compile(any_of(lists["lead_same"])),
        lead_above=re.compile(any_of(lists["lead_above"])),
        lead_below=re.compile(any_of(lists["lead_below"])),
        done=re.compile(any_of(lists["done"])),
        started=re.compile(any_of(lists["started"])),
        under_way=re.compile(any_of(lists["under_way"])),
        to_start=re.compile(any_of(lists["to_start"])),
        to_build=re.compile(any_of(lists["to_build"])),
        works=re.compile(f"{any_of(lists['works'])}等?$"),
        lines=re.compile(f"{any_of(lists['lines'])}等?$"),
        plain=re.compile(any_of(lists["plain"])),
        why=_sentences(table),
    )


def _admits(lists: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """没有达到年初预期, 预期增长目标未能实现; but not 不低于目标."""
    turned = "".join(f"(?<!{re.escape(word)})" for word in lists["turned"])
    fails, expected = any_of(lists["fails"]), any_of(lists["expected"])
    return re.compile(
        f"{turned}(?:{fails})[^，、；]{{0,10}}?(?:{expected})"
        f"|(?:{expected})[^，、；]{{0,12}}?{turned}(?:{fails})(?:[^，、；]{{0,3}}$)"
    )


def _lists_of(table: Mapping[str, object], key: str) -> dict[str, tuple[str, ...]]:
    value = table.get(key)
    if not isinstance(value, dict) or not value:
        raise LexiconError(f"data/{SOURCE}.yaml: “{key}” must be a mapping to lists of words")
    return {str(name): words(SOURCE, value, name) for name in value}


def _known_ids(table: dict[str, tuple[str, ...]], key: str) -> dict[str, tuple[str, ...]]:
    for name in table:
        if name not in indicators().by_id:
            raise LexiconError(f"data/{SOURCE}.yaml: “{key}” names “{name}”, which is no indicator's id")
    return table


def _near(table: Mapping[str, object]) -> dict[str, tuple[str, tuple[str, ...]]]:
    value = table.get("beside")
    if not isinstance(value, dict):
        raise LexiconError(f"data/{SOURCE}.yaml: “beside” must be a mapping from indicator ids")
    out: dict[str, tuple[str, tuple[str, ...]]] = {}
    for key, entry in value.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("near"), str):
            raise LexiconError(f"data/{SOURCE}.yaml: “beside.{key}” must say near what its names hold")
        only_keys(SOURCE, entry, ("near", "names"))
        out[str(key)] = entry["near"], words(SOURCE, entry, "names")
    _known_ids(dict.fromkeys(out, ()), "beside")
    return out


def _sentences(table: Mapping[str, object]) -> dict[str, str]:
    value = table.get("why")
    if not isinstance(value, dict) or not all(isinstance(text, str) and text for text in value.values()):
        raise LexiconError(f"data/{SOURCE}.yaml: “why” must map keys to sentences")
    return {str(key): text for key, text in value.items()}
