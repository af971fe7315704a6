"""The processes that work while the site runs: started with it, again where one dies, and ended with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from luoshi.errors import LuoshiError
from luoshi.serving import logs
from luoshi.serving.queue.worker import tidy
from luoshi.serving.site import Site

_GRACE: Final = 20.0
"""Seconds that a worker is given to finish the file at hand."""
_FIRST: Final = 1.0
_LAST: Final = 60.0
_SOUND: Final = 60.0
"""A worker that lived so long is started again at once."""


@contextmanager
def workers(site: Site) -> Iterator[None]:
    """Keep ``site.settings.workers`` processes at work; they finish or give back their jobs at the end.

    A site without a place (``Site.place``), as in tests, has none.
    """
    with suppress(LuoshiError):  # a database that is away is told by the first request
        tidy(site.store)
    count = site.settings.workers if site.place else 0
    kept = [_Kept(site.place, number) for number in range(count)]
    try:
        yield
    finally:
        for each in kept:
            each.stop()
        until = time.monotonic() + _GRACE
        for each in kept:
            each.join(until)


class _Kept:
    """One worker process, started again with growing pauses where it dies."""

    def __init__(self, place: str, number: int) -> None:
        self._place = place
        self._number = number
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name=f"worker-{number}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tell the process to stop: its standard input ends, as it also does when the site is killed."""
        self._stopping.set()
        with self._lock:
            if self._process is not None and self._process.stdin is not None:
                with suppress(OSError):
                    self._process.stdin.close()

    def join(self, until: float) -> None:
        """Wait for its end; past the time it is ended, and its job is done by another."""
        self._thread.join(max(0.0, until - time.monotonic()))
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                logs.say("worker_killed", worker=self._number)
                self._process.kill()
        self._thread.join(5)

    def _keep(self) -> None:
        pause = _FIRST
        while not self._stopping.is_set():
            begun = time.monotonic()
            process = self._start()
            if process is None:
                return
            code = process.wait()
            if self._stopping.is_set():
                return
            lived = time.monotonic() - begun
            pause = _FIRST if lived > _SOUND else min(_LAST, pause * 2)
            logs.say("worker_died", worker=self._number, code=code, lived=round(lived, 1), again_in=pause)
            self._stopping.wait(pause)

    def _start(self) -> subprocess.Popen[bytes] | None:
        """Start the process; the place goes by its standard input, since it may hold a password."""
        with self._lock:
            if self._stopping.is_set():
                return None
            # a group of its own: Ctrl+C is for the site, which tells its workers itself
            apart = (
                {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
                if os.name == "nt"
                else {"start_new_session": True}
            )
            process = subprocess.Popen(
                [sys.executable, "-m", "luoshi.cli", "work", "--supervised"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                **apart,
            )
            assert process.stdin is not None  # noqa: S101
            with suppress(OSError):  # it died at once: told by its end
                process.stdin.write(self._place.encode() + b"\n")
                process.stdin.flush()
            self._process = process
            return process
