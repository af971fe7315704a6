"""Lines that an office typed into the ledger's table become rows that quote what was typed."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from luoshi.app.import_new import as_entered
from luoshi.app.importing import import_table
from luoshi.app.ledger import open_ledger
from luoshi.app.table_cells import plain
from luoshi.cli.root import root
from luoshi.exports import xlsx
from luoshi.ledger import Row
from luoshi.model import Facts
from luoshi.stores import Store
from tests.rows import AT, DOCUMENT, statements
from tests.test_importing import codes, exported, kinds, ledger, resaved, rows_of  # noqa: F401 - a fixture

Cells = Mapping[str, Any]
WATER = {
    "任务来源": "市政府第12次常务会议",
    "所属板块": "水利 / 水库",
    "重点任务": "1．加快建设三座水库，年内开工。\n确保安全度汛。",
    "目标要求": "新增库容2000万立方米",
    "牵头单位": "水务局",
    "配合单位": "财政局，发改委",
    "完成时限": "2026年底前",
}
SCHOOL = {"重点任务": "新建5所幼儿园", "完成时限": "2027-06-30", "责任单位": "教育局"}


def typed(path: Path, lines: Sequence[Cells]) -> Path:
    """Write lines under the table of a workbook, as a person does."""
    book = load_workbook(path)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    for number, line in enumerate(lines, sheet.max_row + 1):
        for title, value in line.items():
            sheet.cell(number, heads[title]).value = value
    book.save(path)
    return path


def made(ledger: Store) -> list[Row]:  # noqa: F811
    return [row for row in rows_of(ledger) if row.number > 5]


def quotes(ledger: Store) -> bool:  # noqa: F811
    """Say whether every row quotes its text to the character."""
    return all(
        (ledger.text(row.document) or "")[row.statement.start : row.statement.end] == row.statement.text
        for row in ledger.rows()
    )


@pytest.mark.parametrize("through", [lambda path: path, resaved], ids=["openpyxl", "libreoffice"])
def test_lines_of_ones_own_become_rows(tmp_path, ledger, through):  # noqa: F811
    table = through(typed(exported(ledger, tmp_path / "a.xlsx"), [WATER, SCHOOL]))
    before = len(list(ledger.events()))
    trial = import_table(ledger, table, author="张三", new=True, dry_run=True)
    assert (trial.new, trial.events, trial.sound, trial.document) == (2, 3, True, None)
    assert len(list(ledger.events())) == before
    done = import_table(ledger, table, author="张三", new=True)
    assert (done.new, done.rows, done.events, kinds(done)) == (2, [], 3, ["new", "new"])
    assert [notice.cell for notice in done.notices] == ["督查台账!D7", "督查台账!D8"]
    water, school = made(ledger)
    said = water.statement
    assert (said.text, said.source, said.section) == (
        *(WATER["重点任务"], WATER["任务来源"]),
        ("水利", "水库"),
    )
    assert {(actor.name, actor.role) for actor in said.actors} == {
        *{("水务局", "lead"), ("财政局", "supporting"), ("发改委", "supporting")},
    }
    assert (water.due, school.due, water.state) == ("2026-12-31", "2027-06-30", "created")
    assert [target.text for target in said.targets] == ["三座水库", "新增库容2000万立方米"]
    assert quotes(ledger)
    assert ledger.verify_chain() == before + 3


def test_their_document_says_who_entered_them_and_when(tmp_path, ledger):  # noqa: F811
    done = import_table(
        ledger, typed(exported(ledger, tmp_path / "a.xlsx"), [SCHOOL]), author="张三", new=True
    )
    (row,) = made(ledger)
    text = ledger.text(done.document)
    (entry,) = (one for one in ledger.documents() if one.sha256 == done.document)
    assert row.document == done.document
    assert "录入人：张三" in text
    assert "来自文件：a.xlsx" in text
    assert f"录入时间：{entry.date}" in text
    assert entry.source.startswith("手工录入（张三，")
    assert entry.source == row.statement.source
    assert row.statement.rule == "ledger.entered"
    created = ledger.history(row.number)[0]
    assert created.author == "张三"


def test_taken_in_again_they_are_the_same_rows(tmp_path, ledger):  # noqa: F811
    more = WATER | {
        "具体举措": "先勘察\n后开工",
        "状态": "反馈",
        "进展情况": "已开工",
        "完成比例": "20%",
        "备注": "重点",
    }
    table = typed(exported(ledger, tmp_path / "a.xlsx"), [more, SCHOOL])
    done = import_table(ledger, table, author="张三", new=True)
    assert (done.sound, done.new) == (True, 2)
    status = made(ledger)[0].status
    assert (status.measures, status.state, status.percentage) == (("先勘察", "后开工"), "reported", 20)
    assert (status.lead, status.supporting, status.note) == ("水务局", ("财政局", "发改委"), "重点")
    for new in (True, False):
        again = import_table(ledger, table, author="张三", new=new)
        assert (again.events, again.new, again.sound) == (0, 0, True)
    other = load_workbook(table)
    sheet = other.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(7, heads["进展情况"]).value = "已开工2座"
    other.save(table)
    assert import_table(ledger, table).rows == [6]
    assert made(ledger)[0].status.progress == "已开工2座"
    fresh = exported(ledger, tmp_path / "b.xlsx")
    assert import_table(ledger, fresh, new=True).notices == []


def test_without_being_asked_none_is_taken(tmp_path, ledger):  # noqa: F811
    done = import_table(ledger, typed(exported(ledger, tmp_path / "a.xlsx"), [SCHOOL]))
    assert codes(done) == [("", "import_typed")]
    assert made(ledger) == []


FAULTS: list[tuple[Cells, tuple[str, str], str]] = [
    ({"重点任务": None, "备注": "重点"}, ("", "import_new_task"), "A8"),
    ({"重点任务": "！？"}, ("重点任务", "import_new_words"), "D8"),
    ({"完成时限": "2026年2月30日"}, ("完成时限", "import_new_day"), "L8"),
    ({"完成比例": "一半"}, ("完成比例", "import_share"), "N8"),
    ({"状态": "差不多"}, ("状态", "import_state"), "Q8"),
    ({"状态": "销号"}, ("状态", "step_illegal"), "Q8"),
    ({"进展情况": "已开工"}, ("进展情况", "step_illegal"), "M8"),
    ({"备注": '="a"&"b"', "重点任务": "新建一所"}, ("", "import_new_formula"), "D8"),
    ({"序号": 3}, ("", "import_new_number"), "D8"),
    ({"编号": "00000000:0-1"}, ("", "import_unknown"), "D8"),
    ({"版本": 4}, ("", "import_unknown"), "D8"),
    (WATER, ("", "import_new_twice"), "D8"),
]


@pytest.mark.parametrize(("cells", "wrong", "place"), FAULTS)
def test_a_fault_leaves_its_line_out_and_the_sound_ones_go_in(tmp_path, ledger, cells, wrong, place):  # noqa: F811
    table = typed(exported(ledger, tmp_path / "a.xlsx"), [WATER, {**SCHOOL, **cells}])
    if wrong[1] == "import_new_formula":
        table = resaved(table)
    done = import_table(ledger, table, new=True)
    assert codes(done) == [wrong]
    (fault,) = (notice for notice in done.notices if notice.kind == "fault")
    assert fault.cell in {f"督查台账!{place}", f"督查台账!D{place[1:]}"}
    assert (done.new, len(made(ledger))) == (1, 1)
    assert made(ledger)[0].statement.source == WATER["任务来源"]


def test_words_that_several_rows_have(tmp_path, ledger):  # noqa: F811
    words = SCHOOL | {"任务来源": "甲会"}
    table = typed(exported(ledger, tmp_path / "a.xlsx"), [words, words | {"任务来源": "乙会"}])
    assert import_table(ledger, table, new=True).new == 2
    table = typed(exported(ledger, tmp_path / "b.xlsx"), [SCHOOL])
    done = import_table(ledger, table, new=True)
    assert codes(done) == [("", "import_new_known")]
    table = typed(exported(ledger, tmp_path / "c.xlsx"), [words | {"任务来源": "丙会"}])
    assert import_table(ledger, table, new=True).new == 1


def test_a_table_made_by_hand_with_numbers_of_its_own(tmp_path, ledger):  # noqa: F811
    book = Workbook()
    for line in (["序号", "重点任务", "牵头单位", "完成时限"], [1, "改造管网30公里", "水务局", "2026年底"]):
        book.active.append(line)
    book.save(tmp_path / "b.xlsx")
    done = import_table(ledger, tmp_path / "b.xlsx", new=True)
    assert (done.new, done.sound) == (1, True)
    assert codes(done, "remark") == [("", "import_no_columns")]
    assert import_table(ledger, tmp_path / "b.xlsx", new=True).events == 0


def test_csv_and_records(tmp_path, ledger):  # noqa: F811
    path = exported(ledger, tmp_path / "a.csv", "csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *lines, [WATER.get(title, "") for title in head]])
    assert import_table(ledger, path, new=True).new == 1
    path = exported(ledger, tmp_path / "a.jsonl", "jsonl")
    new = [
        {
            "text": "新建5所幼儿园",
            "source": "甲会",
            "section": ["教育"],
            "row": {"lead": "教育局", "due": "2027-06-30"},
        },
        {"text": "扩建医院", "row": {}, "more": 1},
        {"text": ["扩建医院"], "row": {}},
        {"text": "\ud800扩建医院", "row": {"progress": 3}},
    ]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(one)}\n" for one in new)
    done = import_table(ledger, path, new=True)
    assert [code for _, code in codes(done)] == ["import_new_field", "import_value", "import_value"]
    assert done.new == 1
    row = made(ledger)[-1]
    assert (row.statement.section, row.lead, row.due) == (("教育",), "教育局", "2027-06-30")
    assert quotes(ledger)
    assert import_table(ledger, path, new=True).events == 0


def test_a_ledger_in_several_sheets_comes_back(tmp_path, ledger, monkeypatch):  # noqa: F811
    monkeypatch.setattr(xlsx, "ROWS", 2)
    path = exported(ledger, tmp_path / "a.xlsx")
    assert import_table(ledger, path).notices == []
    book = load_workbook(path)
    sheet = book["督查台账 3"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("备注") + 1).value = "重点"
    book.save(path)
    assert import_table(ledger, path).rows == [5]


def test_by_the_command(tmp_path):
    store = str(tmp_path / "a.db")
    with open_ledger(store) as held:
        held.add_document(DOCUMENT, Facts(), statements(), author="甲", at=AT, source=DOCUMENT.source)
        table = str(typed(exported(held, tmp_path / "a.xlsx"), [WATER, SCHOOL | {"完成比例": "一半"}]))

    def run(*more: str) -> Any:
        return CliRunner().invoke(root, ["import", table, "--store", store, "--by", "张三", "--new", *more])

    trial, done = run("--dry-run"), run()
    assert (trial.exit_code, done.exit_code) == (1, 1)
    assert "会新立 1 行" in trial.stderr
    assert "新立 1 行" in done.stderr
    notices = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["kind"], one["cell"]) for one in notices if one["kind"] != "remark"] == [
        *(("fault", "督查台账!N8"), ("new", "督查台账!D7")),
    ]


WORDS = st.text(alphabet="建设三座水库：；，。、 1（）\n重点任务完成时限%=无", min_size=1, max_size=25)
LINES = st.lists(
    st.fixed_dictionaries(
        {"重点任务": WORDS},
        optional=dict.fromkeys(
            ("任务来源", "所属板块", "目标要求", "牵头单位", "配合单位", "完成时限", "备注"), WORDS
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(LINES)
def test_whatever_is_typed_is_quoted_or_a_fault(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("typed")
    with open_ledger(folder / "a.db") as held:
        path = folder / "a.csv"
        titles = ["任务来源", "所属板块", "重点任务", "目标要求", "牵头单位", "配合单位", "完成时限", "备注"]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [titles, *([line.get(title, "") for title in titles] for line in lines)]
            )
        done = import_table(held, path, author="张三", new=True)
        assert done.new == len(list(held.rows()))
        assert quotes(held)
        for row in held.rows():
            said = as_entered(held.text(row.document), row.statement)
            assert plain(said["task"]) == plain(row.statement.text)
        assert import_table(held, path, author="张三", new=True).new == 0
