"""The queue of long work: each job is one worker's at a time, and none is lost with its worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, or_, select, update

from luoshi.errors import UsageError
from luoshi.stores.office.instants import instant
from luoshi.stores.office.job import ALIVE, ATTEMPTS, Failure, Job, State, abandoned, job_of, written
from luoshi.stores.office.packing import pack
from luoshi.stores.office.tables import counters, jobs
from luoshi.stores.office.transactions import Transactions, added, put

_COUNTER = "jobs"


class Jobs:
    """Takes jobs in, hands them to workers, and tells how they stand.

    ``worker`` is a name that no other process or thread has, nor had before. A worker has a job for the
    seconds of its lease, which each ``beat`` prolongs. ``beat``, ``finish``,
    ``fail`` and ``requeue`` give ``False`` where the job is no longer the worker's: it was cancelled, or its
    lease ran out and another took it. The worker then drops what it has.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def enqueue(
        self, kind: str, payload: object, *, author: str, key: str | None = None, now: datetime
    ) -> Job:
        """Take a job in; where one of the same ``key`` waits or runs, give that one instead."""
        values = {
            "kind": kind,
            "payload": pack(payload),
            "author": author,
            "key": key,
            "state": "waiting",
            "attempts": 0,
            "created": instant(now),
            "changed": instant(now),
            "version": 0,
        }

        def work(connection: Connection) -> Job:
            if key is None:
                made = added(connection, jobs, values)
            else:
                new = put(connection, jobs, values)
                found = connection.execute(select(jobs).where(jobs.c.key == key)).one()
                if not new:
                    return job_of(found)
                made = found.id
            _set(connection, made, {}, now)
            return job_of(_row(connection, made))

        return self._transactions.write(work)

    def claim(
        self, worker: str, *, seconds: float, kinds: Sequence[str] | None = None, now: datetime
    ) -> Job | None:
        """Give a worker the oldest job that waits, or whose worker was lost; ``None`` where there is none."""
        if not self._any(kinds, now):  # looks without keeping writers out
            return None
        return self._transactions.write(lambda connection: _claim(connection, worker, seconds, kinds, now))

    def beat(
        self, job: int, worker: str, *, seconds: float, progress: object | None = None, now: datetime
    ) -> bool:
        """Prolong the lease, and say how far the work is; ``progress`` ``None`` leaves what was said last."""
        values: dict[str, Any] = {"lease": instant(now + timedelta(seconds=seconds))}
        if progress is not None:
            values["progress"] = pack(progress)
        return self._own(job, worker, values, now)

    def finish(self, job: int, worker: str, result: object, *, now: datetime) -> bool:
        """Say that a job is done, and what came of it."""
        return self._own(job, worker, {"state": "done", "result": pack(result)} | _OVER, now)

    def fail(self, job: int, worker: str, failure: Failure, *, now: datetime) -> bool:
        """Say that a job cannot be done."""
        return self._own(job, worker, {"state": "failed", "error": written(failure)} | _OVER, now)

    def requeue(self, job: int, worker: str, *, now: datetime) -> bool:
        """Put a job back for another worker, as when this one is told to stop; it counts as no attempt."""
        values = {"state": "waiting", "attempts": jobs.c.attempts - 1, "worker": None, "lease": None}
        return self._own(job, worker, values, now)

    def cancel(self, job: int, *, now: datetime) -> Job:
        """Cancel a job that waits or runs; one that is cancelled already stays so.

        Raises:
            UsageError: ``no_job``; ``job_over``: it is done, or failed.
        """

        def work(connection: Connection) -> Job:
            held = connection.execute(select(jobs).where(jobs.c.id == job).with_for_update()).first()
            if held is None:
                raise UsageError(f"There is no job {job}.", code="no_job", details={"job": job})
            if held.state in ALIVE:
                _set(connection, job, {"state": "cancelled"} | _OVER, now)
            elif held.state != "cancelled":
                raise UsageError(
                    f"Job {job} is over; there is nothing to cancel.", code="job_over", details={"job": job}
                )
            return job_of(_row(connection, job))

        return self._transactions.write(work)

    def get(self, job: int) -> Job | None:
        """Give a job as it stands."""
        with self._transactions.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job)).first()
            return None if row is None else job_of(row)

    def list(
        self,
        *,
        author: str | None = None,
        states: Sequence[State] | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[Job, ...]:
        """Give jobs, the newest first; ``before`` is the id of the last one that was given."""
        asked = select(jobs).order_by(jobs.c.id.desc()).limit(limit)
        if author is not None:
            asked = asked.where(jobs.c.author == author)
        if states is not None:
            asked = asked.where(jobs.c.state.in_(states))
        if before is not None:
            asked = asked.where(jobs.c.id < before)
        with self._transactions.reading() as connection:
            return tuple(map(job_of, connection.execute(asked)))

    def since(self, version: int, *, author: str | None = None, limit: int = 100) -> tuple[Job, ...]:
        """Give the jobs that changed after a version, in the order in which they did.

        The version of the last one is what to ask with next; no change is ever passed over.
        """
        asked = select(jobs).where(jobs.c.version > version).order_by(jobs.c.version).limit(limit)
        if author is not None:
            asked = asked.where(jobs.c.author == author)
        with self._transactions.reading() as connection:
            return tuple(map(job_of, connection.execute(asked)))

    def version(self) -> int:
        """Give the version of the last change of any job, 0 before the first."""
        asked = select(counters.c.value).where(counters.c.name == _COUNTER)
        with self._transactions.reading() as connection:
            return connection.execute(asked).scalar() or 0

    def counts(self) -> dict[State, int]:
        """Count the jobs by their state; a state without any is left out."""
        asked = select(jobs.c.state, func.count()).group_by(jobs.c.state)
        with self._transactions.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(asked)}

    def purge(self, before: datetime) -> int:
        """Forget the jobs that were over before a time; give their number."""
        old = delete(jobs).where(jobs.c.state.not_in(ALIVE), jobs.c.changed < instant(before))
        return self._transactions.write(lambda connection: connection.execute(old).rowcount)

    def _any(self, kinds: Sequence[str] | None, now: datetime) -> bool:
        with self._transactions.reading() as connection:
            return connection.execute(_free(kinds, now).limit(1)).first() is not None

    def _own(self, job: int, worker: str, values: dict[str, Any], now: datetime) -> bool:
        mine = (jobs.c.worker == worker, jobs.c.state == "running")
        return self._transactions.write(lambda connection: _set(connection, job, values, now, *mine))


_OVER: dict[str, Any] = {"key": None, "lease": None}


def _free(kinds: Sequence[str] | None, now: datetime) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    lost = and_(jobs.c.state == "running", jobs.c.lease <= instant(now))
    asked = select(jobs).where(or_(jobs.c.state == "waiting", lost)).order_by(jobs.c.id)
    return asked if kinds is None else asked.where(jobs.c.kind.in_(kinds))


def _claim(
    connection: Connection, worker: str, seconds: float, kinds: Sequence[str] | None, now: datetime
) -> Job | None:
    while True:
        # SQLite holds all writers out; PostgreSQL passes over what another is just taking
        found = connection.execute(_free(kinds, now).limit(1).with_for_update(skip_locked=True)).first()
        if found is None:
            return None
        if found.attempts < ATTEMPTS:
            break
        given_up = {"state": "failed", "error": written(abandoned(found.kind))}
        _set(connection, found.id, given_up | _OVER, now)
    values = {
        "state": "running",
        "attempts": found.attempts + 1,
        "worker": worker,
        "lease": instant(now + timedelta(seconds=seconds)),
    }
    _set(connection, found.id, values, now)
    return job_of(_row(connection, found.id))


def _set(connection: Connection, job: int, values: dict[str, Any], now: datetime, *more: Any) -> bool:  # noqa: ANN401
    """Change a job where it still is as ``more`` says; say whether it was."""
    changed = update(jobs).where(jobs.c.id == job, *more).values(changed=instant(now), **values)
    if connection.execute(changed).rowcount != 1:
        return False
    # the counter is held last, until the end: so changes are seen in the order of their versions
    put(connection, counters, {"name": _COUNTER, "value": 0})
    up = update(counters).where(counters.c.name == _COUNTER).values(value=counters.c.value + 1)
    connection.execute(up)
    now_at = select(counters.c.value).where(counters.c.name == _COUNTER).scalar_subquery()
    connection.execute(update(jobs).where(jobs.c.id == job).values(version=now_at))
    return True


def _row(connection: Connection, job: int) -> Row[Any]:
    return connection.execute(select(jobs).where(jobs.c.id == job)).one()
