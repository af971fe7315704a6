"""The loop of a worker: takes a job, does it, looks for the next."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import luoshi
from luoshi.errors import LuoshiError
from luoshi.serving import logs
from luoshi.serving.queue.hold import LEASE, Hold, LetGo
from luoshi.serving.queue.kinds import KINDS, ended
from luoshi.serving.queue.spool import spool_of
from luoshi.stores.office.job import ALIVE, Failure

if TYPE_CHECKING:
    from luoshi.stores import Store
    from luoshi.stores.office.job import Job

_POLL: Final = 0.5
"""Seconds between looks into an empty queue."""
_HERE: Final = 15.0
"""Seconds between two times that a worker says that it is there."""
FRESH: Final = 60.0
"""Seconds for which that is believed."""
_TIDY: Final = 600.0
_FORGET: Final = timedelta(days=90)
_AWAY: Final = 2.0


class Worker:
    """Does jobs until ``stop`` is set; the one at hand is finished, or put back at its next pause."""

    def __init__(self, store: Store, stop: threading.Event, *, lease: float = LEASE) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._store = store
        self._stop = stop
        self._lease = lease
        self._tidied = float("-inf")

    def run(self) -> None:
        """Work until told to stop."""
        threading.Thread(target=self._say_here, name="here", daemon=True).start()
        while not self._stop.is_set():
            try:
                if not self.once():
                    self._tidy()
                    self._stop.wait(_POLL)
            except LuoshiError as error:  # the database is away for a while
                logs.failed("worker_waits", error, code=error.code)
                self._stop.wait(_AWAY)

    def once(self, kinds: Collection[str] = tuple(KINDS)) -> bool:
        """Do one job of some kinds, where there is one; say whether there was."""
        job = self._store.office.jobs.claim(
            self.name, seconds=self._lease, kinds=tuple(kinds), now=datetime.now(UTC)
        )
        if job is None:
            return False
        begun = time.monotonic()
        outcome = self._do(job)
        seconds = round(time.monotonic() - begun, 2)
        logs.say("job", job=job.id, kind=job.kind, attempt=job.attempts, outcome=outcome, seconds=seconds)
        return True

    def _do(self, job: Job) -> str:
        with Hold(self._store, job, self.name, self._stop, self._lease) as hold:
            try:
                result = KINDS[job.kind](self._store, hold)
            except LetGo as gone:
                return self._let_go(job, back=gone.back)
            except LuoshiError as error:
                return self._failed(job, Failure.of(error))
            except Exception as error:  # a job must not take its worker with it
                logs.failed("job_broke", error, job=job.id, kind=job.kind)
                return self._failed(job, _broken(job))
            if not hold.finish(result):
                return self._let_go(job, back=False)
        ended(self._store, job, "done")
        return "done"

    def _let_go(self, job: Job, *, back: bool) -> str:
        jobs = self._store.office.jobs
        if back and jobs.requeue(job.id, self.name, now=datetime.now(UTC)):
            return "back"
        now = jobs.get(job.id)
        if now is not None and now.state == "cancelled":
            ended(self._store, job, "cancelled")
        return "lost"

    def _failed(self, job: Job, failure: Failure) -> str:
        self._store.office.jobs.fail(job.id, self.name, failure, now=datetime.now(UTC))
        return "failed"

    def _say_here(self) -> None:
        while True:
            try:
                here(self._store)
            except LuoshiError as error:
                logs.failed("worker_unheard", error, code=error.code)
            if self._stop.wait(_HERE):
                return

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied < _TIDY:
            return
        self._tidied = time.monotonic()
        tidy(self._store)


def tidy(store: Store) -> None:
    """Forget old jobs, answers and results, and remove what broken uploads left."""
    jobs, now = store.office.jobs, datetime.now(UTC)
    jobs.purge(now - _FORGET)
    store.office.answers.purge(now)
    store.office.computed.purge(now - _FORGET)  # one that is asked for again is made anew
    alive: set[str] = set()
    before = None
    while found := jobs.list(states=("waiting", "running"), before=before, limit=500):
        alive.update(job.payload["batch"] for job in found if job.kind == "add")
        before = found[-1].id
    gone = spool_of(store).clean(alive)
    if gone:
        logs.say("spool_cleaned", batches=gone)


def here(store: Store) -> None:
    """Say that a worker is there."""
    now = datetime.now(UTC)
    store.office.computed.put("worker", "beat", luoshi.__version__, now.isoformat(), now=now)


def is_here(store: Store) -> bool:
    """Say whether a worker was there of late."""
    said = store.office.computed.get("worker", "beat", luoshi.__version__)
    if said is None:
        return False
    return datetime.now(UTC) - datetime.fromisoformat(said) < timedelta(seconds=FRESH)


def done_here(store: Store, job: Job) -> Job:
    """Where no worker is there (a site of one process, tests) do a job now, after others of its kind.

    Gives the job as it stands then; where workers are, that is as it was.
    """
    worker = Worker(store, threading.Event())
    now: Job | None = job
    while not is_here(store) and now is not None and now.state in ALIVE and worker.once((job.kind,)):
        now = store.office.jobs.get(job.id)
    return now or job


def _broken(job: Job) -> Failure:
    error = LuoshiError(
        f"The work ({job.kind}) broke off by a fault of luoshi; tell the administrator the number of job "
        f"{job.id}.",
        code="job_broke",
        details={"kind": job.kind, "job": job.id},
    )
    return Failure.of(error)
