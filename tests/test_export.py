"""The ledger as a table: what is written is read back as the same tasks, and is never a formula."""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import luoshi
from luoshi import examples
from luoshi.app.table_cells import same
from luoshi.cli.root import root
from luoshi.exports import ledger_rows, write_csv, write_xlsx
from luoshi.exports.cell_texts import fitting
from luoshi.exports.deadlines import deadline_words
from luoshi.exports.delimited import armoured
from luoshi.exports.rows import columns
from luoshi.extracting import extract
from luoshi.extracting.tasks.due import due_in
from luoshi.extracting.times.times import times
from luoshi.ledger import Row, Status
from luoshi.lexicon.workflow import workflow
from luoshi.model import Actor, Deadline, Document, Statement
from luoshi.reading.content import Content
from luoshi.reading.limits import DEFAULT
from luoshi.reading.sheets import delimited, read
from luoshi.reading.sheets.workbook import unescaped
from tests.shared import day_of, needs_shared, texts

TITLES = [column.title for column in columns()]
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def exported(statements: list[Statement], form: str) -> Content:
    rows = [Row(at, s, s.document, at, Status(at)) for at, s in enumerate(statements, 1)]
    out = BytesIO()
    if form == "xlsx":
        assert write_xlsx(ledger_rows(rows), out).rows == len(rows)
        return read(out.getvalue(), "台账.xlsx", DEFAULT)
    assert write_csv(ledger_rows(rows), out).rows == len(rows)
    return delimited.read(out.getvalue(), "台账.csv", DEFAULT)


def again(content: Content) -> list[Statement]:
    return list(extract(Document(content.text, "台账", content.date, tasks=content.tasks)))


def meant(statement: Statement) -> tuple[object, ...]:
    """What a row must keep: the task, who does it, by when, where it stood."""
    deadline = statement.deadline
    return (
        statement.text,
        sorted((actor.name, actor.role) for actor in statement.actors),
        (deadline.from_, deadline.until, deadline.precision) if deadline else None,
        statement.section,
    )


def commitments(path: str | Path, day: datetime.date) -> list[Statement]:
    document = luoshi.read(path)
    document = replace(document, date=document.date or day)
    return [record for record in extract(document) if record.type == "commitment"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("name", [name for name in examples.NAMES if name != "README.md"])
def test_examples_come_back_as_the_same_tasks(name, form):
    wanted = commitments(examples.path(name), datetime.date(2025, 10, 30))
    content = exported(wanted, form)
    assert [meant(record) for record in again(content)] == [meant(record) for record in wanted]
    ids = [content.text[slice(*task.cells["id"])] for task in content.tasks]
    assert ids == [record.id for record in wanted]


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "form"),
    [(path, ("xlsx", "csv")[number % 2]) for number, path in enumerate(texts())],  # both forms took a minute
    ids=lambda each: each if isinstance(each, str) else f"{each.parent.name}/{each.name}",
)
def test_real_texts_come_back_as_the_same_tasks(path, form):
    wanted = commitments(path, day_of(path))
    assert [meant(record) for record in again(exported(wanted, form))] == [meant(record) for record in wanted]


WORDS = st.text(alphabet="建设园区推动改革=+-@'\"_x0D1,，;；。、（）%\x07", min_size=1, max_size=30)
NAMES = st.lists(
    st.sampled_from(["市财政局", "市教育局", "各县（市、区）政府", "云川高新区管委会"]),
    max_size=3,
    unique=True,
)
DUE = st.sampled_from(
    [
        "",
        "年底前",
        "2026年6月底",
        "每季度",
        "2025—2027年",
        "到2030年",
        "6月30日",
        "上半年",
        "“十五五”时期",
        "今年",
    ]
)
DAY = datetime.date(2026, 2, 3)


def made(words: str, names: tuple[list[str], list[str], list[str]], due: str) -> Statement:
    roles = zip(("lead", "responsible", "supporting"), names, strict=True)
    actors = tuple(Actor(name, role, 0, 0, True, "list") for role, held in roles for name in held)
    found = times(due, date=DAY)
    deadline = None
    if found:
        first, last = found[0].from_, found[0].until
        days = [day.isoformat() if day else None for day in (first, last)]
        deadline = Deadline(due, 0, len(due), *days, found[0].precision)
    return Statement(
        "commitment", "0:0-1", "", "a.md", "", ("甲", "乙"), 0, 1, words, ((0, 1),), actors, deadline=deadline
    )


@SLOW
@given(st.lists(st.tuples(WORDS, st.tuples(NAMES, NAMES, NAMES), DUE), min_size=1, max_size=5))
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_whatever_a_cell_holds_it_comes_back(form, rows):
    """Cell by cell; spaces at the ends of a line are no part of a text."""
    statements = [made(*row) for row in rows]
    content = exported(statements, form)
    got = [
        {key: content.text[start:end] for key, (start, end) in task.cells.items()} for task in content.tasks
    ]
    wanted = [
        {key: text for key, text in cells.items() if text not in ("", "、", "-")}
        for cells in ledger_rows(Row(at, s, "", at, Status(at)) for at, s in enumerate(statements, 1))
    ]
    assert got == [cells for cells in wanted if "task" in cells]


@given(st.text(alphabet="'=+-@\t\r甲1＝－", max_size=6))
def test_armour_comes_off_again(text):
    kept = armoured(text)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert delimited._bare(kept) == text


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", "#N/A", "=cmd|' /C'!A1"]
)
def test_nothing_is_a_formula(words):
    statement = made(words, (["=市财政局"], [], []), "")
    rows = [Row(1, statement, "", 1, Status(1))]
    out = BytesIO()
    write_xlsx(ledger_rows(rows), out)
    sheet = load_workbook(BytesIO(out.getvalue())).active
    cells = {cell.value: cell for cell in sheet[2]}
    assert cells[words].data_type == "s"
    assert cells[words].quotePrefix == words.startswith(("=", "+", "-", "@", "\t"))
    out = BytesIO()
    write_csv(ledger_rows(rows), out)
    written = list(csv.reader(StringIO(out.getvalue().decode("utf-8-sig"), newline="")))[1]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in written)


def test_the_workbook_is_made_for_reading():
    out = BytesIO()
    write_xlsx(ledger_rows([Row(7, made("建设园区", ([], [], []), "年底前"), "", 1, Status(1))]), out)
    sheet = load_workbook(BytesIO(out.getvalue())).active
    assert [cell.value for cell in sheet[1]] == TITLES
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    row = dict(zip(TITLES, (cell.value for cell in sheet[2]), strict=True))
    assert (row["序号"], row["所属板块"], row["完成时限"], row["状态"]) == (
        7,
        "甲 / 乙",
        "2026年12月31日前",
        "立项",
    )
    assert all(cell.alignment.wrap_text for cell in sheet[2][:-4])
    assert TITLES[-2:] == ["编号", "版本"]
    widths = {
        title: sheet.column_dimensions[cell.column_letter].width
        for title, cell in zip(TITLES, sheet[1], strict=True)
    }
    assert widths["重点任务"] > widths["序号"] > len("序号") * 2


def test_a_text_too_long_for_excel_is_cut_and_said():
    rows = [Row(1, made("建" * 40_000, ([], [], []), ""), "", 1, Status(1))]
    assert write_xlsx(ledger_rows(rows), BytesIO()).cut == 1
    out = BytesIO()
    assert write_csv(ledger_rows(rows), out, bom=False).cut == 0
    assert "建" * 40_000 in out.getvalue().decode("utf-8")


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(
    st.lists(st.sampled_from(["建", "𠮷", "\x07", "_x0041_", "_", "\ud83d", "a\n"]), min_size=1, max_size=6),
    st.integers(5_000, 40_000),
    st.integers(0, 3),
)
@settings(deadline=None, max_examples=80)
def test_a_cell_is_cut_between_characters(kinds, length, before):
    """Excel counts units of UTF-16; a cut must tear neither a character nor an escape for one."""
    text = "甲" * before + ("".join(kinds) * length)[:length]
    written, whole = fitting(text)
    assert units(written) <= 32_767
    sound = text.replace("\ud83d", "\ufffd")
    shown = unescaped(written)
    if whole:
        assert shown == sound
        return
    assert shown.endswith("…")
    assert sound.startswith(shown[:-1])
    assert units(written) > 32_767 - 10


def test_cells_that_were_cut_are_named_and_come_back_as_the_same(tmp_path):
    rows = [Row(at, made(words, ([], [], []), ""), "", at, Status(at)) for at, words in
            enumerate(("建设园区", "𠮷" * 17_000, "建" * 32_767), 1)]  # fmt: skip
    out = BytesIO()
    written = write_xlsx(ledger_rows(rows), out)
    assert (written.cut, written.places) == (1, ("督查台账!D3",))
    cells = [line[3].value for line in load_workbook(BytesIO(out.getvalue())).active.iter_rows(min_row=2)]
    assert units(cells[1]) <= 32_767
    assert cells[1] == "𠮷" * 16_383 + "…"
    assert same("progress", "𠮷" * 17_000, cells[1], workflow())
    assert not same("progress", "𠮷" * 17_000, cells[1] + "改", workflow())


SPANS = [
    (None, "2026-12-31", "day", "2026年12月31日前"),
    (None, "2030-12-31", "year", "到2030年"),
    ("2026-01-01", "2026-12-31", "year", "2026年"),
    ("2026-04-01", "2026-06-30", "quarter", "2026年二季度"),
    ("2026-07-01", "2026-12-31", "half", "2026年下半年"),
    ("2026-02-01", "2026-02-28", "month", "2026年2月"),
    ("2026-02-03", "2026-02-03", "day", "2026年2月3日"),
    ("2026-01-01", "2028-12-31", "years", "2026—2028年"),
    ("2026-03-01", "2027-02-28", "month", "2026年3月至2027年2月"),
]


@pytest.mark.parametrize(("first", "last", "precision", "words"), SPANS)
def test_a_deadline_in_words_that_need_no_date(first, last, precision, words):
    assert deadline_words(Deadline("今年内", 0, 3, first, last, precision)) == words
    found = due_in(words)
    assert (found.from_, found.until, found.precision) == (first, last, precision)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 1, 1)), st.integers(0, 2000))
def test_every_span_of_days_is_read_back(first, length):
    last = first + datetime.timedelta(days=length)
    for days in ((first.isoformat(), last.isoformat()), (None, last.isoformat())):
        found = due_in(deadline_words(Deadline("届时", 0, 2, *days, "day")))
        assert (found.from_, found.until) == days


# ---- the command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(root, list(arguments))


@pytest.fixture
def ledger(tmp_path):
    store = str(tmp_path / "a.db")
    added = run("add", str(examples.path("zones.md")), "--date", "2025-10-27", "--store", store)
    assert added.exit_code == 0, added.output
    return store


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_export_then_add_gives_the_same_rows(tmp_path, ledger, form):
    table = str(tmp_path / f"台账.{form}")
    first = run("export", form, "-o", table, "--store", ledger)
    assert first.exit_code == 0, first.output
    second = str(tmp_path / "b.db")
    assert run("add", table, "--store", second).exit_code == 0
    with luoshi.Ledger(ledger) as old, luoshi.Ledger(second) as new:
        wanted = [meant(row.statement) for row in old.state() if row.statement.type == "commitment"]
        assert [meant(row.statement) for row in new.state()] == wanted


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_was_handed_out_is_what_another_ledger_reads(tmp_path, ledger, form):
    with luoshi.Ledger(ledger) as held:
        number = next(row.number for row in held.state() if row.statement.type == "commitment")
    done = run("ledger", "assign", str(number), "--lead", "水务局", "--store", ledger)
    assert done.exit_code == 0, done.output
    table = str(tmp_path / f"台账.{form}")
    assert run("export", form, "-o", table, "--store", ledger).exit_code == 0
    document = luoshi.read(table)
    task = document.tasks[0]
    cells = {key: document.text[start:end] for key, (start, end) in task.cells.items()}
    assert (cells["number"], cells["lead"], cells["state"]) == (str(number), "水务局", "分解")
    assert "supporting" not in cells


def test_export_takes_filters_and_keeps_files(tmp_path, ledger):
    table = tmp_path / "a.csv"
    assert (
        run(
            "export", "csv", "-o", str(table), "--store", ledger, "--force", "binding", "--limit", "2"
        ).exit_code
        == 0
    )
    before = table.read_bytes()
    assert before.startswith(b"\xef\xbb\xbf")
    assert len(delimited.read(before, "a.csv", DEFAULT).tasks) == 2
    refused = run("export", "csv", "-o", str(table), "--store", ledger)
    assert refused.exit_code == 1
    assert table.read_bytes() == before
    assert run("export", "csv", "-o", str(table), "--store", ledger, "--overwrite", "--no-bom").exit_code == 0
    assert table.read_text("utf-8").startswith(TITLES[0])
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".csv") == ["a.csv"]


def test_export_says_what_it_cannot_do(tmp_path, ledger):
    nowhere = run("export", "csv", "-o", str(tmp_path / "none" / "a.csv"), "--store", ledger)
    assert nowhere.exit_code == 1
    assert "Traceback" not in nowhere.output
    assert run("export", "pptx", "--store", ledger).exit_code == 2
    assert run("export", "csv", "--store", str(tmp_path / "none.db")).exit_code == 1


def test_export_to_standard_output(ledger):
    shown = run("export", "csv", "-o", "-", "--store", ledger)
    assert shown.exit_code == 0
    assert TITLES[4] in shown.output
