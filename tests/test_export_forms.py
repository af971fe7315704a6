"""What each export holds beside the cells: notes, sheets, printed tables, and where a row stands."""

from __future__ import annotations

import json
import re
import subprocess
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import cycle, islice

import docx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import luoshi
from luoshi import examples
from luoshi.app.export import export_rows
from luoshi.cli.root import root
from luoshi.codec import from_record
from luoshi.exports import arrow, ledger_rows, unit_sheets, write_docx, write_jsonl, write_xlsx, xlsx
from luoshi.exports.quotes import sentence
from luoshi.exports.rows import columns, packaged
from luoshi.extracting import extract
from luoshi.ledger import Row, Status
from luoshi.model import Actor
from tests.programs import libreoffice

OFFICE = replace(packaged(), day=date(2026, 3, 10))


@pytest.fixture(scope="module")
def document():
    return luoshi.read(examples.path("zones.md"), date="2025-10-27")


@pytest.fixture(scope="module")
def rows(document):
    return [Row(at, s, s.document, at, Status(at)) for at, s in enumerate(extract(document), 1)]


def cells(rows: list[Row], document=None):
    return ledger_rows(rows, OFFICE, texts=(lambda _: document.text) if document else None)


def book_of(rows: list[Row], document=None, **more: object):
    out = BytesIO()
    written = write_xlsx(cells(rows, document), out, office=OFFICE, **more)
    return written, load_workbook(BytesIO(out.getvalue()))


def test_every_table_says_which_text_and_where(rows, document):
    _, book = book_of(rows)
    head, *lines = book.active.iter_rows(values_only=True)
    digest, place = head.index("文本指纹"), head.index("原文位置")
    for row, line in zip(rows, lines, strict=True):
        assert line[digest] == document.sha256
        stretches = [tuple(map(int, one.split("–"))) for one in line[place].split("、")]
        assert "".join(document.text[start:end] for start, end in stretches) == row.statement.text


def test_a_task_has_the_sentence_that_it_comes_from_as_a_note(rows, document):
    _, book = book_of(rows, document)
    at = [cell.value for cell in book.active[1]].index("重点任务")
    for row, line in zip(rows, book.active.iter_rows(min_row=2), strict=True):
        note = line[at].comment.text
        assert row.statement.text.replace("\n", "") in note
        assert document.sha256 in note
        assert f"{row.statement.start}–" in note


def test_notes_end_where_spreadsheets_do(rows, document, monkeypatch):
    monkeypatch.setattr(xlsx, "NOTES", 3)
    written, book = book_of(rows, document)
    assert written.bare == len(rows) - 3
    sheet = book.active
    assert sum(cell.comment is not None for line in sheet for cell in line) == 3
    assert sheet.cell(1, sheet.max_column).value == "原文（前 3 行见“重点任务”的批注）"
    quotes = [line[-1].value for line in sheet.iter_rows(min_row=2)]
    assert quotes[:3] == [None] * 3
    for row, quote in zip(rows[3:], quotes[3:], strict=True):
        assert row.statement.text.replace("\n", "") in quote
        assert document.sha256 in quote
    monkeypatch.setattr(xlsx, "NOTES", len(rows))
    written, book = book_of(rows, document)
    assert (written.bare, book.active.max_column) == (0, len(columns()))


def test_a_full_sheet_goes_on_in_a_next_one(rows, monkeypatch):
    monkeypatch.setattr(xlsx, "ROWS", 4)
    written, book = book_of(rows[:9])
    assert book.sheetnames == ["督查台账", "督查台账 2", "督查台账 3"]
    assert [sheet.max_row - 1 for sheet in book] == [4, 4, 1]
    assert written.rows == 9
    assert [cell.value for sheet in book for cell in sheet["A"][1:]] == [row.number for row in rows[:9]]
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book)
    assert all(len(sheet.data_validations.dataValidation) == 1 for sheet in book)


def test_full_sheets_of_units_have_names_of_their_own(rows, monkeypatch):
    monkeypatch.setattr(xlsx, "ROWS", 2)
    names = ["水务局", "水务局", "水务局", "水务局 2", "局" * 40, "局" * 40, "局" * 40]
    _, book = book_of([led(row, name) for row, name in zip(rows, names, strict=False)], per_unit=True)
    assert book.sheetnames[:3] == ["水务局", "水务局 2", "水务局 2 2"]
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert sum(sheet.max_row - 1 for sheet in book) == len(names)


@given(st.text("甲乙。！\n", max_size=60), st.data())
def test_a_sentence_holds_its_stretch(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert text[start:end].strip() in sentence(text, start, end)


def test_choices_and_colours(rows):
    _, book = book_of(rows)
    sheet = book.active
    (choice,) = sheet.data_validations.dataValidation
    assert all(word in choice.formula1 for word in ("立项", "销号", "退回"))
    said = [rule.formula[0] for rules in sheet.conditional_formatting for rule in rules.rules]
    assert sorted(said) == sorted(['"红"', '"黄"', '"绿"', '"蓝"'])
    assert sheet.print_title_rows == "$1:$1"


def led(row: Row, *names: str) -> Row:
    actors = tuple(Actor(name, "lead", 0, 0, True, "list") for name in names)
    return replace(row, statement=replace(row.statement, actors=actors))


def test_a_sheet_for_each_unit_holds_each_row_once(rows):
    names = ["水务局", "水务局", "财政/税务[局]", "", "'", "History", "history", "局" * 40, "局" * 41]
    held = [led(row, *([name] if name else [])) for row, name in zip(rows, names, strict=False)]
    _, book = book_of(held, per_unit=True)
    assert book.sheetnames[:2] == ["水务局", "财政＿税务＿局＿"]
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames) == 8
    assert all(len(name) <= 31 for name in book.sheetnames)
    numbers = [cell.value for sheet in book for cell in sheet["A"][1:]]
    assert sorted(numbers) == [row.number for row in held]
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book)


def test_more_units_than_sheets(rows, monkeypatch):
    monkeypatch.setattr(unit_sheets, "MOST", 2)
    held = [led(row, f"单位{at}") for at, row in enumerate(rows[:5])]
    _, book = book_of(held, per_unit=True)
    assert book.sheetnames == ["单位0", "单位1", unit_sheets.OTHERS]
    assert [sheet.max_row - 1 for sheet in book] == [1, 1, 3]


def test_no_rows_make_an_empty_table_not_a_broken_one():
    _, book = book_of([], per_unit=True)
    assert book.active.max_row == 1
    out = BytesIO()
    assert write_docx(ledger_rows([]), out).rows == 0
    assert "没有符合条件" in "".join(each.text for each in docx.Document(BytesIO(out.getvalue())).paragraphs)


def test_the_printed_table(rows, document):
    odd = replace(
        rows[0], statement=replace(rows[0].statement, text="=1+1 <甲>&乙\x07\n丙", source="C:\\a\\要点.md")
    )
    out = BytesIO()
    assert write_docx(cells([odd, *rows[1:]]), out).rows == len(rows)
    made = docx.Document(BytesIO(out.getvalue()))
    (table,) = made.tables
    section = made.sections[0]
    assert section.page_width > section.page_height
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads[:3] == ["序号", "任务来源", "重点任务"]
    assert heads[-2:] == ["状态", "备注"]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    first = [cell.text for cell in table.rows[1].cells]
    assert first[1] == f"要点.md\n{odd.statement.id}"
    assert first[2] == "=1+1 <甲>&乙\n丙"
    assert [line.cells[2].text for line in table.rows[2:]] == [row.statement.text for row in rows[1:]]
    assert document.sha256 in made.paragraphs[-1].text


def test_the_printed_table_on_pages(rows, tmp_path):
    soffice = libreoffice()
    with (tmp_path / "a.docx").open("wb") as file:
        write_docx(cells(rows), file)
    subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    import pypdf

    pages = pypdf.PdfReader(tmp_path / "a.pdf").pages
    assert len(pages) > 1
    for at, page in enumerate(pages, 1):
        text = re.sub(r"\s", "", page.extract_text())
        assert f"—{at}—" in text
        assert page.mediabox.width > page.mediabox.height
    assert all("重点任务" in re.sub(r"\s", "", page.extract_text()) for page in pages[:-1])


def test_a_record_a_line(rows):
    out = BytesIO()
    assert write_jsonl(rows, out, OFFICE).rows == len(rows)
    for row, line in zip(rows, out.getvalue().decode().splitlines(), strict=True):
        record = json.loads(line)
        told = record.pop("row")
        assert from_record(record) == row.statement
        assert (told["number"], told["state"], told["version"]) == (row.number, "created", row.number)


@pytest.mark.parametrize(
    ("form", "few"), [("csv", 500), ("jsonl", 500), ("docx", 500), ("xlsx", 150), ("parquet", 500)]
)
def test_memory_does_not_grow_with_the_rows(rows, tmp_path, form, few, monkeypatch):
    if form == "parquet":
        pytest.importorskip("pyarrow")
        monkeypatch.setattr(arrow, "_BLOCK", 100)

    def peak(count: int) -> int:
        many = (replace(row, number=at) for at, row in enumerate(islice(cycle(rows), count), 1))
        tracemalloc.start()
        written = export_rows(many, form, str(tmp_path / f"a.{form}"), office=OFFICE, overwrite=True)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert written.rows == count
        return most

    peak(10)  # what is loaded once
    assert peak(4 * few) < peak(few) + 300_000


def test_from_a_ledger_by_the_command(tmp_path):
    store, table = str(tmp_path / "a.db"), str(tmp_path / "a.xlsx")

    def run(*words: str) -> str:
        done = CliRunner().invoke(root, [*words, "--store", store])
        assert done.exit_code == 0, done.output
        return done.stderr

    run("add", str(examples.path("zones.md")), "--date", "2025-10-27")
    run("export", "xlsx", "-o", table, "--per-unit")
    with zipfile.ZipFile(table) as held:
        assert any("comments" in name for name in held.namelist())
    with luoshi.Ledger(store) as ledger:
        every = [row.number for row in ledger.state()]
        commitments = [row.number for row in ledger.state() if row.statement.type == "commitment"]
    sheets = load_workbook(table).worksheets
    assert len(sheets) > 1
    assert sorted(cell.value for sheet in sheets for cell in sheet["A"][1:]) == commitments
    records = tmp_path / "a.jsonl"
    run("export", "jsonl", "-o", str(records), "--all")
    lines = records.read_text("utf-8").splitlines()
    assert [json.loads(line)["row"]["number"] for line in lines] == every
    assert len(every) > len(commitments)
    run("import", str(records))
