"""Ledgers of earlier versions open on every database; what a step leaves empty is made anew."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from unittest.mock import Mock

import pytest
from made import AT, FACTS, make_document, make_statements
from sqlalchemy import MetaData, Table, create_engine, insert, make_url, select, text, update
from test_workflow_store import take

from luoshi.codec import from_record
from luoshi.ledger import fold
from luoshi.searching import parse
from luoshi.stores import Filter, projection
from luoshi.stores.migrate import LATEST
from luoshi.stores.migrations import versions
from luoshi.stores.searching import index
from luoshi.stores.store import Store

COUNT = 40
DRIVERS = {"sqlite": "sqlite+pysqlite", "postgres": "postgresql+psycopg"}
MADE_ANEW = {  # how often, from each step on: all rows, the index over words
    "0001": (1, 1),
    "0002": (1, 1),
    "0003": (0, 1),
    "0004": (0, 1),
    "0005": (0, 0),
}


def old_ledger(place, step: str, store: Store) -> None:
    """Make a ledger at an earlier step that holds what ``store`` holds, as that version wrote it."""
    from alembic import command
    from alembic.config import Config

    engine = create_engine(make_url(place.url).set(drivername=DRIVERS[place.kind]))
    now = MetaData()
    with store._engine.connect() as connection:
        now.reflect(connection, only=of_the_chain)
        held = {
            table.name: [row._asdict() for row in connection.execute(select(table))]
            for table in now.sorted_tables
        }
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "luoshi.stores:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, step)
        then = MetaData()
        then.reflect(connection, only=of_the_chain)
        for table in then.sorted_tables:
            if table.name != "meta":
                fill(connection, table, held[table.name])
        ends = {each["key"]: each["value"] for each in held["meta"] if each["key"].startswith("head_")}
        for key, value in ends.items():
            meta = then.tables["meta"]
            connection.execute(update(meta).where(meta.c.key == key).values(value=value))
        fill(connection, then.tables["meta"], [each for each in held["meta"] if each["key"] == "rules"])
        if step >= "0005":
            index.rebuild(connection)
        if place.kind == "postgres":
            connection.execute(text("COMMENT ON TABLE alembic_version IS 'luoshi ledger'"))
    engine.dispose()


def of_the_chain(name: str, _: object) -> bool:
    return not name.startswith(("search", "office", "alembic"))


def fill(connection, table: Table, rows: list[dict[str, object]]) -> None:
    names = [column.name for column in table.columns]
    missing = [name for name in names if rows and name not in rows[0]]
    assert set(missing) <= {"deadline_until"}  # of the first steps; their rows are made anew
    found = [{name: row.get(name) for name in names} for row in rows]
    if found:
        connection.execute(insert(table), found)


def filled(store: Store) -> None:
    for number in (1, 2):
        document = make_document(number, COUNT)
        store.add_document(
            document, FACTS, make_statements(document), author="张三", at=AT, source=f"{number}.md"
        )
    take(store, 1, "assigned", {"lead": "市财政局"})


@pytest.mark.parametrize("step", MADE_ANEW)
def test_a_ledger_of_an_earlier_step(kind, new_place, monkeypatch, step):
    old = new_place(kind, empty=True)
    with new_place(kind).open() as store:
        filled(store)
        events, rows, documents = list(store.events()), list(store.rows()), list(store.documents())
        old_ledger(old, step, store)
    rebuild, rebuild_words = Mock(wraps=projection.rebuild), Mock(wraps=index.rebuild)
    monkeypatch.setattr(projection, "rebuild", rebuild)
    monkeypatch.setattr(index, "rebuild", rebuild_words)
    with old.open(create=False) as store:
        assert (rebuild.call_count, rebuild_words.call_count) == MADE_ANEW[step]
        assert list(store.rows()) == rows
        assert list(store.documents()) == documents
        assert store.verify_chain() == len(events)
        assert fold(store.events(), from_record).rows == tuple(rows)
        assert store.count(Filter(theme="科技", actor="高新区")) == 2 * COUNT
        assert store.search_count(parse("科技成果"), day=AT.date()) == (2 * COUNT, True)
        assert store.office.accounts.list() == ()
        assert (rebuild.call_count, rebuild_words.call_count) == MADE_ANEW[step]
    assert old.ask("SELECT version_num FROM alembic_version") == [(LATEST,)]


def test_every_earlier_step_is_tried():
    steps = [import_module(f"{versions.__name__}.{each.name}") for each in iter_modules(versions.__path__)]
    assert [*MADE_ANEW, LATEST] == [step.revision for step in steps]
    assert {kind for step in steps for kind in step.made_anew} <= {"rows", "words"}


@pytest.mark.parametrize("step", [each.name for each in iter_modules(versions.__path__)])
def test_no_step_is_taken_back(step):
    """Taken back, a step would lose what only its tables hold."""
    with pytest.raises(NotImplementedError, match="put back a copy"):
        import_module(f"{versions.__name__}.{step}").downgrade()
