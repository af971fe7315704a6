"""The chain walked fast: how far its events are sound. What is wrong with the next one, others say.

A server hashes what it holds by itself. The events of a file are read as bytes; where they are many, a
process for each core walks a range of them, each from the hash that stands before it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from urllib.parse import quote

from luoshi.ledger.chain import GENESIS, Head, walk_packed

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine  # which the processes below need not load

_MANY: Final = 200_000  # fewer are walked before another process has started
_RANGE: Final = 500_000  # what a server is asked for at a time: no question lasts long
_PACKED: Final = (
    "SELECT sequence, at || char(1) || author || char(1) || kind || char(1) || reason, subject, payload, "
    "previous, hash FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence"
)
# what needs an escape in a time, a kind or a hash is no such thing: it is left to the slow walk
_HASHED: Final = """
    SELECT count(*), count(*) FILTER (WHERE sound), min(sequence) FILTER (WHERE sound IS NOT TRUE) FROM (
      SELECT sequence,
        sequence = %(after)s + row_number() OVER chain
        AND previous = lag(hash, 1, %(hash)s) OVER chain
        AND hash = encode(sha256(convert_to(
          '{"at":"' || at || '","author":' || to_json(author) || ',"kind":"' || kind
          || '","payload":' || payload || ',"previous":"' || previous
          || '","reason":' || to_json(reason) || ',"sequence":' || sequence
          || ',"subject":' || to_json(subject::text) || '}', 'UTF8')), 'hex') AS sound
      FROM events WHERE sequence > %(after)s AND sequence <= %(until)s
      WINDOW chain AS (ORDER BY sequence)
    ) AS walked
"""
# The same folders for modules as here.
_BOOT: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from luoshi.stores.walking import main; main()"
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
        return _hashed_there(connection, until)
    raw = cast(sqlite3.Connection, connection.connection.driver_connection)
    if until < _MANY:
        return _walk_here(raw, Stretch(GENESIS, until))
    return _side_by_side(raw, until)


def _hashed_there(connection: Connection, until: int) -> Head:
    """Let the server hash, in two connections at once where there is much to do."""
    stretches = _stretches(lambda sequence: _made(connection, sequence), until, 2)
    if len(stretches) == 1:
        return _hashed(connection, stretches[0])
    first, second = stretches
    with ThreadPoolExecutor(1) as beside:
        other = beside.submit(_hashed_apart, connection.engine, second)
        head = _hashed(connection, first)
        rest = other.result()
    return rest if head == second.before else head


def _hashed_apart(engine: Engine, stretch: Stretch) -> Head:
    with engine.connect() as connection:
        return _hashed(connection, stretch)


def _hashed(connection: Connection, stretch: Stretch) -> Head:
    head = stretch.before
    while head.sequence < stretch.until:
        end = min(stretch.until, head.sequence + _RANGE)
        asked = {"after": head.sequence, "hash": head.hash, "until": end}
        found, sound, wrong = connection.exec_driver_sql(_HASHED, asked).one()
        whole = found == sound == end - head.sequence
        last = end if whole else min(wrong or end, head.sequence + sound + 1) - 1
        if last > head.sequence:
            head = _made(connection, last) or head
        if not whole:
            break
    return head


def _made(connection: Connection, sequence: int) -> Head | None:
    asked = "SELECT hash FROM events WHERE sequence = %(sequence)s"
    found = connection.exec_driver_sql(asked, {"sequence": sequence}).scalar()
    return None if found is None else Head(sequence, found)


def _walk_here(raw: sqlite3.Connection, stretch: Stretch) -> Head:
    with _as_bytes(raw), closing(raw.execute(_PACKED, (stretch.before.sequence, stretch.until))) as packed:
        return walk_packed(packed, stretch.before)


@contextmanager
def _as_bytes(raw: sqlite3.Connection) -> Iterator[None]:
    usual = raw.text_factory
    raw.text_factory = bytes
    try:
        yield
    finally:
        raw.text_factory = usual


def _side_by_side(raw: sqlite3.Connection, until: int) -> Head:
    """Walk the first stretch here and the others in processes; the first that ends early says how far."""

    def made(sequence: int) -> Head | None:
        found = raw.execute("SELECT sequence, hash FROM events WHERE sequence = ?", (sequence,)).fetchone()
        return found and Head(*found)

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
                with process:  # waits for its end
                    process.kill()


def _stretches(made: Callable[[int], Head | None], until: int, most: int) -> list[Stretch]:
    many = max(1, min(most, 2 * until // _MANY))
    starts = (made(until * number // many) for number in range(1, many))
    befores = [GENESIS, *(start for start in starts if start is not None)]
    ends = [before.sequence for before in befores[1:]] + [until]
    return [Stretch(before, end) for before, end in zip(befores, ends, strict=True)]


def _start(place: str, stretch: Stretch) -> subprocess.Popen[bytes] | None:
    """Start a process that walks a stretch; ``None`` where none can be started."""
    path = [os.path.abspath(entry) for entry in sys.path if entry]
    path.append(str(Path(__file__).parents[2]))
    asked = json.dumps([place, *stretch.before, stretch.until])
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    try:
        return subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-P", "-c", _BOOT, json.dumps(path), asked],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )
    except OSError:
        return None


def _answer(process: subprocess.Popen[bytes] | None) -> Head | None:
    """Give how far a process came; ``None`` where it failed."""
    if process is None:
        return None
    said = process.communicate()[0].split()
    if process.returncode or len(said) != 2:
        return None
    return Head(int(said[0]), said[1].decode())


def main() -> None:
    """Walk the stretch that the second argument names, and print how far it is sound."""
    place, sequence, before, until = json.loads(sys.argv[2])
    with closing(sqlite3.connect(f"file:{quote(os.fsencode(place))}?mode=ro", uri=True)) as raw:
        head = _walk_here(raw, Stretch(Head(sequence, before), until))
    print(head.sequence, head.hash)
