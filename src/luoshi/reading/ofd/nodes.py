"""Reads elements and their values whatever the namespace: producers write several, and several prefixes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

# No page is ten kilometres wide; larger numbers are damage and would only spoil the arithmetic.
_MOST = 1e7


def name_of(element: _Element) -> str:
    """Give the element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    """Give the direct children of that name."""
    if element is not None:
        yield from (child for child in element if name_of(child) == name)


def child(element: _Element | None, *path: str) -> _Element | None:
    """Give the first child of that name, of it the first child of the next name, and so on."""
    for name in path:
        element = next(children(element, name), None)
    return element


def words(element: _Element | None) -> str:
    """Give the element's own text without the spaces around it; ``""`` where there is none."""
    return (element.text or "").strip() if element is not None else ""


def number(said: str | None, default: float = 0.0) -> float:
    """Give a finite number of a sensible size, else the default."""
    try:
        value = float(said) if said else default
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) < _MOST else default


def numbers(said: str | None) -> list[float]:
    """Give the numbers of a list that spaces (or, off the standard, commas) part."""
    return [number(piece) for piece in (said or "").replace(",", " ").split()]


def is_true(said: str | None, default: bool) -> bool:
    """Give the value of a yes-or-no attribute."""
    return default if said is None else said.strip().lower() in ("true", "1", "yes")


def box(element: _Element | None) -> tuple[float, float, float, float] | None:
    """Give left, top, width and height of a box; ``None`` where it is none or has no area."""
    held = numbers(element.text) if element is not None else []
    if len(held) < 4 or held[2] <= 0 or held[3] <= 0:
        return None
    return held[0], held[1], held[2], held[3]
