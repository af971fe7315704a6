"""Rules that come before the label model: what a heading that only names, or a broken line, is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from luoshi.extracting.actors.body_names import is_body, is_group
from luoshi.lexicon.actors import actor_words
from luoshi.lexicon.faults import Faults, faults
from luoshi.lexicon.indicators import indicators
from luoshi.lexicon.joints import joints
from luoshi.lexicon.trie import Words, scanner
from luoshi.model import Clause, Outline
from luoshi.native import COMPILED

if TYPE_CHECKING:
    from luoshi.native.rules import Doubts

RULE_MODEL = "label.model"
RULE_FOREIGN = "label.not_chinese"
RULE_NAME = "label.heading_names"
RULE_SLOGAN = "label.heading_slogan"
RULE_ORDER = "label.order"
RULE_FAULT = "label.fault"
RULE_SEARCH = "label.looks_for_faults"
RULE_BROKEN = "label.broken_line"
RULE_AIM = "label.expected_targets"
RULE_FIGURE = "label.figure_of_review"
_ORDER = re.compile(r"([^要必不务，]{0,14}?)(?:要(?![求素点是么闻紧害道塞领不])|必须|不得|务必)")
_TITLED = ("report", "central", "minutes")  # their first line names the text, that of news tells it
_AIM = re.compile("目标(?:任务)?(?:建议)?[是为][：:]")  # 今年主要预期目标是：
_TIMED = re.compile("到?(?:[0-9]{4}年|今年|明年|全年|未来五年|今后五年)[底前]?")
_SLOGANS = ("aim", "deed", "ground")
_ALL = ("上下", "广大")  # 高新区上下: the body and everybody in it
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile(r"\w")
_LEAST_HAN = 2
_LEAST_SHARE = 0.25  # “GDP增长5%” has a third; a line of a table or of English has less
_LONGEST = 400  # no clause of a planning text is longer; what is, is no text


def overruled(outline: Outline, letters: list[str], section_roles: list[str]) -> list[str]:
    """Put the rules' labels into ``letters``; give the name of what decided each clause.

    ``section_roles`` are what ``frames.roles`` gives for the outline.

    By annotation.md: a heading that is nothing but the name of a body or a place is no statement,
    one that is a full imperative is a commitment (rule 2), an order with its own 要 or 必须 is a
    commitment wherever it stands (rule 8), what a sentence lists as its targets is aimed at, the
    value of an indicator in a review is reported, an order to look for faults is one and admits
    none (rule 4), a fault told as a fact is a problem. The rest of a clause that the layout broke
    has the label of the part before it: a break changes no meaning.
    """
    if not COMPILED:
        return plain_overruled(outline, letters, section_roles)
    aims = _aims(outline)
    doubts = _quick().doubts(outline.document.text, outline.clauses, letters, section_roles, aims)
    return _overruled(outline, letters, section_roles, aims, doubts)


def plain_overruled(outline: Outline, letters: list[str], section_roles: Sequence[str]) -> list[str]:
    """Look at every clause; the compiled form knows of most that no rule changes them."""
    return _overruled(outline, letters, section_roles, _aims(outline), range(len(letters)))


def _overruled(
    outline: Outline, letters: list[str], section_roles: Sequence[str], aims: set[int], places: Iterable[int]
) -> list[str]:
    rules = [RULE_MODEL] * len(letters)
    text = outline.document.text
    for at in places:
        clause = outline.clauses[at]
        if clause.resumes and is_broken(outline, at):
            longer = at if clause.end - clause.start > _length(outline.clauses[at - 1]) else at - 1
            letters[at - 1] = letters[at] = letters[longer]
            rules[at] = RULE_BROKEN
            continue
        words = text[clause.start : clause.end]
        if clause.heading:
            found = (
                ("N", RULE_NAME)
                if _is_title(outline, clause, words)
                else _heading(words, clause, section_roles[clause.section])
            )
        else:
            found = _clause(words, letters[at])
            if found is None and letters[at] in "RN" and clause.sentence in aims:
                found = "C", RULE_AIM
            elif found is None and letters[at] == "N" and section_roles[clause.section] == "review":
                found = ("R", RULE_FIGURE) if _figure().search(words) else None
        if found is not None:
            letters[at], rules[at] = found
    return rules


@cache
def _quick() -> Doubts:
    from luoshi.native.rules import Doubts

    return Doubts(Words(faults().lasts))


def _aims(outline: Outline) -> set[int]:
    """The sentences that list targets: “今年主要预期目标是：地区生产总值增长5%左右，…”."""
    clauses = outline.clauses
    out: set[int] = set()
    for found in _AIM.finditer(outline.document.text):
        at = bisect_right(clauses, found.start(), key=_start) - 1
        if at >= 0 and found.end() <= clauses[at].end + 1:
            out.add(clauses[at].sentence)
    return out


@cache
def _figure() -> re.Pattern[str]:
    """A known indicator with its value: what a review says of it is reported."""
    names = (name for known in indicators().by_id.values() for name in known.names if len(name) > 2)
    return re.compile(f"{scanner(names)}[^，；。]{{0,12}}?[0-9０-９][0-9０-９.]*[^0-9０-９.年月日号]")


def _is_title(outline: Outline, clause: Clause, words: str) -> bool:
    """Say whether a heading names the whole text: a ``#`` line, or a report's own first line."""
    if clause.section != 1:
        return False
    if outline.sections[1].level == 1:
        return True
    return outline.facts.kind in _TITLED and words == outline.facts.title


def _heading(words: str, clause: Clause, role: str) -> tuple[str, str] | None:
    if not _is_chinese(words) or (clause.opens_line and is_body(actor_words(), words)):
        return "N", RULE_NAME
    if not role:
        found = joints().begin.match(words)
        if found and found.lastgroup in _SLOGANS:
            return "C", RULE_SLOGAN
    return None


def _clause(words: str, letter: str) -> tuple[str, str] | None:
    if not _is_chinese(words):
        return "N", RULE_FOREIGN
    if letter != "C" and _is_order(words):
        return "C", RULE_ORDER
    told = faults()
    if letter == "P" and told.looked_for.search(words):
        return "C", RULE_SEARCH
    if letter not in "PE" and _admits(words, told):
        return "P", RULE_FAULT
    return None


def _admits(words: str, told: Faults) -> bool:
    """Say whether a clause tells a fault as a fact, and neither looks for one nor mends it."""
    if words[-1] not in told.lasts:  # few clauses end so
        return False
    lacking = told.lacking.search(words)
    if not lacking and not told.named.search(words):
        return False
    if told.sought.search(words):
        return False
    return lacking is not None or joints().begin.match(words) is None


def _is_chinese(words: str) -> bool:
    if "\t" in words or len(words) > _LONGEST:
        return False
    han, letters = chinese_letters(words, 0, len(words))
    return han >= _LEAST_HAN and han >= _LEAST_SHARE * letters


def plain_chinese_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """Give how many Chinese letters and how many letters, digits and ``_`` in all stand in the stretch."""
    return len(_HAN.findall(text, start, end)), len(_LETTER.findall(text, start, end))


if TYPE_CHECKING or not COMPILED:
    chinese_letters = plain_chinese_letters
else:
    from luoshi.native.chinese import chinese_letters


def _is_order(words: str) -> bool:
    found = _ORDER.match(words)
    if found is None:
        return False
    told = _TIMED.sub("", found.group(1))
    for ending in _ALL:
        told = told.removesuffix(ending)
    names = actor_words()
    return not told or is_body(names, told) or is_group(names, told)


def is_broken(outline: Outline, at: int) -> bool:
    """Say whether the clause is the rest of one that the layout broke: no mark, or 、, before it."""
    return at > 0 and outline.clauses[at].resumes and outline.clauses[at - 1].ender == ""


def _length(clause: Clause) -> int:
    return clause.end - clause.start


def _start(clause: Clause) -> int:
    return clause.start
