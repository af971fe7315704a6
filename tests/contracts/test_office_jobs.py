"""The queue of long work, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from luoshi.errors import UsageError
from luoshi.stores.office import Failure

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HALF = timedelta(seconds=30)


@pytest.fixture
def jobs(store):
    return store.office.jobs


def enqueue(jobs, payload=None, *, kind="read", key=None, author="张三"):
    return jobs.enqueue(kind, payload, author=author, key=key, now=NOW)


def claim(jobs, worker="甲", *, at=NOW, kinds=None):
    return jobs.claim(worker, seconds=60, kinds=kinds, now=at)


def test_a_job_goes_from_hand_to_hand(jobs):
    job = enqueue(jobs, {"文件": ["a.md", "\ud800\x00"]})
    assert (job.state, job.attempts, job.payload) == ("waiting", 0, {"文件": ["a.md", "\ud800\x00"]})
    taken = claim(jobs)
    assert (taken.id, taken.state, taken.worker, taken.attempts) == (job.id, "running", "甲", 1)
    assert claim(jobs, "乙") is None
    assert jobs.beat(job.id, "甲", seconds=60, progress={"done": 1}, now=NOW + HALF)
    assert not jobs.beat(job.id, "乙", seconds=60, now=NOW)
    assert claim(jobs, "乙", at=NOW + 2 * HALF) is None
    assert jobs.get(job.id).progress == {"done": 1}
    assert jobs.finish(job.id, "甲", {"rows": 3}, now=NOW + HALF)
    done = jobs.get(job.id)
    assert (done.state, done.result, done.failure) == ("done", {"rows": 3}, None)
    assert not jobs.finish(job.id, "甲", {}, now=NOW)
    assert not jobs.fail(job.id, "甲", Failure("x"), now=NOW)
    assert claim(jobs, at=NOW + 100 * HALF) is None
    assert jobs.counts() == {"done": 1}


def test_the_oldest_of_the_wanted_kinds_comes_first(jobs):
    first, second, third = (enqueue(jobs, kind=kind) for kind in ("align", "read", "align"))
    assert claim(jobs, kinds=["read"]).id == second.id
    assert claim(jobs, kinds=["other"]) is None
    assert [claim(jobs).id, claim(jobs).id] == [first.id, third.id]


def test_a_failure_keeps_its_sentence(jobs):
    job = enqueue(jobs)
    claim(jobs)
    failure = Failure("坏了", "damaged", {"source": "a.pdf", "byte": 7})
    assert jobs.fail(job.id, "甲", failure, now=NOW)
    assert jobs.get(job.id).state == "failed"
    assert jobs.get(job.id).failure == failure


def test_one_of_a_key_at_a_time(jobs):
    job = enqueue(jobs, 1, key="同")
    assert enqueue(jobs, 2, key="同").id == job.id
    claim(jobs)
    assert enqueue(jobs, 2, key="同").payload == 1
    jobs.finish(job.id, "甲", None, now=NOW)
    assert enqueue(jobs, 2, key="同").id != job.id
    assert enqueue(jobs).id != enqueue(jobs).id


def test_of_four_who_enqueue_a_key_at_once_all_get_one_job(jobs):
    for turn in range(3):
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _, turn=turn: enqueue(jobs, key=f"同{turn}").id, range(4)))
        assert len(set(found)) == 1


def test_four_workers_take_no_job_twice(jobs):
    wanted = sorted(enqueue(jobs, number).id for number in range(40))

    def work(name):
        taken = []
        while job := claim(jobs, name):
            taken.append(job.id)
            assert job.worker == name
            if job.id % 2:
                assert jobs.finish(job.id, name, None, now=NOW)
        return taken

    with ThreadPoolExecutor(4) as threads:
        taken = [job for each in threads.map(work, "甲乙丙丁") for job in each]
    assert sorted(taken) == wanted
    versions = [job.version for job in jobs.since(0, limit=100)]
    assert len(set(versions)) == 40
    assert versions[-1] == jobs.version() == 40 + 40 + 20


def test_a_lost_worker_s_job_is_taken_again_and_then_given_up(jobs):
    job, at = enqueue(jobs, kind="read"), NOW
    for attempt, worker in enumerate("甲乙丙", 1):
        taken = claim(jobs, worker, at=at)
        assert (taken.id, taken.attempts) == (job.id, attempt)
        at += 2 * HALF
    assert not jobs.beat(job.id, "甲", seconds=60, now=at)
    other = enqueue(jobs)
    assert claim(jobs, "丁", at=at).id == other.id
    given_up = jobs.get(job.id)
    assert given_up.state == "failed"
    assert given_up.failure.code == "job_abandoned"
    assert given_up.failure.details == {"kind": "read", "attempts": 3}
    assert "3" in given_up.failure.sentence


def test_a_job_put_back_counts_as_no_attempt(jobs):
    job = enqueue(jobs, key="同")
    for _ in range(5):
        assert claim(jobs).attempts == 1
        assert jobs.requeue(job.id, "甲", now=NOW)
        assert not jobs.requeue(job.id, "甲", now=NOW)
    assert enqueue(jobs, key="同").id == job.id


def test_a_cancelled_job_is_no_longer_the_worker_s(jobs):
    waiting, running = enqueue(jobs), enqueue(jobs)
    assert jobs.cancel(waiting.id, now=NOW).state == "cancelled"
    assert claim(jobs).id == running.id
    assert jobs.cancel(running.id, now=NOW).state == "cancelled"
    assert not jobs.beat(running.id, "甲", seconds=60, now=NOW)
    assert not jobs.finish(running.id, "甲", None, now=NOW)
    assert jobs.cancel(running.id, now=NOW).state == "cancelled"
    done = enqueue(jobs)
    claim(jobs)
    jobs.finish(done.id, "甲", None, now=NOW)
    for job, code in ((done.id, "job_over"), (99, "no_job")):
        with pytest.raises(UsageError) as caught:
            jobs.cancel(job, now=NOW)
        assert caught.value.code == code


def test_changes_are_told_in_order(jobs):
    assert jobs.version() == 0
    first, second = enqueue(jobs), enqueue(jobs, author="李四")
    seen = jobs.since(0)
    assert [job.id for job in seen] == [first.id, second.id]
    assert jobs.since(seen[-1].version) == ()
    claim(jobs)
    (changed,) = jobs.since(seen[-1].version)
    assert (changed.id, changed.state) == (first.id, "running")
    assert [job.id for job in jobs.since(0, author="李四")] == [second.id]
    assert [job.id for job in jobs.since(0, limit=1)] == [second.id]


def test_jobs_are_listed_and_old_ones_forgotten(jobs):
    first, second, third = enqueue(jobs), enqueue(jobs, author="李四"), enqueue(jobs)
    assert [job.id for job in jobs.list()] == [third.id, second.id, first.id]
    assert [job.id for job in jobs.list(author="张三")] == [third.id, first.id]
    assert [job.id for job in jobs.list(before=third.id, limit=1)] == [second.id]
    claim(jobs)
    jobs.finish(first.id, "甲", None, now=NOW)
    jobs.cancel(third.id, now=NOW + HALF)
    assert [job.id for job in jobs.list(states=["done", "waiting"])] == [second.id, first.id]
    assert jobs.purge(NOW + HALF) == 1
    assert jobs.get(first.id) is None
    assert jobs.purge(NOW + 10 * HALF) == 1
    assert [job.id for job in jobs.list()] == [second.id]
    assert enqueue(jobs).id > third.id
