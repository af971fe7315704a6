"""Rows checked by several processes at once: to fold them anew takes far longer than to read them.

Each process takes some hundreds of rows at a time and says which of them looks wrong, if any. Such rows
are checked here again, so only this process, which reads the ledger as it was at one moment, says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from luoshi.lexicon.lights import LightRules, Turn
from luoshi.stores import beside

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_MANY: Final = 4000  # fewer rows are checked before another process has started
_MOST: Final = 8  # processes
_WAIT: Final = 15.0  # seconds for the database
Check = Callable[[Sequence[int]], bool]
"""Whether the rows of these numbers, all of which later events are about, are as their events have them."""


def first_refused(
    connection: Connection, batches: Sequence[Sequence[int]], check: Check, rules: LightRules
) -> Sequence[int] | None:
    """Give the first batch found that ``check`` refuses; ``None`` where it, or ``main``, accepts each."""
    todo: deque[Sequence[int]] = deque(batches)
    again: deque[Sequence[int]] = deque()
    with (
        _helping(connection, sum(map(len, batches)), rules) as helping,
        ThreadPoolExecutor(max(1, len(helping))) as threads,
    ):
        others = [threads.submit(_have_checked, process, todo, again) for process in helping]
        try:
            refused = next((batch for batch in _taken(todo) if not check(batch)), None)
        finally:  # where one is found, or the database is lost, the others need not go on
            todo.clear()
        for other in others:
            other.result()
    return refused or next((batch for batch in _taken(again) if not check(batch)), None)


def _have_checked(
    process: subprocess.Popen[bytes], todo: deque[Sequence[int]], again: deque[Sequence[int]]
) -> None:
    for batch in _taken(todo):
        sound = _answer(process, batch)
        if not sound:
            again.append(batch)
        if sound is None:  # it failed
            return


def _taken(batches: deque[Sequence[int]]) -> Iterator[Sequence[int]]:
    while True:
        try:
            batch = batches.popleft()
        except IndexError:
            return
        yield batch


@contextmanager
def _helping(connection: Connection, rows: int, rules: LightRules) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start processes where they are worth it, and end them.

    In a transaction that writes there are none: they could not see what is being written.
    """
    many = 0 if rows < _MANY or connection.get_execution_options().get("writes") else os.cpu_count() or 1
    started: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(min(many, _MOST) - 1):
            process = beside.start(__name__)
            if process is not None:
                started.append(process)
                beside.tell(process, [_place(connection), asdict(rules)])
        yield started
    finally:
        for process in started:
            beside.stop(process)


def _place(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        return str(connection.engine.url.render_as_string(hide_password=False))
    asked = "SELECT file FROM pragma_database_list WHERE name = 'main'"
    return str(connection.exec_driver_sql(asked).scalar_one())


def _answer(process: subprocess.Popen[bytes], batch: Sequence[int]) -> bool | None:
    beside.tell(process, list(batch))
    said = process.stdout.readline() if process.stdout is not None else b""
    return {b"sound": True, b"doubtful": False}.get(said.strip())


def main() -> None:
    """Read the ledger's place and the rules, then batch after batch; say whether each is sound."""
    from luoshi.stores import checking_rows
    from luoshi.stores.connecting import connected

    place, told = json.loads(sys.stdin.readline())
    turns = {key: Turn(**told[key]) for key in ("behind", "report_overdue")}
    rules = LightRules(**{**told, **turns})
    engine = _opened(place)
    for line in sys.stdin:
        with connected(engine) as connection:
            sound = checking_rows.wrong_among(connection, json.loads(line), rules) is None
        print("sound" if sound else "doubtful", flush=True)


def _opened(place: str) -> Engine:
    from sqlalchemy import make_url

    from luoshi.stores import postgres, sqlite

    if place.startswith("postgresql"):
        return postgres.engine_of(make_url(place), _WAIT).execution_options(isolation_level="REPEATABLE READ")
    return sqlite.engine_of(place, wait=_WAIT, writable=False)
