"""The dataset: columns as the codebook has them, the same in parquet, polars and pandas; nothing is lost."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import luoshi
from luoshi import examples
from luoshi.codec import to_record
from luoshi.codec.rows import to_row_record
from luoshi.errors import UsageError
from luoshi.exports import arrow
from luoshi.exports.rows import packaged
from luoshi.ledger import Row, Status
from luoshi.ledger.judgement import Judgement
from luoshi.ledger.row import Evidence, Extension, Milestone
from luoshi.lexicon.dataset import DataColumn, row_columns, statement_columns

DOCS = Path(__file__).parents[1] / "docs"
DAY = date(2026, 3, 10)
OFFICE = replace(packaged(), day=DAY)
KINDS = {"text": str, "int": int, "float": (int, float), "bool": bool, "date": str, "json": (dict, list)}


@pytest.fixture(scope="module")
def statements():
    return list(luoshi.extract(luoshi.read(examples.path("zones.md"), date="2025-10-27")))


@pytest.fixture(scope="module")
def rows(statements):
    full = Status(
        9, "reported", "accepted", {"force": "firm"}, "水务局", ("财政局",), "王五", "2026-06-30",
        "2026-03-01",
        ("先勘察", "后开工"), (Milestone("勘察", "2026-04-01"), Milestone("开工")), 60, "已开工\ud800",
        "缺资金", "筹资",
        "2026-03-09", (Evidence("file", "ab" * 32, "照片.jpg"), Evidence("quote", "cd" * 32, "已建成", 3, 6)),
        (Extension("2026-12-31", "1号", "2026-03-02"),), "2026-03-03", 1, 0, None, "备注", None, (7,), True,
        Judgement("overruled", "met", "ef" * 32, "2026-03-08", "missed", (1, 5)),
    )  # fmt: skip
    return [Row(at, s, s.document, at, full if at == 1 else Status(at)) for at, s in enumerate(statements, 1)]


def check(value: Any, column: DataColumn, where: str) -> None:
    """Check a value of a record against its column: known keys, known kinds."""
    if value is None:
        return
    for each in value if column.many else [value]:
        if not column.fields:
            assert isinstance(each, KINDS[column.type]), where
        elif isinstance(each, list):
            assert len(each) == len(column.fields), where
        else:
            assert list(each) == [field.name for field in column.fields], where
            for field in column.fields:
                check(each[field.name], field, f"{where}.{field.name}")


def test_records_have_the_columns_and_no_other(rows):
    for row in rows:
        record = to_row_record(row, DAY, OFFICE.rules)
        beside = record.pop("row")
        for held, columns in ((record, statement_columns()), (beside, row_columns())):
            assert set(held) == {column.name for column in columns}
            for column in columns:
                check(held[column.name], column, column.name)


def plain(value: Any, column: DataColumn) -> Any:
    """Give a value of a record as a typed column holds it."""
    if value is None:
        return None
    if column.many:
        return [plain(each, replace(column, many=False)) for each in value]
    if column.fields:
        if isinstance(value, list):
            value = dict(zip((field.name for field in column.fields), value, strict=True))
        return {field.name: plain(value[field.name], field) for field in column.fields}
    if column.type == "date":
        return date.fromisoformat(value)
    if column.type == "json":
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value.replace("\ud800", "?") if isinstance(value, str) else value


def test_parquet_holds_every_record(rows, monkeypatch):
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(arrow, "_BLOCK", 7)
    out = BytesIO()
    assert arrow.write_parquet(rows, out, OFFICE).rows == len(rows)
    table = pq.read_table(BytesIO(out.getvalue()))
    columns = (*statement_columns(), *row_columns())
    assert table.column_names == [column.name for column in columns]
    wanted = list(arrow.row_records(rows, OFFICE))
    for column in columns:
        assert table[column.name].to_pylist() == [plain(record[column.name], column) for record in wanted]


def test_frames_of_statements(statements):
    pl = pytest.importorskip("polars")
    frame = luoshi.to_polars(statements)
    assert frame.columns == [column.name for column in statement_columns()]
    assert frame["text"].to_list() == [one.text for one in statements]
    assert frame.schema["start"] == pl.Int64
    dates = frame["deadline"].struct.field("until")
    assert dates.dtype == pl.Date
    assert dates.drop_nulls().len() == sum(bool(s.deadline and s.deadline.until) for s in statements)
    names = frame.explode("actors").select(pl.col("actors").struct.field("name")).drop_nulls()
    assert names["name"].to_list() == [actor.name for one in statements for actor in one.actors]


def test_pandas_has_the_same(statements):
    pytest.importorskip("pandas")
    frame = luoshi.to_pandas(statements)
    assert list(frame["id"]) == [one.id for one in statements]
    assert [list(each) for each in frame["themes"]] == [list(one.themes) for one in statements]
    assert frame.explode("themes")["themes"].dropna().tolist() == [
        t for one in statements for t in one.themes
    ]


def test_frames_of_a_ledger(tmp_path):
    pytest.importorskip("polars")
    with luoshi.Ledger(tmp_path / "a.db") as ledger:
        empty = ledger.frame()
        assert empty.columns == [column.name for column in (*statement_columns(), *row_columns())]
        ledger.add(examples.path("zones.md"), date=date(2025, 10, 27))
        frame = ledger.frame()
        assert frame.schema == empty.schema
        assert frame["number"].to_list() == [row.number for row in ledger.state()]
        assert ledger.frame(kind="arrow").num_rows == len(ledger.frame(kind="pandas")) == len(frame)
        with pytest.raises(UsageError, match="polars, pandas, arrow"):
            ledger.frame(kind="excel")


def test_what_is_not_installed_is_said(statements, monkeypatch):
    monkeypatch.setattr(arrow, "find_spec", lambda _: None)
    for make in (luoshi.to_polars, luoshi.to_pandas):
        with pytest.raises(UsageError, match=r"luoshi\[frames\]"):
            make(statements)
    with pytest.raises(UsageError, match="pyarrow"):
        arrow.write_parquet([], BytesIO(), OFFICE)


def test_the_codebook_is_the_one_that_the_code_makes():
    spec = importlib.util.spec_from_file_location("codebook", DOCS / "codebook.py")
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    there = (DOCS / "reference" / "codebook.md").read_text("utf-8")
    assert there == writer.page(), "write it anew: python docs/codebook.py"


def test_the_datasheet_answers_each_question():
    said = (DOCS / "reference" / "datasheet.md").read_text("utf-8")
    heads = [
        "Motivation",
        "Composition",
        "Collection",
        "Preprocessing",
        "Uses",
        "Distribution",
        "Maintenance",
    ]
    assert [line.split()[-1] for line in said.splitlines() if line.startswith("## ")] == heads


def test_records_of_statements_are_those_of_the_contract(statements):
    assert list(arrow.statement_records(statements)) == [to_record(one) for one in statements]
