"""The chain walked fast: by the server, by processes side by side, and what each says of an edit by hand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import FACTS, make_document
from sqlalchemy import insert
from test_store import EDITS, add

from luoshi.errors import ChainError
from luoshi.ledger.chain import GENESIS, Fault, Head, link, verify, walk_packed
from luoshi.ledger.events import draft
from luoshi.stores import beside, finding, walking
from luoshi.stores.chaining import values_of
from luoshi.stores.tables import events

OF_THE_CHAIN = [edit for edit, said in EDITS.items() if said.startswith("event ") and "sound" not in said]
WORDS = st.text(st.characters(exclude_characters="\x01\0", exclude_categories=["Cs"]), max_size=8)


@pytest.fixture
def side_by_side(monkeypatch):
    """Take few events for many, and say which processes were started."""
    monkeypatch.setattr(walking, "_MANY", 4)
    monkeypatch.setattr(walking.os, "cpu_count", lambda: 3)
    started = []
    start = walking._start

    def noted(place, stretch):
        started.append(start(place, stretch))
        return started[-1]

    monkeypatch.setattr(walking, "_start", noted)
    return started


def two_documents(store):
    add(store, 1, 4)
    add(store, 2, 3)


def test_a_sound_chain_is_walked_by_many(kind, new_place, side_by_side):
    with new_place(kind, like=two_documents).open() as store:
        assert store.verify_chain() == 9
    assert len(side_by_side) == (2 if kind == "sqlite" else 0)


@pytest.mark.parametrize("edit", OF_THE_CHAIN)
def test_an_edit_is_named_alike_by_many(kind, new_place, edit, side_by_side):
    place = new_place(kind, like=two_documents)
    place.edit(edit)
    with place.open() as store, pytest.raises(ChainError, match=EDITS[edit]):
        store.verify_chain()


def test_a_process_that_fails_is_done_without(place, monkeypatch, side_by_side):
    monkeypatch.setattr(beside, "_BOOT", "raise SystemExit(1)")
    with place.open() as store:
        add(store, 1, 8)
        assert store.verify_chain() == 9


def test_the_whole_chain_is_walked(place, side_by_side):
    with place.open() as store:
        add(store, 1, 30)
        with store._reading() as connection:
            assert walking.walk(connection, 31) == finding.head(connection)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_every_spelling_is_the_chains(place, said):
    """What a database, or the loop over bytes, hashes is what ``ledger.chain.digest`` does."""
    head, made = GENESIS, []
    for author, reason, subject in said:
        made.append(
            link(head, draft("closed", subject, {"n": author}, at="2026", author=author, reason=reason))
        )
        head = Head(made[-1].sequence, made[-1].hash)
    with place.open() as store, store._reading() as connection:
        connection.execute(insert(events), [values_of(event) for event in made])
        assert walking.walk(connection, len(made)) == head
        connection.rollback()


def test_what_is_not_clear_is_left_to_the_slow_walk(place):
    with place.open() as store:
        document = make_document(1)
        at = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
        store.add_document(document, FACTS, [], author="张\x01三", at=at, source=document.source)
        assert store.verify_chain() == 1


FIELDS = ("kind", "subject", "at", "author", "reason", "payload", "previous", "hash")


@pytest.mark.parametrize("value", ["CAST({} AS BLOB)", "CAST({} || x'ff' AS TEXT)"])
@pytest.mark.parametrize("field", FIELDS)
def test_what_is_no_text_is_an_edit(new_place, field, value, side_by_side):
    """SQLite keeps bytes in any column: hashed they may be alike, but no question finds them."""
    place = new_place("sqlite")
    with place.open() as store:
        add(store, 1, 8)
    number = 9 if field == "hash" else 4  # another event's end, or a stretch's
    for sequence in (number, 3):
        place.edit(f"UPDATE events SET {field} = {value.format(field)} WHERE sequence = {sequence}")  # noqa: S608
        with place.open() as store, pytest.raises(ChainError, match=f"event {sequence} is edited"):
            store.verify_chain()


@pytest.mark.parametrize("field", FIELDS)
def test_bytes_for_a_text_are_a_fault(field):
    event = link(GENESIS, draft("closed", "#1", {}, at="2026", author="张三", reason=""))
    name = "payload_json" if field == "payload" else field
    found = verify([replace(event, **{name: getattr(event, name).encode()})])
    assert isinstance(found, Fault)
    assert (found.sequence, found.kind, found.code) == (1, "edited", "edited")


def test_a_text_of_a_document_that_is_no_utf8_is_named(new_place):
    place = new_place("sqlite")
    with place.open() as store:
        add(store, 1)
    for field, said in (("title", r"document was edited \(title\)"), ("text", "the text of its document")):
        place.edit(f"UPDATE documents SET {field} = CAST({field} || x'ff' AS TEXT)")  # noqa: S608
        with place.open() as store, pytest.raises(ChainError, match=f"event 1 is sound, .*{said}"):
            store.verify_chain()


def test_bytes_that_are_no_text_end_the_walk():
    event = link(GENESIS, draft("closed", "#1", {}, at="2026", author="张三", reason=""))
    shared = b"2026\x01\xff\x01closed\x01"
    packed = (1, shared, b"#1", b"{}", event.previous.encode(), event.hash.encode())
    assert walk_packed([packed]) == GENESIS
    unclear = (1, "2026\x01张三\x01closed\x01".encode(), b"\xff", *packed[3:])
    assert walk_packed([unclear]) == GENESIS
    wrong = replace(event, hash="0" * 64)
    sound = (1, "2026\x01张三\x01closed\x01".encode(), b"#1", b"{}", wrong.previous.encode())
    assert walk_packed([(*sound, wrong.hash.encode())]) == GENESIS
    assert walk_packed([(*sound, event.hash.encode())]) == Head(1, event.hash)
