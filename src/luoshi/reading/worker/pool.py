"""The processes that wait to read: as many as threads read at once, each for one file at a time."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from threading import Lock
from typing import Final, TypeVar

from luoshi.errors import ReadingError
from luoshi.reading.content import Content
from luoshi.reading.formats import Format
from luoshi.reading.limits import Limits
from luoshi.reading.worker.process import Task, Worker

_Given = TypeVar("_Given")
_RENEWED: Final = 500  # files: libraries lose a little memory with each
_KEPT: Final = 2  # processes that wait when nothing is read


class Pool:
    """Workers by need; safe with threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()

    def read(self, module: str, raw: bytes, source: str, limits: Limits) -> Content:
        """Give what ``Worker.read`` gives."""
        return self._asked(lambda worker: worker.read(module, raw, source, limits))

    def drawn(self, task: Task, raw: bytes) -> bytes:
        """Give what ``Worker.drawn`` gives."""
        return self._asked(lambda worker: worker.drawn(task, raw))

    def _asked(self, ask: Callable[[Worker], _Given]) -> _Given:
        """Ask a process; a file that a used one fails on has a new one to itself."""
        worker = self._take()
        is_new = not worker.served
        try:
            return ask(worker)
        except ReadingError as error:
            # an earlier file may have left the process without memory, or damaged it
            if is_new or worker.alive or error.code not in ("crashed", "memory"):
                raise
        finally:
            self._give_back(worker)
        worker = self._take(new=True)
        try:
            return ask(worker)
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """End every process."""
        with self._lock:
            workers, self._all, self._idle = self._all, set(), []
        for worker in workers:
            worker.close()

    def forget(self) -> None:
        """Let go of the processes of the program that this one was forked from."""
        for worker in self._all:
            worker.forget()

    def _take(self, *, new: bool = False) -> Worker:
        with self._lock:
            if self._idle and not new:
                return self._idle.pop()
        worker = Worker()
        with self._lock:
            self._all.add(worker)
        return worker

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            is_kept = worker.alive and worker.served < _RENEWED and len(self._idle) < _KEPT
            if is_kept:
                self._idle.append(worker)
            else:
                self._all.discard(worker)
        if not is_kept and worker.alive:
            worker.close()


_pool = Pool()


def read_contained(kind: Format, raw: bytes, source: str, limits: Limits) -> Content:
    """Read a file by its format in a process of its own.

    Raises:
        LuoshiError: as the format's ``read``; or ReadingError ``crashed``, ``too_slow`` (past
            ``limits.seconds``), ``memory`` (past ``limits.memory``; on Windows nothing bounds it).
    """
    return _pool.read(kind.module, raw, source, limits)


def drawn_contained(module: str, raw: bytes, source: str, page: int, limits: Limits, scale: float) -> bytes:
    """Draw a page, counted from 1, in a process of its own: give its picture as PNG.

    ``module`` names the one whose ``drawn(raw, source, page, limits, scale=scale)`` gives a Pillow image;
    ``scale`` is pixels a point. The picture is what a hostile file may have made of it: open it as one.

    Raises:
        LuoshiError: as that ``drawn``, and as ``read_contained``.
    """
    return _pool.drawn(Task(module, source, limits, page, scale), raw)


def close() -> None:
    """End the processes that wait; the next file starts a new one."""
    _pool.close()


def _after_fork() -> None:
    global _pool  # noqa: PLW0603 - the one place that holds what must outlive a call
    _pool.forget()
    _pool = Pool()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
