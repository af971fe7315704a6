"""Connections that are lost: what was kept is found out for every write, and the first error is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from unittest.mock import Mock

import pytest
from losing import cut, lost_at_commit
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from test_workflow_store import add, take

from luoshi.errors import StoreError, UsageError
from luoshi.searching import parse
from luoshi.stores import Filter, finding, projection, searching
from luoshi.stores.searching import index

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 6, 15)
kept_or_not = pytest.mark.parametrize("kept", [True, False])


@pytest.fixture
def server(new_place):
    return new_place("postgres")


@pytest.fixture
def counted(monkeypatch):
    """Count how often tables are made anew."""
    calls = {}
    for module, name in ((projection, "rebuild"), (projection, "refresh"), (index, "rebuild")):
        calls[name, module] = Mock(wraps=getattr(module, name))
        monkeypatch.setattr(module, name, calls[name, module])
    return lambda name, module=projection: calls[name, module].call_count


@kept_or_not
def test_rows_made_anew(server, monkeypatch, counted, kept):
    with server.open() as store:
        add(store, 1)
        server.edit("UPDATE statements SET lead = '错'")
        with lost_at_commit(monkeypatch, lambda: cut(server), kept=kept):
            assert store.rebuild() == 3
        assert counted("rebuild") == (1 if kept else 2)
        assert store.count(Filter(lead="错")) == 0
        assert store.verify_chain() == 4


@kept_or_not
def test_lights_reckoned_anew(server, monkeypatch, counted, kept):
    with server.open() as store, server.open() as other:
        add(store, 1)
        take(store, 1, "assigned", {"lead": "市财政局"})
        other.lights = replace(other.lights, due_soon=other.lights.due_soon + 40)
        with lost_at_commit(monkeypatch, lambda: cut(server), kept=kept):
            other.tallies(DAY)
        assert counted("refresh") == (1 if kept else 2)
        with other._reading() as connection:
            assert projection.current(connection, other.lights)


@kept_or_not
def test_an_index_made_anew(server, monkeypatch, counted, kept):
    with server.open() as store:
        add(store, 1)
        server.edit("DELETE FROM meta WHERE key = 'search'; DELETE FROM search; DELETE FROM search_documents")
        with lost_at_commit(monkeypatch, lambda: cut(server), kept=kept):
            assert store.search_count(parse("科技"), day=DAY) == (3, True)
        assert counted("rebuild", index) == (1 if kept else 2)
        with store._reading() as connection:
            assert searching.current(connection)


@kept_or_not
def test_tables_made(new_place, monkeypatch, kept):
    bare = new_place("postgres", empty=True)
    with lost_at_commit(monkeypatch, lambda: cut(bare), kept=kept):
        bare.open().close()
    with bare.open(create=False) as store:
        add(store, 1)
        assert store.verify_chain() == 4


def test_what_the_driver_has_no_known_words_for(server, monkeypatch):
    """The driver says by itself that a connection can be used no more: what was kept is asked then too."""
    import psycopg
    from sqlalchemy.engine import default

    commit, times = default.DefaultDialect.do_commit, []

    def broken(self, connection):
        commit(self, connection)
        times.append(1)
        if len(times) == 1:
            connection.driver_connection.close()
            raise psycopg.OperationalError("哪里都没有这句话")

    with server.open() as store:
        account = store.office.accounts.create("张三", "administrator", now=NOW)
        with monkeypatch.context() as patched:
            patched.setattr(default.DefaultDialect, "do_commit", broken)
            assert store.office.accounts.bump_epoch(account.id).epoch == account.epoch + 1
        assert times == [1]


@pytest.fixture
def no_way_back(monkeypatch):
    """Let no transaction be undone, as where the server is gone."""
    from sqlalchemy.engine import default

    def refuse(self, connection):
        error = self.loaded_dbapi.OperationalError
        raise error("sending query failed: cannot exit pipeline mode while busy")

    monkeypatch.setattr(default.DefaultDialect, "do_rollback", refuse)


def failing(*_, **__):
    raise UsageError("the first error", code="first")


def reading(store):
    with store._reading() as connection:
        connection.execute(text("SELECT 1"))
        failing()


def one_row(store, monkeypatch):
    def asked(connection, _):
        connection.execute(text("SELECT 1"))
        failing()

    monkeypatch.setattr(finding, "row", asked)
    store.row(1)


def reading_the_office(store):
    with store.office.accounts._transactions.reading() as connection:
        connection.execute(text("SELECT 1"))
        failing()


TRIES = {
    "read": lambda store, _: reading(store),
    "one row": one_row,
    "step": lambda store, _: store.act([1], failing),
    "write beside the chain": lambda store, _: store._write(failing),
    "office read": lambda store, _: reading_the_office(store),
    "office write": lambda store, _: store.office.accounts._transactions.write(failing),
}


@pytest.mark.parametrize("what", TRIES)
def test_the_first_error_is_told_where_putting_back_fails_too(store, no_way_back, monkeypatch, what):
    add(store, 1)
    for _ in range(20):  # more than the pool holds: none of its connections is left out
        with pytest.raises(UsageError) as caught, monkeypatch.context() as patched:
            TRIES[what](store, patched)
        assert caught.value.code == "first"
    assert store._engine.pool.checkedout() == 0


def test_what_was_read_counts_where_putting_back_fails(store, no_way_back):
    add(store, 1)
    for _ in range(20):
        assert [row.number for row in store.rows()] == [1, 2, 3]
        assert store.row(1).number == 1
        assert next(store.rows()).number == 1  # a stream that is not read to its end
        assert store.office.accounts.list() == ()
    assert store._engine.pool.checkedout() == 0


def test_a_write_is_done_again_whose_connection_went(server, request):
    """The server's own word for it decides, not what the driver says as it lets go."""
    import psycopg

    with server.open() as store:
        request.getfixturevalue("no_way_back")
        tries = []

        def work(connection):
            tries.append(1)
            connection.execute(text("SELECT 1"))
            said = "terminating connection due to administrator command"
            raise DBAPIError("", None, psycopg.errors.AdminShutdown(said))

        with pytest.raises(StoreError) as caught:
            store._write(work)
    assert len(tries) == 2
    assert caught.value.code == "ledger_lost"
    assert "administrator command" in str(caught.value)
