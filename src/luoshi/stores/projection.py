"""Writes what the events add up to into the tables beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, insert, select, update

from luoshi.ledger import Row
from luoshi.ledger.canonical import canonical
from luoshi.ledger.workdays import known_until
from luoshi.lexicon.lights import LightRules
from luoshi.stores import finding, refolding
from luoshi.stores.bulk import insert_rows
from luoshi.stores.projecting import Projected, Values, days_of, placed, project
from luoshi.stores.refolding import Folded
from luoshi.stores.searching import index
from luoshi.stores.searching.entries import place_of
from luoshi.stores.tables import bodies, days, meta, names, statements, themes
from luoshi.stores.written import Written

_BATCH = 500
_RULES = "rules"
# a database writes the indexes of each column that it is told to set, changed or not
_FIXED = ("number", "sequence", "parent")
_OF_RECORD = ("id", "document", "type", "section", "force", "kind", "grade", "record")
_OF_STATUS = tuple(column.name for column in statements.columns if column.name not in (*_FIXED, *_OF_RECORD))
_OF_DAYS = tuple(column.name for column in days.columns if column.name != "number")


class Projector:
    """Writes rows in one transaction; it remembers which names are there already.

    ``indexed``: the words of the rows too; whoever writes very many makes the index anew at the end.
    """

    def __init__(self, connection: Connection, rules: LightRules, *, indexed: bool = True) -> None:
        self.rules = rules
        self._indexed = indexed
        self._connection = connection
        self._known: set[tuple[str, str]] = set()

    def insert(self, rows: Iterable[Folded]) -> None:
        """Write new rows."""
        coming = iter(rows)
        while found := list(islice(coming, _BATCH)):
            self._new([project(row, record, self.rules) for row, record in found])
            if self._indexed:
                index.add(self._connection, [(row.number, row.statement) for row, _ in found])

    def place(self, rows: Iterable[tuple[int, int, Written]], day: str | None) -> None:
        """Write new rows of a document of a day that were made ready, each with its number and its event."""
        coming = iter(rows)
        while found := list(islice(coming, _BATCH)):
            self._new([placed(one.projected, number, sequence) for number, sequence, one in found])
            indexed = [{"place": place_of(number, day)} | one.indexed for number, _, one in found]
            index.of(self._connection).add(self._connection, indexed)

    def update(self, rows: Iterable[Folded]) -> None:
        """Write rows that are there."""
        coming = iter(rows)
        while found := list(islice(coming, _BATCH)):
            batch = [project(row, record, self.rules) for row, record in found]
            numbers = [each.days["number"] for each in batch]
            asked = select(statements.c.number, statements.c.record).where(statements.c.number.in_(numbers))
            had = {row.number: row.record for row in self._connection.execute(asked)}
            read_anew = [each for each in batch if had[each.days["number"]] != each.statement["record"]]
            self._update(statements, [each.statement for each in batch], _OF_STATUS)
            self._update(statements, [each.statement for each in read_anew], _OF_RECORD)
            self._update(days, [each.days for each in batch], _OF_DAYS)
            self._sides(batch, numbers)
            index.replace(
                self._connection,
                {each.days["number"]: had[each.days["number"]] for each in read_anew},
                {row.number: row.statement for row, _ in found},
            )

    def _new(self, batch: Sequence[Projected]) -> None:
        self._insert(statements, [each.statement for each in batch])
        self._insert(days, [each.days for each in batch])
        self._sides(batch)

    def _sides(self, batch: Sequence[Projected], there: Sequence[int] = ()) -> None:
        """Write themes and bodies; ``there`` are the rows that may have some already."""
        topics = {(each.days["number"], theme) for each in batch for theme in each.themes}
        offices = {(each.days["number"], *body) for each in batch for body in each.bodies}
        self._side(themes, ("number", "theme"), topics, there)
        self._side(bodies, ("number", "name", "role"), offices, there)
        leads = {("lead", each.statement["lead"]) for each in batch if each.statement["lead"]}
        wanted = {("theme", each[1]) for each in topics} | {("body", each[1]) for each in offices} | leads
        self._name(wanted - self._known)

    def _side(self, table: Table, keys: Sequence[str], now: set[Any], there: Sequence[int]) -> None:
        asked = select(*(table.c[key] for key in keys)).where(table.c.number.in_(there))
        had = {tuple(values) for values in self._connection.execute(asked)} if there else set()
        gone = [
            {f"old_{key}": value for key, value in zip(keys, values, strict=True)} for values in had - now
        ]
        if gone:  # one by one: SQLite looks for pairs of values in no index
            those = and_(*(table.c[key] == bindparam(f"old_{key}") for key in keys))
            self._connection.execute(delete(table).where(those), gone)
        self._insert(table, [dict(zip(keys, values, strict=True)) for values in sorted(now - had)])

    def reckon(self, rows: Iterable[Row]) -> None:
        """Write the days of rows that are there."""
        self._update(days, [days_of(row, self.rules) for row in rows], _OF_DAYS)

    def _name(self, wanted: set[tuple[str, str]]) -> None:
        for kind in {kind for kind, _ in wanted}:
            said = sorted(name for each, name in wanted if each == kind)
            for start in range(0, len(said), _BATCH):
                part = said[start : start + _BATCH]
                asked = select(names.c.name).where(names.c.kind == kind, names.c.name.in_(part))
                there = set(self._connection.execute(asked).scalars())
                self._insert(names, [{"kind": kind, "name": name} for name in part if name not in there])
        self._known |= wanted

    def _insert(self, table: Table, values: Sequence[Values]) -> None:
        insert_rows(self._connection, table, values)

    def _update(self, table: Table, values: Sequence[Values], columns: Sequence[str]) -> None:
        if not values:
            return
        setting: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
        asked = update(table).where(table.c.number == bindparam("new_number")).values(setting)
        self._connection.execute(
            asked, [{f"new_{name}": each[name] for name in ("number", *columns)} for each in values]
        )


def rebuild(connection: Connection, rules: LightRules) -> int:
    """Make all rows anew from the events, in a transaction that writes; give their number."""
    for table in (names, bodies, themes, days, statements):
        connection.execute(delete(table))
    projector = Projector(connection, rules, indexed=False)
    count = 0
    for made in refolding.created(connection):
        projector.insert(refolding.fold_batch(connection, made))
        count += len(made)
    index.rebuild(connection)
    _stamp(connection, rules)
    return count


def current(connection: Connection, rules: LightRules) -> bool:
    """Say whether the days in the tables are those of these rules; they are where no row is open."""
    asked = select(meta.c.value).where(meta.c.key == _RULES)
    if connection.execute(asked).scalar() == _mark(rules):
        return True
    return connection.execute(select(days.c.number).where(days.c.is_open == 1).limit(1)).first() is None


def refresh(connection: Connection, rules: LightRules) -> None:
    """Reckon the days of open rows anew where the rules, or the known holidays, are others than before."""
    after, projector = 0, Projector(connection, rules)
    while True:
        asked = select(days.c.number).where(days.c.is_open == 1, days.c.number > after)
        numbers = list(connection.execute(asked.order_by(days.c.number).limit(_BATCH)).scalars())
        if not numbers:
            break
        projector.reckon(finding.numbered(connection, numbers))
        after = numbers[-1]
    _stamp(connection, rules)


def _stamp(connection: Connection, rules: LightRules) -> None:
    connection.execute(delete(meta).where(meta.c.key == _RULES))
    connection.execute(insert(meta), [{"key": _RULES, "value": _mark(rules)}])


def _mark(rules: LightRules) -> str:
    return canonical(asdict(rules) | {"holidays": known_until()})
