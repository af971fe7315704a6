"""Whole or none: killed processes, a full disk, two writers at once."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made import AT, FACTS, make_document, make_statements

from luoshi.errors import StoreError
from luoshi.stores import open_store

ADDING = Path(__file__).with_name("adding.py")
KILLS = 5
COUNT = 1000

pytestmark = pytest.mark.slow


def start(place, *numbers):
    """Start a process that adds; it waits for ``go``."""
    child = subprocess.Popen(
        [sys.executable, ADDING, str(place), *map(str, numbers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "ready\n"
    return child


def go(child):
    child.stdin.write("go\n")
    child.stdin.flush()


def check_whole(place, count):
    """Check that each document is there with all of its rows, and give their number."""
    with open_store(place) as store:
        assert store.remarks == ()
        documents = list(store.documents())
        rows = list(store.rows())
        assert [row.number for row in rows] == list(range(1, len(documents) * count + 1))
        assert {entry.sha256 for entry in documents} == {row.document for row in rows}
        assert store.verify_chain() == len(documents) * (count + 1)
    with sqlite3.connect(place) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()
    return len(documents)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_killed_add_leaves_the_whole_document_or_none(tmp_path):
    place = tmp_path / "luoshi.db"
    child = start(place, 0, 0, COUNT)
    started = time.monotonic()
    go(child)
    assert child.stdout.readline() == f"{COUNT} False\n"
    whole = time.monotonic() - started
    child.communicate()
    chance, kept = random.Random(20260105), 1  # noqa: S311
    for number in range(1, KILLS + 1):
        child = start(place, number, number, COUNT)
        go(child)
        time.sleep(whole * 1.1 * (number - chance.random()) / KILLS)
        child.send_signal(signal.SIGKILL)
        said = child.communicate()[0]
        now = check_whole(place, COUNT)
        assert now - kept in ((1,) if said else (0, 1))  # what it had said was done, is done
        kept = now
    child = start(place, 1, KILLS, COUNT)
    assert child.communicate("go\n")[0].count("\n") == KILLS
    assert check_whole(place, COUNT) == KILLS + 1


def test_a_file_that_may_not_grow_keeps_nothing_of_the_document(tmp_path):
    place = tmp_path / "luoshi.db"
    with open_store(place) as store:
        document = make_document(0, 50)
        store.add_document(document, FACTS, make_statements(document), author="张三", at=AT, source="0.md")
    child = start(place, 1, 1, 2000, 200)
    said = child.communicate("go\n")[0]
    assert child.returncode == 3
    assert f"The disk of {place} is full" in said
    assert check_whole(place, 50) == 1


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 3 MB; needs the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "none", folder], check=False, capture_output=True
        )
    except OSError:
        mounted = None
    if mounted is None or mounted.returncode:
        pytest.skip("needs the right to mount a tmpfs")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_keeps_nothing_of_the_document(small_disk):
    place = small_disk / "luoshi.db"
    small, big = make_document(0, 50), make_document(1, 5000)
    with open_store(place) as store:
        store.add_document(small, FACTS, make_statements(small), author="张三", at=AT, source="0.md")
        with pytest.raises(StoreError, match="is full; make room"):
            store.add_document(big, FACTS, make_statements(big), author="张三", at=AT, source="1.md")
        assert len(list(store.rows())) == 50
    assert check_whole(place, 50) == 1
    with open_store(place) as store:
        small = make_document(2, 50)
        store.add_document(small, FACTS, make_statements(small), author="张三", at=AT, source="2.md")
    assert check_whole(place, 50) == 2


def test_a_disk_too_full_for_a_new_ledger(small_disk):
    (small_disk / "ballast").write_bytes(b"x" * (3 * 1024 * 1024 - 8192))
    with pytest.raises(StoreError, match="is full; make room"):
        open_store(small_disk / "luoshi.db")
    (small_disk / "ballast").unlink()
    assert check_whole(small_disk / "luoshi.db", 0) == 0


def test_two_processes_add_at_once(tmp_path):
    place = tmp_path / "luoshi.db"
    children = [start(place, 1, 12, 300), start(place, 7, 18, 300)]  # 7 to 12 are added by both
    for child in children:
        go(child)
    said = [line for child in children for line in child.communicate()[0].splitlines()]
    assert [child.returncode for child in children] == [0, 0]
    assert sorted(said) == ["0 True"] * 6 + ["300 False"] * 18
    assert check_whole(place, 300) == 18


def test_two_processes_make_the_ledger_at_once(tmp_path):
    place = tmp_path / "luoshi.db"
    command = [sys.executable, ADDING, str(place)]
    children = [
        subprocess.Popen([*command, n, n, "20"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in "1234"
    ]
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate()[0] for child in children] == ["ready\n20 False\n"] * 4
    assert check_whole(place, 20) == 4
