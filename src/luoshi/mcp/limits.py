"""How much one answer holds: an assistant reads it whole, and what is cut says where it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from luoshi.codec.encode import json_line
from luoshi.errors import UsageError

MOST_RECORDS: Final = 100
MOST_CHARACTERS: Final = 60_000
"""Characters of JSON in one answer; a first record that is longer is given alone."""
MOST_TEXT: Final = 200_000
"""Characters of a text that is handed over in a call."""

Record = dict[str, Any]


def fitting(records: Iterable[Record], room: int = MOST_CHARACTERS) -> list[Record]:
    """Give the first records that fit into an answer, one at least where there is one."""
    taken: list[Record] = []
    used = 0
    for record in records:
        used += len(json_line(record))
        if taken and used > room:
            break
        taken.append(record)
    return taken


def page(records: Sequence[Record], after: int, limit: int) -> Record:
    """Give the records past a place in the list; ``next`` is the place to go on from, or ``None``."""
    shown = fitting(records[after : after + limit])
    end = after + len(shown)
    return {"records": shown, "total": len(records), "next": end if end < len(records) else None}


def check_text(text: str) -> str:
    """Give a text back that is not too long to be worked on within a call.

    Raises:
        UsageError: ``mcp_too_long``.
    """
    if len(text) > MOST_TEXT:
        raise UsageError(
            f"The text has {len(text)} characters; at most {MOST_TEXT} can be handed over, put it into a "
            "file or add it to the ledger.",
            code="mcp_too_long",
            details={"count": len(text), "most": MOST_TEXT},
        )
    return text
