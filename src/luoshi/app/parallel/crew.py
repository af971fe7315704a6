"""The processes, a thread for each that asks it, and what they give in the files' order."""

from __future__ import annotations

import gc
import subprocess
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from luoshi.app.parallel import carrying
from luoshi.app.parallel.jobs import SELDOM
from luoshi.app.parallel.line import ClosedError, Line

if TYPE_CHECKING:
    from luoshi.app.outcomes import Outcome
    from luoshi.app.parallel.task import Task

_MODULE: Final = "luoshi.app.parallel.child"
_MOST: Final = 32 << 20  # bytes of answers that wait for their turn, in all
_AHEAD: Final = 200  # files, by process
_TRIES: Final = 2  # of a file whose process ended
_PATIENCE: Final = 5.0  # seconds for threads to end

_Item = Any
"""The packed bytes of what became of a file, or an outcome as it is."""


def given(
    tasks: Sequence[Task], jobs: int, *, known: Callable[[Task], Outcome | None] | None = None
) -> Generator[Outcome | tuple[str, str]]:
    """Give what becomes of each file, in their order; a name and a reason for members passed over.

    ``known`` gives the outcome of a file that need not be read; threads call it.
    """
    line: Line[_Item] = Line(len(tasks), most=_MOST, ahead=_AHEAD * jobs)
    often = gc.get_threshold()
    hands = [_Hand(tasks, line, jobs, known) for _ in range(jobs)]
    for hand in hands:
        hand.start()
    try:
        gc.set_threshold(*SELDOM)  # what comes is thousands of records at a time, none of them garbage yet
        for item in line.taken():
            yield item if not isinstance(item, bytes) else carrying.unpacked(item)
    finally:
        gc.set_threshold(*often)
        line.close()
        for hand in hands:
            hand.stop()


class _Hand(Thread):
    """Asks one process for file after file, and a new one where it ends."""

    def __init__(
        self,
        tasks: Sequence[Task],
        line: Line[_Item],
        jobs: int,
        known: Callable[[Task], Outcome | None] | None,
    ) -> None:
        super().__init__(daemon=True)
        self._tasks = tasks
        self._line = line
        self._jobs = jobs
        self._known = known
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._stopped = False
        self._held: deque[int] = deque()
        self._tries: Counter[int] = Counter()

    def run(self) -> None:
        """Work until no file is left."""
        try:
            while self._filled():
                self._take()
        except ClosedError:
            return
        except Exception as error:  # else whoever takes would wait for ever
            self._line.fail(error)
        finally:
            self._end()

    def stop(self) -> None:
        """End the process, whatever it is doing, and wait for the thread."""
        self._stopped = True
        process = self._process
        if process is not None:
            _ended(process)
        self.join(_PATIENCE)

    def _filled(self) -> bool:
        """Take files until the process has one to read and one that waits; say whether there is any."""
        # near the end none waits with a busy process while another has nothing to do
        while len(self._held) < (2 if self._line.left > 2 * self._jobs else 1):
            number = self._line.next(wait=not self._held)
            if number is None:
                break
            found = None if self._known is None else self._known(self._tasks[number])
            if found is not None:
                self._line.put(number, found, 0)
                self._line.done(number)
                continue
            self._held.append(number)
            if self._process is not None:
                self._ask(number)
        return bool(self._held)

    def _take(self) -> None:
        """Pass on what becomes of the first file that is held."""
        number, told = self._held[0], False
        if self._process is None:
            self._begin()
        while self._process is not None and self._process.stdout is not None:
            frame = None
            with suppress(OSError, ValueError):  # it was ended
                frame = carrying.receive(self._process.stdout)
            if self._stopped:
                raise ClosedError
            if frame is None:
                self._lost(number, told=told)
                return
            letter, body = frame
            if letter == carrying.READY:
                self._ready = True
            elif letter == carrying.DONE:
                self._finish(number)
                return
            else:
                told = True
                self._line.put(number, body, len(body))
        self._here(number)

    def _begin(self) -> None:
        """Start a process and ask it for all files that are held."""
        from luoshi.stores.beside import start

        self._ready = False
        self._process = start(_MODULE)
        for number in self._held if self._process is not None else ():
            self._ask(number)

    def _ask(self, number: int) -> None:
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError, ValueError):  # it has ended, as its answer will show
                carrying.send(self._process.stdin, carrying.TASK, carrying.packed(self._tasks[number]))

    def _lost(self, number: int, *, told: bool) -> None:
        """Go on after the process ended in the middle of a file: once more, or without the file."""
        code, was_ready = self._end(), self._ready
        if not was_ready:
            self._here(number)  # no process can work here
            return
        self._tries[number] += 1
        if told or self._tries[number] >= _TRIES:
            self._line.put(number, _crashed(self._tasks[number], code), 0)
            self._finish(number)

    def _here(self, number: int) -> None:
        """Read the file in this process: no other one could be started."""
        from luoshi.app.outcomes import outcomes_of

        for _, body in carrying.frames(outcomes_of(self._tasks[number])):
            self._line.put(number, body, len(body))
        self._finish(number)

    def _finish(self, number: int) -> None:
        self._line.done(number)
        self._held.popleft()

    def _end(self) -> int:
        """End the process and give its return code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        code = _ended(process)
        _close(process)
        return code


def _ended(process: subprocess.Popen[bytes]) -> int:
    """End a process by closing its pipe, or by force where it does not go; give its return code."""
    with suppress(OSError, ValueError):
        if process.stdin is not None:
            process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE)
    with suppress(OSError):
        process.kill()
    return process.wait()


def _close(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.close()


def _crashed(task: Task, code: int) -> Outcome:
    from luoshi.app.outcomes import Outcome
    from luoshi.errors import ReadingError
    from luoshi.reading.worker.program import ending

    reason = ending(code)
    said = f"the program that read it stopped ({reason}); other files are not affected"
    error = ReadingError(task.source, said, code="crashed", details={"reason": reason})
    return Outcome(task.source, error=error, file=task.path)
