"""What people change in an exported table becomes events: exactly those changes, all or none of a line."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import luoshi
from luoshi.app import handling
from luoshi.app.export import at_work, export_rows, office_of
from luoshi.app.importing import Imported, import_table
from luoshi.app.ledger import open_ledger
from luoshi.codec import from_record
from luoshi.errors import UsageError
from luoshi.ledger import Row, fold
from luoshi.model import Document, Facts
from luoshi.stores import Store
from tests.programs import libreoffice
from tests.rows import AT, DOCUMENT, statements

SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
DAY = date(2026, 3, 10)


@pytest.fixture
def ledger(tmp_path):
    store = open_ledger(tmp_path / "a.db")
    store.add_document(DOCUMENT, Facts(), statements(), author="甲", at=AT, source=DOCUMENT.source)
    with store:
        yield store


def exported(ledger: Store, path: Path, form: str = "xlsx") -> Path:
    office = office_of(ledger, DAY)
    export_rows(at_work(ledger.rows(), office), form, str(path), office=office, overwrite=True)
    return path


def change(path: Path, changes: Mapping[tuple[int, str], Any], out: Path | None = None) -> Path:
    """Set cells by the row's number and the column's heading."""
    book = load_workbook(path)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    lines = {sheet.cell(at, heads["序号"]).value: at for at in range(2, sheet.max_row + 1)}
    for (number, title), value in changes.items():
        sheet.cell(lines[number], heads[title]).value = value
    book.save(out or path)
    return out or path


def kinds(done: Imported) -> list[str]:
    return [notice.kind for notice in done.notices]


def codes(done: Imported, kind: str = "fault") -> list[tuple[str, str]]:
    return [
        (notice.column, notice.error.code)
        for notice in done.notices
        if notice.kind == kind and notice.error is not None
    ]


def timeless(row: Row) -> Row:
    return replace(row, status=replace(row.status, version=0))


def rows_of(ledger: Store) -> list[Row]:
    kept = list(ledger.rows())
    assert list(fold(ledger.events(), from_record).rows) == kept
    return kept


def begun(ledger: Store) -> None:
    """Row 1 reported, 2 handed out, 3 verified; 4 and 5 as the text says."""
    desk = handling.desk(ledger, author="乙")
    handling.assign(desk, [1, 2, 3], "水务局", supporting=["财政局", "住建局"], leader="王五")
    handling.plan(desk, [1], ["先勘察", "后开工"], milestones=[("勘察", DAY)])
    handling.report(desk, [1, 3], "已开工1座", percentage=30, problems="缺资金", next_steps="筹资")
    handling.verify(desk, [3])


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_unchanged_table_is_no_event(tmp_path, ledger, form):
    begun(ledger)
    before = list(ledger.events())
    done = import_table(ledger, exported(ledger, tmp_path / f"a.{form}", form))
    assert (done.rows, done.events, done.notices, done.sound) == ([], 0, [], True)
    assert list(ledger.events()) == before


def test_the_table_says_how_the_work_stands(tmp_path, ledger):
    begun(ledger)
    sheet = load_workbook(exported(ledger, tmp_path / "a.xlsx")).active
    heads = [cell.value for cell in sheet[1]]
    first = dict(zip(heads, (cell.value for cell in sheet[2]), strict=True))
    wanted = {
        "具体举措": "先勘察\n后开工",
        "牵头领导": "王五",
        "牵头单位": "水务局",
        "配合单位": "财政局、住建局",
        "完成时限": "2026年6月30日前",
        "进展情况": "已开工1座",
        "完成比例": 0.3,
        "存在问题": "缺资金",
        "下步措施": "筹资",
        "状态": "反馈",
        "备注": None,
    }
    assert {title: first[title] for title in wanted} == wanted
    assert first["预警"] in ("红", "黄", "绿")
    (offered,) = sheet.data_validations.dataValidation
    assert offered.formula1.strip('"').split(",") == [
        *("立项", "分解", "办理", "反馈", "核查", "销号"),
        *("退回", "重新办理"),
    ]
    assert [len(area.rules) for area in sheet.conditional_formatting] == [4]


CHANGES: dict[tuple[int, str], Any] = {
    (1, "进展情况"): "已开工2座=超前",
    (1, "完成比例"): 0.6,
    (1, "存在问题"): "无",
    (2, "牵头单位"): "住建局",
    (2, "配合单位"): "财政局，发改委",
    (2, "完成时限"): date(2027, 1, 31),
    (2, "具体举措"): "一户一策\n先易后难",
    (2, "备注"): "延期文号：云政办〔2026〕3号",
    (3, "状态"): "销号",
    (4, "状态"): "分解",
    (4, "牵头单位"): "教育局",
    (4, "牵头领导"): "赵六",
    (4, "完成时限"): "2026年9月底",
}


def by_hand(ledger: Store) -> None:
    """What CHANGES say, step by step."""
    desk = handling.desk(ledger, author="丙")
    handling.report(desk, [1], "已开工2座=超前", percentage=60, problems="", next_steps="筹资")
    handling.assign(desk, [2], "住建局", supporting=["财政局", "发改委"], leader="王五")
    handling.plan(desk, [2], ["一户一策", "先易后难"])
    handling.extend(desk, [2], date(2027, 1, 31), "云政办〔2026〕3号")
    handling.accept(desk, [2], note="延期文号：云政办〔2026〕3号")
    handling.close(desk, [3])
    handling.assign(desk, [4], "教育局", leader="赵六", due=date(2026, 9, 30))


def resaved(path: Path) -> Path:
    """The workbook as LibreOffice writes it."""
    folder = path.parent / "again"
    home = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    asked = [libreoffice(), home, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(asked, check=True, capture_output=True, timeout=180)
    return folder / path.name


@pytest.mark.parametrize("through", [lambda path: path, resaved], ids=["openpyxl", "libreoffice"])
def test_changed_cells_become_exactly_those_steps(tmp_path, ledger, through: Callable[[Path], Path]):
    begun(ledger)
    table = through(change(exported(ledger, tmp_path / "a.xlsx"), CHANGES))
    twin = tmp_path / "b.db"
    ledger.back_up(str(twin))
    trial = import_table(ledger, table, author="丙", dry_run=True)
    assert (trial.rows, trial.events, trial.sound) == ([1, 2, 3, 4], 7, True)
    assert [row.status.version for row in ledger.rows()][3:] == [5, 6]
    done = import_table(ledger, table, author="丙")
    assert (done.rows, done.events, done.sound) == (trial.rows, trial.events, True)
    assert done.notices == trial.notices
    assert {event.author for event in ledger.events(11)} >= {"丙"}
    assert {event.reason for event in ledger.events() if event.author == "丙"} == {"a.xlsx"}
    with open_ledger(twin) as other:
        by_hand(other)
        assert [timeless(row) for row in rows_of(ledger)] == [timeless(row) for row in rows_of(other)]
    again = import_table(ledger, table, author="丙")
    assert (again.events, again.notices) == (0, [])


def test_what_others_changed_since_is_a_conflict_and_the_rest_goes_in(tmp_path, ledger):
    begun(ledger)
    table = change(
        exported(ledger, tmp_path / "a.xlsx"), {(1, "进展情况"): "已开工3座", (1, "牵头领导"): "钱七"}
    )
    handling.report(
        handling.desk(ledger, author="丁"), [1], "已开工2座", problems="缺资金", next_steps="筹资"
    )
    done = import_table(ledger, table, author="丙")
    assert codes(done, "conflict") == [("进展情况", "import_conflict")]
    (conflict,) = (notice for notice in done.notices if notice.kind == "conflict")
    assert (conflict.old, conflict.theirs, conflict.ours) == ("已开工1座", "已开工3座", "已开工2座")
    assert conflict.cell.startswith("督查台账!")
    assert conflict.error.details["author"] == "丁"
    status = ledger.row(1).status
    assert (status.progress, status.leader, status.lead) == ("已开工2座", "钱七", "水务局")
    assert not done.sound


FAULTS: list[tuple[dict[tuple[int, str], Any], list[tuple[str, str]]]] = [
    ({(1, "完成时限"): "2026年2月30日"}, [("完成时限", "import_day")]),
    ({(1, "完成时限"): "尽快"}, [("完成时限", "import_day")]),
    ({(1, "完成时限"): "2026-12-31"}, [("完成时限", "step_needs")]),
    ({(1, "完成时限"): None}, [("完成时限", "import_day")]),
    ({(1, "完成比例"): "一半"}, [("完成比例", "import_share")]),
    ({(1, "完成比例"): 1.2}, [("完成比例", "import_share")]),
    ({(1, "状态"): "差不多"}, [("状态", "import_state")]),
    ({(1, "状态"): None}, [("状态", "import_state")]),
    ({(1, "状态"): "销号"}, [("状态", "step_illegal")]),
    ({(1, "状态"): "退回"}, [("状态", "step_needs")]),
    ({(2, "状态"): "反馈"}, [("状态", "step_needs")]),
    ({(1, "牵头单位"): None}, [("牵头单位", "step_needs")]),
    ({(4, "状态"): "分解"}, [("状态", "step_needs")]),
    ({(4, "进展情况"): "已开工"}, [("进展情况", "step_illegal")]),
    ({(3, "进展情况"): "又开工"}, [("进展情况", "step_illegal")]),
    ({(1, "重点任务"): "加快建设四座水库", (1, "备注"): "好"}, [("重点任务", "import_fixed")]),
    ({(1, "进展情况"): '="已开工"&"2座"'}, [("进展情况", "import_formula")]),
    ({(1, "版本"): 4}, [("版本", "import_version")]),
    ({(1, "编号"): "00000000:0-1", (1, "重点任务"): "别的任务"}, [("", "import_unknown")]),
]


@pytest.mark.parametrize(("changes", "wrong"), FAULTS)
def test_a_fault_leaves_its_line_out_and_no_other(tmp_path, ledger, changes, wrong):
    begun(ledger)
    table = change(exported(ledger, tmp_path / "a.xlsx"), changes | {(5, "备注"): "重点"})
    before = ledger.row(next(number for number, _ in changes))
    done = import_table(ledger, table)
    assert codes(done) == wrong
    assert not done.sound
    assert ledger.row(before.number) == before
    assert done.rows == [5]
    assert ledger.row(5).status.note == "重点"


def test_a_formula_with_a_value_is_a_fault_too(tmp_path, ledger):
    begun(ledger)
    said = {(1, "进展情况"): '="已开工"&"2座"', (2, "下步措施"): "=1+1"}
    done = import_table(ledger, resaved(change(exported(ledger, tmp_path / "a.xlsx"), said)))
    assert codes(done) == [("进展情况", "import_formula"), ("下步措施", "import_formula")]
    assert not done.rows


def test_a_formula_in_an_empty_cell_without_a_value_is_said(tmp_path, ledger):
    done = import_table(ledger, change(exported(ledger, tmp_path / "a.xlsx"), {(2, "备注"): "=A1"}))
    assert codes(done, "remark") == [("", "import_blank_formulas")]
    assert done.events == 0


def test_rows_that_were_left_out_are_not_written_and_take_nothing(tmp_path, ledger):
    table = change(exported(ledger, tmp_path / "a.xlsx"), {(2, "备注"): "重点", (3, "牵头单位"): "水务局"})
    desk = handling.desk(ledger, author="乙")
    handling.reject(desk, [2])
    handling.merge(desk, [3], 1)
    done = import_table(ledger, table)
    assert codes(done) == [("备注", "import_left_out"), ("牵头单位", "step_illegal")]
    assert done.rows == []
    sheet = load_workbook(exported(ledger, tmp_path / "b.xlsx")).active
    assert [line[0].value for line in sheet.iter_rows(min_row=2)] == [1, 4, 5]


def test_an_office_with_states_of_its_own(tmp_path, ledger, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = (Path(luoshi.__file__).parent / "data" / "workflow.yaml").read_text("utf-8")
    (tmp_path / "own.yaml").write_text(
        words.replace("{zh: 分解, en: assigned}", "{zh: 交办, en: assigned}"), "utf-8"
    )
    (tmp_path / "luoshi.toml").write_text('[ledger]\nworkflow = "own.yaml"\n', "utf-8")
    begun(ledger)
    table = exported(ledger, tmp_path / "a.xlsx")
    sheet = load_workbook(table).active
    assert "交办" in [cell.value for cell in sheet[3]]
    assert "交办" in sheet.data_validations.dataValidation[0].formula1
    said = {(4, "状态"): "交办", (4, "牵头单位"): "教育局", (5, "状态"): "分解"}
    done = import_table(ledger, change(table, said))
    assert codes(done) == [("状态", "import_state")]
    assert done.rows == [4]


def test_back_and_again_take_the_note_as_their_reason(tmp_path, ledger):
    begun(ledger)
    said = {(1, "状态"): "退回", (1, "备注"): "数字不实", (3, "状态"): "销号"}
    assert import_table(ledger, change(exported(ledger, tmp_path / "a.xlsx"), said)).sound
    assert (ledger.row(1).state, ledger.row(1).status.returned) == ("underway", 1)
    assert [event.reason for event in ledger.history(1) if event.kind == "returned"] == ["数字不实"]
    table = change(exported(ledger, tmp_path / "a.xlsx"), {(3, "状态"): "重新办理"})
    assert codes(import_table(ledger, table)) == [("状态", "step_needs")]
    assert import_table(ledger, table, reason="复查发现反弹").sound
    assert ledger.row(3).state == "underway"


def test_the_paper_of_all_later_terms_may_be_given(tmp_path, ledger):
    begun(ledger)
    table = change(exported(ledger, tmp_path / "a.xlsx"), {(1, "完成时限"): "2026年12月底"})
    assert import_table(ledger, table, approval="云政办〔2026〕9号").sound
    (extension,) = ledger.row(1).status.extensions
    assert (extension.until, extension.approval) == ("2026-12-31", "云政办〔2026〕9号")


def test_lines_twice_gone_and_sorted(tmp_path, ledger):
    begun(ledger)
    path = exported(ledger, tmp_path / "a.csv", "csv")
    head, *lines = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    note = head.index("备注")
    for line in lines:
        line[note] = f"说明{line[head.index('序号')]}"
    lines = [lines[4], lines[1], lines[1], lines[0]]
    for at, line in enumerate(lines, 1):
        lines[at - 1] = [*line]
        lines[at - 1][head.index("序号")] = str(at)  # renumbered after sorting
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines, ["填表人：张三"]])
    done = import_table(ledger, path)
    assert codes(done) == [("", "import_twice")]
    assert [notice.error.details["rows"] for notice in done.notices if notice.kind == "remark"] == ["3、4"]
    assert done.rows == [5, 1]
    assert [row.status.note for row in ledger.rows()] == ["说明1", "", "", "", "说明5"]


def test_a_table_without_number_version_and_some_columns(tmp_path, ledger):
    begun(ledger)
    book = Workbook()
    book.active.append(["重点任务", "进展情况"])
    book.active.append([ledger.row(1).statement.text, "已开工2座"])
    book.save(tmp_path / "b.xlsx")
    done = import_table(ledger, tmp_path / "b.xlsx")
    assert [notice.error.code for notice in done.notices if notice.kind == "remark"] == [
        *("import_no_columns", "import_no_version", "import_absent"),
    ]
    assert done.sound
    status = ledger.row(1).status
    assert (status.progress, status.percentage, status.problems) == ("已开工2座", 30, "缺资金")


def test_a_file_that_is_no_table_is_said(tmp_path, ledger):
    (tmp_path / "a.csv").write_text("甲,乙\n1,2\n", "utf-8")
    with pytest.raises(UsageError) as said:
        import_table(ledger, tmp_path / "a.csv")
    assert said.value.code == "import_no_table"


WORDS = st.text(alphabet="已开工建设三座=+-@'，、\n 1%无/", max_size=12)
CELLS = st.dictionaries(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from(["进展情况", "存在问题", "下步措施", "牵头领导", "具体举措", "备注"]),
    ),
    WORDS,
    max_size=8,
)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    with open_ledger(folder / "a.db") as store:
        store.add_document(DOCUMENT, Facts(), statements(), author="甲", at=AT, source=DOCUMENT.source)
        begun(store)
        exported(store, folder / "a.xlsx")
    return folder


@SLOW
@given(cells=CELLS)
def test_whatever_is_typed_the_ledger_says_it_or_a_fault_does(base, tmp_path_factory, cells):
    folder = tmp_path_factory.mktemp("any")
    shutil.copy(base / "a.db", folder / "a.db")
    typed = {key: f"'{text}" if text.startswith("=") else text for key, text in cells.items()}
    table = change(base / "a.xlsx", typed, folder / "b.xlsx")
    with open_ledger(folder / "a.db") as ledger:
        before = {row.number: row for row in ledger.rows()}
        done = import_table(ledger, table)
        left = {notice.row for notice in done.notices if notice.kind == "fault"}
        for row in rows_of(ledger):
            assert (row == before[row.number]) == (row.number not in done.rows)
            assert row.number not in left & set(done.rows)
        again = import_table(ledger, table)
        assert again.events == 0
        assert codes(again) == codes(done)
        assert ledger.verify_chain() == len(list(ledger.events()))


def test_a_thousand_rows_go_in_together(tmp_path):
    words = "。".join(f"建设第{number}所学校" for number in range(1, 1001)) + "。"
    document = Document(words, source="千条.md")
    one, at = statements()[0], 0
    made = []
    for text in words.split("。")[:-1]:
        end = at + len(text)
        place = {"id": f"{document.sha256[:8]}:{at}-{end}", "document": document.sha256, "deadline": None}
        spans = {"source": "千条.md", "start": at, "end": end, "text": text, "pieces": ((at, end),)}
        made.append(replace(one, **place, **spans))
        at = end + 1
    with open_ledger(tmp_path / "a.db") as ledger:
        ledger.add_document(document, Facts(), made, author="甲", at=AT, source=document.source)
        handling.assign(handling.desk(ledger, author="乙"), range(1, 1001), "教育局")
        said = {(number, "进展情况"): f"第{number}所已开工" for number in range(1, 1001)}
        done = import_table(ledger, change(exported(ledger, tmp_path / "a.xlsx"), said))
        assert (len(done.rows), done.events, done.sound) == (1000, 1000, True)
        assert all(row.status.progress == f"第{row.number}所已开工" for row in ledger.rows())
