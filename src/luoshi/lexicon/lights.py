"""When a row's light turns: the numbers of ``data/lights.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from luoshi.lexicon import tables
from luoshi.lexicon.load import load

_DAYS = 3660  # ten years; more is a slip of the pen
_SHARE = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """How much it takes for yellow and for red."""

    yellow: int
    red: int


@dataclass(frozen=True, slots=True)
class LightRules:
    """``due_soon``: working days; ``behind``: points; ``report_every``, ``report_overdue``: days."""

    due_soon: int
    behind: Turn
    report_every: int
    report_overdue: Turn


@cache
def light_rules() -> LightRules:
    """Load the packaged rules once.

    Raises:
        LexiconError: a number is missing or none.
    """
    return rules_of(load("lights"), "data/lights.yaml")


def rules_of(raw: Mapping[str, Any], source: str) -> LightRules:
    """Give the rules that a table describes, checked.

    Raises:
        LexiconError: naming ``source`` and the key.
    """
    tables.keys(raw, ("due_soon", "behind", "report_every", "report_overdue"), source, "/")
    return LightRules(
        _number(raw, "due_soon", source, "", _DAYS),
        _turn(raw, "behind", source, _SHARE),
        _number(raw, "report_every", source, "", _DAYS),
        _turn(raw, "report_overdue", source, _DAYS),
    )


def _turn(raw: Mapping[str, Any], key: str, source: str, most: int) -> Turn:
    table = tables.mapping(raw, key, source)
    tables.keys(table, ("yellow", "red"), source, key)
    turn = Turn(*(_number(table, color, source, f"{key}.", most) for color in ("yellow", "red")))
    if turn.red < turn.yellow:
        raise tables.shape(source, f"{key}.red", "later")
    return turn


def _number(raw: Mapping[str, Any], key: str, source: str, place: str, most: int) -> int:
    value = raw[key]
    if type(value) is not int or not 0 <= value <= most:
        raise tables.shape(source, f"{place}{key}", "share" if most == _SHARE else "days")
    return value
