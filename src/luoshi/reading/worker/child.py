"""The process that reads: takes a file, answers with its content or its error, and waits for the next."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from luoshi.errors import LuoshiError, ReadingError
from luoshi.reading.beats import listen
from luoshi.reading.content import Content
from luoshi.reading.limits import Limits
from luoshi.reading.worker.answer import no_memory, packed, packed_error
from luoshi.reading.worker.frames import receive, send
from luoshi.reading.worker.guard import bound, forbid_network

if TYPE_CHECKING:
    from PIL import Image

_ANY: Final = sys.maxsize  # what comes from the process that started this one is trusted
_NO_ROOM: Final = ("bad_alloc", "bad allocation", "failed to allocate", "out of memory", "cannot allocate")

_Asked = tuple[dict[str, Any], bytes]


def main() -> None:
    """Serve until the pipe closes."""
    stdin, stdout = _own_streams()
    forbid_network()
    listen(lambda: send(stdout.write, {"beat": True}))
    waiting: SimpleQueue[_Asked | None] = SimpleQueue()
    busy: list[bool] = []
    Thread(target=_listen, args=(stdin, waiting, busy), daemon=True).start()
    send(stdout.write, {"ready": True})
    while (asked := waiting.get()) is not None:
        head, raw = asked
        answer, body = _answer(head, raw)
        busy.clear()
        send(stdout.write, answer, body)
        del asked, raw, answer, body


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipe for the frames alone: what libraries print goes to standard error."""
    stdin = os.fdopen(os.dup(0), "rb", buffering=0)
    stdout = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return stdin, stdout


def _listen(stdin: BinaryIO, waiting: SimpleQueue[_Asked | None], busy: list[bool]) -> None:
    """Pass on what is asked; end this process, in the middle of a file too, when nobody asks any more."""
    try:
        while (asked := receive(stdin.read, _ANY)) is not None:
            busy.append(True)
            waiting.put(asked)
    finally:
        waiting.put(None)
        if busy:
            _end()


def _end() -> None:
    """End at once, with the programs that this process started."""
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _answer(head: dict[str, Any], raw: bytes) -> tuple[dict[str, Any], bytes]:
    source, limits = head["source"], Limits(**head["limits"])
    try:
        bound(limits)
        module = import_module(head["module"])
        if head["page"] is not None:
            return {"picture": True}, _png(
                module.drawn(raw, source, head["page"], limits, scale=head["scale"])
            )
        read: Callable[[bytes, str, Limits], Content] = module.read
        said, body = packed(read(raw, source, limits))
        return {"content": said}, body
    except LuoshiError as error:
        return {"error": packed_error(error)}, b""
    except RecursionError:
        reason = "deeper than the program can follow"
        deep = ReadingError(
            source, "nested too deep; it was not read", code="too_deep", details={"reason": reason}
        )
        return {"error": packed_error(deep)}, b""
    except MemoryError:
        return {"error": packed_error(no_memory(source, limits))}, b""
    except Exception as error:  # a parser's own mistake on hostile bytes costs this file alone
        return {"error": packed_error(_unexpected(error, source, limits))}, b""


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _unexpected(error: Exception, source: str, limits: Limits) -> ReadingError:
    said = str(error).lower()
    if any(words in said for words in _NO_ROOM):
        return no_memory(source, limits)
    if isinstance(error, ModuleNotFoundError):
        # a part of the installation is missing, which is no fault of the file
        return ReadingError(source, f"cannot be read: {error}", code="unreadable")
    reason = type(error).__name__
    sentence = f"the file is damaged ({reason} while it was read); get it anew, or save it again"
    return ReadingError(source, sentence, code="damaged", details={"reason": reason})
