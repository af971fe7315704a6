"""Backup, restore and move: the same events on every kind of database, and nothing believed of an archive."""

import json
import os
import zipfile
from hashlib import sha256

import pytest
from made import AT, FACTS, make_document
from test_workflow_store import add, take, worked

from luoshi.app import moving
from luoshi.errors import ChainError, LuoshiError, StoreError, UsageError
from luoshi.exports import archive as archives
from luoshi.exports.archived import Archive
from luoshi.ledger import GENESIS, Head, link
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED, REPORTED, draft
from luoshi.model import Document
from luoshi.stores import KeptFile, open_store

ZEROS = bytes(200 << 20)
RAW = "年底前建成公园。".encode() * 100
PROOF = sha256(b"proof").hexdigest()


def fill(store, count=20):
    """Let a ledger hold rows at work, kept files, and odd characters."""
    worked(store, count)
    at = AT.replace(year=2027)
    document = Document("零\x00字节\u2028与𠮷\x01\x02\r\n", source="x.pdf")
    file = KeptFile.of(RAW, "x.pdf")
    store.add_document(document, FACTS, [], author="李四", at=at, source="x.pdf", file=file)
    store.files.put(b"proof", ".jpg")
    number = next(row.number for row in store.rows() if row.state == "assigned")
    said = {"progress": "推进中", "evidence": [{"kind": "file", "sha256": PROOF, "name": "现场.JPG"}]}
    take(store, number, "reported", said, by(at))


@pytest.fixture
def full(kind, new_place):
    """A ledger that was filled so."""
    with new_place(kind, like=fill).open() as store:
        yield store


def by(at):
    from luoshi.ledger.events import moment
    from luoshi.ledger.steps import By

    return By("李四", moment(at), "")


def all_of(store):
    """Give all that a ledger says."""
    documents = list(store.documents())
    return (
        list(store.events()),
        documents,
        [store.text(each.sha256) for each in documents],
        list(store.rows()),
    )


def same(one, other):
    assert all_of(one) == all_of(other)
    assert other.verify_chain(files=True) == one.verify_chain(files=True)


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_a_copy_is_the_same_on_every_kind(full, new_place, target):
    place = new_place(target, empty=True)
    told = []
    with place.open() as other:
        filled = moving.copy(full, other, progress=lambda *each: told.append(each))
        events = list(full.events())
        assert (filled.events, filled.files, filled.lost) == (len(events), 2, ())
        assert told[-1] == ("write", len(events), len(events))
        same(full, other)
        assert other.files.open(PROOF) == b"proof"
        assert other.files.find(PROOF).suffix == ".jpg"
        add(other, 99, at=AT.replace(year=2028))  # and it goes on
        assert other.verify_chain() == len(events) + 4


def test_an_archive_gives_the_same_ledger(full, new_place, kind, tmp_path):
    path = tmp_path / "台账.zip"
    told = []
    kept = moving.back_up(full, str(path), progress=lambda *each: told.append(each))
    assert (kept.events, kept.files, kept.lost) == (full.verify_chain(), 2, ())
    with new_place(kind, empty=True).open() as other:
        moving.restore(str(path), other, progress=lambda *each: told.append(each))
        same(full, other)
        again = tmp_path / "again.zip"
        moving.write_archive(other, str(again))
    assert path.read_bytes() == again.read_bytes()
    assert {what for what, _, _ in told} == {"check", "write"}
    assert all(done <= total for what, done, total in told if what == "check")
    with pytest.raises(UsageError) as caught:
        moving.write_archive(full, str(path))
    assert caught.value.code == "export_exists"
    moving.write_archive(full, str(path), overwrite=True)
    assert not list(tmp_path.glob(".luoshi*"))


def test_an_empty_ledger_moves_too(store, new_place, kind, tmp_path):
    moving.back_up(store, str(tmp_path / "a.zip"))
    with new_place(kind).open() as other:
        assert moving.restore(str(tmp_path / "a.zip"), other).events == 0


def test_a_copy_of_the_database_is_a_ledger(new_place, tmp_path):
    place = new_place("sqlite")
    path = tmp_path / "copy.db"
    with place.open() as store:
        fill(store)
        reading = store.events()
        next(reading)
        kept = moving.back_up(store, str(path))
        assert kept.files == 2
        with open_store(path, create=False) as copy:
            same(store, copy)
        assert sorted(each.name for each in tmp_path.glob("copy.db*")) == ["copy.db", "copy.db.files"]
        with new_place("sqlite").open() as other:
            moving.restore(str(path), other)
            same(store, other)


def test_a_server_is_backed_up_as_an_archive_only(new_place, tmp_path):
    with new_place("postgres").open() as store, pytest.raises(UsageError) as caught:
        moving.back_up(store, str(tmp_path / "copy.db"))
    assert caught.value.code == "backup_server"
    assert not (tmp_path / "copy.db").exists()


def test_a_place_that_is_not_empty_is_left_as_it_is(store, new_place, kind):
    add(store, 1)
    with new_place(kind).open() as other:
        add(other, 2)
        before = all_of(other)
        with pytest.raises(StoreError) as caught:
            moving.copy(store, other)
        assert caught.value.code == "ledger_not_empty"
        assert all_of(other) == before


def test_a_lost_or_altered_file_is_named_and_left_out(full, new_place, kind, tmp_path):
    digest = sha256(RAW).hexdigest()
    full.files.find(PROOF).unlink()
    full.files.find(digest).write_bytes(b"altered")
    with new_place(kind).open() as other:
        filled = moving.copy(full, other)
        assert (filled.files, set(filled.lost)) == (0, {PROOF, digest})
        assert other.files.find(digest) is None
    kept = moving.back_up(full, str(tmp_path / "a.zip"))
    assert set(kept.lost) == {PROOF, digest}
    with new_place(kind).open() as other:
        assert set(moving.restore(str(tmp_path / "a.zip"), other).lost) == {PROOF, digest}


def test_a_ledger_that_is_not_sound_is_not_moved(place, new_place, tmp_path):
    with place.open() as store:
        add(store, 1)
    place.edit("UPDATE events SET author = '王五' WHERE sequence = 2")
    with place.open() as store, new_place("sqlite").open() as other:
        path = str(tmp_path / "a.zip")
        for move in (lambda: moving.copy(store, other), lambda: moving.back_up(store, path)):
            with pytest.raises(ChainError, match="event 2 is edited"):
                move()
        assert list(other.events()) == []
    assert not list(tmp_path.glob("*.zip"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Give the members of an archive."""
    folder = tmp_path_factory.mktemp("whole")
    with open_store(folder / "luoshi.db") as store:
        fill(store, 8)
        moving.back_up(store, str(folder / "a.zip"))
    with zipfile.ZipFile(folder / "a.zip") as source:
        return {name: source.read(name) for name in source.namelist()}


def pack(path, members, **more):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
        for name, content in more.get("twice", {}).items():
            with pytest.warns(UserWarning, match="Duplicate"):
                target.writestr(name, content)
    return str(path)


def stated(members):
    """Give the members with a manifest that has their hashes, as one who forges them would."""
    manifest = json.loads(members["manifest.json"])
    manifest["members"] = {
        name: {"size": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in members.items()
        if name != "manifest.json"
    }
    lines = members["events.jsonl"].splitlines()
    last = json.loads(lines[-1])
    kinds = [json.loads(line)["kind"] for line in lines]
    manifest |= {"sequence": len(lines), "hash": last["hash"]}
    manifest |= {"documents": kinds.count(DOCUMENT_ADDED), "statements": kinds.count(CREATED)}
    return members | {"manifest.json": json.dumps(manifest).encode()}


def forged(members, change):
    """Give the members with events changed by ``change`` and the whole chain made anew."""
    head, lines = GENESIS, []
    for line in members["events.jsonl"].splitlines():
        said = json.loads(line)
        changed = change(said)
        for each in [said] if changed is None else changed:
            event = link(
                head,
                draft(
                    each["kind"],
                    each["subject"],
                    each["payload"],
                    at=each["at"],
                    author=each["author"],
                    reason=each["reason"],
                ),
            )
            head = Head(event.sequence, event.hash)
            lines.append(archives.line_of(event))
    return stated(members | {"events.jsonl": "".join(lines).encode("utf-8", "surrogatepass")})


def on(kind, change, number=0):
    """Change the payload or the fields of the first event of a kind."""
    seen = []

    def one(said):
        if said["kind"] == kind:
            seen.append(said)
            if len(seen) == number + 1:
                change(said)

    return one


def first_text(members):
    return next(name for name in members if name.startswith("documents/"))


def first_file(members):
    return next(name for name in members if name.startswith("files/"))


def deep(_):
    return b'{"at":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"


HOSTILE = {
    "no zip": (lambda path, _: path.write_bytes(b"PK\x03\x04 nothing"), "archive_none"),
    "no events": (lambda path, m: pack(path, {"manifest.json": m["manifest.json"]}), "archive_none"),
    "a stranger": (lambda path, m: pack(path, m | {"../../etc/passwd": b"x"}), "archive_none"),
    "a path": (lambda path, m: pack(path, m | {"files/../../x": b"x"}), "archive_none"),
    "twice": (lambda path, m: pack(path, m, twice={"events.jsonl": b""}), "archive_damaged"),
    "no manifest": (lambda path, m: pack(path, m | {"manifest.json": b"{"}), "archive_damaged"),
    "an odd manifest": (
        lambda path, m: pack(path, m | {"manifest.json": b'{"format":"luoshi-ledger/1","members":[]}'}),
        "archive_damaged",
    ),
    "of tomorrow": (
        lambda path, m: pack(path, m | {"manifest.json": b'{"format":"luoshi-ledger/2"}'}),
        "archive_newer",
    ),
    "of another": (lambda path, m: pack(path, m | {"manifest.json": b'{"format":["x"]}'}), "archive_none"),
    "one less": (
        lambda path, m: pack(path, {n: c for n, c in m.items() if n != first_text(m)}),
        "archive_damaged",
    ),
    "one more": (lambda path, m: pack(path, m | {f"documents/{'0' * 64}.txt": b"x"}), "archive_damaged"),
    "another text": (
        lambda path, m: pack(path, m | {first_text(m): b"x" * len(m[first_text(m)])}),
        "archive_damaged",
    ),
    "a text under another's name": (
        lambda path, m: pack(path, stated(m | {f"documents/{'0' * 64}.txt": b"x"})),
        "archive_damaged",
    ),
    "another file": (
        lambda path, m: pack(path, stated(m | {first_file(m): b"x" * len(m[first_file(m)])})),
        "archive_damaged",
    ),
    "a bomb": (
        lambda path, m: pack(path, stated(m | {f"files/{sha256(ZEROS).hexdigest()}": ZEROS})),
        "archive_too_large",
    ),
    "no event": (
        lambda path, m: pack(path, with_events(m, m["events.jsonl"] + b"[1]\n")),
        "archive_damaged",
    ),
    "a deep event": (
        lambda path, m: pack(path, with_events(m, m["events.jsonl"] + deep(m))),
        "archive_damaged",
    ),
    "an event too many": (
        lambda path, m: pack(path, with_events(m, m["events.jsonl"] * 2)),
        "chain_misplaced",
    ),
    "an event cut": (
        lambda path, m: pack(path, with_events(m, b"".join(m["events.jsonl"].splitlines(True)[:-1]))),
        "archive_damaged",
    ),
    "an event edited": (
        lambda path, m: pack(
            path, with_events(m, m["events.jsonl"].replace("李四".encode(), "王五".encode()))
        ),
        "chain_edited",
    ),
    "a text that is gone": (
        lambda path, m: pack(path, stated({n: c for n, c in m.items() if n != first_text(m)})),
        "chain_text",
    ),
    "an unknown kind": (
        lambda path, m: pack(path, forged(m, on(REPORTED, lambda e: e.update(kind="praised")))),
        "event_unknown",
    ),
    "no record": (
        lambda path, m: pack(path, forged(m, on(CREATED, lambda e: e.update(payload={"statement": {}})))),
        "event_wrong",
    ),
    "no payload": (
        lambda path, m: pack(path, forged(m, on(CREATED, lambda e: e.update(payload=[1])))),
        "event_wrong",
    ),
    "no facts": (
        lambda path, m: pack(path, forged(m, on(DOCUMENT_ADDED, lambda e: e["payload"].pop("date")))),
        "event_wrong",
    ),
    "facts of another kind": (
        lambda path, m: pack(
            path, forged(m, on(DOCUMENT_ADDED, lambda e: e["payload"].update(title={"a": 1})))
        ),
        "event_wrong",
    ),
    "a row that is not there": (
        lambda path, m: pack(path, forged(m, on(REPORTED, lambda e: e.update(subject="#4711")))),
        None,
    ),
    "a share that no database counts": (
        lambda path, m: pack(path, forged(m, on(REPORTED, lambda e: e["payload"].update(percentage=10**30)))),
        None,
    ),
    "progress that is none": (
        lambda path, m: pack(path, forged(m, on(REPORTED, lambda e: e["payload"].pop("progress")))),
        "event_wrong",
    ),
    "a NUL": (
        lambda path, m: pack(path, forged(m, on(REPORTED, lambda e: e.update(author="a\0b")))),
        "event_wrong",
    ),
    "half characters": (
        lambda path, m: pack(path, forged(m, on(REPORTED, lambda e: e.update(subject="\ud800")))),
        "event_wrong",
    ),
}


def with_events(members, events):
    manifest = json.loads(members["manifest.json"])
    manifest["members"]["events.jsonl"] = {"size": len(events), "sha256": sha256(events).hexdigest()}
    return members | {"events.jsonl": events, "manifest.json": json.dumps(manifest).encode()}


@pytest.mark.parametrize("case", HOSTILE)
def test_nothing_of_a_bad_archive_is_recorded(store, whole, tmp_path, case):
    make, code = HOSTILE[case]
    path = tmp_path / "bad.zip"
    make(path, whole)
    with pytest.raises(LuoshiError) as caught:
        moving.restore(str(path), store)
    assert caught.value.code == code or code is None
    assert caught.value.code
    assert list(store.events()) == list(store.documents()) == list(store.rows()) == []
    assert store.verify_chain() == 0
    assert not list(store.files.folder.rglob("*.*"))
    add(store, 1)


@pytest.mark.parametrize("turn", range(40))
def test_a_damaged_archive_costs_nothing(whole, tmp_path, turn):
    from random import Random

    chance = Random(turn)  # noqa: S311
    path = tmp_path / "bad.zip"
    pack(path, whole)
    raw = bytearray(path.read_bytes())
    if turn % 2:
        raw = raw[: chance.randrange(len(raw))]
    else:
        for _ in range(8):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
    path.write_bytes(raw)
    with open_store(tmp_path / "luoshi.db") as store:
        try:
            moving.restore(str(path), store)
        except LuoshiError as error:
            assert error.code  # noqa: PT017 - a change that nothing depends on may pass
            assert list(store.events()) == []
        else:
            assert store.verify_chain() > 20


def test_an_archive_that_is_gone(store, tmp_path):
    with pytest.raises(UsageError) as caught:
        moving.restore(str(tmp_path / "none.zip"), store)
    assert caught.value.code == "backup_unreadable"


def test_a_backup_is_taken_while_others_write(store, open_again, new_place, kind, tmp_path):
    """What is added after the backup has begun to read is not in it, and does not disturb it."""
    add(store, 1, 1500)
    writer = open_again()
    added = []

    def progress(what, done, total):
        if not added:
            added.append(add(writer, 2, 3))

    path = str(tmp_path / "a.zip")
    moving.back_up(store, path, progress=progress)
    assert added
    with new_place(kind).open() as other:
        assert moving.restore(path, other).events == 1501
        assert list(other.events()) == list(store.events())[:1501]


def test_the_manifest_says_what_is_there(store, tmp_path):
    add(store, 1)
    path = tmp_path / "a.zip"
    moving.back_up(store, str(path))
    with open(path, "rb") as file, Archive(file, "a.zip") as archive:
        made = archive.manifest
        assert (made.sequence, made.documents, made.statements) == (4, 1, 3)
        assert made.hash == list(store.events())[-1].hash
        assert list(archive.events()) == list(store.events())
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0  # it holds all that the ledger holds
    assert set(made.members) == {"events.jsonl", f"documents/{make_document(1).sha256}.txt"}
