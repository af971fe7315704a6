"""Ledgers of earlier versions open, with rows that are made anew from their events."""

import sqlite3
from dataclasses import asdict
from importlib import import_module
from pkgutil import iter_modules

import pytest
from made import AT, FACTS, make_document, make_statements

from luoshi.codec import from_record
from luoshi.ledger import fold
from luoshi.stores import Filter, open_store
from luoshi.stores.migrate import LATEST
from luoshi.stores.migrations import versions

STEPS = ("0001", "0002")


def old_ledger(place, step, events, documents):
    """Make a ledger at an earlier step with these events, and rows as that version wrote them."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "luoshi.stores:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, step)
    engine.dispose()
    with sqlite3.connect(place) as raw:
        for event in events:
            values = [getattr(event, name) for name in event.__slots__]
            raw.execute(f"INSERT INTO events VALUES ({','.join('?' * 9)})", values)  # noqa: S608
        for entry, text in documents:
            kept = asdict(entry) | {"added_sequence": entry.sequence, "text": text}
            names = [each[1] for each in raw.execute("PRAGMA table_info(documents)")]
            marks = ",".join("?" * len(names))
            raw.execute(f"INSERT INTO documents VALUES ({marks})", [kept[name] for name in names])  # noqa: S608
        made = [event for event in events if event.kind == "created"]
        for number, event in enumerate(made, 1):
            record = event.payload["statement"]
            raw.execute(
                "INSERT INTO statements (number, id, document, sequence, type, section, state, record) "
                "VALUES (?,?,?,?,?,'',?,?)",
                (
                    number,
                    event.subject,
                    record["document"],
                    event.sequence,
                    record["type"],
                    "created",
                    event.payload_json[len('{"statement":') : -1],
                ),
            )
        for key, value in (("head_sequence", str(events[-1].sequence)), ("head_hash", events[-1].hash)):
            raw.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
    raw.close()


@pytest.mark.parametrize("step", STEPS)
def test_rows_of_an_old_ledger(step, tmp_path):
    with open_store(tmp_path / "new.db") as store:
        for number in (1, 2):
            document = make_document(number, 700)
            found = make_statements(document)
            store.add_document(document, FACTS, found, author="张三", at=AT, source=f"{number}.md")
        events, rows = list(store.events()), list(store.rows())
        documents = [(entry, store.text(entry.sha256)) for entry in store.documents()]
    place = tmp_path / "old.db"
    old_ledger(place, step, events, documents)
    with open_store(place, create=False) as store:
        assert list(store.rows()) == rows
        assert store.verify_chain() == len(events)
        assert fold(store.events(), from_record).rows == tuple(rows)
        assert store.count(Filter(theme="科技", actor="高新区")) == 1400
    with sqlite3.connect(place) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (LATEST,)
    raw.close()


@pytest.mark.parametrize("step", [each.name for each in iter_modules(versions.__path__)])
def test_no_step_is_taken_back(step):
    """Taken back, a step would lose what only its tables hold."""
    with pytest.raises(NotImplementedError, match="put back a copy"):
        import_module(f"{versions.__name__}.{step}").downgrade()
