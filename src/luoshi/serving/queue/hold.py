"""A job in a worker's hands: what it tells of its progress, and when it has to let go."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from luoshi.errors import LuoshiError

if TYPE_CHECKING:
    from luoshi.stores import Store
    from luoshi.stores.office.job import Job

LEASE: Final = 60.0
"""Seconds that a job is a worker's without a beat."""


class LetGo(Exception):  # noqa: N818 - no fault: the job goes on elsewhere, or not at all
    """The job is no longer this worker's, or the worker is to stop; ``back`` says to put it back."""

    def __init__(self, *, back: bool) -> None:
        super().__init__()
        self.back = back


class Hold:
    """One claimed job; beats go on in a thread of their own while it is worked on.

    ``stop`` is set when the worker is to stop: then ``check`` raises at the next place where the work may
    pause. Work tells its progress by ``tell``; what it told is still there for who goes on with the job.
    """

    def __init__(
        self, store: Store, job: Job, worker: str, stop: threading.Event, lease: float = LEASE
    ) -> None:
        self.job = job
        self._store = store
        self._worker = worker
        self._stop = stop
        self._lease = lease
        self._lost = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beats, name="beats", daemon=True)

    def __enter__(self) -> Hold:
        """Begin to beat."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the beats."""
        self._over.set()
        self._thread.join()

    def tell(self, progress: Any) -> None:  # noqa: ANN401 - what JSON holds
        """Say how far the work is.

        Raises:
            LetGo: the job was cancelled, or another worker has it.
        """
        if not self._beat(progress):
            self._lost.set()
            raise LetGo(back=False)

    def check(self) -> None:
        """Look whether the work may go on.

        Raises:
            LetGo: it may not.
        """
        if self._lost.is_set():
            raise LetGo(back=False)
        if self._stop.is_set():
            raise LetGo(back=True)

    def finish(self, result: Any) -> bool:  # noqa: ANN401 - what JSON holds
        """Say that the job is done; ``False`` where it is no longer this worker's."""
        return self._store.office.jobs.finish(self.job.id, self._worker, result, now=datetime.now(UTC))

    def _beat(self, progress: Any = None) -> bool:  # noqa: ANN401
        jobs, now = self._store.office.jobs, datetime.now(UTC)
        return jobs.beat(self.job.id, self._worker, seconds=self._lease, progress=progress, now=now)

    def _beats(self) -> None:
        while not self._over.wait(self._lease / 4):
            try:
                alive = self._beat()
            except LuoshiError:
                continue  # the database is away: the next beat may reach it before the lease is over
            if not alive:
                self._lost.set()
                return
