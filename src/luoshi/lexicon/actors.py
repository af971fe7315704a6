"""What bodies are called, and what follows a subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from luoshi.errors import LexiconError
from luoshi.lexicon.load import alternatives, load, only_keys, words
from luoshi.lexicon.places import places
from luoshi.lexicon.trie import Words, any_of, firsts

_BODIES = ("offices", "zones", "places", "enterprises", "others", "people")
_NAMES = ("names", "wholes", "group_starts", "group_ends", "group_names", "kinds", "never_group")
_DEEDS = (
    "lead_ins",
    "pivot_adverbs",
    "orders",
    "modals",
    "not_modals",
    "adverbs",
    "verbs",
    "not_verbs",
    "weak_verbs",
    "noun_verbs",
    "nominal",
    "closers",
)
_OTHERS = (
    "loans",
    "pivots",
    "companions",
    "with_words",
    "joint",
    "goes_on",
    "but_before",
    "not_before",
    "not_inside",
    "not_inside_but_offices",
    "not_bodies",
    "duty_fillers",
)
_BEHIND = ("adverbs", "orders", "modals", "verbs", "weak_verbs", "noun_verbs")  # a subject
_LISTS = (*_NAMES, *_DEEDS, *_OTHERS)
# 今年一季度, 到2027年, “十五五”时期, 10月27日, 一要, 三是
_TIME = (
    r"到?\d{4}年(?:底|末|初|前|起)*|未来[一二三四五六七八九十两\d]+年|“?十[一二三四五六]五”?(?:时期|期间|末)?"
    r"|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|[一二三四五六七八九十]{1,2}[要是]"
)
# 五年统筹投入, 今年内
_SPAN = r"[一二三四五六七八九十两\d]+年内?"
# “各地在征收体制改革过程中不得…”: the order stands behind a phrase of place or time
_PHRASE = r"(?:在(?:全[省市区县国]|[^，,。；]{2,20}?[中上下时内前后]))"


@dataclass(frozen=True, slots=True)
class ActorWords:
    """Compiled forms of ``data/actors.yaml``; see there what each list is for.

    ``suffix`` finds where a body's name may end, ``follow`` reads the deed behind it (groups
    ``order``, ``modal`` and ``verb``), ``moved_follow`` does so behind a pivot (支持X…).
    ``led``, ``pivoting`` and ``company`` tell quickly that ``lead``, ``pivot`` and ``companion``
    find nothing; with one of ``following``, or a digit, begins whatever ``follow`` reads, but loans.
    ``silent`` says of two letters whether a clause that opens with them surely has no subject,
    neither of its own nor behind a pivot; ``silent_alone`` of one letter, where the two are not in
    ``silent``.
    """

    lead: re.Pattern[str]
    led: frozenset[str]
    not_before: Words
    but_before: Words
    silent: dict[str, bool]
    silent_alone: frozenset[str]
    suffix: Words
    follow: re.Pattern[str]
    moved_follow: re.Pattern[str]
    pivot: re.Pattern[str]
    pivoting: Words
    companion: re.Pattern[str]
    company: Words
    companions: Words
    with_words: Words
    joint: Words
    following: Words
    aside: re.Pattern[str]
    goes_on: re.Pattern[str]
    ends: re.Pattern[str]
    office: re.Pattern[str]
    inside: Words
    inside_but_offices: Words
    group: re.Pattern[str]
    names: frozenset[str]
    wholes: frozenset[str]
    kinds: tuple[str, ...]
    never_group: tuple[str, ...]
    not_bodies: tuple[str, ...]
    closers: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]

    def barred(self, text: str, at: int, end: int) -> bool:
        """Whether words stand at ``at`` before which no name is a subject."""
        return self.not_before.end(text, at, end) >= 0 and self.but_before.end(text, at, end) < 0


@cache
def actor_words() -> ActorWords:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("actors")
    only_keys("actors", raw, (*_LISTS, "bodies", "duties", "aliases"))
    word = {key: words("actors", raw, key) for key in _LISTS}
    bodies = tables(raw, "bodies", _BODIES)
    silent, alone = _silent(word)
    names = {name for names in bodies.values() for name in names} | set(word["names"])
    pause = "[，,、]?"
    return ActorWords(
        lead=re.compile(f"(?:(?:{any_of(word['lead_ins'])}|{_TIME}){pause})*"),
        led=firsts(word["lead_ins"]) | frozenset("到未“一二三四五六七八九十"),
        not_before=Words(word["not_before"]),
        but_before=Words(word["but_before"]),
        silent=silent,
        silent_alone=alone,
        suffix=Words(names),
        follow=re.compile(_follow(word, moved=False)),
        moved_follow=re.compile(_follow(word, moved=True)),
        pivot=re.compile(f"(?:{any_of(word['pivot_adverbs'])})*(?:{any_of(word['pivots'])})"),
        pivoting=Words((*word["pivot_adverbs"], *word["pivots"])),
        companion=_companion(word, alternatives(names)),
        company=Words((*word["companions"], *word["with_words"])),
        companions=Words(word["companions"]),
        with_words=Words(word["with_words"]),
        joint=Words(word["joint"]),
        following=Words((*"在一二三四五六七八九十两", *(each for key in _BEHIND for each in word[key]))),
        # no set of letters in it: so the search from letter to letter stays quick
        aside=re.compile("由(?<![自理缘]由)|会同|携手|联合|联手|与|同|和"),
        goes_on=re.compile(any_of(word["goes_on"])),
        ends=re.compile(f"(?:{any_of(name for names in bodies.values() for name in names)})$"),
        office=re.compile(f"(?:{any_of(bodies['offices'])})$"),
        inside=Words(word["not_inside"]),
        inside_but_offices=Words(word["not_inside_but_offices"]),
        group=re.compile(
            f"(?:{any_of(word['group_starts'])})|.*(?:{any_of(word['group_ends'])})$"
            f"|(?:{any_of(word['group_names'])})$"
        ),
        names=frozenset(word["names"]),
        wholes=frozenset(word["wholes"]),
        kinds=word["kinds"],
        never_group=word["never_group"],
        not_bodies=word["not_bodies"],
        closers=word["closers"],
        aliases=_aliases(raw),
    )


def _silent(word: dict[str, tuple[str, ...]]) -> tuple[dict[str, bool], frozenset[str]]:
    """Tell by its first two letters, and else by the first, that a clause has no subject."""
    barred = frozenset(word["not_before"])
    others = (*word["but_before"], *word["pivot_adverbs"], *word["pivots"], *places().starts)
    doubtful = {other[:2] for other in others}
    pairs = {name[:2] for name in barred} | doubtful
    silent = {
        pair: doubtful.isdisjoint((pair, pair[0])) and not barred.isdisjoint((pair, pair[0]))
        for pair in pairs
        if len(pair) == 2
    }
    return silent, frozenset(name for name in barred if len(name) == 1 and name not in doubtful)


def _follow(word: dict[str, tuple[str, ...]], *, moved: bool) -> str:
    """Give the expression of what stands behind a subject: adverbs, then an order or a deed."""
    weak, nouns = set(word["weak_verbs"]), set(word["noun_verbs"])
    strong = any_of(set(word["verbs"]) - weak - nouns)
    adverb = f"(?:{any_of(word['adverbs'])}|{_SPAN})"
    # bounded, and the phrase once only: a text of nothing but such phrases must not cost more than its length
    way = f"{adverb}{{0,4}}(?:{_PHRASE}[，,]?{adverb}{{0,2}})?"
    held = f"(?!{any_of(word['not_modals'])})"
    order = f"{held}(?P<order>{any_of(word['orders'])})|{held}(?P<modal>{any_of(word['modals'])})"
    loan = f"(?<=银行)[^，,、。]{{0,12}}(?:{any_of(word['loans'])})要?增长"
    # a noun behind it makes a verb a noun too: “园区建设水平”
    object_ = f"(?!{any_of(word['nominal'])}|$|[，,。；）)：:、])"
    noun = f"(?:{any_of(nouns)})"
    noun_verb = (
        f"{adverb}{{0,4}}{noun}{object_}" if moved else f"(?:{adverb}{{1,4}}{noun}{object_}|{noun}\\d)"
    )
    not_verb = f"(?!{any_of(word['not_verbs'])})"
    ended = "(?!的|或[^，。]{1,3}的|性|型|人|同志|组|意见|$|[，,。；])"
    verb = f"(?P<verb>{not_verb}(?:{strong}){ended})|(?:{any_of(weak)}){object_}"
    return f"(?:{way}(?:{order}|{verb})|{noun_verb}|{loan})"


def _companion(word: dict[str, tuple[str, ...]], suffix: str) -> re.Pattern[str]:
    """Give the expression of companions; atomic, since names that may be cut in two ways cost dearly."""
    name = f"(?>{places().one}{{1,2}}(?!{suffix})|[^，,、。；与同和及]{{1,12}}?(?:{suffix})+)"
    listed = f"{name}(?:[、和及]{name}){{0,8}}"
    return re.compile(
        f"(?:{alternatives(word['companions'])})(?![国会体]|发展(?!和?改革[委局]))(?P<a>{listed})"
        f"|(?:{alternatives(word['with_words'])})(?P<b>{listed})(?:等地|等)?(?:{alternatives(word['joint'])})(?!体)"
    )


def tables(raw: dict[str, Any], key: str, known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Give the mapping of word lists ``raw[key]``, checked.

    Raises:
        LexiconError: it is no mapping, or a list is missing or misformed.
    """
    table = raw.get(key)
    if not isinstance(table, dict):
        raise LexiconError(f"data/actors.yaml: “{key}” must be a mapping of lists")
    only_keys("actors", table, known)
    return {name: words("actors", table, name) for name in known}


def _aliases(raw: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    table = raw.get("aliases")
    if not isinstance(table, dict):
        raise LexiconError("data/actors.yaml: “aliases” must map a name to its other names")
    pairs = [(long, short) for short in table for long in words("actors", table, short)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def known_as(name: str) -> str:
    """Give the one form of a body's name by which to tell whether two names mean the same body.

    ``成都高新技术产业开发区管理委员会`` and ``成都高新区管委会`` give the same.
    """
    folded = name.replace("(", "（").replace(")", "）")
    for long, short in actor_words().aliases:
        if folded.endswith(long):
            return folded[: -len(long)] + short
        if long in folded and len(long) > 4:
            folded = folded.replace(long, short)
    return folded
