"""What a whole part of a text must hold: a review without one result is a model led astray.

The label model leans on long contexts; a short text gives it none. Where the headings say that
a part is a review, a plan or a list of faults and the model finds nothing of the kind in it, the
clauses that can be of that kind are (annotation.md, rule 1: judge by the section).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from luoshi.lexicon.joints import joints
from luoshi.model import Clause, Outline

RULE_BLOCK = "label.part"
_KIND = {"review": "R", "plan": "C", "problem": "P"}
_AHEAD = re.compile("要(?!求)|将|必须|今后|明年|力争")
_DEEDS = ("deed", "aim")


def settle(outline: Outline, letters: list[str], rules: list[str], section_roles: Sequence[str]) -> None:
    """Put labels into ``letters``, and this rule's name into ``rules``, where a part lacks its kind."""
    for role, start, end in _parts(outline.clauses, section_roles):
        kind = _KIND.get(role)
        if kind is None or kind in letters[start:end]:
            continue
        for at in range(start, end):
            clause = outline.clauses[at]
            if not clause.heading and _can_be(kind, outline.document.text, clause, letters[at]):
                letters[at], rules[at] = kind, RULE_BLOCK


def _parts(clauses: Sequence[Clause], section_roles: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Give the runs of clauses whose sections have one role."""
    start = 0
    section = -1
    role = ""
    for at, clause in enumerate(clauses):
        if clause.section == section:
            continue
        section = clause.section
        if section_roles[section] != role:
            if at > start:
                yield role, start, at
            start, role = at, section_roles[section]
    if clauses:
        yield role, start, len(clauses)


def _can_be(kind: str, text: str, clause: Clause, letter: str) -> bool:
    words = text[clause.start : clause.end]
    begin = joints().begin.match(words)
    does = begin is not None and begin.lastgroup in _DEEDS
    if kind == "R":
        return letter in "CN" and does and not _AHEAD.search(words)
    if kind == "C":
        return letter in "RN" and does
    return letter in "CN" and not does and not _AHEAD.search(words)
