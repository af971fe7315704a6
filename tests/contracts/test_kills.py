"""Processes killed at any moment, and many writers at once, on every kind of store.

Short in the suite; ``make test-kills`` kills 200 times (``LUOSHI_KILLS``), ``make test-writers`` writes for a
minute (``LUOSHI_WRITERS``, seconds).
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from made import FACTS, make_document, make_statements
from test_workflow_store import TABLE
from working import ROWS, by

from luoshi.app import moving
from luoshi.ledger import steps

WORKING = Path(__file__).with_name("working.py")
KILLS = int(os.environ.get("LUOSHI_KILLS", "6"))
SECONDS = float(os.environ.get("LUOSHI_WRITERS", "2"))
WRITERS = 8

pytestmark = pytest.mark.slow


def start(place, what, seed, *more):
    """Start a process that works; it waits for ``go``."""
    child = subprocess.Popen(
        [sys.executable, WORKING, what, place.url, place.files, str(seed), *map(str, more)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "ready\n"
    return child


def go(child):
    child.stdin.write("go\n")
    child.stdin.flush()


def killed(child, seconds):
    """Let a process work for so long, kill it, and give what it had said."""
    go(child)
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    said = child.communicate()[0]
    return [line.split() for line in said.splitlines(True) if line.endswith("\n")]


def check_whole(place, said):
    """Check that all that was acknowledged is there, and nothing needs repair; give the events' number."""
    with place.open(create=False) as store:
        assert store.remarks == ()
        count = store.verify_chain()
        rows = {row.number: row for row in store.rows()}
        assert list(rows) == list(range(1, len(rows) + 1))
        documents = {entry.sha256 for entry in store.documents()}
        made = Counter(row.document for row in rows.values())
        for what, *more in said:
            if what == "added":
                assert more[0] in documents
                assert made[more[0]] == int(more[1])
            elif what == "counted":
                number, sequence, progress = int(more[0]), int(more[1]), more[2]
                assert int(rows[number].status.progress) >= int(progress)
                event = next(store.events(sequence - 1))
                assert (event.subject, event.payload["progress"]) == (f"#{number}", progress)
            elif what == "filled":
                assert count == int(more[0])
    return count


def handed_out(store):
    """Let rows be there that reports can be made on."""
    document = make_document(0, ROWS)
    store.add_document(
        document, FACTS, make_statements(document), author="张三", at=datetime.now(UTC), source="0.md"
    )
    for number in range(1, ROWS + 1):
        store.act(
            [number],
            lambda rows, n=number: [steps.take(rows[n], "assigned", {"lead": "市财政局"}, by(), TABLE)],
        )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("what", ["adds", "steps"])
def test_what_was_acknowledged_outlives_a_kill(place, what):
    with place.open() as store:
        handed_out(store)
    chance, said, before = Random(20260105), [], 0  # noqa: S311
    for turn in range(max(1, KILLS // 3)):
        said = killed(start(place, what, turn), chance.random() * 0.4)
        now = check_whole(place, said)
        assert now >= before + len(said)
        before = now
    with place.open() as store:  # and the next one just works
        handed_out_again = store.row(1)
        store.act([1], lambda rows: [steps.accept(rows[1], by(), TABLE)])
        assert store.row(1).status.version > handed_out_again.status.version


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_killed_import_leaves_the_whole_ledger_or_none(kind, new_place, tmp_path):
    path, count = tmp_path / "a.zip", 300
    with new_place("sqlite").open() as store:
        handed_out(store)
        document = make_document(1, count)
        now = datetime.now(UTC)
        store.add_document(document, FACTS, make_statements(document), author="张三", at=now, source="1.md")
        moving.back_up(store, str(path))
        whole = store.verify_chain()
    place = new_place(kind)
    child = start(place, "imports", 0, path)
    started = time.monotonic()
    assert child.communicate("go\n")[0].splitlines() == [f"filled {whole}", "end"]
    took = time.monotonic() - started
    turns = max(1, KILLS // 3)
    for turn in range(turns):
        place = new_place(kind)
        said = killed(start(place, "imports", turn, path), took * 1.1 * (turn + 0.5) / turns)
        assert check_whole(place, said) in ((whole,) if said else (0, whole))
        with place.open() as store:
            if not list(store.documents()):
                moving.restore(str(path), store)
            assert store.verify_chain() == whole


def test_eight_writers_lose_nothing(place):
    with place.open() as store:
        handed_out(store)
    started = 1 + 2 * ROWS
    children = [start(place, "mixed", seed, SECONDS) for seed in range(WRITERS)]
    for child in children:
        go(child)
    said = [line.split(maxsplit=3) for child in children for line in child.communicate()[0].splitlines()]
    kinds = Counter(what for what, *_ in said)
    assert [child.returncode for child in children] == [0] * WRITERS
    assert kinds["error"] == 0, [line for line in said if line[0] == "error"][:3]
    assert kinds["end"] == WRITERS
    assert {more[0] for what, *more in said if what == "conflict"} <= {"conflict"}
    count = check_whole(place, said)
    added = sum(1 + int(more[1]) for what, *more in said if what == "added")
    assert count == started + added + kinds["counted"]
    told = defaultdict(list)
    for what, *more in said:
        if what == "counted":
            told[int(more[0])].append(int(more[2]))
    with place.open() as store:
        for number, counts in told.items():  # each counted on from what another had said: none was lost
            assert sorted(counts) == list(range(1, len(counts) + 1))
            assert store.row(number).status.progress == str(len(counts))
    print(f"{place.kind}: {dict(kinds)} in {SECONDS} s")
