"""The table and the page of a row: who sees what, each step as a form, what is refused and how."""

from __future__ import annotations

import re
from datetime import date

import pytest

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.exports.rows import cells_of
from luoshi.stores import Filter

TEXT = """某区2026年政府工作报告
一、发展
发展改革局要在6月底前完成老旧小区改造20个。
水务局要新建污水管网30公里，建设泵站3座。
教育局要努力办好人民满意的教育<script>alert(1)</script>。
"""
PART = {"HX-Request": "true"}


@pytest.fixture
def ledger(store, tmp_path):
    """A ledger with a few promises, the first handed out to the reporter's unit."""
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    list(record_files(store, [path], date(2026, 1, 5)))
    desk = handling.desk(store, author="督办")
    first = next(row.number for row in store.rows() if "小区" in row.statement.text)
    handling.assign(desk, [first], "发展改革局", supporting=["水务局"], due=date(2026, 2, 20))
    store.first = first
    return store


@pytest.fixture
def other(ledger):
    """A row that is not the reporter's unit's."""
    return next(row.number for row in ledger.rows() if "教育" in row.statement.text)


def version(store, number):
    return store.row(number).status.version


def numbers(page):
    return [int(found) for found in re.findall(r'id="row-(\d+)"', page)]


def test_the_table_shows_rows_escaped_with_their_lights(ledger, client_as):
    page = client_as("reviewer").get("/ledger").text
    assert numbers(page) == [row.number for row in ledger.rows()]
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert 'light-red">红' in page


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("light=red", Filter(light="red", on="2026-03-02")),
        ("light=green", Filter(light="green", on="2026-03-02")),
        ("state=created", Filter(state="created")),
        ("unit=水务", Filter(actor="水务")),
        ("words=泵站", Filter(words="泵站")),
        ("due_from=2026-02-01&due_until=2026-02-28", Filter(due_from="2026-02-01", due_until="2026-02-28")),
        ("open=1", Filter(is_open=True)),
        ("theme=民生保障", Filter(theme="民生保障")),
        ("grade=D", Filter(grade="D")),
    ],
)
def test_a_filter_lets_through_what_the_store_says(ledger, client_as, query, wanted):
    page = client_as("reader").get(f"/ledger?{query}").text
    assert numbers(page) == [row.number for row in ledger.rows(wanted)]
    total = client_as("reader").get(f"/ledger/count?{query}").text
    assert f" {ledger.count(wanted)} " in total


def test_a_day_that_is_none_is_told(ledger, client_as):
    answer = client_as("reader").get("/ledger?due_from=30.6.2026")
    assert answer.status_code == 422
    assert "“30.6.2026”不是日期" in answer.text


def test_the_cells_are_those_of_the_export(ledger, client_as):
    columns = ("lead", "supporting", "leader", "progress", "goal", "measures", "problem", "next", "note")
    desk = handling.desk(ledger, author="督办")
    handling.plan(desk, [ledger.first], ["建专班", "按月调度"])
    handling.report(desk, [ledger.first], "已完成8个", percentage=40, problems="资金<紧>", next_steps="抓紧")
    query = "&".join(f"column={name}" for name in columns)
    page = client_as("reader").get(f"/ledger?{query}").text
    office = client_as("reader").http.app.state.site.table()
    for row in ledger.rows():
        part = page[page.index(f'id="row-{row.number}"') :].split("</tr>")[0]
        shown = re.findall(r"<td[^>]*>(.*?)</td>", part, re.DOTALL)
        wanted = [cells_of(row, office)[name] for name in columns]
        assert shown == [each.replace("<", "&lt;").replace(">", "&gt;") for each in wanted]


def test_chosen_columns_are_remembered(ledger, client_as):
    client = client_as("reader")
    client.get("/ledger?column=task&column=force")
    page = client.get("/ledger").text
    assert '<th scope="col">约束力</th>' in page
    assert '<th scope="col">牵头单位</th>' not in page


def test_a_page_that_did_not_change_is_not_sent_again(ledger, client_as, other):
    client = client_as("reviewer")
    tag = client.get("/ledger").headers["etag"]
    assert client.get("/ledger", headers={"If-None-Match": tag}).status_code == 304
    handling.accept(handling.desk(ledger, author="甲"), [other])
    assert client.get("/ledger", headers={"If-None-Match": tag}).status_code == 200
    assert client_as("reader").get("/ledger").headers["etag"] != tag


def test_a_reporter_sees_only_the_units_rows(ledger, client_as, other):
    client = client_as("reporter")
    page = client.get("/ledger").text
    own = [row.number for row in ledger.rows(Filter(unit="发展改革局"))]
    assert numbers(page) == own
    assert ledger.first in own
    assert other not in own
    assert "教育局" not in page
    assert client.get(f"/ledger/{ledger.first}").status_code == 200
    assert client.get(f"/ledger/{other}").status_code == 404
    said = {"version": version(ledger, other), "progress": "办完了"}
    assert client.post(f"/ledger/{other}/report", said).status_code == 404


def test_a_reporter_reports_with_a_file_and_no_more(ledger, client_as):
    client, row = client_as("reporter"), ledger.first
    said = {"version": version(ledger, row), "progress": "完成8个", "percentage": "40%"}
    files = [("evidence", ("../../验收<b>.pdf", b"%PDF-1.4", "application/pdf"))]
    answer = client.post(f"/ledger/{row}/report", said, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ledger/{row}")
    status = ledger.row(row).status
    assert (status.progress, status.percentage) == ("完成8个", 40)
    assert [each.name for each in status.evidence] == ["验收<b>.pdf"]
    page = client.get(f"/ledger/{row}").text
    assert "验收&lt;b&gt;.pdf" in page
    kept = client.get(f"/ledger/{row}/evidence/{status.evidence[0].sha256}")
    assert kept.content == b"%PDF-1.4"
    assert kept.headers["content-disposition"].startswith("attachment")
    for step in ("accept", "assign", "verify", "close", "merge"):
        assert client.post(f"/ledger/{row}/{step}", {"version": version(ledger, row)}).status_code == 403
    # what one has done oneself one may take back
    assert client.post(f"/ledger/{row}/undo", {"version": version(ledger, row)}).status_code == 303
    assert ledger.row(row).state == "assigned"
    assert client.post(f"/ledger/{row}/undo", {"version": version(ledger, row)}).status_code == 403


def test_a_step_gives_only_its_row_to_a_script(ledger, client_as, other):
    client = client_as("reviewer")
    answer = client.post(f"/ledger/{other}/accept", {"version": version(ledger, other)}, headers=PART)
    assert answer.status_code == 200
    assert numbers(answer.text) == [other]
    assert "采纳" in answer.text
    assert "<html" not in answer.text
    assert ledger.history(other)[-1].author == "reviewer一"


def test_a_conflict_shows_the_row_as_it_is_now(ledger, client_as, other):
    seen = version(ledger, other)
    handling.reject(handling.desk(ledger, author="甲"), [other])
    answer = client_as("reviewer").post(f"/ledger/{other}/accept", {"version": seen}, headers=PART)
    assert answer.status_code == 409
    assert answer.headers["hx-retarget"] == f"#row-{other}"
    assert "不立项" in answer.text
    assert 'role="alert"' in answer.text
    page = client_as("reviewer").post(f"/ledger/{other}/accept", {"version": seen})
    assert page.status_code == 409
    assert "<html" in page.text


def test_a_correction_in_plain_words(ledger, client_as, other):
    client = client_as("reviewer")
    form = client.get(f"/ledger/{other}/form/correct", headers=PART).text
    said = dict(re.findall(r'name="(was_\w+)" value="([^"]*)"', form))
    said |= {name.removeprefix("was_"): value for name, value in said.items()}
    said |= {"version": str(version(ledger, other)), "force": "binding", "deadline": "2026年6月底"}
    assert client.post(f"/ledger/{other}/correct", said).status_code == 303
    row = ledger.row(other)
    assert (row.statement.force, row.due) == ("binding", "2026-06-30")
    assert row.lead == "教育局"
    wrong = said | {"version": str(row.status.version), "theme": "没有的领域", "dialog": "1"}
    answer = client.post(f"/ledger/{other}/correct", wrong, headers=PART)
    assert answer.status_code == 422
    assert answer.headers["hx-retarget"] == "#desk-fault"
    assert "没有的领域" in answer.text
    page = client.post(f"/ledger/{other}/correct", wrong).text
    assert 'value="没有的领域"' in page  # what was typed is still there


def test_split_merge_and_undo(ledger, client_as):
    client = client_as("reviewer")
    rows = {row.statement.text: row.number for row in ledger.rows()}
    number = next(number for text, number in rows.items() if "泵站" in text)
    pipes = next(number for text, number in rows.items() if "管网" in text)
    if number != pipes:
        said = {"version": version(ledger, number), "into": str(pipes)}
        answer = client.post(f"/ledger/{number}/merge", said, headers=PART)
        assert numbers(answer.text) == [number, pipes]
        assert answer.text.count("hx-swap-oob") == 1
        assert ledger.row(number).status.into == pipes
        assert client.post(f"/ledger/{number}/undo", {"version": version(ledger, number)}).status_code == 303
        assert ledger.row(number).status.into is None
    text = ledger.row(ledger.first).statement.text
    said = {"version": version(ledger, ledger.first), "cuts": text[4:]}
    answer = client.post(f"/ledger/{ledger.first}/split", said, headers=PART)
    parts = [row.number for row in ledger.rows(Filter(parent=ledger.first))]
    assert len(parts) == 2
    assert numbers(answer.text) == [ledger.first, *parts]


def test_many_rows_take_a_step_together_or_none_does(ledger, client_as):
    client = client_as("supervisor")
    rows = [row.number for row in ledger.rows()]
    ticked = [f"{number}.{version(ledger, number)}" for number in rows]
    said = {"row": ticked, "lead": "住建局", "supporting": "财政局、水务局", "next": "/ledger?state=created"}
    answer = client.post("/ledger/bulk/assign", said)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ledger?state=created")
    assert {row.lead for row in ledger.rows()} == {"住建局"}
    assert f"已交办 {len(rows)} 条" in client.get("/ledger").text
    head = ledger.head()
    stale = client.post("/ledger/bulk/remind", {"row": ticked})
    assert stale.status_code == 409
    assert f'value="{rows[0]}.' in stale.text
    assert client.post("/ledger/bulk/remind", {}).status_code == 422
    assert ledger.head() == head
    part = client.post("/ledger/bulk/remind", {"row": ticked}, headers=PART)
    assert part.headers["hx-retarget"] == "#bulk-fault"


def test_the_whole_way_to_the_end(ledger, client_as):
    client, row = client_as("supervisor"), ledger.first

    def take(step, **said):
        answer = client.post(f"/ledger/{row}/{step}", {"version": version(ledger, row), **said})
        assert answer.status_code == 303, answer.text
        return ledger.row(row)

    assert (
        take("plan", measures="建专班\n按月调度", milestones="招标 2026-03-31").status.milestones[0].due
        == "2026-03-31"
    )
    assert take("extend", until="2026-06-30", approval="市督〔2026〕3号").due == "2026-06-30"
    assert take("remind").status.reminders == 1
    assert take("report", progress="完成").state == "reported"
    assert take("return", reason="没有材料").status.returned == 1
    take("report", progress="全部完成", percentage="100")
    assert take("verify", result="属实").state == "verified"
    assert take("close").state == "closed"
    assert take("reopen", reason="回潮").state == "underway"
    history = client.get(f"/ledger/{row}").text
    for word in ("没有材料", "市督〔2026〕3号", "supervisor一", "重新办理"):
        assert word in history


def test_a_step_that_is_not_legal_is_refused_with_those_that_are(ledger, client_as, other):
    said = {"version": version(ledger, other)}
    answer = client_as("supervisor").post(f"/ledger/{other}/close", said)
    assert answer.status_code == 422
    assert "销号" in answer.text
    page = client_as("supervisor").get(f"/ledger/{other}").text
    assert f'action="/ledger/{other}/close' not in page
    assert f'action="/ledger/{other}/assign' in page


def test_a_form_leads_back_only_inside_the_site(ledger, client_as, other):
    said = {"version": version(ledger, other), "decision": "rejected", "next": "https://evil.example/"}
    answer = client_as("reviewer").post(f"/ledger/{other}/review", said)
    assert answer.headers["location"] == "/"
    assert ledger.row(other).status.review == "rejected"


def test_pages_by_number_forth_and_back(ledger, client_as, monkeypatch):
    monkeypatch.setattr("luoshi.web.pages.ledger.table.SIZE", 2)
    client = client_as("reader")
    every, address, seen = [row.number for row in ledger.rows()], "/ledger", []
    while address:
        page = client.get(address).text
        seen += numbers(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        last, address = address, found[1].replace("&amp;", "&") if found else ""
    assert seen == every
    before = re.search(r'rel="prev" href="([^"]+)"', client.get(last).text)[1].replace("&amp;", "&")
    assert numbers(client.get(before).text) == every[-4:-2] if len(every) % 2 == 0 else every[-3:-1]
