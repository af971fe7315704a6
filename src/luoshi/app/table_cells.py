"""What a cell of a filled-in spreadsheet means, and whether it says the same as another."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from luoshi.exports.cell_texts import shown
from luoshi.extracting.tasks.due import due_in
from luoshi.lexicon.ledger_columns import ledger_columns
from luoshi.lexicon.workflow import Workflow
from luoshi.reading.sheets.grid import tidy

_SHARE = re.compile(r"\s*(\d{1,3})(?:\.0+)?\s*[%％]?\s*", re.ASCII)
_NAMES = re.compile(r"[、，,;；\n]")
_UNWRITTEN = re.compile("[\ud800-\udfff\ufffd]")
_APPROVAL = re.compile(r"(?:延期|批准|审批)?文号\s*[：:]\s*(?P<number>[^；;。，,\n]+)")


def plain(text: str) -> str:
    """Give a text as a table holds it: without spaces at its ends, blank lines, and 无."""
    said = _UNWRITTEN.sub("\ufffd", tidy(text)).strip()
    return "" if said in ledger_columns().nothing else said


def names(text: str) -> tuple[str, ...]:
    """Give the bodies that a cell lists, each once."""
    return tuple(dict.fromkeys(name.strip() for name in _NAMES.split(plain(text)) if name.strip()))


def lines(text: str) -> tuple[str, ...]:
    """Give the lines of a cell."""
    return tuple(line.strip() for line in plain(text).split("\n") if line.strip())


def share(text: str) -> int | None:
    """Give a share in percent (60%, 60); ``None`` where it is none."""
    found = _SHARE.fullmatch(text)
    return int(found[1]) if found and int(found[1]) <= 100 else None


def last_day(text: str) -> date | None:
    """Give the last day of a term (2026-06-30, 2026年6月底); ``None`` where it names no day."""
    until = due_in(plain(text)).until
    return date.fromisoformat(until) if until else None


def approval(text: str) -> str:
    """Give the number of the paper that a note names (延期文号：…), empty where it names none."""
    found = _APPROVAL.search(text)
    return found["number"].strip() if found else ""


def state(text: str, table: Workflow) -> str | None:
    """Give the state that a word means."""
    return table.name("state", text.strip())


def same(key: str, one: str, other: str, table: Workflow) -> bool:
    """Say whether two cells of a column mean the same; a text that Excel could not hold whole is cut."""
    first, second = plain(one), plain(other)
    if first == second or plain(shown(one)) == second or first == plain(shown(other)):
        return True
    reads: Mapping[str, Callable[[str], object]] = {
        "due": last_day,
        "share": share,
        "supporting": names,
        "measures": lines,
        "state": lambda text: state(text, table),
    }
    if key not in reads:
        return False
    means = reads[key](first)
    return means is not None and means == reads[key](second)
