"""Stretches that two texts share word for word."""

from __future__ import annotations

from collections.abc import Iterator


def shared(one: str, other: str, least: int) -> Iterator[tuple[int, int, int]]:
    """Give the longest stretches of ``one`` that stand in ``other`` too, from left to right.

    Each is (start in ``one``, start in ``other``, length); they do not overlap in ``one`` and have
    at least ``least`` characters, none of them a mark.
    """
    at, last = 0, len(one) - least
    while at <= last:
        there = other.find(one[at : at + least])
        if there < 0 or not one[at : at + least].isalnum():
            at += 1
            continue
        length, there = _longest(one, other, at, there, least)
        yield at, there, length
        at += length


def _longest(one: str, other: str, at: int, there: int, least: int) -> tuple[int, int]:
    """Lengthen a shared stretch as far as any place of ``other`` lets it."""
    best, place = 0, there
    while there >= 0:
        length = least
        while (
            at + length < len(one)
            and there + length < len(other)
            and one[at + length] == other[there + length]
            and one[at + length].isalnum()
        ):
            length += 1
        if length > best:
            best, place = length, there
        there = other.find(one[at : at + best + 1], there + 1)
    return best, place
