"""分解表: rows of the ledger as the plain text that an office sends round for comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from luoshi.app.export import at_work
from luoshi.exports.rows import cells_of

if TYPE_CHECKING:
    from luoshi.exports import Office
    from luoshi.ledger import Row

MOST: Final = 500
"""Rows of one breakdown: nobody comments on more."""
_PARTS: Final = (
    ("goal", "目标"),
    ("lead", "牵头单位"),
    ("supporting", "配合单位"),
    ("leader", "责任领导"),
    ("due", "完成时限"),
)


def breakdown(rows: Iterable[Row], office: Office) -> tuple[str, int]:
    """Give a paragraph for each commitment that is at work (at most ``MOST``), numbered, and their number.

    Rows stand in their order, under the heading that they have in their document.
    """
    lines: list[str] = []
    heading, count = "", 0
    promised = (row for row in at_work(rows, office) if row.statement.type == "commitment")
    for count, row in enumerate(islice(promised, MOST), 1):
        cells = cells_of(row, office)
        above = _heading(row.statement.section)
        if above and above != heading:
            lines.append(above)
            heading = above
        lines.append(f"{count}．{_task(cells['task'])}{_details(cells)}")
    return "\n".join(lines), count


def _heading(section: Sequence[str]) -> str:
    """Give the headings above a row without the document's own title, where there are others."""
    return " · ".join(" ".join(part.split()) for part in (section[1:] or section))


def _task(said: str) -> str:
    task = " ".join(said.split()).rstrip("；;，,。")
    return f"{task}。"


def _details(cells: Mapping[str, str]) -> str:
    parts = [f"{word}：{said}" for key, word in _PARTS if (said := " ".join(cells.get(key, "").split()))]
    return f"（{'；'.join(parts)}）" if parts else ""
