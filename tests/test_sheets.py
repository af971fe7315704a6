"""Spreadsheets: what cells show, which tables are ledgers, and what becomes of files that are broken."""

from __future__ import annotations

import csv
import datetime
import re
import subprocess
import zipfile
from collections import defaultdict
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from luoshi.errors import ReadingError
from luoshi.extracting import extract
from luoshi.model import Document, Statement
from luoshi.reading.content import Content
from luoshi.reading.limits import DEFAULT
from luoshi.reading.sheets import delimited, read
from luoshi.reading.sheets import worksheet as worksheet_module
from luoshi.reading.sheets.delimited import mark_of, rows_of
from luoshi.reading.sheets.shown import shown_number
from tests.formats.sheets import as_table, as_xlsx, repacked, saved, with_shared_strings
from tests.programs import libreoffice
from tests.shared import needs_shared, texts

CASES = Path(__file__).parent / "cases"
LEDGERS = yaml.safe_load((CASES / "ledgers.yaml").read_text("utf-8"))
CELLS = yaml.safe_load((CASES / "cells.yaml").read_text("utf-8"))
HEADER = ["序号", "重点任务", "牵头单位", "完成时限"]
TASK = [1, "新建学校12所", "市教育局", "2026年8月底前"]


def records_of(content: Content) -> list[Statement]:
    return list(extract(Document(content.text, "a", content.date, tasks=content.tasks)))


def cells_of(content: Content) -> list[dict[str, str]]:
    return [
        {key: content.text[start:end] for key, (start, end) in task.cells.items()} for task in content.tasks
    ]


def failure(raw: bytes) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read(raw, "a.xlsx", DEFAULT)
    return caught.value


def check_places(content: Content) -> None:
    """Each part is a cell's text, and together they are the whole text."""
    assert content.layout is not None
    parts = content.layout.parts
    assert "\n".join(content.text[part.start : part.end] for part in parts) == content.text
    assert all(line == line.rstrip() != "" for line in content.text.split("\n"))


# ---- ledgers


def check_ledger(case: dict, content: Content) -> None:
    check_places(content)
    records = records_of(content)
    assert [record.text for record in records] == [wanted["text"] for wanted in case["records"]]
    for record, wanted in zip(records, case["records"], strict=True):
        assert record.type == "commitment"
        assert record.text == content.text[record.start : record.end]
        assert list(record.section) == wanted["section"]
        who = defaultdict(list)
        for actor in record.actors:
            assert content.text[actor.start : actor.end] == actor.name
            who[actor.role].append(actor.name)
        assert who == wanted["who"]
        deadline = record.deadline
        assert deadline is not None
        assert content.text[deadline.start : deadline.end] == deadline.text
        assert [deadline.from_, deadline.until] == [day and str(day) for day in wanted["due"]]
        if "targets" in wanted:
            assert [target.text for target in record.targets] == wanted["targets"]
            assert all(content.text[t.start : t.end] == t.text for t in record.targets)
    if "date" in case:
        assert content.date == case["date"]
    if "title" in case:
        assert content.title == case["title"]


@pytest.mark.parametrize("case", LEDGERS, ids=lambda case: case["name"])
def test_ledgers_in_workbooks(case):
    content = read(as_table(case["rows"], case.get("merges", ())), "a.xlsx", DEFAULT)
    check_ledger(case, content)


@pytest.mark.parametrize(
    "case", [case for case in LEDGERS if not {"merges"} & set(case)], ids=lambda case: case["name"]
)
@pytest.mark.parametrize(("mark", "encoding"), [(",", "utf-8-sig"), ("\t", "utf-16"), (";", "gb18030")])
def test_ledgers_in_text(case, mark, encoding):
    out = StringIO()
    csv.writer(out, delimiter=mark).writerows(case["rows"])
    check_ledger(case, delimited.read(out.getvalue().encode(encoding), "a.csv", DEFAULT))


def test_a_csv_of_merged_cells_carries_the_task_on():
    rows = "重点任务,具体举措,责任单位\n提升城市品质,新建公园20个,市园林局\n,改造管网50公里,市水务局\n"
    records = records_of(delimited.read(rows.encode(), "a.csv", DEFAULT))
    assert [(record.section, record.text) for record in records] == [
        (("提升城市品质",), "新建公园20个"),
        (("提升城市品质",), "改造管网50公里"),
    ]


def test_a_csv_of_a_merged_task_carries_its_bodies_on():
    rows = "任务,责任单位,时限\n建成服务中心,市数据局,年底前\n,市民政局,\n"
    records = records_of(delimited.read(rows.encode(), "a.csv", DEFAULT))
    assert [[actor.name for actor in record.actors] for record in records] == [["市数据局", "市民政局"]]


def test_several_sheets_each_with_its_own_header():
    book = Workbook()
    book.active.title = "一季度"
    for row in (HEADER, TASK):
        book.active.append(row)
    second = book.create_sheet("二季度")
    for row in (["序号", "任务", "责任单位"], [1, "改造小区30个", "市住建局"], [2, "", "市民政局"]):
        second.append(row)
    book.create_sheet("说明").append(["本表按月更新。"])
    content = read(saved(book), "a.xlsx", DEFAULT)
    assert [record.text for record in records_of(content)] == ["新建学校12所", "改造小区30个"]
    assert {remark.code: dict(remark.details) for remark in content.remarks} == {
        "rows_without_task": {"count": 1},
        "sheets_beside_ledger": {"names": "说明"},
    }
    places = {content.text[part.start : part.end]: part.name for part in content.layout.parts}
    assert places["新建学校12所"] == "一季度!B2"
    assert places["改造小区30个"] == "二季度!B2"


def test_the_callers_day_goes_before_the_titles_year():
    content = read(
        as_table([["2026年重点任务清单"], HEADER, [1, "新建学校", "市教育局", "年底前"]]), "a", DEFAULT
    )
    dated = Document(content.text, "a", datetime.date(2025, 3, 1), tasks=content.tasks)
    assert next(extract(dated)).deadline.until == "2025-12-31"
    assert records_of(content)[0].deadline.until == "2026-12-31"


# ---- what cells show


@pytest.mark.parametrize("case", CELLS, ids=lambda case: f"{case['value']} {case['code']}")
def test_numbers_are_shown_by_their_format(case):
    assert shown_number(float(case["value"]), case["code"]) == case["shown"]


def test_the_calendar_of_1904():
    assert shown_number(44741, "yyyy-mm-dd", from_1904=True) == "2026-06-30"


@given(st.floats(allow_nan=True), st.text(alphabet='0#?.,%;yYmdhsEe+-/@_*\\"[]>$年月General ', max_size=24))
@settings(deadline=None, max_examples=300)
def test_no_format_breaks_reading(value, code):
    assert isinstance(shown_number(value, code), str)


def test_cells_of_every_kind():
    book = Workbook()
    sheet = book.active
    sheet.title = "表"
    rich = CellRichText("加快", TextBlock(InlineFont(b=True), "建设"), "园区")
    day, moment = datetime.date(2026, 6, 30), datetime.datetime(2026, 6, 30, 9, 30)
    for row in (
        ["甲\n乙\r\n\n丙  "],
        [0.1 + 0.2],
        [day],
        [moment],
        [True],
        [rich],
        ["　缩进 "],
        ["=1+1"],
        ["_x000D_"],
    ):
        sheet.append(row)
    sheet["B1"] = 0.155
    sheet["B1"].number_format = "0.0%"
    content = read(saved(book), "a.xlsx", DEFAULT)
    check_places(content)
    assert content.text.split("\n") == [
        *(
            "甲",
            "乙",
            "丙",
            "15.5%",
            "0.3",
            "2026-06-30",
            "2026-06-30 9:30:00",
            "TRUE",
            "加快建设园区",
            "　缩进",
        ),
    ]
    assert [(remark.code, remark.details["count"]) for remark in content.remarks] == [
        ("formulas_without_value", 1)
    ]


def test_stored_values_of_formulas_are_read():
    raw = as_table([["=SUM(A2:A3)"], [1]])
    raw = repacked(
        raw, lambda name, old: old.replace(b"<v />", b"<v>42</v>").replace(b"<v></v>", b"<v>42</v>")
    )
    content = read(raw, "a.xlsx", DEFAULT)
    assert (content.text, content.remarks) == ("42\n1", ())


def test_merged_cells_hold_their_value_once():
    raw = as_table([["题", "藏"], ["一", "二"]])
    merged = b'<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    raw = repacked(raw, lambda name, old: old.replace(b"</sheetData>", b"</sheetData>" + merged))
    assert read(raw, "a.xlsx", DEFAULT).text == "题\n一\n二"


def test_what_is_hidden():
    book = Workbook()
    sheet = book.active
    sheet.append(["看得见", "列"])
    sheet.append(["行"])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    for name, state in (("藏", "hidden"), ("深藏", "veryHidden")):
        hidden = book.create_sheet(name)
        hidden.append(["秘密"])
        hidden.sheet_state = state
    content = read(saved(book), "a.xlsx", DEFAULT)
    assert content.text == "看得见\n列\n行"
    assert {remark.code: next(iter(remark.details.values())) for remark in content.remarks} == {
        "hidden_sheets": "藏、深藏",
        "hidden_rows": 1,
        "hidden_columns": 1,
    }


def test_comments_are_left_out():
    from openpyxl.comments import Comment

    book = Workbook()
    book.active["A1"] = "正文"
    book.active["A1"].comment = Comment("批注", "某人")
    assert read(saved(book), "a.xlsx", DEFAULT).text == "正文"


def test_a_wrong_dimension_and_cells_without_a_place():
    raw = as_table([["一", "二"], ["三", "四"]])

    def change(name: str, old: bytes) -> bytes:
        if "sheet1" not in name:
            return old
        old = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', old)
        return re.sub(rb'(<(?:c|row) )r="[A-Z]*\d+" ?', rb"\1", old)

    content = read(repacked(raw, change), "a.xlsx", DEFAULT)
    assert content.text == "一\n二\n三\n四"
    assert [part.name for part in content.layout.parts] == ["台账!A1", "台账!B1", "台账!A2", "台账!B2"]


def test_strict_files_and_strange_prefixes():
    raw = as_table([HEADER, TASK, [2, "改造小区", "市住建局", datetime.date(2026, 6, 30)]])
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    other = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def change(name: str, old: bytes) -> bytes:
        old = old.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        return old.replace(other, b"http://purl.oclc.org/ooxml/officeDocument/relationships")

    content = read(repacked(raw, change), "a.xlsx", DEFAULT)
    assert [cells["due"] for cells in cells_of(content)] == ["2026年8月底前", "2026-06-30"]


def test_shared_strings_without_how_they_are_pronounced():
    raw = with_shared_strings(as_table([["东京", "甲"], ["京", None, "乙"]]))
    item = b"<t>&#19996;&#20140;</t>"
    spoken = "<r><t>东</t></r><r><t>京</t></r><rPh sb='0' eb='2'><t>とうきょう</t></rPh>".encode()
    assert read(raw, "a.xlsx", DEFAULT).text == "东京\n甲\n京\n乙"
    changed = repacked(raw, lambda _, old: old.replace(item, spoken))
    assert b"rPh" in zipfile.ZipFile(BytesIO(changed)).read("xl/sharedStrings.xml")
    assert read(changed, "a.xlsx", DEFAULT).text == "东京\n甲\n京\n乙"


# ---- text with marks


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a,b\nc,d", ","),
        ("a\tb,c\nd\te,f,g", "\t"),
        ("甲；乙;丙\n丁;戊", ";"),
        ("甲|乙\n丙|丁", "|"),
        ("序号，任务\n1，建学校", "，"),
        ("一句话，没有表格。\n另一句。", ","),
        ('"a;b";c\n"d;e,f";g', ";"),
        ("", ","),
    ],
)
def test_the_mark_is_found(text, mark):
    assert mark_of(text) == mark


@given(
    st.lists(st.lists(st.text(alphabet="甲乙,;\"\n\r\t '=", max_size=6), min_size=1, max_size=4), max_size=5),
    st.sampled_from(",;\t|"),
)
def test_cells_come_back_as_csv_writes_them(rows, mark):
    out = StringIO(newline="")
    csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    assert list(rows_of(out.getvalue(), mark)) == rows


@given(st.text(alphabet='甲,;"\n\r\t', max_size=40), st.sampled_from(',;\t|，"\r'))
def test_any_text_is_some_table(text, mark):
    list(rows_of(text, mark))
    mark_of(text)


def test_excels_line_that_names_the_mark_and_breaks_in_cells():
    raw = 'sep=;\r\n任务;责任单位\r\n"建成""三区""，\n完善配套";市住建局\r\n'.encode("utf-8-sig")
    content = delimited.read(raw, "a.csv", DEFAULT)
    assert content.encoding == "utf-8-sig"
    assert cells_of(content) == [{"task": '建成"三区"，\n完善配套', "responsible": "市住建局"}]
    check_places(content)


# ---- files made by others, and broken ones


def converted(raw: bytes, ending: str, to: str, folder: Path) -> bytes:
    source = folder / f"a.{ending}"
    source.write_bytes(raw)
    out = folder / "out"
    command = [
        libreoffice(),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        to,
    ]
    subprocess.run(
        [*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=240
    )
    return (out / f"a.{to.split(':', maxsplit=1)[0]}").read_bytes()


@pytest.mark.slow
def test_workbooks_that_libreoffice_saved(tmp_path):
    case = next(case for case in LEDGERS if "bands" in case["name"])
    raw = as_table(case["rows"], case["merges"])
    content = read(converted(raw, "xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path), "a.xlsx", DEFAULT)
    check_ledger(case, content)
    assert content.text == read(raw, "a.xlsx", DEFAULT).text
    text = converted(raw, "xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1", tmp_path)
    assert len(records_of(delimited.read(text, "a.csv", DEFAULT))) == len(case["records"])


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("path", texts(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_real_texts_come_back_from_workbooks(path):
    lines = [line.rstrip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    assert read(as_xlsx(lines), "a.xlsx", DEFAULT).text == "\n".join(lines)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.text(alphabet="甲乙=+-@_x0D\x07\x1b&<>\"' \t\r\n　，。1", min_size=1, max_size=12), min_size=1
    )
)
def test_any_paragraphs_come_back_from_workbooks(paragraphs):
    lines = [line.rstrip() for text in paragraphs for line in text.splitlines() if line.strip()]
    if lines:
        assert read(as_xlsx(lines), "a.xlsx", DEFAULT).text == "\n".join(lines)


SOUND = with_shared_strings(
    as_table([["2026年重点任务"], HEADER, TASK, [2, "改造小区", "市住建局", "年底前"]], ["A1:D1"])
)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_files_cost_one_clear_error(data):
    damaged = bytearray(SOUND)
    if data.draw(st.booleans()):
        damaged = damaged[: data.draw(st.integers(0, len(damaged) - 1))]
    for _ in range(data.draw(st.integers(0, 6))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    tried(bytes(damaged))


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_members_that_were_changed_cost_one_clear_error(data):
    names = load_names()
    picked = data.draw(st.sampled_from(names))

    def change(name: str, old: bytes) -> bytes | None:
        if name != picked:
            return old
        how = data.draw(st.sampled_from(["drop", "cut", "flip"]))
        if how == "drop":
            return None
        at = data.draw(st.integers(0, max(0, len(old) - 1)))
        if how == "cut":
            return old[:at]
        return old[:at] + bytes([data.draw(st.integers(0, 255))]) + old[at + 1 :]

    tried(repacked(SOUND, change))


def load_names() -> list[str]:
    return zipfile.ZipFile(BytesIO(SOUND)).namelist()


def tried(raw: bytes) -> None:
    try:
        content = read(raw, "报告.xlsx", DEFAULT)
    except ReadingError as error:
        assert error.code  # noqa: PT017 - either outcome is right
        assert "报告.xlsx" in str(error)  # noqa: PT017
    else:
        check_places(content)
        records_of(content)


def test_what_is_no_workbook():
    assert failure(b"").code == "empty"
    assert failure(b"%PDF-1.7 ").code == "binary"
    assert failure("序号,任务".encode()).code == "damaged"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert failure(old).code == "binary"
    assert failure(old + "EncryptedPackage".encode("utf-16-le")).code == "encrypted"
    assert failure(repacked(SOUND, lambda name, old: None if "workbook" in name else old)).code == "damaged"
    assert failure(as_table([])).code == "no_text"


def test_entities_are_refused():
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for member in ("sheet1.xml", "workbook.xml", "sharedStrings.xml"):

        def change(name: str, old: bytes, member: str = member) -> bytes:
            if not name.endswith(member):
                return old
            head = old.find(b"?>") + 2 if old.startswith(b"<?xml") else 0
            return old[:head] + entity + old[head:]

        assert failure(repacked(SOUND, change)).code == "damaged", member


def test_too_many_cells(monkeypatch):
    monkeypatch.setattr(worksheet_module, "MOST_CELLS", 5)
    monkeypatch.setattr(delimited, "MOST_CELLS", 5)
    error = failure(SOUND)
    assert (error.code, error.details) == ("too_many_cells", {"limit": 5})
    with pytest.raises(ReadingError, match="limit of 5"):
        delimited.read(b"1,2,3\n4,5,6", "a.csv", DEFAULT)


def test_merges_over_the_whole_sheet_cost_nothing():
    merges = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(1, 3000))
    added = f"</sheetData><mergeCells>{merges}</mergeCells>".encode()
    raw = repacked(SOUND, lambda name, old: old.replace(b"</sheetData>", added) if "sheet1" in name else old)
    assert read(raw, "a.xlsx", DEFAULT).text.startswith("2026年重点任务")


def test_openpyxl_reads_what_the_tests_write():
    """The workbooks of these tests are ordinary ones."""
    sheet = load_workbook(BytesIO(as_xlsx(["=1+1", "甲"]))).active
    assert [cell.value for cell in sheet["A"]] == ["=1+1", "甲"]
