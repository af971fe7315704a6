"""The numbers of headings: 一、（一）1. （1）."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.paper.content import Block, Heading

LEVELS = 4
_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Give a number of 1 to 99 in characters: 十一, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def mark(level: int, number: int) -> str:
    """Give the mark before the heading that is the ``number``-th of its level."""
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}. ", f"（{number}）")[level - 1]


def numbered(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Block]]:
    """Give each block with its mark, ``""`` for what is no heading; a higher heading begins anew below it."""
    counts = [0] * LEVELS
    for block in blocks:
        if not isinstance(block, Heading):
            yield "", block
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (LEVELS - block.level)
        yield mark(block.level, counts[block.level - 1]), block
