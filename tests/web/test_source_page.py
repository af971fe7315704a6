"""A document beside its records: what is shown, to whom, and what it costs to show it."""

from __future__ import annotations

import re
import time
from datetime import date
from html.parser import HTMLParser

import pytest
from tests.formats.pdfs import as_pdf

from luoshi.app.handling import accept, desk, split
from luoshi.app.record import record_files
from luoshi.stores import Filter

PLAN = """清河县2026年工作要点
一、主要目标
地区生产总值增长6%左右，力争年底前建成标准厂房30万平方米。
二、重点任务
由县水利局牵头，6月底前完成12座水库除险加固。改造老旧小区20个。
三、存在问题
去年完成投资30亿元，但农村道路养护跟不上。
"""
TWO = "二、重点任务\n改造老旧小区20个并新增绿地五十公顷。\n"
HOSTILE = """一、重点任务
年底前建成<script>alert(1)</script>学校3所，改造"><img src=x onerror=alert(2)>管网20公里。
"""
MANY = "\n".join(
    f"{number}、加快建设第{number}个产业园，年底前完成投资{number}亿元。由县发展改革局牵头，改造老旧小区{number}个。"
    for number in range(1, 801)
)


def added(store, folder, text: str, name: str = "要点.md") -> str:
    """The hash of a text that was added."""
    path = folder / name
    path.write_text(text, "utf-8")
    return recorded(store, path)


def recorded(store, path) -> str:
    (done,) = record_files(store, [path], date(2026, 1, 5))
    assert done.error is None
    return next(one.sha256 for one in store.documents() if one.source == done.source)


class Source(HTMLParser):
    """The text of the left pane, and the tags of the whole page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said, self.inside, self.tags = "", 0, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if self.inside or "data-source" in dict(attrs):
            self.inside += 1

    def handle_endtag(self, tag):
        self.inside -= bool(self.inside)

    def handle_data(self, data):
        if self.inside:
            self.said += data


def test_the_source_stands_beside_the_cards_of_its_records(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, PLAN)
    page = client_as("reviewer").get(f"/documents/{sha256}").text
    assert Source(page).said == PLAN
    rows = list(store.rows(Filter(document=sha256)))
    assert len(rows) > 3
    for row in rows:
        assert page.count(f'id="card-{row.number}"') == page.count(f'id="mark-{row.number}"') == 1
        assert f'href="#card-{row.number}"' in page
        assert f'class="to-source" href="#mark-{row.number}"' in page
    figures = [target.text for row in rows for target in row.statement.targets]
    assert figures
    assert all(f'<span class="bit bit-target">{words}' in page for words in figures)
    assert '<span class="bit bit-deadline">6月底前</span>' in page
    assert "牵头：县水利局" in page
    assert "style=" not in page


def test_markup_in_a_text_is_shown_as_text(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, HOSTILE)
    page = Source(client_as("reviewer").get(f"/documents/{sha256}").text)
    assert page.said == HOSTILE
    assert not [attrs for tag, attrs in page.tags if tag == "img" or "onerror" in attrs]
    assert [attrs["src"] for tag, attrs in page.tags if tag == "script"] != []
    assert all(attrs.get("src", "").startswith("/static/") for tag, attrs in page.tags if tag == "script")


def test_who_may_not_review_sees_no_forms(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, PLAN)
    reader = client_as("reader").get(f"/documents/{sha256}")
    assert reader.status_code == 200
    assert "/review" not in reader.text
    form = re.search(r'action="/ledger/(\d+)/review"', client_as("reviewer").get(f"/documents/{sha256}").text)
    assert form is not None


@pytest.mark.parametrize(
    "ending", ["", "/pages", "/original", "/remarks", "/next", "/cards/1", "/pages/1.png"]
)
def test_a_reporter_reads_no_documents(client_as, store, tmp_path, ending):
    sha256 = added(store, tmp_path, PLAN)
    assert client_as("reporter").get(f"/documents/{sha256}{ending}").status_code == 403


@pytest.mark.parametrize(
    "ending", ["", "/pages", "/original", "/remarks", "/next", "/cards/1", "/pages/1.png"]
)
def test_a_document_that_is_not_there_is_said_to_be_none(client_as, ending):
    assert client_as("reader").get(f"/documents/{'0' * 64}{ending}").status_code == 404


def test_a_decision_shows_at_once(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, PLAN)
    client = client_as("reviewer")
    first = next(store.rows(Filter(document=sha256)))
    before = client.get(f"/documents/{sha256}/cards/{first.number}").text
    assert "data-undecided" in before
    accept(desk(store, author="甲"), [first.number])
    after = client.get(f"/documents/{sha256}/cards/{first.number}").text
    assert "data-undecided" not in after
    assert "采纳" in after
    page = client.get(f"/documents/{sha256}").text
    assert page.count("data-undecided") == store.count(Filter(document=sha256)) - 1


def test_a_split_row_lies_under_its_parts(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, TWO)
    client = client_as("reviewer")
    client.get(f"/documents/{sha256}")
    whole = next(row for row in store.rows() if "绿地" in row.statement.text)
    _, first, second = split(desk(store, author="甲"), whole.number, ["改造", "新增绿地"])
    page = client.get(f"/documents/{sha256}").text
    assert Source(page).said == TWO
    for part in (first, second):
        assert f'data-record="{part.number}" data-rows="{part.number} {whole.number}"' in page
    assert all(page.count(f'id="mark-{row.number}"') == 1 for row in (whole, first, second))


def test_the_next_undecided_row_is_found_from_any_place(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, PLAN)
    client = client_as("reviewer")
    rows = sorted(store.rows(Filter(document=sha256)), key=lambda row: row.statement.start)
    accept(desk(store, author="甲"), [rows[1].number])

    def after(offset):
        return client.get(f"/documents/{sha256}/next?after={offset}").headers["location"]

    assert after(0).endswith(f"#card-{rows[0].number}")
    assert after(rows[1].statement.start).endswith(f"#card-{rows[2].number}")
    assert after(len(PLAN)).endswith(f"#card-{rows[0].number}")
    accept(desk(store, author="甲"), [row.number for row in rows if row is not rows[1]])
    assert after(0) == f"/documents/{sha256}"


def test_a_filter_leaves_out_marks_and_cards_and_keeps_the_text(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, PLAN)
    kinds = {row.number: row.statement.type for row in store.rows(Filter(document=sha256))}
    assert len(set(kinds.values())) > 1
    page = client_as("reader").get(f"/documents/{sha256}?type=commitment").text
    assert Source(page).said == PLAN
    for number, kind in kinds.items():
        assert (f'id="mark-{number}"' in page) == (f'id="card-{number}"' in page) == (kind == "commitment")
    nothing = client_as("reader").get(f"/documents/{sha256}?light=red").text
    assert "<article" not in nothing


def test_a_long_text_comes_a_part_at_a_time(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, MANY)
    client = client_as("reviewer")
    rows = list(store.rows(Filter(document=sha256)))
    assert len(MANY) > 30_000
    assert len(rows) > 1500
    shown = ""
    for part in range(4):
        page = client.get(f"/documents/{sha256}?part={part}").text
        assert page.count("<article") < 200
        assert 'rel="next"' in page
        shown += Source(page).said
    assert MANY.startswith(shown)
    assert shown
    last = client.get(f"/documents/{sha256}?part=100000").text
    assert MANY.endswith(Source(last).said)
    assert 'rel="next"' not in last
    row = rows[-5]
    page = client.get(f"/documents/{sha256}?row={row.number}").text
    assert f'id="mark-{row.number}"' in page


def test_a_part_is_sent_alone_to_htmx(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, PLAN)
    part = client_as("reader").get(f"/documents/{sha256}", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert 'id="reader"' in part


def test_the_original_is_saved_and_never_shown(client_as, store, tmp_path):
    path = tmp_path / "页面 “一”.html"
    path.write_text(f"<html><body><p>{PLAN}</p><script>alert(1)</script></body></html>", "utf-8")
    sha256 = recorded(store, path)
    answer = client_as("reader").get(f"/documents/{sha256}/original")
    assert answer.content == path.read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment;")
    assert said.isascii()
    assert "%E9%A1%B5%E9%9D%A2" in said


def ready(client, address: str, while_there: str):
    """The answer once nothing is being prepared."""
    until = time.monotonic() + 60
    while while_there in (answer := client.get(address)).text and time.monotonic() < until:
        time.sleep(0.1)
    return answer


@pytest.fixture
def paged(store, tmp_path):
    """The hash of a PDF that was added."""
    path = tmp_path / "要点.pdf"
    path.write_bytes(as_pdf(PLAN, maker="reportlab"))
    return recorded(store, path)


def test_a_page_is_a_picture_with_boxes_around_its_records(client_as, store, paged):
    client = client_as("reviewer")
    page = ready(client, f"/documents/{paged}/pages", 'hx-trigger="load delay:2s"').text
    boxes = re.findall(r'<a href="#card-(\d+)" id="mark-\1".*?</a>', page, re.DOTALL)
    assert {int(number) for number in boxes} == {row.number for row in store.rows(Filter(document=paged))}
    places = re.findall(r'<rect [^>]* x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', page)
    assert all(
        0 < float(x) < 596 and 0 < float(y) < 842 and float(w) > 0 and float(h) > 0 for x, y, w, h in places
    )
    assert "style=" not in page
    address = re.search(r'<image href="([^"]+)"', page)[1]
    picture = client.get(address)
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    again = client.get(address, headers={"If-None-Match": picture.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    kept = sorted(path.name for path in store.files.folder.with_name("luoshi.db.pages").iterdir())
    assert len(kept) == 2, "the layout and the picture are kept beside the ledger"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("2.png", 422),
        ("0.png", 404),
        ("1.png?scale=7", 404),
        ("1.png?scale=inf", 404),
        ("x.png", 422),
        ("99999999.png", 404),
    ],
)
def test_a_page_that_is_not_there_is_said_to_be_none(client_as, paged, address, status):
    assert client_as("reader").get(f"/documents/{paged}/pages/{address}").status_code == status


def test_a_file_that_was_lost_is_told_in_a_sentence(client_as, store, paged):
    store.files.find(next(one.file for one in store.documents() if one.sha256 == paged)).unlink()
    page = ready(client_as("reader"), f"/documents/{paged}/pages", 'hx-trigger="load delay:2s"')
    assert page.status_code == 200
    assert "data-sentence" in page.text
    assert Source(client_as("reader").get(f"/documents/{paged}").text).said != ""


def test_remarks_of_reading_are_told_when_asked_for(client_as, store, tmp_path):
    sha256 = added(store, tmp_path, PLAN)
    assert "没有发现" in ready(client_as("reader"), f"/documents/{sha256}/remarks", "hx-trigger").text
