"""A piece of long work: what is to be done, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row

from luoshi.errors import LuoshiError, StoreError
from luoshi.stores.office.packing import pack, unpack

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ALIVE: tuple[State, ...] = ("waiting", "running")
STATES: tuple[State, ...] = (*ALIVE, "done", "failed", "cancelled")
ATTEMPTS = 3
"""So many workers may be lost over a job before it is given up."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed: a sentence, and as with an error its code and details."""

    sentence: str
    code: str = ""
    details: dict[str, str | int] | None = None

    @classmethod
    def of(cls, error: LuoshiError) -> Failure:
        """Give the failure that an error is."""
        return cls(str(error), error.code, error.details)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands. ``payload``, ``progress`` and ``result`` are what JSON holds.

    ``created``, ``changed`` and ``lease`` (until when ``worker`` has it) are ISO, UTC; ``version`` grows with
    every change of any job.
    """

    id: int
    kind: str
    payload: Any
    author: str
    state: State
    attempts: int
    worker: str | None
    lease: str | None
    progress: Any
    result: Any
    failure: Failure | None
    created: str
    changed: str
    version: int


def abandoned(kind: str) -> Failure:
    """Give the failure of a job whose workers were lost again and again."""
    error = StoreError(
        f"The work ({kind}) was begun {ATTEMPTS} times and its process ended each time; it may need more "
        "memory than there is: try it with less at once.",
        code="job_abandoned",
        details={"kind": kind, "attempts": ATTEMPTS},
    )
    return Failure.of(error)


def written(failure: Failure) -> str:
    """Write a failure as the table has it."""
    return pack([failure.sentence, failure.code, failure.details])


def job_of(row: Row[Any]) -> Job:
    """Give the job of a row of its table."""
    return Job(
        id=row.id,
        kind=row.kind,
        payload=unpack(row.payload),
        author=row.author,
        state=row.state,
        attempts=row.attempts,
        worker=row.worker,
        lease=row.lease,
        progress=unpack(row.progress),
        result=unpack(row.result),
        failure=None if row.error is None else Failure(*unpack(row.error)),
        created=row.created,
        changed=row.changed,
        version=row.version,
    )
