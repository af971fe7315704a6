"""Signed checkpoints: what was signed is found again, in a copy too, and what was rewritten is said."""

import json
import os

import pytest
from test_workflow_store import add

from luoshi.app import moving, signing
from luoshi.errors import ChainError, UsageError
from luoshi.ledger import GENESIS, Head, link
from luoshi.ledger.events import draft


@pytest.fixture
def key(tmp_path, monkeypatch):
    monkeypatch.delenv(signing.PASSPHRASE, raising=False)
    signing.make_key(str(tmp_path / "key"))
    return str(tmp_path / "key")


@pytest.fixture
def signed(store, key, tmp_path):
    add(store, 1)
    add(store, 2)
    path = tmp_path / "checkpoint.json"
    signing.write_checkpoint(signing.sign(store, key)[1], str(path))
    return path


def test_a_checkpoint_is_found_again_here_and_in_a_copy(store, signed, key, new_place, kind):
    add(store, 3)
    for public in (None, key + ".pub"):
        checkpoint, last = signing.check(store, str(signed), public)
        assert (checkpoint.sequence, checkpoint.documents, checkpoint.statements, last) == (8, 2, 6, 12)
        assert checkpoint.ledger == next(store.events()).hash
    with new_place("sqlite" if kind == "postgres" else "postgres").open() as other:
        moving.copy(store, other)
        assert signing.check(other, str(signed), key + ".pub")[1] == 12


def test_another_ledger_and_an_older_copy_are_told_apart(store, signed, new_place, kind):
    with new_place(kind).open() as other:
        with pytest.raises(ChainError) as caught:
            signing.check(other, str(signed))
        assert caught.value.code == "checkpoint_other"
        add(other, 2)
        with pytest.raises(ChainError) as caught:
            signing.check(other, str(signed))
        assert caught.value.code == "checkpoint_other"
    with new_place(kind).open() as older:
        add(older, 1)
        with pytest.raises(ChainError) as caught:
            signing.check(older, str(signed))
        assert (caught.value.code, caught.value.details["last"]) == ("checkpoint_shorter", 4)
        add(older, 4)  # as long as the one that was signed, but another
        with pytest.raises(ChainError) as caught:
            signing.check(older, str(signed))
        assert caught.value.code == "checkpoint_rewritten"


@pytest.mark.parametrize(("first", "code"), [(3, "checkpoint_rewritten"), (1, "checkpoint_other")])
def test_a_chain_made_anew_is_seen(place, key, tmp_path, first, code):
    with place.open() as store:
        add(store, 1)
        path = tmp_path / "checkpoint.json"
        signing.write_checkpoint(signing.sign(store, key)[1], str(path))
        events = list(store.events())
    head = Head(first - 1, events[first - 2].hash) if first > 1 else GENESIS
    for event in events[first - 1 :]:
        made = link(head, draft(event.kind, event.subject, event.payload, at=event.at, author="王五"))
        head = Head(made.sequence, made.hash)
        place.edit(
            f"UPDATE events SET author = '王五', previous = '{made.previous}', hash = '{made.hash}' "  # noqa: S608
            f"WHERE sequence = {made.sequence}"
        )
    place.edit(f"UPDATE meta SET value = '{head.hash}' WHERE key = 'head_hash'")  # noqa: S608
    with place.open() as store:
        assert store.verify_chain() == 4  # by itself it holds
        with pytest.raises(ChainError) as caught:
            signing.check(store, str(path))
        assert caught.value.code == code


def test_an_empty_ledger_is_not_signed(store, key):
    with pytest.raises(UsageError) as caught:
        signing.sign(store, key)
    assert caught.value.code == "checkpoint_empty"


@pytest.fixture
def one(new_place, key, tmp_path):
    """An open ledger with a checkpoint of it."""
    with new_place("sqlite").open() as store:
        add(store, 1)
        path = tmp_path / "checkpoint.json"
        path.write_text(signing.sign(store, key)[1], encoding="utf-8")
        yield store, path


def change(**more):
    return lambda said: json.dumps(said | more)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (change(sequence=3), "checkpoint_signature"),
        (change(at="2020-01-01T00:00:00Z"), "checkpoint_signature"),
        (change(hash="0" * 64), "checkpoint_signature"),
        (change(key="0" * 64), "checkpoint_signature"),
        (change(signature="0" * 128), "checkpoint_signature"),
        (change(sequence="4"), "checkpoint_damaged"),
        (change(sequence=True), "checkpoint_damaged"),
        (change(sequence=0), "checkpoint_damaged"),
        (change(signature="00"), "checkpoint_damaged"),
        (change(format="luoshi-checkpoint/2"), "checkpoint_damaged"),
        (change(more=1), "checkpoint_damaged"),
        (change(at=None), "checkpoint_damaged"),
        (lambda said: json.dumps([said]), "checkpoint_damaged"),
        (lambda said: json.dumps(said)[:-5], "checkpoint_damaged"),
        (lambda said: "[" * 9000, "checkpoint_damaged"),
        (lambda said: " " * 20_000 + json.dumps(said), "checkpoint_damaged"),
        (lambda said: "", "checkpoint_damaged"),
    ],
)
def test_a_changed_checkpoint_is_refused(one, edit, code):
    store, path = one
    path.write_text(edit(json.loads(path.read_text("utf-8"))), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        signing.check(store, str(path))
    assert caught.value.code == code


def test_the_key_that_signed_must_be_the_one_that_is_named(one, key, tmp_path):
    store, path = one
    other = signing.make_key(str(tmp_path / "other"))
    for public, code in ((other, "checkpoint_key"), (key, "key_wrong"), (str(path), "key_wrong")):
        with pytest.raises(UsageError) as caught:
            signing.check(store, str(path), public)
        assert caught.value.code == code
    for name in (str(tmp_path / "none"), str(tmp_path)):
        with pytest.raises(UsageError) as caught:
            signing.check(store, name)
        assert caught.value.code == "backup_unreadable"


def test_a_key_is_for_its_owner_alone_and_never_replaced(tmp_path, key):
    if os.name == "posix":
        assert os.stat(key).st_mode & 0o777 == 0o600
    with pytest.raises(UsageError) as caught:
        signing.make_key(key)
    assert caught.value.code == "key_exists"
    with pytest.raises(UsageError) as caught:
        signing.make_key(str(tmp_path / "none" / "key"))
    assert caught.value.code == "export_failed"


def test_a_locked_key_needs_its_passphrase(one, tmp_path, monkeypatch):
    store, _ = one
    locked = str(tmp_path / "locked")
    monkeypatch.setenv(signing.PASSPHRASE, "口令")
    signing.make_key(locked)
    assert signing.sign(store, locked)[0].sequence == 4
    for passphrase, code in (("错", "key_wrong"), ("", "key_locked")):
        monkeypatch.setenv(signing.PASSPHRASE, passphrase)
        with pytest.raises(UsageError) as caught:
            signing.sign(store, locked)
        assert caught.value.code == code
