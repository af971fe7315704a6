"""What the ledger's pages lead on to: the next step, drafts, findings, jobs; and what they leave out."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import pytest
from openpyxl import load_workbook

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.examples import path
from luoshi.lexicon.themes import FIELDS, theme_name

TEXT = """某区2026年政府工作报告
一、发展
发展改革局要在6月底前完成老旧小区改造20个。
水务局要新建污水管网30公里。
教育局要努力办好人民满意的教育。
"""


@pytest.fixture
def ledger(store, tmp_path):
    file = tmp_path / "报告.txt"
    file.write_text(TEXT, encoding="utf-8")
    list(record_files(store, [file], date(2026, 1, 5)))
    store.numbers = [row.number for row in store.rows()]
    return store


def desk(store):
    return handling.desk(store, author="督办")


def buttons(client, number, address="/ledger"):
    """The buttons of a row of the table: (words, whether it stands out)."""
    page = client.get(address).text
    row = page[page.index(f'id="row-{number}"') :].split("</tr>")[0]
    acts = row.split('class="row-acts">')[1] if 'class="row-acts">' in row else ""
    return [(word, "primary" in kind) for kind, word in re.findall(r'class="([^"]*)"[^>]*>([^<]+)</', acts)]


def test_the_first_button_is_the_next_step_alone_in_its_colour(ledger, client_as):
    client, (row, *_) = client_as("supervisor"), ledger.numbers
    taken = (
        ("采纳", lambda: handling.accept(desk(ledger), [row])),
        ("交办", lambda: handling.assign(desk(ledger), [row], "发展改革局")),
        ("制定举措", lambda: handling.plan(desk(ledger), [row], ["建专班"])),
        ("填报进展", lambda: handling.report(desk(ledger), [row], "完成")),
        ("核查", lambda: handling.verify(desk(ledger), [row])),
        ("销号", lambda: handling.close(desk(ledger), [row])),
    )
    for word, take in taken:
        found = buttons(client, row)
        assert found[0] == (word, True)
        assert sum(stands_out for _, stands_out in found) == 1
        assert (("采纳", True) in found) == (word == "采纳")
        take()
    assert buttons(client, row) == [("重新办理", False), ("撤销", False)]
    page = client.get(f"/ledger/{row}").text
    for step in ("accept", "correct", "reject", "split", "merge"):
        assert f'id="{step}"' not in page
    assert 'id="reopen"' in page


def test_the_row_page_begins_with_the_next_step(ledger, client_as):
    row = ledger.numbers[0]
    handling.accept(desk(ledger), [row])
    page = client_as("supervisor").get(f"/ledger/{row}").text
    assert re.findall(r'class="step" id="(\w+)"', page)[0] == "assign"
    assert 'id="accept"' not in page


def test_each_is_only_offered_what_is_theirs(ledger, client_as):
    row = ledger.numbers[0]
    handling.accept(desk(ledger), [row])
    handling.assign(desk(ledger), [row], "发展改革局")
    assert buttons(client_as("reader"), row) == []
    assert buttons(client_as("reporter"), row) == [("制定举措", True)]
    handling.report(desk(ledger), [row], "开工")
    assert buttons(client_as("reporter"), row) == [("填报进展", True)]
    assert {word for word, _ in buttons(client_as("reviewer"), row)} == {
        "更正", "不立项", "拆分", "并入", "撤销",
    }  # fmt: skip


def test_the_filter_folds_away_until_one_is_set(ledger, client_as):
    client = client_as("reader")
    assert '<details class="filter-fold"><summary>' in client.get("/ledger").text
    page = client.get("/ledger?light=red&open=1").text
    assert '<details class="filter-fold" open>' in page
    assert "已设 2 项" in page
    assert "2 set" in client.get("/ledger?light=red&open=1", headers={"Accept-Language": "en"}).text


def test_english_pages_name_themes_in_english(ledger, client_as):
    client, document = client_as("supervisor"), next(iter(ledger.documents())).sha256
    number = next(row.number for row in ledger.rows() if row.due and row.statement.themes)
    themes = ledger.row(number).statement.themes
    handling.assign(desk(ledger), [number], "发展改革局")
    for address in (
        "/ledger?column=theme", f"/ledger/{number}", "/", f"/documents/{document}",
        f"/compare?view=themes&document={document}",
        "/search?q=小区&counts=1", "/compare?view=deadlines&by=theme",
    ):  # fmt: skip
        page = client.get(address, headers={"Accept-Language": "en"}).text
        # the ledger's own names stay in addresses and fields alone
        shown = unescape(
            re.sub(
                r"<datalist.*?</datalist>|<details class=\"card helping.*?</details>|<[^>]+>",
                " ",
                page,
                flags=re.S,
            )
        )
        assert any(theme_name(theme, "en") in shown for theme in themes), address
        assert not [shown[m.start() - 30 : m.end() + 20] for m in re.finditer("|".join(FIELDS), shown)], (
            address
        )
    assert themes[0] in client.get(f"/ledger/{number}").text


def test_rows_go_into_a_draft_for_comment(ledger, client_as):
    client, (first, second, *_) = client_as("reviewer"), ledger.numbers
    texts = {row.number: row.statement.text for row in ledger.rows()}
    assert f'href="/opinions/new?rows=1&amp;row={first}"' in client.get(f"/ledger/{first}").text
    ticked = {"row": [f"{number}.{ledger.row(number).status.version}" for number in (second, first)]}
    answer = client.post("/ledger/bulk/opinions", ticked)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/opinions/new?rows=1&row={second}.{first}",
    )
    form = client.get(answer.headers["location"]).text
    for number, text in texts.items():
        assert (text[:12] in form) == (number in (first, second))
    part = client.post("/ledger/bulk/opinions", ticked, headers={"HX-Request": "true"})
    assert part.headers["hx-redirect"] == answer.headers["location"]
    assert client.post("/ledger/bulk/opinions", {}).status_code == 422
    assert client_as("reader").post("/ledger/bulk/opinions", ticked).status_code == 403
    assert "/opinions/new" not in client_as("reader").get(f"/ledger/{first}").text


def test_jobs_are_in_the_menu(ledger, client_as):
    for role in ("reader", "reporter", "supervisor"):
        assert '<a href="/jobs">我的任务</a>' in client_as(role).get("/ledger").text


def test_a_finding_taken_over_stands_on_the_page_of_its_row(store, client_as):
    for name in ("report_2025.txt", "report_2026.txt"):
        list(record_files(store, [path(name)]))
    client = client_as("reviewer")
    earlier, later = (entry.sha256 for entry in store.documents())
    page = client.get(f"/followup?earlier={earlier}&later={later}").text
    line = next(
        each
        for each in re.findall(r'<tr id="f-.*?</tr>', page, re.S)
        if 'name="instead"' in each
        and "badge-green" in each
        and 'class="quote"' in each.split("data-label")[3]
    )
    number = int(re.search(r'href="/ledger/(\d+)"', line)[1])
    said = {
        "earlier": earlier,
        "later": later,
        "finding": re.search(r'id="f-([\d-]+)"', line)[1],
        "version": re.search(r'name="version" value="(\d+)"', line)[1],
    }
    assert "追踪结论" not in client.get(f"/ledger/{number}").text
    instead = re.search(r'<option value="(\w+)"', line)[1]
    answer = client.post(
        f"/followup/overrule?earlier={earlier}&later={later}",
        said | {"instead": instead, "reason": "另有<通报>"},
    )
    assert answer.status_code == 303, answer.text
    shown = client.get(f"/ledger/{number}").text
    card = shown.split('id="judged-h"')[1].split("</section>")[0]
    for words in ("改判", "原结论", "reviewer一", "另有&lt;通报&gt;", f"later={later}", "2026-03-02"):
        assert words in card
    history = shown.split('id="history-h"')[1]
    assert "判定结论" in history
    assert "改判" in history
    english = client.get(f"/ledger/{number}", headers={"Accept-Language": "en"}).text
    assert "Finding of the follow-up" in english


def test_reasons_of_findings_are_in_the_language_of_the_page(store, client_as):
    for name in ("report_2025.txt", "report_2026.txt"):
        list(record_files(store, [path(name)]))
    earlier, later = (entry.sha256 for entry in store.documents())
    address = f"/followup?earlier={earlier}&later={later}"
    chinese, english = (
        re.findall(r'<ul class="why".*?</ul>', client_as("reader").get(address, headers=headers).text, re.S)
        for headers in ({}, {"Accept-Language": "en"})
    )
    assert len(chinese) == len(english) > 3
    assert "同一指标：" in "".join(chinese)
    assert "the same indicator: " in "".join(english)
    for word in ("同一指标", "回顾里没有找到", "同一年度", "报告说", "，实际"):
        assert word not in "".join(english)


@pytest.mark.parametrize("address", ["/export.xlsx", "/api/v1/exports/rows.xlsx"])
def test_a_workbook_carries_its_source_and_the_audit_who_took_it(ledger, client_as, address):
    client = client_as("reader")
    book = load_workbook(io.BytesIO(client.get(address).content))
    notes = [cell.comment.text for line in book.active for cell in line if cell.comment]
    assert len(notes) == ledger.count()
    for row, note in zip(ledger.rows(), notes, strict=True):
        assert row.statement.text[:12] in note
        assert row.document in note
    audit = client_as("administrator").get("/admin/audit?what=deed:exported").text
    assert "reader一" in audit
    assert "条数" in audit


@pytest.mark.parametrize("kind", ["document", "evidence"])
def test_each_file_taken_away_is_in_the_audit(ledger, client_as, kind):
    client, row = client_as("supervisor"), ledger.numbers[0]
    handling.assign(desk(ledger), [row], "发展改革局")
    if kind == "document":
        document = next(iter(ledger.documents())).sha256
        address, said = f"/documents/{document}/original", f"文件{document[:12]}"
    else:
        files = [("evidence", ("验收.pdf", b"%PDF-1.4", "application/pdf"))]
        form = {"version": ledger.row(row).status.version}
        assert client.post(f"/ledger/{row}/prove", form, files=files).status_code == 303
        digest = ledger.row(row).status.evidence[0].sha256
        address, said = f"/ledger/{row}/evidence/{digest}", f"序号 {row} 的证明材料"
    assert client.get(address).status_code == 200
    audit = client_as("administrator").get("/admin/audit?what=deed:exported").text
    assert said in audit
    assert "supervisor一" in audit
