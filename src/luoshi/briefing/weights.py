"""The weights of the yearly assessment: ``data/assessment.yaml`` or an office's own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from luoshi.briefing.own_files import own_file
from luoshi.errors import LexiconError
from luoshi.lexicon import tables
from luoshi.lexicon.load import load

PARTS: Final = ("completion", "timeliness", "evidence")
_OF: Final = {
    "completion": ("unreported",),
    "timeliness": ("overdue", "reminded", "returned", "extended"),
    "evidence": ("none", "quotes_only"),
}
_FULL: Final = 1000


@dataclass(frozen=True, slots=True)
class Weights:
    """``full`` points, what each of ``PARTS`` has of them, and the percent of a row's part a fault costs."""

    full: int
    parts: Mapping[str, int]
    costs: Mapping[str, int]


def packaged() -> str:
    """Give the file that luoshi brings, to be copied."""
    return resources.files("luoshi").joinpath("data", "assessment.yaml").read_text("utf-8")


def weights(path: Path | None = None) -> Weights:
    """Give the packaged weights, or an office's own.

    Raises:
        LexiconError: a number is missing or none, or the parts do not make the full points; names the place.
    """
    raw = load("assessment") if path is None else own_file(path)
    source = "data/assessment.yaml" if path is None else str(path)
    tables.keys(raw, ("full", "weights", *PARTS), source, "/")
    full = _number(raw, "full", source, "", _FULL)
    parts = _table(raw, "weights", PARTS, source, _FULL)
    if sum(parts.values()) != full or not full:
        raise LexiconError(
            f"{source}: weights: they make {sum(parts.values())}, and full is {full}; make both the same.",
            code="assessment_sum",
            details={"source": source, "sum": sum(parts.values()), "full": full},
        )
    costs: dict[str, int] = {}
    for part in PARTS:
        costs |= _table(raw, part, _OF[part], source, 100)
    return Weights(full, parts, costs)


def _table(
    raw: Mapping[str, Any], key: str, known: tuple[str, ...], source: str, most: int
) -> dict[str, int]:
    table = tables.mapping(raw, key, source)
    tables.keys(table, known, source, key)
    return {name: _number(table, name, source, f"{key}.", most) for name in known}


def _number(table: Mapping[str, Any], key: str, source: str, place: str, most: int) -> int:
    value = table[key]
    if type(value) is not int or not 0 <= value <= most:
        raise tables.shape(source, f"{place}{key}", "share" if most == 100 else "points")
    return value
