"""Red, yellow, green, blue: how a row stands on a day.

Without a new event a row's light only gets worse, so that two days say all of it: the first on
which it is yellow and the first on which it is red. Stores keep both and can ask for any day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.ledger import workdays
from luoshi.ledger.row import Row
from luoshi.lexicon.lights import LightRules

LIGHTS = ("red", "yellow", "green", "blue")
_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Turning:
    """From which day on a row is yellow, and red (ISO; ``None``: never as things stand), and why.

    ``yellow_why`` and ``red_why`` are ``overdue``, ``due_soon``, ``behind``, ``unreported``.
    ``report_due`` is the day by which its next report is due.
    """

    yellow: str | None = None
    yellow_why: str | None = None
    red: str | None = None
    red_why: str | None = None
    report_due: str | None = None


def is_open(row: Row) -> bool:
    """Say whether work on a row is under way: handed out, not closed, not left out."""
    return row.state not in ("created", "closed") and row.status.review in (
        "pending",
        "accepted",
        "corrected",
    )


def light(row: Row, day: date, rules: LightRules) -> str | None:
    """Give ``red``, ``yellow``, ``green`` or ``blue``; ``None`` for a row that is not handed out."""
    if row.state == "closed":
        return "blue"
    if not is_open(row):
        return None
    return light_of(turning(row, rules), day)


def light_of(turns: Turning, day: date) -> str:
    """Give the light of an open row whose turning days are known."""
    said = day.isoformat()
    if turns.red is not None and said >= turns.red:
        return "red"
    return "yellow" if turns.yellow is not None and said >= turns.yellow else "green"


def turning(row: Row, rules: LightRules) -> Turning:
    """Give the days from which an open row is yellow and red if nothing more is reported.

    A term that ends on a day is overdue from the next. Behind: the share of the time from handing out
    to the end of the term that is gone, in percent, less the percentage reported.
    """
    if not is_open(row):
        return Turning()
    due = date.fromisoformat(row.due) if row.due else None
    begun = _day(row.status.begun)
    yellow: list[tuple[date, str]] = []
    red: list[tuple[date, str]] = []
    if due is not None:
        red.append((_after(due, 1), "overdue"))
        yellow.append((workdays.back(due, rules.due_soon), "due_soon"))
        done = row.status.percentage or 0
        yellow.extend(_behind(begun, due, done + rules.behind.yellow))
        red.extend(_behind(begun, due, done + rules.behind.red))
    report_due = None
    last = _day(row.status.reported) or begun
    if last is not None:
        report_due = _after(last, rules.report_every)
        yellow.append((_after(report_due, rules.report_overdue.yellow + 1), "unreported"))
        red.append((_after(report_due, rules.report_overdue.red + 1), "unreported"))
    first_yellow, first_red = _first(yellow), _first(red)
    return Turning(*first_yellow, *first_red, report_due.isoformat() if report_due else None)


def _behind(begun: date | None, due: date, share: int) -> Iterator[tuple[date, str]]:
    """Give the first day on which more than ``share`` percent of the time is gone."""
    if begun is None or due <= begun or share >= 100:
        return
    yield _after(begun, (due - begun).days * share // 100 + 1), "behind"


def _first(turns: list[tuple[date, str]]) -> tuple[str | None, str | None]:
    if not turns:
        return None, None
    day, why = min(turns)
    return day.isoformat(), why


def _after(day: date, days: int) -> date:
    return min(day, _NEVER - timedelta(days=days)) + timedelta(days=days)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
