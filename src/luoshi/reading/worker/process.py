"""Starts the process that reads, asks it, and ends it when it does not answer."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, TypeVar

from luoshi.errors import LuoshiError, ReadingError
from luoshi.reading.content import Content
from luoshi.reading.limits import MIB, Limits
from luoshi.reading.worker import program
from luoshi.reading.worker.answer import no_memory, unpacked, unpacked_error
from luoshi.reading.worker.frames import FrameError, TooLongError, receive, send

_START: Final = 60.0  # seconds for the process to be ready, on a slow disk
_BLINK: Final = 0.25  # between two looks at the clock: on Windows Ctrl-C waits for one
_LEAST: Final = 64 * MIB  # of an answer, however small the memory limit
_NO_ROOM: Final = (b"bad_alloc", b"out of memory", b"Cannot allocate memory", b"MemoryError")

_PNG: Final = b"\x89PNG\r\n\x1a\n"

_Answer = tuple[dict[str, Any], bytes] | None
_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of a module: to read a file or, where ``page`` (from 1) is given, to draw that page.

    ``scale`` is pixels a point.
    """

    module: str
    source: str
    limits: Limits
    page: int | None = None
    scale: float = 1.0


class Worker:
    """One process that reads; not for two threads at once.

    ``served`` counts the files it was asked for, ``alive`` says whether it can be asked again.
    """

    def __init__(self) -> None:
        self.served = 0
        self.alive = True
        self._folder = tempfile.TemporaryDirectory(prefix="luoshi-", ignore_cleanup_errors=True)
        self._said: deque[bytes] = deque(maxlen=20)
        self._beaten = 0.0
        self._process = program.start(self._folder.name)
        self._drain = Thread(target=program.keep, args=(self._process.stderr, self._said), daemon=True)
        self._drain.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def read(self, module: str, raw: bytes, source: str, limits: Limits) -> Content:
        """Give what the module's ``read`` gives there.

        Raises:
            LuoshiError: as that ``read``; or ReadingError ``too_slow``, ``crashed``, ``memory``.
        """
        return self._answered(Task(module, source, limits), raw, _content)

    def drawn(self, task: Task, raw: bytes) -> bytes:
        """Give the picture (PNG) that the ``drawn`` of the task's module draws there; errors as ``read``."""
        return self._answered(task, raw, _picture)

    def _answered(self, task: Task, raw: bytes, taken: Callable[[dict[str, Any], bytes], _Given]) -> _Given:
        source, limits = task.source, task.limits
        try:
            if not self.served and self._within(_START, lambda: self._receive(1024)) is None:
                raise self._ended(source, limits)
            self.served += 1
            answer = self._within(limits.seconds, lambda: self._ask(asdict(task), raw, limits))
            if answer is None:
                raise self._ended(source, limits)
            return taken(*answer)
        except TimeoutError:
            self.kill()
            raise _too_slow(source, limits) from None
        except TooLongError:
            self.kill()
            raise no_memory(source, limits) from None
        except FrameError:
            self.kill()
            raise _crashed(source, "an answer that makes no sense") from None
        except LuoshiError as error:
            if error.code == "memory":  # what is left of it would cost the next file
                self.close()
            raise
        except BaseException:  # Ctrl-C: this file's answer must not be taken for the next one's
            self.kill()
            raise

    def close(self) -> None:
        """End the process by closing its pipe, or by force where it does not go."""
        program.close(self._process.stdin)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(program.PATIENCE)
        self.kill()

    def kill(self) -> None:
        """End the process at once, with the programs that it started, and leave nothing of it."""
        self.alive = False
        program.kill(self._process)
        self._process.wait()
        self._drain.join(program.PATIENCE)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            program.close(stream)
        self._folder.cleanup()

    def forget(self) -> None:
        """Let go of a process that belongs to the program that this one was forked from."""
        self.alive = False
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            program.close(stream)
        self._process.returncode = 0
        self._folder._finalizer.detach()  # type: ignore[attr-defined]

    def _within(self, seconds: float, task: Callable[[], _Answer]) -> _Answer:
        """Give what the task gives; TimeoutError where it, or one page of it, takes longer."""
        done: SimpleQueue[tuple[_Answer, Exception | None]] = SimpleQueue()
        self._beaten = time.monotonic()

        def run() -> None:
            try:
                done.put((task(), None))
            except Exception as error:
                done.put((None, error))

        Thread(target=run, daemon=True).start()
        while (left := self._beaten + seconds - time.monotonic()) > 0:
            try:
                answer, error = done.get(timeout=min(left, _BLINK))
            except Empty:
                continue
            if isinstance(error, OSError | ValueError):  # the pipe broke: the process has gone
                return None
            if error is not None:
                raise error
            return answer
        raise TimeoutError

    def _ask(self, head: dict[str, Any], raw: bytes, limits: Limits) -> _Answer:
        send(program.pipe(self._process.stdin).write, head, raw)
        for _ in range(limits.pages + 1):
            answer = self._receive(max(_LEAST, limits.memory // 4))
            if answer is None or "beat" not in answer[0]:
                return answer
            self._beaten = time.monotonic()
        raise FrameError("more signs of life than pages")

    def _receive(self, bound: int) -> _Answer:
        return receive(program.pipe(self._process.stdout).read, bound)

    def _ended(self, source: str, limits: Limits) -> ReadingError:
        """Give the error that says how the process ended."""
        program.settle(self._process)
        self.kill()
        said = b"".join(self._said)
        code = self._process.returncode
        if os.name == "posix" and code == -signal.SIGXCPU:
            return _too_slow(source, limits)
        if any(words in said for words in _NO_ROOM):
            return no_memory(source, limits)
        return _crashed(source, program.ending(code))


def _content(head: dict[str, Any], body: bytes) -> Content:
    if isinstance(head.get("content"), dict):
        return unpacked(head["content"], body)
    raise _said(head)


def _picture(head: dict[str, Any], body: bytes) -> bytes:
    if head.get("picture") is True and body.startswith(_PNG):
        return body
    raise _said(head)


def _said(head: dict[str, Any]) -> LuoshiError:
    if isinstance(head.get("error"), dict):
        return unpacked_error(head["error"])
    raise FrameError("neither what was asked nor an error")


def _crashed(source: str, reason: str) -> ReadingError:
    said = f"the program that read it stopped ({reason}); other files are not affected"
    return ReadingError(source, said, code="crashed", details={"reason": reason})


def _too_slow(source: str, limits: Limits) -> ReadingError:
    limit = f"{limits.seconds:g}"
    said = f"not read within {limit} seconds; split it, or raise LUOSHI_MAX_SECONDS"
    return ReadingError(source, said, code="too_slow", details={"limit": limit})
