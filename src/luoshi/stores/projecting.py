"""What the tables beside the events say of a row: a pure function of the row and its record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from luoshi.ledger import Row
from luoshi.ledger.lights import is_open, turning
from luoshi.lexicon.lights import LightRules
from luoshi.stores import statuses

Values = dict[str, Any]
_LONGEST = 500  # PostgreSQL's indexes take 2704 bytes


@dataclass(frozen=True, slots=True)
class Projected:
    """The values of a row in each table; ``bodies`` are pairs of a name and a role."""

    statement: Values
    days: Values
    themes: frozenset[str]
    bodies: frozenset[tuple[str, str]]


def project(row: Row, record: str, rules: LightRules) -> Projected:
    """Give what the tables say of a row; ``record`` is that of its statement as canonical JSON."""
    statement, status = row.statement, row.status
    measured = statement.measurability
    lead = row.lead
    values = {
        "number": row.number,
        "id": statement.id,
        "document": row.document,
        "sequence": row.sequence,
        "version": status.version,
        "parent": row.parent,
        "type": key(statement.type),
        "section": key(statement.section[0]) if statement.section else "",
        "force": _key_or_none(statement.force),
        "kind": _key_or_none(statement.kind),
        "grade": _key_or_none(measured.grade if measured else None),
        "state": status.state,
        "review": status.review,
        "lead": key(lead) if lead else None,
        "unmatched": int(status.unmatched),
        "begun": status.begun,
        "percentage": status.percentage,
        "reported": status.reported,
        "closed": status.closed,
        "status": statuses.write(status),
        "record": record,
    }
    themes = frozenset(key(theme) for theme in (*statement.themes, *statement.subthemes))
    return Projected(values, days_of(row, rules), themes, _bodies(row))


def placed(projected: Projected, number: int, sequence: int) -> Projected:
    """Give what the tables say of a new row at its place: by its number, made by the event of a sequence."""
    values = projected.statement | {
        "number": number,
        "sequence": sequence,
        "version": sequence,
        "status": statuses.write_new(sequence),
    }
    days = projected.days | {"number": number}
    return Projected(values, days, projected.themes, projected.bodies)


def days_of(row: Row, rules: LightRules) -> Values:
    """Give the days of a row, which depend on the rules for lights."""
    turns = turning(row, rules)
    return {
        "number": row.number,
        "is_open": int(is_open(row)),
        "due": row.due,
        "yellow": turns.yellow,
        "red": turns.red,
        "report_due": turns.report_due,
    }


def plain(words: str) -> str:
    """Write half characters, as in file names that are no UTF-8, with a backslash, and so NUL."""
    try:
        words.encode()
    except UnicodeEncodeError:
        words = words.encode("utf-8", "backslashreplace").decode()
    return words.replace("\0", "\\x00") if "\0" in words else words


def plain_or_none(words: str | None) -> str | None:
    """Write what there is as ``plain`` does."""
    return None if words is None else plain(words)


def key(words: str) -> str:
    """Write words as the columns have them that are filtered by: no index takes a text of any length."""
    return _key(words[:_LONGEST])  # what is remembered is short, however long a heading is


@lru_cache(maxsize=4096)
def _key(words: str) -> str:
    return plain(words)[:_LONGEST]


def _key_or_none(words: str | None) -> str | None:
    return None if words is None else key(words)


def _bodies(row: Row) -> frozenset[tuple[str, str]]:
    """Give the bodies that the text names and, once it is handed out, those that it was handed to.

    Those of the text then only count as ``named``: the office has said who leads and who helps.
    """
    status = row.status
    if status.lead is None:
        return frozenset((key(actor.name), key(actor.role)) for actor in row.statement.actors)
    named = {(key(actor.name), "named") for actor in row.statement.actors}
    helping = {(key(name), "supporting") for name in status.supporting}
    return frozenset({(key(status.lead), "lead")} | helping | named)
