"""The table out and in: what the filter lets through, what would change, the change once it is confirmed."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from luoshi.app import handling
from luoshi.app.record import record_files

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


def changed(client, column, value):
    """Give the exported workbook with a cell of its first line changed."""
    book = load_workbook(io.BytesIO(client.get("/export.xlsx").content))
    titles = [cell.value for cell in book.active[1]]
    book.active.cell(2, titles.index(column) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return {"file": ("台账.xlsx", out.getvalue(), "application/octet-stream")}


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
    said = dict(re.findall(r'name="(key|name|reason|approval)" value="([^"]*)"', page))
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
