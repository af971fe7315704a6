"""A jsonl file that was exported, changed and brought back: exactly those changes, as from a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luoshi.app.importing import import_table
from luoshi.errors import UsageError
from tests.test_importing import begun, codes, exported, ledger, timeless  # noqa: F401 - a fixture

Record = dict[str, Any]


def change(path: Path, number: int, edit: Callable[[Record], object]) -> Path:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    edit(next(record for record in records if record["row"]["number"] == number))
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    return path


def test_unchanged_it_changes_nothing(tmp_path, ledger):  # noqa: F811
    begun(ledger)
    done = import_table(ledger, exported(ledger, tmp_path / "a.jsonl", "jsonl"), author="丙")
    assert (done.events, done.notices) == (0, [])


def test_each_change_is_an_event_and_the_rest_stays(tmp_path, ledger):  # noqa: F811
    begun(ledger)
    before = {row.number: row for row in ledger.rows()}
    path = exported(ledger, tmp_path / "a.jsonl", "jsonl")
    change(path, 1, lambda record: record["row"].update(progress="已开工2座", percentage=60))
    change(
        path, 4, lambda record: record["row"].update(lead="教育局", supporting=["财政局"], state="assigned")
    )
    change(path, 5, lambda record: record["row"].update(note="重点"))
    done = import_table(ledger, path, author="丙")
    assert done.sound
    assert sorted(done.rows) == [1, 4, 5]
    first, fourth = ledger.row(1).status, ledger.row(4).status
    assert (first.progress, first.percentage, first.problems) == ("已开工2座", 60, "缺资金")
    assert (fourth.lead, fourth.supporting, fourth.state) == ("教育局", ("财政局",), "assigned")
    assert ledger.row(5).status.note == "重点"
    assert all(ledger.row(number) == before[number] for number in (2, 3))
    again = exported(ledger, tmp_path / "b.jsonl", "jsonl")
    assert import_table(ledger, again).events == 0


FAULTS = [
    (lambda record: record["row"].update(percentage="一半"), ("", "import_value"), "row.percentage"),
    (lambda record: record["row"].update(percentage=120), ("完成比例", "import_share"), "120%"),
    (lambda record: record["row"].update(due="2026-02-30"), ("", "import_value"), "row.due"),
    (lambda record: record["row"].update(measures="先勘察"), ("", "import_value"), "row.measures"),
    (lambda record: record["row"].update(state="差不多"), ("状态", "import_state"), "差不多"),
    (lambda record: record.update(force="binding"), ("", "import_record"), "force"),
    (lambda record: record.update(text="别的"), ("", "import_record"), "text"),
    (lambda record: record.update(more=1), ("", "import_record"), "more"),
    (lambda record: record["row"].update(version=9_999), ("版本", "import_version"), "9999"),
    (lambda record: record.update(id="00000000:0-1"), ("", "import_unknown"), "00000000:0-1"),
]


@pytest.mark.parametrize(("edit", "code", "said"), FAULTS)
def test_a_fault_leaves_its_line_out_and_no_other(tmp_path, ledger, edit, code, said):  # noqa: F811
    begun(ledger)
    before = ledger.row(1)
    path = change(exported(ledger, tmp_path / "a.jsonl", "jsonl"), 1, edit)
    change(path, 5, lambda record: record["row"].update(note="重点"))
    done = import_table(ledger, path)
    assert codes(done) == [code]
    (fault,) = (notice for notice in done.notices if notice.kind == "fault")
    assert fault.cell.partition(":")[0] == "1"
    assert said in map(str, fault.error.details.values())
    assert ledger.row(1) == before
    assert done.rows == [5]


def test_lines_that_are_none(tmp_path, ledger):  # noqa: F811
    path = exported(ledger, tmp_path / "a.jsonl", "jsonl")
    first, second, *rest = path.read_bytes().splitlines()
    wrong = [b'{"a": 1', b"[]", b'{"row": 3}', b"\xff\xfe", b"[" * 100_000]
    path.write_bytes(b"\n".join([b"\xef\xbb\xbf" + first, b"", *wrong, second, second, *rest]))
    done = import_table(ledger, path)
    lines = [notice.error.details.get("line") for notice in done.notices if notice.kind == "fault"]
    assert lines == [3, 4, 5, 6, 7, None]
    assert codes(done)[-1] == ("", "import_twice")
    assert next(n.error.details["column"] for n in done.notices if n.kind == "fault") == 8


@pytest.mark.parametrize("content", [b"", b"{}\n", b"what is this"])
def test_a_file_without_rows(tmp_path, ledger, content):  # noqa: F811
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        import_table(ledger, path)
    assert caught.value.code == "import_no_records"


def test_sheets_that_were_hidden(tmp_path, ledger):  # noqa: F811
    from openpyxl import load_workbook

    path = exported(ledger, tmp_path / "a.xlsx")
    book = load_workbook(path)
    book.create_sheet("别的").append(["说明", "见隐藏的表"])
    book["督查台账"].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    with pytest.raises(UsageError, match="督查台账") as caught:
        import_table(ledger, path)
    assert caught.value.code == "import_only_hidden"
    book["督查台账"].sheet_state = "visible"
    book["别的"].sheet_state = "hidden"
    book.active = 0
    book.save(path)
    done = import_table(ledger, path)
    assert codes(done, "remark") == [("", "import_hidden")]
    assert done.sound


def test_a_workbook_by_units_comes_back(tmp_path, ledger):  # noqa: F811
    from openpyxl import load_workbook

    from luoshi.app.export import at_work, export_rows, office_of
    from tests.test_importing import DAY

    begun(ledger)
    office = office_of(ledger, DAY)
    path = tmp_path / "a.xlsx"
    export_rows(at_work(ledger.rows(), office), "xlsx", str(path), office=office, per_unit=True)
    before = [timeless(row) for row in ledger.rows()]
    assert import_table(ledger, path).notices == []
    book = load_workbook(path)
    assert len(book.sheetnames) == 2
    sheet = book["水务局"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("下步措施") + 1).value = "加快"
    book.save(path)
    done = import_table(ledger, path)
    assert (done.sound, done.rows) == (True, [1])
    assert done.notices[0].cell.startswith("水务局!")
    assert ledger.row(1).status.next_steps == "加快"
    assert [timeless(row) for row in ledger.rows()][1:] == before[1:]
