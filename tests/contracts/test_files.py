"""The files that a ledger keeps: under their hash, whole, and said clearly where they are not."""

import json
import multiprocessing
import os
import sqlite3
from hashlib import sha256

import pytest
from made import AT, FACTS, make_document, make_statements

from luoshi.codec import from_record
from luoshi.errors import StoreError
from luoshi.ledger import GENESIS, fold, link
from luoshi.ledger.events import DOCUMENT_ADDED, draft, moment
from luoshi.stores import FileShelf, KeptFile, open_store
from luoshi.stores.migrate import LATEST

RAW = "年底前建成公园。".encode() * 100


def add(store, number, file=None):
    document = make_document(number)
    return store.add_document(
        document, FACTS, make_statements(document), author="张三", at=AT, source="x.md", file=file
    )


@pytest.mark.parametrize(
    ("ending", "kept"),
    [(".docx", ".docx"), (".PDF", ".pdf"), ("", ""), ("/../x", ""), (".a" * 9, ""), (".tar.gz", "")],
)
def test_a_file_lies_under_its_hash(tmp_path, ending, kept):
    shelf = FileShelf(tmp_path / "luoshi.db.files")
    digest = shelf.put(RAW, ending)
    assert digest == sha256(RAW).hexdigest()
    assert shelf.find(digest) == tmp_path / "luoshi.db.files" / digest[:2] / (digest + kept)
    assert shelf.open(digest) == RAW
    assert [path.name for path in (shelf.folder / digest[:2]).iterdir()] == [digest + kept]


def test_the_same_bytes_are_kept_once_whatever_their_name(tmp_path):
    shelf = FileShelf(tmp_path)
    place = shelf.find(shelf.put(RAW, ".pdf"))
    before = place.stat().st_mtime_ns
    assert shelf.find(shelf.put(RAW, ".txt")) == place
    assert place.stat().st_mtime_ns == before
    place.write_bytes(b"altered")
    shelf.put(RAW, ".pdf")
    assert place.read_bytes() == RAW


def test_what_is_missing_or_altered_is_said(tmp_path):
    shelf = FileShelf(tmp_path / "files")
    for digest in (sha256(b"").hexdigest(), "../../etc/passwd", ""):
        with pytest.raises(StoreError, match="--file") as caught:
            shelf.open(digest)
        assert caught.value.code == "kept_missing"
    digest = shelf.put(RAW, ".pdf")
    shelf.find(digest).write_bytes(RAW[:-1] + b"x")
    with pytest.raises(StoreError, match="altered") as caught:
        shelf.open(digest)
    assert caught.value.code == "kept_altered"


def test_a_folder_that_cannot_be_written_fails_the_file_and_leaves_nothing(tmp_path):
    (tmp_path / "files").write_text("a file where the folder should be")
    with open_store(tmp_path / "luoshi.db", files=tmp_path / "files") as store:
        with pytest.raises(StoreError) as caught:
            add(store, 1, KeptFile.of(RAW, "a.pdf"))
        assert caught.value.code == "file_not_kept"
        assert list(store.events()) == []
        assert add(store, 1).created == 3


def _put(folder, ready):
    ready.wait(30)
    for _ in range(20):
        FileShelf(folder).put(RAW, ".pdf")


def test_several_processes_may_keep_the_same_file_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(3)
    workers = [context.Process(target=_put, args=(tmp_path, ready)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    digest = sha256(RAW).hexdigest()
    assert os.listdir(tmp_path / digest[:2]) == [f"{digest}.pdf"]


def test_a_document_says_which_file_it_was_read_from(tmp_path):
    with open_store(tmp_path / "luoshi.db") as store:
        file = KeptFile.of(RAW, "工作要点.PDF")
        add(store, 1, file)
        add(store, 2)
        first, second = store.documents()
        assert (first.format, first.file, first.ending) == ("txt", sha256(RAW).hexdigest(), ".pdf")
        assert (second.file, second.ending) == (None, None)
        assert store.files.open(first.file) == RAW
        assert store.files.folder == tmp_path / "luoshi.db.files"
        events = list(store.events())
        assert events[0].payload["file"] == first.file
        assert fold(events, from_record).documents == (first, second)
        assert store.verify_chain() == 8


def test_a_file_taken_again_from_its_path_must_be_the_one_that_was_read(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(RAW)
    kept = KeptFile(sha256(RAW).hexdigest(), ".pdf", path)
    assert kept.load() == RAW
    path.write_bytes(RAW + b"x")
    with pytest.raises(StoreError, match="changed while"):
        kept.load()
    path.unlink()
    with pytest.raises(StoreError, match="no longer"):
        kept.load()


def _old_ledger(place):
    """A ledger at the first step, with a document as that version recorded it."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "luoshi.stores:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    document = make_document(1)
    said = {"source": "1.md", "date": None, "kind": None, "title": None, "body": None, "format": "md"}
    said |= {"encoding": "utf-8", "characters": len(document.text)}
    event = link(GENESIS, draft(DOCUMENT_ADDED, document.sha256, said, at=moment(AT), author="张三"))
    with sqlite3.connect(place) as raw:
        fields = ("sequence", "kind", "subject", "at", "author", "reason", "payload", "previous", "hash")
        values = [getattr(event, "payload_json" if name == "payload" else name) for name in fields]
        raw.execute(f"INSERT INTO events ({','.join(fields)}) VALUES ({','.join('?' * 9)})", values)  # noqa: S608
        raw.execute(
            "INSERT INTO documents (sha256, source, characters, added_sequence, text) VALUES (?,?,?,1,?)",
            (document.sha256, "1.md", len(document.text), document.text),
        )
        for key, value in (("head_sequence", "1"), ("head_hash", event.hash)):
            raw.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
    raw.close()


def test_an_old_ledger_opens_verifies_and_goes_on(tmp_path):
    place = tmp_path / "luoshi.db"
    _old_ledger(place)
    with open_store(place, create=False) as store:
        assert store.verify_chain() == 1
        (entry,) = store.documents()
        assert (entry.format, entry.parser, entry.file) == ("md", None, None)
        assert fold(store.events(), from_record).documents == (entry,)
        add(store, 2, KeptFile.of(RAW, "2.md"))
        assert store.verify_chain() == 5
    with sqlite3.connect(place) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (LATEST,)
        payload = raw.execute("SELECT payload FROM events WHERE sequence = 1").fetchone()[0]
    raw.close()
    assert "file" not in json.loads(payload)
