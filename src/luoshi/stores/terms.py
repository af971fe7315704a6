"""What a filter asks, in the terms of the tables: conditions, and where numbers of rows can come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    func,
    literal,
    select,
    type_coerce,
)

from luoshi.errors import UsageError
from luoshi.ledger.canonical import canonical
from luoshi.ledger.lights import LIGHTS
from luoshi.stores import sources, units
from luoshi.stores.contract.filters import Filter
from luoshi.stores.projecting import key
from luoshi.stores.tables import FILTERED, bodies, days, names, statements, themes

_LATE = "9999-99-99"
_NAMED = {
    "theme": (themes, themes.c.theme),
    "body": (bodies, bodies.c.name),
    "lead": (statements, statements.c.lead),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter in the terms of the tables: what must hold, and where numbers can come from.

    ``dated`` are the conditions on ``days``; ``words`` are looked for in the text itself; ``nothing`` says
    that no row can fit.
    """

    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    dated: list[ColumnElement[bool]] = field(default_factory=list)
    sources: list[sources.Source] = field(default_factory=list)
    words: tuple[str, ...] = ()
    nothing: bool = False

    def asked(self, asked: Select[Any]) -> Select[Any]:
        """Give a question about ``statements`` with the conditions."""
        if self.dated:
            asked = asked.join(days, days.c.number == statements.c.number)
        return asked.where(*self.conditions, *self.dated)


def terms_of(connection: Connection, wanted: Filter) -> Wanted:
    """Give the terms of a filter.

    Raises:
        UsageError: there is no such light (``no_light``).
    """
    words = tuple((wanted.words or "").split())
    named = Wanted()
    if not _name_terms(connection, wanted, named):
        return Wanted(nothing=True)
    terms = Wanted(words=words)
    for name in FILTERED:
        value = getattr(wanted, name)
        if value is None or name == "lead":
            continue
        said = key(value) if isinstance(value, str) else int(value)
        _equals(terms, statements, name, said)
    if wanted.unit is not None:
        terms.conditions.append(units.is_of(key(wanted.unit)))
        terms.sources.append(units.source(key(wanted.unit)))
    _due(wanted, terms)
    _light(wanted, terms)
    terms.conditions.extend(_holds(statements.c.record, canonical(word)[1:-1]) for word in words)
    terms.conditions.extend(named.conditions)
    terms.sources.extend(named.sources)
    return terms


def _equals(terms: Wanted, table: Table, name: str, value: object) -> None:
    (terms.dated if table is days else terms.conditions).append(table.c[name] == value)
    terms.sources.append(sources.equal(table, table.c[name], value))


# What is asked of days is written twice: so that an index serves it, where it may be what lets the fewest
# rows through, and so that none does, for rows that were found otherwise.


def _due(wanted: Filter, terms: Wanted) -> None:
    if wanted.report_until is not None:
        terms.dated.append(func.coalesce(days.c.report_due, _LATE) <= wanted.report_until)
        _equals(terms, days, "is_open", 1)
    if wanted.due_from is None and wanted.due_until is None:
        return
    first, until = wanted.due_from or "0", wanted.due_until or _LATE
    due = func.coalesce(days.c.due, "")
    terms.dated.extend([due >= first, due <= until])
    terms.sources.append(sources.within(and_(days.c.due >= first, days.c.due <= until)))


def _light(wanted: Filter, terms: Wanted) -> None:
    # only open rows have days that turn a light: an index has them by number, with those days
    if wanted.is_open is not None:
        _equals(terms, days, "is_open", int(wanted.is_open))
    if wanted.light is None:
        return
    red, yellow = func.coalesce(days.c.red, _LATE), func.coalesce(days.c.yellow, _LATE)
    day = _day(wanted)
    if wanted.light == "blue":
        _equals(terms, statements, "state", "closed")
    elif wanted.light == "red":
        terms.dated.extend([days.c.is_open == 1, red <= day])
        terms.sources.append(sources.within(days.c.red <= day))
    elif wanted.light == "yellow":
        terms.dated.extend([days.c.is_open == 1, yellow <= day, red > day])
        terms.sources.append(sources.within(days.c.yellow <= day, red > day))
    else:
        terms.dated.extend([yellow > day, red > day])
        _equals(terms, days, "is_open", 1)


def _day(wanted: Filter) -> str:
    if wanted.light not in LIGHTS or wanted.on is None:
        raise UsageError(
            f"A light is one of {', '.join(LIGHTS)} on a day (ISO); not {wanted.light!r} on {wanted.on!r}.",
            code="no_light",
            details={"light": str(wanted.light), "known": ", ".join(LIGHTS), "day": str(wanted.on)},
        )
    return wanted.on


def _name_terms(connection: Connection, wanted: Filter, terms: Wanted) -> bool:
    """Add what is asked of names; say whether there are names that fit."""
    for kind, word, role in (
        ("theme", wanted.theme, None),
        ("body", wanted.actor, None),
        ("body", wanted.supporting, "supporting"),
        ("lead", wanted.lead, None),
    ):
        if not word:
            continue
        said = key(word)
        every = connection.execute(select(names.c.name).where(names.c.kind == kind)).scalars()
        found = [name for name in every if said in name]
        if not found:
            return False
        more = [] if role is None else [bodies.c.role == role]
        table, column = _NAMED[kind]
        if table is statements:
            terms.conditions.append(_holds(column, said))
        else:
            fits = select(literal(1)).where(
                table.c.number == statements.c.number, _holds(column, said), *more
            )
            terms.conditions.append(fits.exists())
        if len(found) <= sources.NAMES:
            terms.sources.append(sources.any_of(table, column, found, *more))
    return True


def _holds(column: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    """Say whether a column holds these words, letter by letter."""
    return type_coerce(func.replace(column, words, "") != column, Boolean)
