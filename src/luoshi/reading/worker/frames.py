"""What goes over the pipe between the two processes: a JSON head and plain bytes after it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

_MARK: Final = b"LSH1"
_PREFIX: Final = len(_MARK) + 16
_STEP: Final = 1 << 20

Read = Callable[[int], bytes]
Write = Callable[[memoryview], int | None]


class FrameError(Exception):
    """The other side sent what is no frame, or one past the bound."""


class TooLongError(FrameError):
    """A frame is longer than was asked for."""


def send(write: Write, head: dict[str, Any], body: bytes | memoryview = b"") -> None:
    """Write one frame; ``write`` may take less than it is given, as a raw stream's does."""
    text = json.dumps(head).encode("ascii")
    _all(write, memoryview(_MARK + len(text).to_bytes(8, "big") + len(body).to_bytes(8, "big") + text))
    _all(write, memoryview(body))


def receive(read: Read, bound: int) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame; ``None`` where the stream ends before one begins.

    Raises:
        FrameError: it is no frame, is or is cut off.
        TooLongError: it is longer than ``bound`` bytes.
    """
    prefix = _exactly(read, _PREFIX)
    if not prefix:
        return None
    if len(prefix) < _PREFIX or not prefix.startswith(_MARK):
        raise FrameError("no frame")
    head_size = int.from_bytes(prefix[4:12], "big")
    body_size = int.from_bytes(prefix[12:20], "big")
    if head_size + body_size > bound:
        raise TooLongError("too long")
    text, body = _exactly(read, head_size), _exactly(read, body_size)
    if len(text) < head_size or len(body) < body_size:
        raise FrameError("cut off")
    try:
        head = json.loads(text)
    except (ValueError, RecursionError):
        raise FrameError("no JSON") from None
    if not isinstance(head, dict):
        raise FrameError("no object")
    return head, body


def _all(write: Write, rest: memoryview) -> None:
    while rest:
        rest = rest[write(rest[:_STEP]) or 0 :]


def _exactly(read: Read, size: int) -> bytes:
    out = bytearray()
    while len(out) < size:
        piece = read(min(_STEP, size - len(out)))
        if not piece:
            break
        out += piece
    return bytes(out)
