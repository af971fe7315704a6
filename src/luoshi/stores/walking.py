"""The chain walked fast: how far its events are sound. What is wrong with the next one, others say.

The events of a file are read as bytes; where they are many, a process for each core walks a range of them,
each from the hash that stands before it. Those on a server: ``walking_server``.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from urllib.parse import quote

from luoshi.ledger.chain import GENESIS, Head, walk_packed
from luoshi.stores import beside, walking_server

if TYPE_CHECKING:
    from sqlalchemy import Connection  # which the processes below need not load

_MANY: Final = 80_000  # fewer are walked before another process has started
# Bytes in place of a text are hashed alike, but no question by that text finds them: such an event is left
# out, so that the walk ends before it.
_PACKED: Final = (
    "SELECT sequence, at || char(1) || author || char(1) || kind || char(1) || reason, subject, payload, "
    "previous, hash FROM events WHERE sequence > ? AND sequence <= ? "
    "AND typeof(at) = 'text' AND typeof(author) = 'text' AND typeof(kind) = 'text' "
    "AND typeof(reason) = 'text' AND typeof(subject) = 'text' AND typeof(payload) = 'text' "
    "AND typeof(previous) = 'text' AND typeof(hash) = 'text' ORDER BY sequence"
)


class Stretch(NamedTuple):
    """Events to walk: those after ``before`` up to the sequence ``until``."""

    before: Head
    until: int


def walk(connection: Connection, until: int) -> Head:
    """Give the last event, at most the one at ``until``, up to which all are sound.

    It may stop early where it is not sure.
    """
    if connection.dialect.name == "postgresql":
        return walking_server.walk(connection, until)
    raw = cast(sqlite3.Connection, connection.connection.driver_connection)
    # another process does not see what is being written in this one
    if until < _MANY or connection.get_execution_options().get("writes"):
        return _walk_here(raw, Stretch(GENESIS, until))
    return _side_by_side(raw, until)


def _walk_here(raw: sqlite3.Connection, stretch: Stretch) -> Head:
    with (
        _read_by(raw, bytes),
        closing(raw.execute(_PACKED, (stretch.before.sequence, stretch.until))) as packed,
    ):
        return walk_packed(packed, stretch.before)


@contextmanager
def as_it_stands(connection: Connection) -> Iterator[None]:
    """Read a text of a file that is no UTF-8 as its bytes, so that whoever checks it can name it."""
    if connection.dialect.name == "postgresql":  # which keeps no such text
        yield
        return
    with _read_by(cast(sqlite3.Connection, connection.connection.driver_connection), _as_it_stands):
        yield


def _as_it_stands(said: bytes) -> str | bytes:
    try:
        return said.decode()
    except UnicodeDecodeError:
        return said


@contextmanager
def _read_by(raw: sqlite3.Connection, read: Callable[[bytes], str | bytes]) -> Iterator[None]:
    usual = raw.text_factory
    raw.text_factory = read
    try:
        yield
    finally:
        raw.text_factory = usual


def _side_by_side(raw: sqlite3.Connection, until: int) -> Head:
    """Walk the first stretch here and the others in processes; the first that ends early says how far."""

    def made(sequence: int) -> Head | None:
        found = raw.execute("SELECT sequence, hash FROM events WHERE sequence = ?", (sequence,)).fetchone()
        return Head(*found) if found and isinstance(found[1], str) else None

    first, *others = _stretches(made, until, os.cpu_count() or 1)
    place = raw.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    helping = [_start(place, stretch) for stretch in others]
    try:
        head = _walk_here(raw, first)
        for stretch, process in zip(others, helping, strict=True):
            if head != stretch.before:
                break
            head = _answer(process) or _walk_here(raw, stretch)
        return head
    finally:
        for process in helping:
            if process is not None:
                beside.stop(process)


def _stretches(made: Callable[[int], Head | None], until: int, most: int) -> list[Stretch]:
    many = max(1, min(most, 2 * until // _MANY))
    starts = (made(until * number // many) for number in range(1, many))
    befores = [GENESIS, *(start for start in starts if start is not None)]
    ends = [before.sequence for before in befores[1:]] + [until]
    return [Stretch(before, end) for before, end in zip(befores, ends, strict=True)]


def _start(place: str, stretch: Stretch) -> subprocess.Popen[bytes] | None:
    """Start a process that walks a stretch; ``None`` where none can be started."""
    process = beside.start(__name__)
    if process is not None:
        beside.tell(process, [place, *stretch.before, stretch.until])
    return process


def _answer(process: subprocess.Popen[bytes] | None) -> Head | None:
    """Give how far a process came; ``None`` where it failed."""
    if process is None:
        return None
    said = process.communicate()[0].split()
    if process.returncode or len(said) != 2:
        return None
    return Head(int(said[0]), said[1].decode())


def main() -> None:
    """Walk the stretch that the first line of the input names, and print how far it is sound."""
    place, sequence, before, until = json.loads(sys.stdin.readline())
    with closing(sqlite3.connect(f"file:{quote(os.fsencode(place))}?mode=ro", uri=True)) as raw:
        head = _walk_here(raw, Stretch(Head(sequence, before), until))
    print(head.sequence, head.hash)
