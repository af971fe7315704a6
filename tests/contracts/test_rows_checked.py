"""Checks done by several at once: rows by processes, a server's chain from both ends; and alone where due."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import insert
from test_store import EDITS
from test_store import add as add_plain
from test_walking import OF_THE_CHAIN, two_documents
from test_workflow_store import OFFICES, add, take

from luoshi.errors import ChainError
from luoshi.ledger.chain import GENESIS, link
from luoshi.ledger.events import draft
from luoshi.ledger.lights import light
from luoshi.lexicon.lights import light_rules
from luoshi.stores import (
    Filter,
    beside,
    checking,
    checking_beside,
    checking_rows,
    finding,
    walking,
    walking_server,
)
from luoshi.stores.chaining import values_of
from luoshi.stores.tables import events

ROWS = 12
EDITED = "UPDATE statements SET percentage = 77 WHERE number = 11"


@pytest.fixture
def answers(monkeypatch):
    """Take few rows for many, one at a time, and note what the processes say of them."""
    monkeypatch.setattr(checking_beside, "_MANY", 4)
    monkeypatch.setattr(checking_beside, "os", SimpleNamespace(cpu_count=lambda: 3))
    monkeypatch.setattr(checking_rows, "_BATCH", 1)
    said = []
    answer = checking_beside._answer

    def noted(process, batch):
        said.append(answer(process, batch))
        return said[-1]

    monkeypatch.setattr(checking_beside, "_answer", noted)
    return said


def handed_out(store):
    add(store, 1, ROWS)
    for number in range(1, ROWS + 1):
        take(store, number, "assigned", {"lead": OFFICES[number % 3], "day": "2026-01-05"})


def test_processes_check_rows(store, answers):
    handed_out(store)
    assert store.verify_chain() == 1 + 2 * ROWS
    assert set(answers) <= {True}


def test_a_process_doubts_what_this_one_refuses(place, answers):
    with place.open() as store:
        handed_out(store)
        with store._reading() as connection, checking_beside._helping(connection, ROWS, store.lights) as two:
            assert len(two) == 2
            assert [checking_beside._answer(each, [1, 2]) for each in two] == [True, True]
    place.edit(EDITED)
    with place.open() as store:
        with store._reading() as connection, checking_beside._helping(connection, ROWS, store.lights) as two:
            assert [checking_beside._answer(each, [10, 11]) for each in two] == [False, False]
        with pytest.raises(ChainError, match="row 11, which it created, was edited"):
            store.verify_chain()


def test_what_only_processes_doubt_is_checked_here(store, answers, monkeypatch):
    handed_out(store)
    monkeypatch.setattr(checking_beside, "_answer", lambda process, batch: False)
    assert store.verify_chain() == 1 + 2 * ROWS


def test_processes_that_fail_are_done_without(place, answers, monkeypatch):
    monkeypatch.setattr(beside, "_BOOT", "raise SystemExit(1)")
    with place.open() as store:
        handed_out(store)
        assert store.verify_chain() == 1 + 2 * ROWS
    assert set(answers) <= {None}
    place.edit(EDITED)
    with place.open() as store, pytest.raises(ChainError, match="row 11"):
        store.verify_chain()


@pytest.mark.parametrize("sequence", [99999, 20])
def test_a_row_that_names_no_event_of_its_own_is_edited(place, sequence):
    """Neither one that is not there nor a later one on a row makes what stands in the row true."""
    with place.open() as store:
        handed_out(store)
    place.edit(
        f"UPDATE statements SET sequence = {sequence}, record = replace(record, '加快', '放慢') "  # noqa: S608
        "WHERE number = 5"
    )
    with place.open() as store, pytest.raises(ChainError, match="event 6 is sound, but row 5,") as error:
        store.verify_chain()
    assert (error.value.code, error.value.details["sequence"]) == ("chain_row", 6)


def test_what_is_being_written_is_checked_alone(store, answers, monkeypatch):
    monkeypatch.setattr(walking, "_MANY", 4)
    monkeypatch.setattr(walking_server, "_RANGE", 3)
    handed_out(store)
    made, head = [], GENESIS
    with store._reading() as connection:
        head = finding.head(connection)
    for number in range(9):
        made.append(link(head, draft("reminded", "#1", {"n": number}, at="2026", author="张", reason="")))
        head = made[-1]

    def work(connection):
        assert checking.verify(connection, store.name, store.lights) == 1 + 2 * ROWS
        connection.execute(insert(events), [values_of(event) for event in made])
        return walking.walk(connection, made[-1].sequence).sequence

    assert store._write(work) == made[-1].sequence
    assert answers == []


def test_a_sound_chain_is_walked_from_both_ends(new_place, monkeypatch):
    monkeypatch.setattr(walking_server, "_RANGE", 2)
    with new_place("postgres", like=two_documents).open() as store, store._reading() as connection:
        assert walking_server.walk(connection, 9) == finding.head(connection)


@pytest.mark.parametrize("edit", OF_THE_CHAIN)
def test_an_edit_is_named_alike_from_both_ends(new_place, edit, monkeypatch):
    monkeypatch.setattr(walking_server, "_RANGE", 2)
    place = new_place("postgres", like=two_documents)
    place.edit(edit)
    with place.open() as store, pytest.raises(ChainError, match=EDITS[edit]):
        store.verify_chain()


def test_the_sign_for_the_hash_before_is_no_way_around_it(new_place, monkeypatch):
    """A payload that names the hash before it cannot be written anew with what stands for it in the walk."""
    monkeypatch.setattr(walking_server, "_RANGE", 2)
    place = new_place("postgres")
    with place.open() as store:
        add_plain(store, 1, 4)
        with store._reading() as connection:
            head = finding.head(connection)
        said = {"until": head.hash, "approval": head.hash}
        last = link(head, draft("extended", "#1", said, at="2026", author="张", reason=""))
        store._write(lambda connection: connection.execute(insert(events), [values_of(last)]))
        with store._reading() as connection:
            here = walking_server._hashed_here(connection, head, last.sequence)
            assert here == walking_server._hashed(connection, head, last.sequence) == (6, last.hash)
    place.edit("UPDATE events SET payload = replace(payload, previous, chr(1)) WHERE sequence = 6")
    with place.open() as store, store._reading() as connection:
        assert walking_server._hashed_here(connection, head, last.sequence) == head
        assert walking_server._hashed(connection, head, last.sequence) == head


@pytest.mark.parametrize("lead", [None, "局", "财政局", "市教育局"])
def test_pages_of_a_light_and_a_lead(store, lead):
    handed_out(store)
    add(store, 2, 5)
    rows, seen = list(store.rows()), set()
    for day in ("2026-01-06", "2026-02-20", "2026-03-10", "2027-01-01"):
        for wanted in ("yellow", "red", "green"):
            fit = [
                row.number
                for row in rows
                if light(row, date.fromisoformat(day), light_rules()) == wanted
                and (lead is None or lead in (row.lead or ""))
            ]
            asked = Filter(light=wanted, on=day, lead=lead)
            assert [row.number for row in store.rows(asked)] == fit
            assert [row.number for row in store.rows(asked, after=3, limit=2)] == [n for n in fit if n > 3][
                :2
            ]
            assert store.count(asked) == len(fit)
            seen |= {wanted} if fit else set()
    assert seen == {"yellow", "red", "green"}
