"""How recognised pages are put right, and when a recognised character is called doubtful."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words

_NAME = "scans"
_KEYS = ("wide", "kept", "always", "rules", "lost", "shapes", "em", "doubtful", "figures")


@dataclass(frozen=True, slots=True)
class Rule:
    """``find`` has one group; ``put`` holds a character for each of the group's, a space keeps it."""

    name: str
    find: re.Pattern[str]
    put: str


@dataclass(frozen=True, slots=True)
class ScanRules:
    """Compiled forms of ``data/scans.yaml``.

    ``wide`` and ``always`` map one mark to another; ``kept`` finds what must not change; what a rule of
    ``lost`` puts stands after its group, in place of nothing. A character
    is doubtful below ``least``, one of ``figures`` below ``least_figure``.
    """

    wide: dict[str, str]
    kept: re.Pattern[str]
    always: dict[str, str]
    rules: tuple[Rule, ...]
    lost: tuple[Rule, ...]
    em: float
    least: float
    least_figure: float
    figures: frozenset[str]

    def is_doubtful(self, sign: str, confidence: float) -> bool:
        """Whether a character that was recognised with this confidence must be checked by eye."""
        return confidence < (self.least_figure if sign in self.figures else self.least)


@cache
def scan_rules() -> ScanRules:
    """Load the rules once.

    Raises:
        LexiconError: a rule is missing or misformed.
    """
    raw = load(_NAME)
    only_keys(_NAME, raw, _KEYS)
    doubt = raw.get("doubtful")
    if not isinstance(doubt, dict) or doubt.keys() != {"character", "figure"}:
        raise LexiconError("data/scans.yaml: “doubtful” must give a number for “character” and “figure”")
    always = _pairs(raw, "always")
    for pair in str(raw["shapes"]).split():
        if len(pair) != 2:
            raise LexiconError(f"data/scans.yaml: “{pair}” in “shapes” must be two characters")
        if pair[0] != pair[1]:
            always[pair[0]] = pair[1]
    return ScanRules(
        _pairs(raw, "wide"),
        re.compile("|".join(f"(?:{pattern})" for pattern in words(_NAME, raw, "kept"))),
        always,
        tuple(_rule(entry) for entry in raw["rules"]),
        tuple(_rule(entry) for entry in raw["lost"]),
        _share(raw, "em"),
        _share(doubt, "character"),
        _share(doubt, "figure"),
        frozenset(str(raw["figures"])),
    )


def _pairs(raw: dict[str, Any], key: str) -> dict[str, str]:
    table = raw.get(key)
    if not isinstance(table, dict) or any(len(str(side)) != 1 for pair in table.items() for side in pair):
        raise LexiconError(f"data/scans.yaml: “{key}” must map one character to one")
    return dict(table)


def _rule(entry: object) -> Rule:
    if not isinstance(entry, dict) or entry.keys() != {"name", "find", "put"}:
        raise LexiconError("data/scans.yaml: a rule has a name, find and put")
    try:
        find = re.compile(entry["find"])
    except re.error as error:
        raise LexiconError(f"data/scans.yaml: rule “{entry['name']}”: {error}") from error
    if find.groups != 1:
        raise LexiconError(f"data/scans.yaml: rule “{entry['name']}” must have one group")
    return Rule(entry["name"], find, entry["put"])


def _share(table: dict[str, Any], key: str) -> float:
    value = table.get(key)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or value <= 0:
        raise LexiconError(f"data/scans.yaml: “{key}” must be a number above 0")
    return float(value)
