"""The process that reads and extracts: takes a file, answers with what became of it, and so on."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from queue import SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import BinaryIO, Final

from luoshi.app.parallel import carrying
from luoshi.app.parallel.jobs import SELDOM, cores

_WAITING: Final = 4  # answers that may wait to be taken while the next file is read
_PIPE: Final = 1 << 20  # bytes: an answer should fit, so that nobody waits for the other to wake
_SET_SIZE: Final = 1031  # F_SETPIPE_SZ of Linux, which the module fcntl does not name everywhere

_Frame = tuple[bytes, bytes]


def main() -> None:
    """Serve until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    stdin, stdout = _own_streams()
    # as many processes recognise scans as there are cores
    os.environ.setdefault("LUOSHI_OCR_THREADS", "1" if cores() < 8 else "2")
    asked: SimpleQueue[bytes | None] = SimpleQueue()
    busy: list[bool] = []
    Thread(target=_listen, args=(stdin, asked, busy), daemon=True).start()
    _ready()
    carrying.send(stdout, carrying.READY)  # at once: the first file may be the end of this process
    answers = _Answers(stdout)
    while (raw := asked.get()) is not None:
        _answer(raw, answers)
        busy.pop()
    answers.close()


class _Answers:
    """Sends frames from a thread of its own, a few at most waiting, so that the next file can begin."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._room = BoundedSemaphore(_WAITING)
        self._waiting: SimpleQueue[_Frame | None] = SimpleQueue()
        self._thread = Thread(target=self._send, daemon=True)
        self._thread.start()

    def put(self, frame: _Frame) -> None:
        """Send a frame, when there is room."""
        self._room.acquire()
        self._waiting.put(frame)

    def close(self) -> None:
        """Wait until everything was sent."""
        self._waiting.put(None)
        self._thread.join()

    def _send(self) -> None:
        try:
            while (frame := self._waiting.get()) is not None:
                carrying.send(self._stream, *frame)
                self._room.release()
        except OSError:  # nobody takes it any more
            _end()


def _answer(raw: bytes, answers: _Answers) -> None:
    from luoshi.app.outcomes import outcomes_of

    for frame in carrying.frames(outcomes_of(carrying.unpacked(raw))):
        answers.put(frame)
    answers.put((carrying.DONE, b""))


def _ready() -> None:
    """Load what every file needs, and have the collector look through none of it again."""
    from luoshi.extracting.statements import statements
    from luoshi.model import Document
    from luoshi.parsing.outline import parse

    list(statements(parse(Document("今年要确保新增规上工业企业30家。"))))
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipe for the frames alone: what libraries print goes where standard error goes."""
    stdin = os.fdopen(os.dup(0), "rb")
    stdout = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    with suppress(ImportError, OSError, AttributeError):
        import fcntl

        fcntl.fcntl(stdout.fileno(), _SET_SIZE, _PIPE)
    return stdin, stdout


def _listen(stdin: BinaryIO, asked: SimpleQueue[bytes | None], busy: list[bool]) -> None:
    """Pass on what is asked; end this process, in the middle of a file too, when nobody asks any more."""
    try:
        while (frame := carrying.receive(stdin)) is not None:
            busy.append(True)
            asked.put(frame[1])
    finally:
        asked.put(None)
        if busy:
            _end()


def _end() -> None:
    """End at once, and the processes that read for this one."""
    from luoshi.reading.worker.pool import close

    close()
    os._exit(1)
