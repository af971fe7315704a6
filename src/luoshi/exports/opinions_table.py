"""意见汇总表: what goes out as docx and xlsx; its words are those that Chinese offices use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEADINGS: Final = ("序号", "提出人", "所针对的原文", "意见", "答复", "理由")
WIDTHS: Final = (8, 14, 34, 40, 11, 34)
"""Of the columns, in Chinese characters by two."""
WHOLE: Final = "（全文）"
ANONYMOUS: Final = "匿名"
WAITING: Final = "未答复"


@dataclass(frozen=True, slots=True)
class OpinionsTable:
    """The table of one draft: ``about`` are pairs of a word and what it says, ``totals`` counts by answer.

    Each of ``rows`` has a cell for each heading.
    """

    title: str
    about: Sequence[tuple[str, str]]
    totals: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]
