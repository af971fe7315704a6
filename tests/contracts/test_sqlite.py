"""Opening a ledger in a file: what is refused, and with which words."""

import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from made import AT, FACTS, make_document, make_statements
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from luoshi.errors import StoreError
from luoshi.stores import open_store
from luoshi.stores.sqlite import engine_of


def add(store, number, count=3):
    document = make_document(number, count)
    return store.add_document(document, FACTS, make_statements(document), author="张三", at=AT, source="x.md")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("mysql://host/ledger", "no ledgers in mysql"),
        ("sqlite://", "names no file"),
        (":memory:", "names no file"),
        ("", "names no file"),
        ("no/such/folder/luoshi.db", "make it first"),
        ("a\0b", "cannot be opened"),
    ],
)
def test_places_that_are_none(place, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=words):
        open_store(place)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "form", ["luoshi.db", "sqlite:///luoshi.db", "sqlite:///{}/luoshi.db", "{}/luoshi.db"]
)
def test_forms_of_a_place(form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store(form.format(tmp_path)) as store:
        assert store.verify_chain() == 0
    assert (tmp_path / "luoshi.db").is_file()


def test_a_name_with_odd_characters(tmp_path):
    place = tmp_path / "台账 100% #1?.db"
    with open_store(place) as store:
        add(store, 1)
    assert place.is_file()


def test_a_folder_and_a_ledger_that_is_not_there(tmp_path):
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="no ledger at"):
        open_store(tmp_path / "luoshi.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    place = tmp_path / "notes.md"
    place.write_text("工作要点\n" * 300, encoding="utf-8")
    before = place.read_bytes()
    with pytest.raises(StoreError, match=r"notes\.md is no ledger"):
        open_store(place)
    assert place.read_bytes() == before
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("table", ["songs", "alembic_version"])
def test_a_database_of_another_program_is_left_as_it_is(tmp_path, table):
    place = tmp_path / "other.db"
    with sqlite3.connect(place) as raw:
        raw.execute(f"CREATE TABLE {table} (version_num)")
    raw.close()
    before = place.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_store(place)
    assert place.read_bytes() == before


def test_a_ledger_of_a_newer_luoshi(tmp_path):
    place = tmp_path / "luoshi.db"
    open_store(place).close()
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StoreError, match=r"newer luoshi .*9999"):
        open_store(place)


def test_an_empty_file_becomes_a_ledger(tmp_path):
    place = tmp_path / "luoshi.db"
    place.touch()
    with open_store(place) as store:
        assert add(store, 1).created == 3


def test_a_damaged_ledger_is_named(tmp_path):
    place = tmp_path / "luoshi.db"
    with open_store(place) as store:
        add(store, 1, 200)
    whole = place.read_bytes()
    place.write_bytes(whole[: 4096 * 3] + b"\xaa" * (len(whole) - 4096 * 3))
    with pytest.raises(StoreError, match=r"luoshi\.db"), open_store(place) as store:
        store.verify_chain()


def test_a_held_ledger_says_so_and_keeps_nothing(tmp_path):
    place = tmp_path / "luoshi.db"
    with open_store(place, wait=0.1) as store:
        add(store, 1)
        holder = sqlite3.connect(place, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another process is writing"):
            add(store, 2)
        holder.execute("ROLLBACK")
        holder.close()
        assert store.verify_chain() == 4
        assert add(store, 2).created == 3


def _as_nobody(answer, place):
    if os.getuid() == 0:
        os.setuid(65534)
    with open_store(place) as store:
        read = len(list(store.rows()))
        try:
            add(store, 2)
        except StoreError as error:
            answer.send((read, store.remarks, str(error)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and POSIX permissions")
def test_a_read_only_ledger_can_be_read():
    folder = Path(tempfile.mkdtemp())
    try:
        place = folder / "luoshi.db"
        with open_store(place) as store:
            add(store, 1)
        place.chmod(0o444)
        folder.chmod(0o555)
        ours, theirs = multiprocessing.Pipe()
        child = multiprocessing.get_context("fork").Process(target=_as_nobody, args=(theirs, place))
        child.start()
        child.join(30)
        assert ours.poll()
        read, remarks, refusal = ours.recv()
        assert read == 3
        assert "read-only" in str(remarks[0])
        assert "cannot be written" in refusal
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_without_a_write_ahead_log_it_remarks(tmp_path):
    from sqlalchemy import create_engine

    from luoshi.stores.sqlite import _write_ahead

    uri = f"file:{tmp_path}/luoshi.db?vfs=unix-dotfile"  # has no shared memory, so no log
    engine = create_engine("sqlite+pysqlite://", creator=lambda: sqlite3.connect(uri, uri=True))
    assert "write-ahead" in str(_write_ahead(engine, "luoshi.db", wait=1)[0])
    engine.dispose()


def test_settings_that_keep_what_was_written(tmp_path):
    with open_store(tmp_path / "luoshi.db") as store, store._engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}


def declared(_, name, *__):
    """Leave the index over words out: each database has its own, written in SQL (stores.searching)."""
    return not (name or "").startswith(("search", "ix_search"))


def test_errors_of_the_database_show_nothing_of_what_is_written(tmp_path):
    engine = engine_of(str(tmp_path / "luoshi.db"), wait=0.1, writable=True)
    with engine.connect() as connection, pytest.raises(DatabaseError) as caught:
        connection.execute(text("INSERT INTO nothing VALUES (:words)"), {"words": "机密"})
    engine.dispose()
    assert "nothing" in str(caught.value)
    assert "机密" not in str(caught.value)


def test_the_steps_lead_to_the_tables_that_the_program_uses(tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from luoshi.stores import migrate
    from luoshi.stores.tables import metadata

    with open_store(tmp_path / "luoshi.db") as store, store._engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": declared}
        )
        assert compare_metadata(context, metadata) == []
    config = Config()
    config.set_main_option("script_location", "luoshi.stores:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.LATEST


def test_importing_the_stores_loads_no_database_library():
    code = "import sys, luoshi.stores; print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
