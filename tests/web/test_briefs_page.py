"""Briefs on the page: what the command writes, made by the queue, taken away with a note."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from datetime import UTC, date, datetime
from html import unescape

import pytest
from tests.programs import libreoffice
from tests.web.conftest import DAY, UNIT

from luoshi.app import brief, handling
from luoshi.app.record import record_files
from luoshi.briefing import KINDS
from luoshi.briefing.weights import packaged
from luoshi.examples import path as example
from luoshi.lexicon.messages import say
from luoshi.paper import Paper, Paragraph, Table, html
from luoshi.serving.language import COOKIE
from luoshi.serving.queue import asking as jobs
from luoshi.serving.queue.briefing import BRIEF, SHOWN
from luoshi.serving.queue.worker import Worker, here
from luoshi.stores import Filter

TEXTS = ("zones.md", "central.txt", "report_2025.txt", "report_2026.txt")
MARKS = re.compile(r"<[^>]+>")


@pytest.fixture
def documents(store):
    """The packaged example, three rows of it handed out and one closed; SHA-256 by file name."""
    assert [done.error for done in record_files(store, [example(name) for name in TEXTS])] == [None] * 4
    found = {entry.source.replace("\\", "/").rpartition("/")[2]: entry.sha256 for entry in store.documents()}
    wanted = Filter(document=found["report_2026.txt"], type="commitment")
    numbers = [row.number for row in store.rows(wanted)][:3]
    desk = handling.desk(store, author="督办", day=date(2026, 1, 20))
    handling.accept(desk, numbers)
    handling.assign(desk, numbers, UNIT, due=date(2026, 2, 10))
    handling.report(desk, numbers[:1], "已办结", percentage=100)
    handling.verify(desk, numbers[:1], result="属实")
    handling.close(desk, numbers[:1])
    return found


def form(kind, documents, **more):
    """A form of a kind with what it needs."""
    needed = {
        "alignment": {"local": documents.get("zones.md"), "central": documents.get("central.txt")},
        "shortcomings": {"side": "云栖口高新区", "text": [documents.get("zones.md")]},
        "compare": {"text": [documents.get("zones.md")]},
    }
    return {"kind": kind, "day": "2026-03-02", **needed.get(kind, {}), **more}


def sent(client, said, weights=None):
    """Send a form as browsers do: as multipart, with its file."""
    name, content = weights or ("", b"")
    return client.post("/briefs", said, files={"weights": (name, content, "application/yaml")})


def made(client, said, weights=None):
    """Have a brief made; give its address."""
    answer = sent(client, said, weights)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def words_of(markup: str) -> str:
    return "".join(unescape(MARKS.sub("", markup)).split())


def cells_of(paper: Paper) -> list[str]:
    return [cell for block in paper.blocks if isinstance(block, Table) for row in block.rows for cell in row]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_and_the_file_say_what_the_command_writes(client_as, store, documents, kind):
    client = client_as("reader")
    address = made(client, form(kind, documents))
    said = words_of(client.get(address).text)
    more = {
        "alignment": {"about": documents.get("zones.md"), "to": documents.get("central.txt")},
        "shortcomings": {"about": "云栖口高新区", "texts": (documents.get("zones.md"),)},
        "compare": {"texts": (documents.get("zones.md"),)},
    }
    paper = brief.make(store, brief.Asked(kind, date(2026, 3, 2), **more.get(kind, {})))
    told = [each for block in paper.blocks if isinstance(block, Paragraph) for each in block.content]
    assert all("".join(each.split()) in said for each in told if isinstance(each, str))
    shown, _ = brief.shortened(paper, SHOWN)
    assert all("".join(cell.split()) in said for cell in cells_of(shown))
    assert "".join(paper.title.split()) in said
    taken = client.get(f"{address}/file.html")
    out = io.BytesIO()
    html.write(paper, out)
    assert taken.content == out.getvalue()
    word = client.get(f"{address}/file.docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word.content)).namelist()
    assert word.headers["content-disposition"].startswith("attachment")


def test_nothing_in_the_page_has_a_style_or_script_of_its_own(client_as, documents):
    client = client_as("reader")
    page = client.get(made(client, form("progress", documents))).text
    inside = page[page.index("<article") : page.index("</article>")]
    assert "<table" in inside
    assert 'href="#n1"' in inside
    assert not re.search(r"<style|<script| style=| on\w+=", inside)


def test_markup_in_a_text_is_shown_as_text(client_as, store, tmp_path):
    path = tmp_path / "怪.txt"
    words = "<img src=x onerror=alert(1)>"
    path.write_text(f"甲区2026年工作要点\n一、重点\n2026年底前建成{words}平台3个。\n", "utf-8")
    assert [done.error for done in record_files(store, [path])] == [None]
    client = client_as("reader")
    address = made(client, {"kind": "tasks", "unit": "", "office": words})
    page = client.get(address).text
    assert "<img" not in page
    assert "&lt;img" in page


def test_each_download_is_in_the_audit(client_as, store, documents):
    client = client_as("reader")
    address = made(client, form("progress", documents))
    before = len(audited(store))
    for name in ("docx", "html"):
        assert client.get(f"{address}/file.{name}").status_code == 200
    noted = audited(store)
    assert len(noted) == before + 2
    assert {each.details["format"] for each in noted} == {"docx", "html"}
    assert {each.subject for each in noted} == {f"brief:{address.rpartition('/')[2]}"}


def audited(store):
    return [entry.deed for entry in store.office.audit.page(limit=50) if entry.deed.what == "exported"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_ledger_says_what_the_command_says(client_as, kind, language):
    client = client_as("reader")
    client.http.cookies.set(COOKIE, language)
    page = unescape(client.get(f"/briefs?kind={kind}").text)
    name = say(language, f"brief.name.{kind}")
    sentence = say(language, "error.brief_empty", brief=name)
    assert sentence in page
    if kind in ("tasks", "progress"):  # asked for all the same
        failed = unescape(client.get(made(client, {"kind": kind})).text)
        assert sentence in failed
        assert "<article" not in failed


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"kind": "alignment", "local": "a" * 64}, "上级文件"),
        ({"kind": "shortcomings"}, "哪一方"),
        ({"kind": "year", "earlier": "a" * 64}, "报告完成情况的文件"),
        ({"kind": "year", "earlier": "a" * 64, "later": "b" * 64, "unit": "甲"}, "留空"),
        ({"kind": "year", "period": "20x5"}, "20x5"),
        ({"kind": "tasks", "rows": "0"}, "每张表"),
        ({"kind": "tasks", "rows": "９"}, "９"),
        ({"kind": "tasks", "day": "2026-02-30"}, "2026-02-30"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(client_as, documents, said, named):
    answer = sent(client_as("reader"), {**said, "office": "区政府办公室"})
    assert answer.status_code == 422
    fault = re.search(r"data-sentence><strong>[^<]*</strong><p>([^<]*)", answer.text)
    assert named in unescape(fault[1])
    assert 'value="区政府办公室"' in answer.text


def test_a_year_by_two_reports(client_as, documents):
    client = client_as("reader")
    pair = {"earlier": documents["report_2025.txt"], "later": documents["report_2026.txt"], "period": "2025"}
    page = client.get(made(client, form("year", documents, **pair))).text
    assert "<article" in page
    again = client.get(re.search(r'href="(/briefs\?again=\d+)"', page)[1]).text
    for name in ("earlier", "later"):
        chosen = re.search(rf'<select name="{name}".*?</select>', again, re.DOTALL)[0]
        assert f'<option value="{pair[name]}" selected>' in chosen
    assert 'value="2025"' in again


def test_own_weights_count_and_wrong_ones_are_told_by_their_name(client_as, store, documents):
    client = client_as("reader")
    own = packaged().replace("completion: 50", "completion: 40").replace("timeliness: 30", "timeliness: 40")
    assert own != packaged()
    plain = client.get(made(client, form("assessment", documents))).text
    weighed = client.get(made(client, form("assessment", documents), ("办法.yaml", own.encode()))).text
    assert words_of(plain) != words_of(weighed)
    wrong = (
        own.replace("completion: 40", "completion: 41").encode(),
        b"full: [" + b"[" * 20_000,
        b"full: " + b"9" * 5_000,
        b"full: 2026-02-30",
        b"\xff\xfe",
        b"- " * 40_000,
    )
    for raw in wrong:
        answer = sent(client, form("assessment", documents), ("../办法.yaml", raw))
        assert answer.status_code == 422
        assert "办法.yaml" in answer.text
        assert "luoshi-" not in answer.text
    assert client.get("/briefs/weights.yaml").text == packaged()


def test_long_tables_are_cut_on_the_page_and_whole_in_the_file(client_as, store, tmp_path):
    path = tmp_path / "多.txt"
    lines = "".join(f"2026年底前新建公园{at}个。\n" for at in range(1, SHOWN + 51))
    path.write_text(f"甲区2026年工作要点\n一、重点\n{lines}", "utf-8")
    assert [done.error for done in record_files(store, [path])] == [None]
    client = client_as("reader")
    address = made(client, {"kind": "tasks"})
    page, file = client.get(address).text, client.get(f"{address}/file.html").text
    last = f"新建公园{SHOWN + 50}个"
    assert last in file
    assert last not in page[page.index("<article") :]
    assert f"前 {SHOWN} 条" in page
    short = made(client, {"kind": "tasks", "rows": "10"})
    assert last not in client.get(f"{short}/file.html").text


def test_with_a_worker_the_queue_makes_it(client_as, store, documents):
    here(store)
    client = client_as("reader")
    said = form("progress", documents)
    address = made(client, said)
    assert made(client, said) == address  # a second click asks for the same one
    page = client.get(address).text
    assert "正在生成" in page
    assert f'hx-get="{address}"' in page
    assert client.get(f"{address}/file.docx").status_code == 404
    assert Worker(store, threading.Event()).once()
    page = client.get(address).text
    assert "<article" in page
    assert client.get(f"{address}/file.docx").status_code == 200
    number = address.rpartition("/")[2]
    assert f'href="{address}"' in client.get(f"/jobs/{number}").text
    assert f'href="{address}"' in client.get("/briefs").text


def test_a_brief_is_its_own_peoples(client_as, documents):
    mine = made(client_as("reader"), form("progress", documents))
    for address in (mine, f"{mine}/file.docx"):
        assert client_as("reviewer").get(address).status_code == 404
        assert client_as("administrator").get(address).status_code == 200
        assert client_as("reporter").get(address).status_code == 403
    assert client_as("reporter").get("/briefs").status_code == 403


def test_a_job_of_another_kind_is_no_brief(client_as, store):
    job = jobs.verify(store, "reader一")
    assert client_as("reader").get(f"/briefs/{job.id}").status_code == 404
    assert client_as("reader").post(f"/briefs/{job.id}/pdf").status_code == 404
    assert "<form" in client_as("reader").get(f"/briefs?again={job.id}").text


def test_files_that_were_cleared_away_are_told(client_as, store, documents):
    client = client_as("reader")
    address = made(client, form("progress", documents))
    job = store.office.jobs.get(int(address.rpartition("/")[2]))
    from luoshi.serving.queue.spool import spool_of

    spool = spool_of(store)
    spool.drop(spool.batch(job.result["batch"]))
    assert "已经清理" in client.get(address).text
    assert client.get(f"{address}/file.docx").status_code == 422
    printing = client.post(f"{address}/pdf").headers["location"]
    assert "已经清理" in client.get(printing).text


def test_without_libreoffice_the_sentence_says_so(client_as, documents, monkeypatch):
    monkeypatch.setenv("LUOSHI_SOFFICE", "")
    client = client_as("reader")
    address = made(client, form("progress", documents))
    page = client.get(client.post(f"{address}/pdf").headers["location"]).text
    assert "LibreOffice" in page
    assert client.get(f"{address}/file.pdf").status_code == 404


@pytest.mark.slow
def test_a_pdf_is_printed_and_taken(client_as, store, documents):
    libreoffice()
    client = client_as("reader")
    address = made(client, form("progress", documents))
    page = client.get(client.post(f"{address}/pdf").headers["location"]).text
    assert f'href="{address}/file.pdf"' in page
    taken = client.get(f"{address}/file.pdf")
    assert taken.content.startswith(b"%PDF")
    assert audited(store)[0].details["format"] == "pdf"


def test_a_job_that_was_cancelled_says_so(client_as, store, documents):
    here(store)
    client = client_as("reader")
    address = made(client, form("progress", documents))
    store.office.jobs.cancel(int(address.rpartition("/")[2]), now=datetime.now(UTC))
    assert "已取消" in client.get(address).text


def test_the_day_is_the_sites_where_none_is_said(client_as, store, documents):
    address = made(client_as("reader"), {"kind": "progress"})
    job = store.office.jobs.get(int(address.rpartition("/")[2]))
    assert job.kind == BRIEF
    assert job.payload["asked"]["day"] == DAY.isoformat()
