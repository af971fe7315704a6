"""Made-up ledgers of any size for ``bench.ledger``: plausible rows, handed out, reported, closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import Connection, insert

from luoshi.ledger import Event, Row, Status
from luoshi.ledger.events import Draft, draft, subject_of
from luoshi.lexicon.lights import LightRules
from luoshi.model import Actor, Deadline, Document, Facts, Measurability, Statement, Target, Years
from luoshi.stores import recording, refolding
from luoshi.stores.chaining import Tail
from luoshi.stores.database import SqlStore
from luoshi.stores.projection import Projector
from luoshi.stores.refolding import Folded
from luoshi.stores.tables import documents, metadata

DAY = date(2026, 6, 15)
"""The day that lights and reminders are asked for."""
AT = datetime(2026, 6, 15, 8, 30, tzinfo=UTC)
DOCUMENT = 1000
LATER = 8  # events on a row that is at work
_STEP = 2000
_DOCUMENTS = 20
_CLAUSE = "加快建设产业创新综合体，推动科技成果转化，"
_THEMES = tuple(
    f"{field}{part}"
    for field in ("科技", "产业", "民生", "生态", "农业")
    for part in ("创新", "发展", "治理")
)
_BODIES = tuple(
    f"{place}{office}"
    for place in (
        "市",
        "东区",
        "西区",
        "南县",
        "北县",
        "高新区",
        "经开区",
        "新城",
        "港区",
        "山区",
        "湖区",
        "古镇",
    )
    for office in (
        "发展改革局",
        "财政局",
        "科技局",
        "教育局",
        "民政局",
        "住建局",
        "交通局",
        "水利局",
        "商务局",
        "林业局",
    )
)
_FORCES = ("binding", "firm", "striving", None)


def fill(store: SqlStore, size: int) -> None:
    """Add ``size`` statements and twice as many later events, on every fourth row.

    What the rows come to is reckoned at once and the indexes are made at the end: step by step a million
    rows take an hour. Events are linked, and rows written, by the store's own code.
    """
    with _unsafe(store):
        indexes = [index for table in metadata.sorted_tables for index in table.indexes]

        def without(connection: Connection) -> None:
            for index in indexes:
                index.drop(connection)

        def again(connection: Connection) -> None:
            for index in indexes:
                index.create(connection)
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("ANALYZE")

        store._write(without)
        known: set[tuple[str, str]] = set()
        for part in _parts(range(size // DOCUMENT), _DOCUMENTS):
            store._write(partial(_documents, rules=store.lights, numbers=part, size=size, known=known))
        for part in _parts(range(1, size + 1, 4), _STEP):
            store._write(partial(_later, numbers=part))
        store._write(again)


def _parts(numbers: range, many: int) -> Iterator[range]:
    return (numbers[start : start + many] for start in range(0, len(numbers), many))


def _later(connection: Connection, numbers: range) -> None:
    Tail.held(connection).add(each for number in numbers for each in _work(number))


@contextmanager
def _unsafe(store: SqlStore) -> Iterator[None]:
    """Let SQLite write without waiting for the disk: what is lost is made again."""
    with store._engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        raw = store._engine.raw_connection()
        for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000", "foreign_keys=OFF"):
            raw.cursor().execute(f"PRAGMA {setting}")
        raw.close()
    yield


def _documents(
    connection: Connection, *, rules: LightRules, numbers: range, size: int, known: set[tuple[str, str]]
) -> None:
    """Write documents with their statements; every fourth row as the later events will leave it."""
    tail, projector = Tail.held(connection), Projector(connection, rules)
    projector._known = known
    for number in numbers:
        document, facts = _document(number)
        entry = recording.prepare(
            document, facts, _statements(document, number), author="测试", at=AT, source=document.source
        )
        (added,) = tail.add([entry.added])
        connection.execute(insert(documents), entry.document | {"added_sequence": added.sequence})
        sealed = tail.add(made for made, _, _ in entry.created)
        projector.insert(
            _folded(at, size, event, made)
            for at, event, made in zip(count(number * DOCUMENT + 1), sealed, entry.created, strict=False)
        )


def _folded(number: int, size: int, event: Event, made: tuple[Draft, Statement, str]) -> Folded:
    _, statement, record = made
    if number % 4 != 1:
        return Row(number, statement, statement.document, event.sequence, Status(event.sequence)), record
    first = size // DOCUMENT * (DOCUMENT + 1) + number // 4 * LATER + 1
    later = [
        Event(at, each.kind, each.subject, each.at, each.author, each.reason, each.payload_json, "", "")
        for at, each in enumerate(_work(number), first)
    ]
    return refolding.fold_one(number, event, later)


def add(store: SqlStore, number: int) -> None:
    """Add one document of ``DOCUMENT`` statements; other numbers give other texts."""
    document, facts = _document(number)
    store.add_document(
        document, facts, _statements(document, number), author="测试", at=AT, source=document.source
    )


def _document(number: int) -> tuple[Document, Facts]:
    document = Document(f"第{number}号\n" + _CLAUSE * DOCUMENT, source=f"{number}.md")
    return document, Facts(title=f"某市第{number}号工作要点", date=date(2026, 1, 4), body="某市", kind="plan")


def _statements(document: Document, number: int) -> Iterator[Statement]:
    random = Random(number)  # noqa: S311 - made-up rows
    plain = _plain(document)
    first = document.text.index("\n") + 1
    for at in range(DOCUMENT):
        start, end = first + at * len(_CLAUSE), first + (at + 1) * len(_CLAUSE) - 1
        until = (date(2025, 1, 1) + timedelta(days=random.randrange(1800))).isoformat()
        bodies = random.sample(_BODIES, 2)
        yield replace(
            plain,
            type=random.choices(("commitment", "result", "problem"), (8, 3, 1))[0],
            id=f"{document.sha256[:8]}:{start}-{end}",
            section=(f"第{at // 50 + 1}章（{number % 97}）", "创新"),
            start=start,
            end=end,
            pieces=((start, end),),
            force=random.choice(_FORCES),
            themes=(random.choice(_THEMES),),
            actors=(Actor(bodies[0], "lead", 0, 4), Actor(bodies[1], "supporting", 5, 9)),
            deadline=Deadline("底前", start, end, None, until, "day") if at % 3 else None,
            measurability=Measurability(random.choice("ABCD"), "number and date"),
        )


def _plain(document: Document) -> Statement:
    target = Target(
        "国内生产总值", "gdp", "growth", "approx", 5.0, None, "%", "target",
        Years("2026-01-01", "2026-12-31"), 0, 9, "增长5%左右",
    )  # fmt: skip
    return Statement(
        type="commitment",
        id="",
        document=document.sha256,
        source=document.source,
        rule="clause.order",
        section=(),
        start=0,
        end=0,
        text=_CLAUSE[:-1],
        pieces=(),
        action="加快",
        object="建设产业创新综合体",
        kind="measure",
        targets=(target,),
    )


def _work(number: int) -> Iterator[Draft]:
    random = Random(number)  # noqa: S311
    begun = date(2025, 6, 1) + timedelta(days=random.randrange(360))
    due = begun + timedelta(days=random.randrange(60, 700))
    lead, *helping = random.sample(_BODIES, 3)
    told = {"lead": lead, "supporting": helping, "leader": "张三", "due": due.isoformat()}
    yield _step(number, "assigned", begun, "assigned", told)
    yield _step(
        number, "planned", begun, "underway", {"measures": ["建立专班", "按月调度"], "milestones": []}
    )
    last = 0
    for share in range(4):
        last += random.randrange(10, 60)
        done = {
            "progress": f"已完成第{share + 1}批",
            "percentage": min(100, 20 * (share + 1)),
            "problems": "",
        }
        yield _step(
            number, "reported", begun + timedelta(days=last), "reported", done | {"next_steps": "继续推进"}
        )
    if number % 5 == 0:
        yield _step(number, "verified", DAY, "verified", {"result": "属实"})
        yield _step(number, "closed", DAY, "closed", {})
    else:
        until = (due + timedelta(days=random.randrange(90))).isoformat()
        yield _step(
            number, "extended", begun, "reported", {"until": until, "approval": f"市督〔2026〕{number}号"}
        )
        yield _step(number, "reminded", DAY, "reported", {"to": lead})


def _step(number: int, kind: str, day: date, state: str, said: dict[str, Any]) -> Draft:
    at = AT.isoformat(timespec="seconds").replace("+00:00", "Z")
    said = {**said, "day": day.isoformat(), "state": state}
    return draft(kind, subject_of(number), said, at=at, author="李四")
