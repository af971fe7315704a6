"""Which sheet of a workbook a row goes to, where each body in the lead has its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

NOBODY: Final = "未明确单位"
OTHERS: Final = "其他单位"
MOST: Final = 200
"""The most bodies with a sheet of their own; each open sheet is an open file."""
_LONGEST: Final = 31  # characters of a sheet's name
# Excel takes none of these in the name of a sheet, nor an apostrophe at either end
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\[\]:*?/\\\ud800-\udfff\ufffe\uffff]")


def unit_namer() -> Callable[[Mapping[str, str]], str]:
    """Give what names the sheet of a row; it remembers the names that it gave.

    A body is the first in the lead, else the first responsible. Names are unlike each other whatever
    their case, and at most 31 characters long.
    """
    given: dict[str, str] = {}
    taken = {NOBODY.casefold(), OTHERS.casefold(), "history"}

    def name_of(cells: Mapping[str, str]) -> str:
        unit = _unit(cells)
        if not unit:
            return NOBODY
        if unit not in given:
            given[unit] = _free(unit, taken) if len(given) < MOST else OTHERS
        return given[unit]

    return name_of


def continued(name: str, part: int, taken: Collection[str]) -> str:
    """Give the name of the sheet that holds the ``part``-th part (from 1) of what is called ``name``.

    ``taken`` are the names in use, casefolded.
    """
    while True:
        ending = f" {part}" if part > 1 else ""
        title = f"{name[: _LONGEST - len(ending)]}{ending}"
        if title.casefold() not in taken:
            return title
        part += 1


def _unit(cells: Mapping[str, str]) -> str:
    said = cells.get("lead") or cells.get("responsible") or ""
    return said.partition("、")[0].strip()


def _free(unit: str, taken: set[str]) -> str:
    base = _FORBIDDEN.sub("＿", unit)[:_LONGEST].strip("' ") or NOBODY
    name, at = base, 1
    while name.casefold() in taken:
        at += 1
        name = f"{base[: _LONGEST - len(str(at)) - 2]}（{at}）"
    taken.add(name.casefold())
    return name
