"""The table out and in: what the filter lets through, what would change, the change once it is confirmed."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from openpyxl import load_workbook

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.cli.importing import _KINDS
from luoshi.lexicon.messages import page_words
from luoshi.serving.language import COOKIE

TYPED = {"重点任务": "新建5所幼儿园。", "牵头单位": "教育局", "完成时限": "2026-12-31"}
TEXT = """某区2026年政府工作报告
一、发展
发展改革局要完成老旧小区改造20个。
水务局要新建污水管网30公里。
"""


@pytest.fixture
def ledger(store, tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    list(record_files(store, [path], date(2026, 1, 5)))
    numbers = [row.number for row in store.rows()]
    handling.assign(handling.desk(store, author="督办"), numbers[:1], "发展改革局", leader="=1+1")
    return store


def sheet(client, query=""):
    return load_workbook(io.BytesIO(client.get(f"/export.xlsx{query}").content)).active


def changed(client, column="", value="", *typed, name="台账.xlsx"):
    """Give the exported workbook with a cell of its first line changed and lines typed below the rows."""
    book = load_workbook(io.BytesIO(client.get("/export.xlsx").content))
    titles = [cell.value for cell in book.active[1]]
    if column:
        book.active.cell(2, titles.index(column) + 1).value = value
    for number, line in enumerate(typed, book.active.max_row + 1):
        for title, said in line.items():
            book.active.cell(number, titles.index(title) + 1).value = said
    out = io.BytesIO()
    book.save(out)
    return {"file": (name, out.getvalue(), "application/octet-stream")}


def form_of(page):
    """Give the fields that the page carries to its confirmation."""
    _, _, form = page.partition('action="/import/apply"')
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.partition("</form>")[0])
    return {name: unescape(value) for name, value in hidden}


def button_of(page):
    """Give the words of the button that confirms."""
    return re.search(r'action="/import/apply">.*?<button class="primary">([^<]*)</button>', page, re.DOTALL)[
        1
    ]


def entries(ledger):
    return [entry.deed for entry in ledger.office.audit.page() if entry.deed.what == "imported"]


def test_the_filter_holds_for_the_tables(ledger, client_as):
    client = client_as("reader")
    assert sheet(client).max_row == 1 + ledger.count()
    assert sheet(client, "?state=assigned").max_row == 2
    text = client.get("/export.csv?state=assigned").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["牵头单位"] for line in lines] == ["发展改革局"]
    assert lines[0]["牵头领导"] == "'=1+1"
    assert client_as("reporter").get("/export.csv").status_code == 403
    deeds = [entry.deed.what for entry in ledger.office.audit.page()]
    assert deeds.count("exported") == 3


def test_a_changed_table_is_shown_before_it_is_taken(ledger, client_as):
    client = client_as("supervisor")
    head = ledger.head()
    page = client.post("/import", files=changed(client, "进展情况", "完成了<b>一半</b>")).text
    assert ledger.head() == head
    assert "完成了&lt;b&gt;一半&lt;/b&gt;" in page
    assert "会改 1 条事项" in page
    said = form_of(page)
    forged = said | {"key": said["key"][:-1] + ("0" if said["key"][-1] != "0" else "1")}
    assert client.post("/import/apply", forged).status_code == 422
    assert client_as("administrator").post("/import/apply", said).status_code == 422
    answer = client.post("/import/apply", said)
    assert answer.status_code == 303
    assert next(ledger.rows()).status.progress == "完成了<b>一半</b>"
    assert ledger.head() == head + 1
    assert "改了 1 条" in client.get("/ledger").text


def test_a_fault_names_its_cell(ledger, client_as):
    client = client_as("supervisor")
    page = client.post("/import", files=changed(client, "重点任务", "别的任务")).text
    assert re.search(r"[A-Z]+2</td>", page)
    assert "错误" in page
    assert "/import/apply" not in page


@pytest.mark.parametrize("name", ["a.exe", "台账.xlsx"])
def test_what_is_no_table_is_refused(ledger, client_as, name):
    client = client_as("supervisor")
    answer = client.post("/import", files={"file": (name, b"PK\x03\x04 nonsense", "x/y")})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert client.post("/import", files={"other": ("a", b"b")}).status_code == 422


def test_lines_of_ones_own_are_shown_and_then_become_rows(ledger, client_as):
    client = client_as("supervisor")
    count, head = ledger.count(), ledger.head()
    table = changed(
        client, "进展情况", "完成一半", TYPED, {"重点任务": "修<b>路</b>3公里。"}, name="教育局 回表.xlsx"
    )
    page = client.post("/import", {"new": "1"}, files=table).text
    assert ledger.head() == head
    assert re.findall(r'<span class="badge badge-blue">([^<]*)</span>', page) == ["新增", "新增"]
    assert "修&lt;b&gt;路&lt;/b&gt;3公里。" in page
    assert re.search(r"会新立 2 条，[^<]*手工录入的事项[^<]*教育局 回表\.xlsx", page)
    assert button_of(page) == "确认导入 1 条、新立 2 条"
    answer = client.post("/import/apply", form_of(page))
    assert answer.status_code == 303
    first, *_, school, road = ledger.rows()
    assert (ledger.count(), first.status.progress) == (count + 2, "完成一半")
    assert (school.statement.text, school.due, road.statement.text) == (
        *("新建5所幼儿园。", "2026-12-31", "修<b>路</b>3公里。"),
    )
    text = ledger.text(school.document)
    assert "来自文件：教育局 回表.xlsx\n" in text
    assert text[school.statement.start : school.statement.end] == school.statement.text
    (deed,) = entries(ledger)
    assert deed.details == {"rows": 1, "new": 2, "document": school.document}
    assert answer.headers["location"] == f"/ledger?document={school.document}"
    after = client.get(answer.headers["location"]).text
    assert "改了 1 条，新立 2 条" in after
    assert f'href="/ledger/{school.number}"' in after
    assert f'href="/ledger/{first.number}"' not in after
    again = client.post("/import", {"new": "1"}, files=table).text
    assert "会改 0 条" in again
    assert "会新立" not in again
    assert form_of(again) == {}


def test_new_lines_alone_can_be_confirmed(ledger, client_as):
    client = client_as("supervisor")
    count = ledger.count()
    table = changed(client, "", "", TYPED, TYPED | {"重点任务": "推进2026年工作", "完成时限": "2026-02-30"})
    page = client.post("/import", {"new": "1"}, files=table).text
    assert "会改 0 条" in page
    assert re.search(r'badge-red">错误<.*看不出', page, re.DOTALL)
    assert button_of(page) == "确认新立 1 条"
    answer = client.post("/import/apply", form_of(page))
    assert ledger.count() == count + 1
    assert "改了 0 条，新立 1 条" in client.get(answer.headers["location"]).text


def test_without_the_box_typed_lines_are_left_out_and_told_of_it(ledger, client_as):
    client = client_as("supervisor")
    page = client.post("/import", files=changed(client, "进展情况", "完成一半", TYPED)).text
    box = re.search(
        r'<label class="choice"><input type="checkbox" name="new" value="1">([^<]*)',
        client.get("/import").text,
    )
    assert f"勾选“{box[1]}”" in page
    assert "--new" not in page
    assert button_of(page) == "确认导入 1 条"
    assert "new" not in form_of(page)


@pytest.mark.parametrize("asked", [True, False])
def test_what_is_asked_of_new_lines_cannot_be_changed_after_it_was_shown(ledger, client_as, asked):
    client = client_as("supervisor")
    page = client.post(
        "/import", {"new": "1"} if asked else {}, files=changed(client, "进展情况", "完成一半", TYPED)
    ).text
    head, said = ledger.head(), form_of(page)
    assert said.pop("new", "") == ("1" if asked else "")
    answer = client.post("/import/apply", said if asked else said | {"new": "1"})
    assert answer.status_code == 422
    assert (ledger.head(), entries(ledger)) == (head, [])
    assert ('name="new" value="1" checked' in answer.text) is not asked
    assert client.post("/import/apply", said | {"new": "1"} if asked else said).status_code == 303


def test_the_english_page_says_so_too(ledger, client_as):
    client = client_as("supervisor")
    client.http.cookies.set(COOKIE, "en")
    assert "Take lines that were typed into the table" in client.get("/import").text
    table = changed(client, "进展情况", "完成一半", TYPED)
    page = client.post("/import", {"new": "1"}, files=table).text
    assert '<span class="badge badge-blue">new</span>' in page
    assert "1 new row would be made, quoting" in page
    assert button_of(page) == "Import 1 row, make 1 new row"
    answer = client.post("/import/apply", form_of(page))
    after = client.get(answer.headers["location"]).text
    assert "1 row was changed, 1 new row was made." in after


def test_every_kind_of_notice_has_its_word():
    assert "new" in _KINDS
    assert [kind for kind in _KINDS if f"transfer.kind.{kind}" not in page_words()] == []
