"""Outcomes on their way between two processes of ours: packed as bytes, in frames with a letter before each.

Both ends run the same code, and hostile files of rich formats are parsed in yet another process whose
answers are checked, so that what is unpacked here was packed here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from copyreg import dispatch_table
from dataclasses import fields, replace
from io import BytesIO
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, Protocol

from luoshi.app.outcomes import Outcome
from luoshi.app.parallel.later import Later
from luoshi.model import document, layout, outline, statement
from luoshi.stores.projecting import Projected
from luoshi.stores.shelf import KeptFile

OUTCOME: Final = b"o"
PASSED: Final = b"p"  # a member of an archive that was passed over: its name and the reason
DONE: Final = b"d"
READY: Final = b"r"
TASK: Final = b"t"

_LENGTH: Final = 8
_PARTS: Final = ("sections", "sentences", "clauses", "skipped")
_RECORDS: Final = (
    Outcome,
    document.Document,
    document.Facts,
    document.Remark,
    document.TaskRow,
    layout.Layout,
    layout.Line,
    layout.Page,
    layout.Part,
    outline.Outline,
    outline.Section,
    statement.Actor,
    statement.Deadline,
    statement.Enumeration,
    statement.Event,
    statement.Measurability,
    statement.Statement,
    statement.Stretch,
    statement.Target,
    statement.Years,
    Projected,
    KeptFile,
)


class Stream(Protocol):
    """What frames are read from and written to."""

    def read(self, size: int, /) -> bytes | None:
        """Give bytes, fewer at the end."""

    def write(self, raw: bytes, /) -> object:
        """Take bytes."""

    def flush(self) -> None:
        """Send what was taken."""


def packed(value: object) -> bytes:
    """Give the bytes that ``unpacked`` takes."""
    out = BytesIO()
    pickler = pickle.Pickler(out, protocol=5)
    pickler.dispatch_table = _TABLE
    pickler.dump(value)
    return out.getvalue()


def unpacked(raw: bytes) -> Any:  # noqa: ANN401 - what was packed
    """Give the value again."""
    return pickle.loads(raw)  # noqa: S301 - of our own process


def send(stream: Stream, letter: bytes, body: bytes = b"") -> None:
    """Write one frame."""
    stream.write(letter + len(body).to_bytes(_LENGTH, "big"))
    if body:
        stream.write(body)
    stream.flush()


def receive(stream: Stream) -> tuple[bytes, bytes] | None:
    """Read one frame; ``None`` where the stream ends, also in the middle of one."""
    prefix = stream.read(1 + _LENGTH) or b""
    if len(prefix) < 1 + _LENGTH:
        return None
    size = int.from_bytes(prefix[1:], "big")
    body = (stream.read(size) or b"") if size else b""
    return (prefix[:1], body) if len(body) == size else None


def frames(items: Iterator[Outcome | tuple[str, str]]) -> Iterator[tuple[bytes, bytes]]:
    """Give a letter and a body for each thing that became of a file, in order."""
    for item in items:
        if isinstance(item, Outcome):
            yield OUTCOME, packed(_lightened(item))
        else:
            yield PASSED, packed(item)


def _lightened(outcome: Outcome) -> Outcome:
    """Leave packed, where an outcome is ready for its ledger, what the ledger hardly ever looks into."""
    if outcome.made is None or outcome.outline is None:
        return outcome
    parts = {name: _later(getattr(outcome.outline, name)) for name in _PARTS}
    return replace(outcome, outline=replace(outcome.outline, **parts), statements=_later(outcome.statements))


def whole(outcome: Outcome) -> Outcome:
    """Unpack all that was left packed."""
    if outcome.made is None or outcome.outline is None:
        return outcome
    parts: dict[str, Any] = {name: tuple(getattr(outcome.outline, name)) for name in _PARTS}
    outline = replace(outcome.outline, **parts)
    return replace(outcome, outline=outline, statements=tuple(outcome.statements), made=None)


def _later(items: tuple[Any, ...]) -> Any:  # noqa: ANN401 - as good as the tuple
    return Later(packed(items), len(items), unpacked)


def _taken_apart(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Give how a record of a kind is packed: by its values in order, which costs a third of its dict."""
    names = [field.name for field in fields(kind)]
    take = attrgetter(*names)
    if len(names) == 1:
        return lambda one: (kind, (take(one),))
    return lambda one: (kind, take(one))


_TABLE: Final[dict[type, Callable[[Any], Any]]] = {
    **dispatch_table,
    **{kind: _taken_apart(kind) for kind in _RECORDS},
    Later: Later.carried,
    MappingProxyType: lambda one: (MappingProxyType, (dict(one),)),
}
