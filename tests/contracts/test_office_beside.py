"""What is kept beside the chain is safe where a connection goes, and is not carried off with the chain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from losing import cut, lost_at_commit
from made import AT, FACTS, make_document, make_statements

from luoshi.app import moving
from luoshi.people import Changes
from luoshi.stores import open_store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def add(store):
    document = make_document(1)
    store.add_document(
        document, FACTS, make_statements(document), author="张三", at=AT, source=document.source
    )


def test_an_archive_and_a_copy_carry_the_chain_alone(store, new_place, kind, tmp_path):
    add(store)
    store.office.accounts.create("张三", "administrator", now=NOW)
    secret = store.office.secret()
    moving.back_up(store, str(tmp_path / "a.zip"))
    with new_place(kind).open() as other:
        other.office.accounts.create("李四", "reader", now=NOW)
        assert moving.restore(str(tmp_path / "a.zip"), other).events == 4
        assert [account.name for account in other.office.accounts.list()] == ["李四"]
        assert other.office.secret() != secret
    with new_place(kind).open() as third:
        moving.copy(store, third)
        assert third.office.accounts.list() == ()
        assert third.verify_chain() == store.verify_chain() == 4


def test_making_the_rows_anew_leaves_the_office_as_it_is(store):
    add(store)
    account = store.office.accounts.create("张三", "administrator", now=NOW)
    store.rebuild()
    assert store.office.accounts.list() == (account,)


def test_a_copy_of_the_file_has_the_office_too(new_place, tmp_path):
    with new_place("sqlite").open() as store:
        account = store.office.accounts.create("张三", "administrator", now=NOW)
        secret = store.office.secret()
        store.back_up(str(tmp_path / "copy.db"))
    with open_store(tmp_path / "copy.db") as copy:
        assert copy.office.accounts.list() == (account,)
        assert copy.office.secret() == secret


@pytest.mark.parametrize("kept", [True, False])
def test_a_commit_that_was_cut_off_counts_once(new_place, monkeypatch, kept):
    """Whether it counted is asked of the server: a count up is neither lost nor done twice."""
    place = new_place("postgres")
    with place.open() as store:
        account = store.office.accounts.create("张三", "administrator", now=NOW)
        with lost_at_commit(monkeypatch, lambda: cut(place), kept=kept):
            after = store.office.accounts.bump_epoch(account.id)
        assert after.epoch == store.office.accounts.by_id(account.id).epoch == account.epoch + 1
        with lost_at_commit(monkeypatch, lambda: cut(place), kept=kept):
            secret = store.office.links.issue("reset", account.id, expires=NOW + timedelta(1), now=NOW)
        assert store.office.links.look(secret, NOW).account == account.id
        assert store.office.accounts.change(account.id, Changes(name="王五")).name == "王五"
