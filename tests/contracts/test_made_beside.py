"""What a process makes ready beside is what the ledger makes of a document by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from luoshi.app.extract import extract_file
from luoshi.app.parallel import carrying
from luoshi.errors import StoreError
from luoshi.searching import parse
from luoshi.stores.tables import bodies, days, documents, events, names, statements, themes
from luoshi.stores.written import ready

TEXT = """云川区2026年重点任务

一、产业
1. 推进地铁站建设，2026年9月底前完成投资12亿元，由市交通局牵头，市发展改革委配合。
2. 培育专精特新企业30家左右，力争达到40家。
二、民生
1. 新建学校3所，由市教育局负责。
"""
AT = datetime(2026, 1, 5, tzinfo=UTC)
TABLES = (events, documents, statements, days, themes, bodies, names)
ASKED = ("学校", "投资", "市交通局", "has:target")


def dumped(store):
    with store._engine.connect() as connection:
        return {one.name: sorted(map(str, connection.execute(select(one)))) for one in TABLES}


def added(place, outcome, made):
    with place.open() as store:
        if made:
            made = ready(
                outcome.document,
                outcome.outline.facts,
                outcome.statements,
                store.writer,
                source=outcome.source,
            )
            made = carrying.unpacked(carrying.packed(made))
        said = store.add_document(
            outcome.document,
            outcome.outline.facts,
            () if made else outcome.statements,
            author="张三",
            at=AT,
            source=outcome.source,
            made=made or None,
        )
        return said.created, dumped(store), hits(store), store.verify_chain()


def hits(store):
    found = [store.search(parse(words), day=AT.date()) for words in ASKED]
    return [[row.number for row in each.rows] for each in found]


@pytest.fixture
def outcome(tmp_path):
    file = tmp_path / "任务.txt"
    file.write_text(TEXT, "utf-8")
    return extract_file(file)


def test_the_tables_are_the_same(new_place, kind, outcome):
    made = added(new_place(kind), outcome, made=True)
    plain = added(new_place(kind), outcome, made=False)
    assert made == plain
    assert made[0] == len(outcome.statements) >= 3


def test_rows_of_another_document_are_refused(store, outcome, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(TEXT + "3. 新增就业5万人。\n", "utf-8")
    read = extract_file(other)
    made = ready(outcome.document, outcome.outline.facts, read.statements, store.writer, source="a.txt")
    with pytest.raises(StoreError, match="another document"):
        store.add_document(
            outcome.document, outcome.outline.facts, (), author="张三", at=AT, source="a.txt", made=made
        )
    assert store.head() == 0
