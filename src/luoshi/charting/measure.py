"""How wide words are, without a font: the same everywhere, and rather too wide than too narrow."""

from __future__ import annotations

from typing import Final
from unicodedata import combining, east_asian_width

_WIDE: Final = 1.0
_NARROW: Final = 0.58  # of the size: digits and lower case letters of the fonts in use
_CAPITAL: Final = 0.74
_FULL_MARKS: Final = frozenset("“”‘’…—·≥≤≈×")  # Chinese fonts give them a full width


def width(text: str, size: float) -> float:
    """Give how far a line of text reaches, in points."""
    return sum(map(_advance, text)) * size


def _advance(character: str) -> float:
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WF" or character in _FULL_MARKS:
        return _WIDE
    return _CAPITAL if character.isupper() or character in "%@mwMW&" else _NARROW


def fitted(text: str, size: float, room: float) -> str:
    """Give as much of a text as fits, “…” where it was cut."""
    if width(text, size) <= room:
        return text
    left = room - width("…", size)
    taken = 0
    for character in text:
        left -= _advance(character) * size
        if left < 0:
            break
        taken += 1
    return f"{text[:taken].rstrip()}…"


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """Break a text into at most ``most`` lines that fit; the last is cut where the rest does not."""
    out: list[str] = []
    rest = text
    while rest and len(out) < most - 1 and width(rest, size) > room:
        taken, used = 0, 0.0
        for character in rest:
            used += _advance(character) * size
            if used > room and taken:
                break
            taken += 1
        out.append(rest[:taken])
        rest = rest[taken:]
    if rest:
        out.append(fitted(rest, size, room))
    return out
