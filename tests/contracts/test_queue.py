"""The queue and its worker on both stores: nothing is lost with a worker, and nothing is done twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.web.test_documents_page import PLAN

from luoshi.app.alignments import Wanted, kept
from luoshi.errors import StoreError
from luoshi.ledger.events import CREATED
from luoshi.serving.queue import asking
from luoshi.serving.queue.hold import Hold, LetGo
from luoshi.serving.queue.kinds import KINDS
from luoshi.serving.queue.spool import Spool, spool_of
from luoshi.serving.queue.worker import Worker, is_here, tidy
from luoshi.stores import Filter, open_store
from luoshi.stores.office import Asked


def batch(store, *texts):
    """Ask that texts be added, as an upload does."""
    spool = spool_of(store)
    begun = spool.begin()
    files = []
    for number, text in enumerate(texts):
        (begun / f"{number:05}.txt").write_text(text, "utf-8")
        files.append({"label": f"第{number}份.txt", "name": f"{number:05}.txt"})
    return asking.add(store, "甲", spool.settle(begun), files)


def text(number):
    return PLAN.replace("云川", f"云川{number}").replace("12所", f"{number + 2}所")


def created(store):
    return [event.subject for event in store.events() if event.kind == CREATED]


def test_a_worker_does_what_waits_and_puts_the_files_away(store):
    job = batch(store, text(1), text(2))
    assert Worker(store, threading.Event()).once()
    done = store.office.jobs.get(job.id)
    assert (done.state, done.result["settled"]) == ("done", 2)
    assert [one["standing"] for one in done.result["outcomes"]] == ["added", "added"]
    assert {event.author for event in store.events()} == {"甲"}
    assert not list(spool_of(store).folder.iterdir())


def test_a_worker_that_is_to_stop_gives_its_job_back_between_files(store):
    job = batch(store, text(1), text(2), text(3))
    stop = threading.Event()
    worker = Worker(store, stop)
    tell = store.office.jobs.beat
    try:
        # told to stop as soon as it has said that the first file is settled
        def beat(*given, progress=None, **more):
            if progress is not None and progress.get("settled") == 1:
                stop.set()
            return tell(*given, progress=progress, **more)

        store.office.jobs.beat = beat
        worker.once()
    finally:
        store.office.jobs.beat = tell
    back = store.office.jobs.get(job.id)
    assert (back.state, back.attempts, back.progress["settled"]) == ("waiting", 0, 1)
    assert Worker(store, threading.Event()).once()
    done = store.office.jobs.get(job.id)
    assert [one["standing"] for one in done.result["outcomes"]] == ["added"] * 3
    assert len(created(store)) == len(set(created(store)))


def test_what_a_lost_worker_had_added_is_told_as_added(store):
    job = batch(store, text(1), text(2))
    lost = Worker(store, threading.Event(), lease=0.001)
    claimed = store.office.jobs.claim(lost.name, seconds=0.001, now=datetime.now(UTC))
    hold = Hold(store, claimed, lost.name, threading.Event(), 0.001)
    adding = KINDS["add"].__globals__["_Adding"](store, hold)
    adding._hold.check = lambda: (_ for _ in ()).throw(LetGo(back=False))
    with pytest.raises(LetGo):
        adding.add(0)  # recorded, but the file is not settled when the worker is lost
    assert created(store)
    time.sleep(0.01)
    assert Worker(store, threading.Event()).once()
    done = store.office.jobs.get(job.id)
    assert [one["standing"] for one in done.result["outcomes"]] == ["added", "added"]
    assert len(created(store)) == len(set(created(store)))


def test_a_job_that_is_cancelled_while_it_runs_stops_at_the_next_file(store):
    job = batch(store, text(1), text(2))
    tell = store.office.jobs.beat
    try:

        def beat(*given, progress=None, **more):
            said = tell(*given, progress=progress, **more)
            if progress is not None and progress.get("settled") == 1:
                store.office.jobs.cancel(job.id, now=datetime.now(UTC))
            return said

        store.office.jobs.beat = beat
        Worker(store, threading.Event()).once()
    finally:
        store.office.jobs.beat = tell
    gone = store.office.jobs.get(job.id)
    assert (gone.state, sum(1 for _ in store.documents())) == ("cancelled", 1)
    assert not list(spool_of(store).folder.iterdir())


def test_a_fault_of_a_kind_costs_its_job_and_not_the_worker(store, monkeypatch):
    job = batch(store, text(1))
    monkeypatch.setitem(KINDS, "add", lambda store, hold: {}["key"])
    assert Worker(store, threading.Event()).once()
    failed = store.office.jobs.get(job.id)
    assert (failed.state, failed.failure.code) == ("failed", "job_broke")


def test_a_table_is_made_and_the_chain_is_checked(store):
    worker = Worker(store, threading.Event())
    batch(store, text(1))
    worker.once()
    job = asking.export(store, "甲", "xlsx", Filter(type="commitment"), date(2026, 3, 2))
    worker.once()
    made = store.office.jobs.get(job.id).result
    place = spool_of(store).batch(made["batch"]) / made["file"]
    assert made["rows"] > 0
    assert place.read_bytes()[:2] == b"PK"
    checked = asking.verify(store, "甲", files=True)
    assert asking.verify(store, "乙", files=True).id == checked.id
    worker.once()
    assert store.office.jobs.get(checked.id).result == {"events": sum(1 for _ in store.events())}


def test_texts_are_held_beside_one_another(store):
    worker = Worker(store, threading.Event())
    batch(store, text(1), text(2))
    worker.once()
    one, other = (entry.sha256 for entry in store.documents())
    asking.follow(store, "甲", [(one, other)])
    asking.align(store, "甲", other, [one])
    worker.once()
    worker.once()
    assert {job.state for job in store.office.jobs.list()} == {"done"}
    assert kept(store, Wanted("follow", one, other)) is not None
    assert kept(store, Wanted("align", one, other)) is not None


def test_what_broke_off_is_cleaned_and_what_is_waited_for_stays(store):
    spool = spool_of(store)
    waiting = batch(store, text(1)).payload["batch"]
    broken, fresh = spool.begin(), spool.begin()
    old = spool.settle(spool.begin())
    strange = spool.folder / "not ours"
    strange.mkdir()
    long_ago = time.time() - 90 * 86_400
    for place in (broken, spool.folder / old, spool.folder / waiting, strange):
        os.utime(place, (long_ago, long_ago))
        for file in place.iterdir():
            os.utime(file, (long_ago, long_ago))
    tidy(store)
    assert {place.name for place in spool.folder.iterdir()} == {waiting, fresh.name, "not ours"}


def test_old_answers_and_results_are_forgotten(store):
    office, now = store.office, datetime.now(UTC)
    for key, days in (("old", 2), ("new", 0)):
        office.answers.begin(Asked(key, "account:1", "POST /x", "0" * 64), now - timedelta(days=days))
    for key, days in (("old", 91), ("new", 89)):
        office.computed.put("align", key, "1", [key], now=now - timedelta(days=days))
    tidy(store)
    assert office.computed.get("align", "old", "1") is None
    assert office.computed.get("align", "new", "1") == ["new"]
    assert office.answers.purge(now + timedelta(days=1)) == 1, "the new one alone was still there"


def test_a_worker_says_that_it_is_there(store):
    assert not is_here(store)
    stop = threading.Event()
    worker = Worker(store, stop)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        until = time.monotonic() + 20
        while not is_here(store) and time.monotonic() < until:
            time.sleep(0.02)
        assert is_here(store)
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


def test_the_name_of_a_batch_is_no_path(tmp_path):
    for name in ("..", "../x", "/etc", "", "a" * 24 + "/..", "A" * 24):
        with pytest.raises(StoreError):
            Spool(tmp_path).batch(name)


@pytest.fixture
def ledger(place, monkeypatch):
    """A ledger that keeps its files where another process looks for them too."""
    monkeypatch.setenv("LUOSHI_FILES", str(place.files))
    with open_store(place.url) as opened:
        yield opened


def working(place):
    """Start `luoshi work` on a ledger."""
    return subprocess.Popen(
        [sys.executable, "-m", "luoshi.cli", "work", "--store", place.url], stderr=subprocess.PIPE, text=True
    )


def waited(store, job, wanted, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        now = store.office.jobs.get(job.id)
        if wanted(now):
            return now
        time.sleep(0.01)
    raise AssertionError(now)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_worker_loses_nothing(ledger, place):
    job = batch(ledger, *(text(number) for number in range(12)))
    first = working(place)
    try:
        waited(ledger, job, lambda now: now.progress and now.progress["settled"] >= 2)
        first.kill()
        first.wait()
        running = ledger.office.jobs.get(job.id)
        assert running.state == "running"
        # as if the minute of its lease were over
        ledger.office.jobs.beat(job.id, running.worker, seconds=-1, now=datetime.now(UTC))
        second = working(place)
        try:
            done = waited(ledger, job, lambda now: now.state == "done")
        finally:
            second.send_signal(signal.SIGTERM)
            assert second.wait(20) == 0
    finally:
        first.kill()
    assert [one["standing"] for one in done.result["outcomes"]] == ["added"] * 12
    assert len(created(ledger)) == len(set(created(ledger)))
    ledger.verify_chain(files=True)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_worker_that_is_told_to_stop_does_within_twenty_seconds(ledger, place):
    job = batch(ledger, *(text(number) for number in range(40)))
    for name in (signal.SIGTERM, signal.SIGINT):
        process = working(place)
        before = (ledger.office.jobs.get(job.id).progress or {"settled": 0})["settled"]
        waited(ledger, job, lambda now, n=before: now.progress and now.progress["settled"] > n)
        process.send_signal(name)
        assert process.wait(20) == 0
        back = ledger.office.jobs.get(job.id)
        assert (back.state, back.attempts) == ("waiting", 0)
