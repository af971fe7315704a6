"""Sessions, people of an OpenID provider and the trail of the chain, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from test_workflow_store import add, by, take

from luoshi.errors import UsageError
from luoshi.people import Changes
from luoshi.stores.office import trail
from luoshi.stores.office.trail import Wanted

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def office(store):
    return store.office


def code_of(work) -> str:
    with pytest.raises(UsageError) as caught:
        work()
    return caught.value.code


def test_a_session_counts_until_it_is_ended(office):
    account = office.accounts.create("张三", "administrator", now=NOW)
    assert office.sessions.account_of(account.id, account.epoch, "k1") == account
    office.sessions.end("k1", until=NOW + HOUR, now=NOW)
    office.sessions.end("k1", until=NOW + HOUR, now=NOW)
    assert office.sessions.account_of(account.id, account.epoch, "k1") is None
    assert office.sessions.account_of(account.id, account.epoch, "k2") == account
    for other in (account.epoch + 1, -1):
        assert office.sessions.account_of(account.id, other, "k2") is None
    assert office.sessions.account_of(account.id + 1, 0, "k2") is None
    office.accounts.bump_epoch(account.id)
    assert office.sessions.account_of(account.id, account.epoch, "k2") is None


def test_a_shut_account_has_no_session(office):
    office.accounts.create("张三", "administrator", now=NOW)
    account = office.accounts.create("李四", "reader", now=NOW)
    shut = office.accounts.change(account.id, Changes(active=False))
    assert office.sessions.account_of(account.id, shut.epoch, "k") is None


def test_ended_sessions_are_forgotten_when_they_would_have_run_out(office, place):
    def kept():
        return place.ask("SELECT count(*) FROM office_ended")[0][0]

    for number in range(3):
        office.sessions.end(f"k{number}", until=NOW + number * HOUR, now=NOW - HOUR)
    assert kept() == 3
    office.sessions.end("\ud800", until=NOW + 9 * HOUR, now=NOW + HOUR)
    assert kept() == 2


def test_a_person_of_the_provider_is_let_in_once(office):
    assert office.subjects.account("idp|1") is None
    account = office.subjects.admit("idp|1", " Zhang  San ", "reader", NOW)
    assert (account.name, account.role, account.tied) == ("Zhang San", "reader", True)
    assert office.subjects.admit("idp|1", "李四", "administrator", NOW) == account
    assert office.subjects.account("idp|1") == account
    same_name = office.subjects.admit("idp|2", "ZHANG SAN", "reader", NOW)
    assert (same_name.name, same_name.id != account.id) == ("ZHANG SAN 2", True)
    assert code_of(lambda: office.subjects.admit("idp|3", "王五", "reporter", NOW)) == "unit_needed"
    assert code_of(lambda: office.subjects.admit("idp|3", "王五", "king", NOW)) == "no_role"
    assert code_of(lambda: office.subjects.admit("idp|3", " ", "reader", NOW)) == "account_name"
    assert office.subjects.account("idp|3") is None


def test_an_account_is_tied_to_one_subject(office):
    first = office.accounts.create("张三", "reader", now=NOW)
    second = office.accounts.create("李四", "reader", now=NOW)
    assert office.subjects.tie(first.id, "idp|1").tied
    assert office.subjects.tie(first.id, "idp|1").tied
    assert code_of(lambda: office.subjects.tie(second.id, "idp|1")) == "subject_taken"
    assert code_of(lambda: office.subjects.tie(99, "idp|9")) == "no_account"
    assert not office.subjects.tie(first.id, None).tied
    assert office.subjects.tie(second.id, "idp|1").id == second.id
    assert office.subjects.account("idp|1").id == second.id
    shut = office.accounts.change(second.id, Changes(active=False))
    assert office.subjects.account("idp|1") == shut


def test_of_many_windows_of_one_person_all_get_one_account(office):
    for turn in range(3):
        with ThreadPoolExecutor(4) as threads:
            found = list(
                threads.map(
                    lambda _, turn=turn: office.subjects.admit(f"idp|{turn}", "张三", "reader", NOW), range(4)
                )
            )
        assert len({account.id for account in found}) == 1
    assert [account.name for account in office.accounts.list()] == ["张三", "张三 2", "张三 3"]


def test_of_two_who_tie_a_subject_at_once_one_does(office):
    accounts = [office.accounts.create(name, "reader", now=NOW) for name in ("张三", "李四")]

    def tie(account, turn):
        try:
            return office.subjects.tie(account.id, f"idp|{turn}").tied
        except UsageError as error:
            return error.code

    for turn in range(3):
        with ThreadPoolExecutor(2) as threads:
            found = list(threads.map(tie, accounts, [turn] * 2))
        assert sorted(found, key=str) == [True, "subject_taken"]
        for account in accounts:
            office.subjects.tie(account.id, None)


def steps_of(page):
    return [(step.kind, step.subject) for step in page.steps]


def test_the_trail_goes_back_without_what_was_only_entered(store):
    add(store, 1)
    take(store, 2, "assigned", {"lead": "市财政局"})
    take(store, 3, "assigned", {"lead": "市教育局"}, by(day=1))
    page = store.office.trail.page(Wanted())
    assert [kind for kind, _ in steps_of(page)] == ["assigned", "assigned", "document_added"]
    assert page.before is None
    assert [step.author for step in page.steps] == ["李四", "李四", "张三"]
    assert len(store.office.trail.page(Wanted(kind="created")).steps) == 3
    assert steps_of(store.office.trail.page(Wanted(kind="assigned", day=date(2026, 1, 6)))) == [
        ("assigned", "#3")
    ]
    assert steps_of(store.office.trail.page(Wanted(who="张三"))) == steps_of(page)[2:]
    first = store.office.trail.page(Wanted(), limit=1)
    rest = store.office.trail.page(Wanted(), before=first.before)
    assert steps_of(first) + steps_of(rest) == steps_of(page)


def test_a_long_trail_is_looked_through_in_parts(store, monkeypatch):
    monkeypatch.setattr(trail, "_WINDOW", 3)
    monkeypatch.setattr(trail, "_WINDOWS", 2)
    add(store, 1, 20)
    found, before, pages = [], None, 0
    while True:
        page = store.office.trail.page(Wanted(), before=before)
        found, before, pages = found + steps_of(page), page.before, pages + 1
        if before is None:
            break
    assert [kind for kind, _ in found] == ["document_added"]
    assert pages == 4
    assert store.office.trail.page(Wanted(), before=1).steps == ()
