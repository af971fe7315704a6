"""What else the API gives: texts, uploads, streams, jobs, people, tokens; and requests that come twice."""

from __future__ import annotations

import io
import json
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.web.api_clients import REPORT, TEXT, Program, fill


@pytest.fixture
def document(app, tmp_path):
    return fill(app, tmp_path / "texts")


@pytest.fixture
def chief(app, document):
    return Program(app, "主管", "administrator")


def test_a_document_is_given_with_its_text_and_its_original(chief, document):
    (entry,) = chief.get("/documents").json()["documents"]
    assert (entry["sha256"], entry["original"]) == (document, True)
    assert chief.get(f"/documents/{document}").json() == entry
    assert chief.get(f"/documents/{document}/text").text == TEXT
    original = chief.get(f"/documents/{document}/original")
    assert original.content == TEXT.encode()
    assert original.headers["content-disposition"].startswith("attachment;")
    assert original.headers["content-type"] == "application/octet-stream"
    rows = chief.get(f"/documents/{document}/rows?type=commitment").json()["rows"]
    assert rows
    assert all(row["document"] == document for row in rows)
    assert chief.get(f"/documents/{'0' * 64}").status_code == 404


def test_an_original_that_was_altered_is_not_given(app, chief, document):
    store = app.state.site.store
    place = next(one for one in Path(store.files.folder).rglob("*.txt"))
    place.write_bytes(b"other")
    answer = chief.get(f"/documents/{document}/original")
    assert (answer.status_code, answer.json()["code"]) == (503, "kept_altered")


def test_pages_of_documents_are_linked(app, chief, document, tmp_path):
    other = fill(app, tmp_path / "texts", REPORT, "报告.txt")
    first = chief.get("/documents?limit=1")
    assert [one["sha256"] for one in first.json()["documents"]] == [document]
    second = chief.get(f"/documents?limit=1&after={first.json()['next']}")
    assert [one["sha256"] for one in second.json()["documents"]] == [other]
    assert second.json()["next"] is None
    assert "link" not in second.headers


@pytest.mark.parametrize("form", ["multipart", "body", "header"])
def test_a_file_is_taken_in_and_read_by_a_job(app, chief, form):
    if form == "multipart":
        answer = chief.http.post("/api/v1/documents", files={"files": ("新的.txt", REPORT.encode())})
    elif form == "body":
        answer = chief.http.post("/api/v1/documents?name=新的.txt", content=REPORT.encode())
    else:
        named = {"X-File-Name": "%E6%96%B0%E7%9A%84.txt"}
        answer = chief.http.post("/api/v1/documents", content=REPORT.encode(), headers=named)
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}"
    assert (job["kind"], job["state"], job["author"]) == ("add", "waiting", "主管")
    assert chief.get(f"/jobs/{job['id']}").headers["retry-after"]
    _work(app)
    done = chief.get(f"/jobs/{job['id']}").json()
    assert done["state"] == "done", done
    assert done["result"]["outcomes"][0]["source"] == "新的.txt"
    assert chief.get("/documents").json()["documents"][-1]["source"] == "新的.txt"


def test_an_upload_without_a_name_or_a_file_is_told_so(app, chief):
    assert chief.http.post("/api/v1/documents", content=b"x").json()["code"] == "api_file_name"
    empty = chief.http.post(
        "/api/v1/documents",
        content=b"--b\r\n\r\n--b--",
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    assert empty.status_code == 422
    spool = Path(f"{app.state.site.store.files.folder}".removesuffix(".files") + ".spool")
    assert not list(spool.glob("*"))


def _work(app):
    from luoshi.serving.queue.worker import Worker

    worker = Worker(app.state.site.store, threading.Event())
    while worker.once():
        pass


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(app, chief):
    tag = chief.get("/rows/1").headers["etag"]
    key = {"If-Match": tag, "Idempotency-Key": "one"}
    first = chief.post("/rows/1/accept", {"note": "无误"}, headers=key)
    again = chief.post("/rows/1/accept", {"note": "无误"}, headers=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    other = chief.post("/rows/1/accept", {"note": "别的"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_used")
    assert len(chief.get("/rows/1/history").json()["events"]) == 2
    somebody = Program(app, "另一人", "administrator")
    assert somebody.post("/rows/1/accept", {"note": "无误"}, headers=key).status_code == 412


def test_what_was_refused_may_be_tried_again_with_its_key(chief):
    key = {"If-Match": "*", "Idempotency-Key": "two"}
    assert chief.post("/rows/1/close", {}, headers=key).status_code == 422
    assert chief.post("/rows/1/close", {}, headers=key).json()["code"] == "step_illegal"


def test_a_request_that_is_being_done_is_not_done_twice(app, chief):
    from luoshi.api.once import kept_of
    from luoshi.stores.office.answers import Asked

    assert kept_of
    office = app.state.site.store.office
    office.answers.begin(
        Asked("three", f"account:{chief.account.id}", "POST /api/v1/rows/1/accept", _digest(chief)),
        datetime.now(UTC),
    )
    key = {"If-Match": "*", "Idempotency-Key": "three"}
    answer = chief.post("/rows/1/accept", {}, headers=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "key_at_work")
    assert answer.headers["retry-after"] == "1"


def _digest(chief):
    """The digest of the request above, as ``once`` makes it."""
    from hashlib import sha256

    body = sha256(b"{}").hexdigest()
    may = " ".join(sorted(_permissions(chief)))
    return sha256("\n".join(("", "*", "", may, body)).encode()).hexdigest()


def _permissions(chief):
    return chief.get("/me").json()["permissions"]


def test_an_upload_that_comes_twice_is_one_job(app, chief):
    key = {"Idempotency-Key": "four"}
    calls = [
        chief.http.post("/api/v1/documents?name=新的.txt", content=REPORT.encode(), headers=key)
        for _ in range(2)
    ]
    assert [one.status_code for one in calls] == [202, 202]
    assert calls[0].json() == calls[1].json()
    other = chief.http.post("/api/v1/documents?name=新的.txt", content=b"other", headers=key)
    assert other.json()["code"] == "key_used"
    spool = Path(f"{app.state.site.store.files.folder}".removesuffix(".files") + ".spool")
    assert len(list(spool.iterdir())) == 1


def test_a_step_whose_answer_cannot_be_kept_is_answered_and_not_taken_again(app, chief, monkeypatch):
    from luoshi.errors import StoreError
    from luoshi.stores.office.answers import Answers

    tries = []

    def broken(self, *_):
        tries.append(self)
        raise StoreError("The disk is full.", code="ledger_unusable")

    monkeypatch.setattr(Answers, "keep", broken)
    key = {"If-Match": "*", "Idempotency-Key": "five"}
    assert chief.post("/rows/1/accept", {}, headers=key).status_code == 200
    assert len(tries) == 3
    _move_clock(monkeypatch, minutes=6)
    again = chief.post("/rows/1/accept", {}, headers=key)
    assert (again.status_code, again.json()["code"]) == (409, "key_in_doubt")
    assert len(chief.get("/rows/1/history").json()["events"]) == 2


def _move_clock(monkeypatch, **on):
    from luoshi.api import once

    class Later(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.now(zone) + timedelta(**on)

    monkeypatch.setattr(once, "datetime", Later)


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "six"}])
def test_an_upload_that_no_job_takes_leaves_nothing(app, chief, monkeypatch, key):
    from luoshi.api import uploading
    from luoshi.errors import StoreError

    def broken(*_):
        raise StoreError("The disk is full.", code="ledger_unusable")

    monkeypatch.setattr(uploading.jobs, "add", broken)
    answer = chief.http.post("/api/v1/documents?name=新的.txt", content=b"x", headers=key)
    assert answer.status_code == 503
    spool = Path(f"{app.state.site.store.files.folder}".removesuffix(".files") + ".spool")
    assert not list(spool.iterdir())


def test_events_are_streamed_from_any_place_and_make_the_ledger_again(app, chief):
    lines = chief.get("/events").text.splitlines()
    events = [json.loads(line) for line in lines]
    assert [one["sequence"] for one in events] == list(range(1, app.state.site.store.head() + 1))
    part = chief.get("/events?since=2&limit=2").text.splitlines()
    assert part == lines[2:4]
    assert chief.get(f"/events?since={len(lines)}").text == ""


def test_exports_hold_the_rows_of_the_filter(app, chief):
    from openpyxl import load_workbook

    assert chief.step(1, "accept").status_code == 200
    rows = chief.get("/rows?type=commitment").json()["rows"]
    lines = chief.get("/exports/rows.jsonl?type=commitment").text.splitlines()
    assert [json.loads(line) for line in lines] == rows
    book = load_workbook(io.BytesIO(chief.get("/exports/rows.xlsx?type=commitment").content))
    assert book.active.max_row == len(rows) + 1
    csv = chief.get("/exports/rows.csv?type=commitment")
    assert csv.content.decode("utf-8-sig").count("要点.txt") >= len(rows)
    assert "attachment" in csv.headers["content-disposition"]
    entry = chief.get("/audit?what=exported&limit=1").json()["entries"][0]
    assert (entry["who"], entry["subject"]) == ("主管", "csv")


def test_searching_marks_the_words_and_counts(chief):
    page = chief.get("/search?q=水库&facets=true").json()
    assert page["total"] >= 1
    hit = page["hits"][0]
    for start, end in hit["marks"]:
        assert hit["row"]["text"][start:end] == "水库"
    assert page["facets"]["counts"]["type"]
    wrong = chief.get("/search?q=主题：").json()
    assert wrong["status"] == 422
    assert wrong["code"].startswith("query_")


def test_texts_are_followed_aligned_and_compared(app, chief, document, tmp_path):
    later = fill(app, tmp_path / "texts", REPORT, "报告.txt")
    found = chief.post("/follow", {"earlier": document, "later": later})
    assert found.status_code == 200, found.text
    assert found.json()["findings"]
    aligned = chief.post("/align", {"local": later, "central": document})
    assert aligned.status_code == 200, aligned.text
    same = chief.post("/follow", {"earlier": document, "later": document})
    assert same.status_code in (422, 500)
    assert chief.post("/follow", {"earlier": document, "later": "0" * 64}).status_code == 404
    one = chief.post("/compare", {"documents": [document]})
    assert (one.status_code, one.json()["code"]) == (422, "compare_few")


def test_where_workers_are_long_work_is_theirs(app, chief, document, tmp_path):
    from luoshi.serving.queue.worker import here

    later = fill(app, tmp_path / "texts", REPORT, "报告.txt")
    here(app.state.site.store)
    answer = chief.post("/follow", {"earlier": document, "later": later})
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['job']}"
    _work(app)
    assert chief.post("/follow", {"earlier": document, "later": later}).status_code == 200


def test_a_job_that_two_asked_for_is_seen_by_both_and_cancelled_by_the_first(app, chief, document, tmp_path):
    from luoshi.serving.queue.worker import here

    later = fill(app, tmp_path / "texts", REPORT, "报告.txt")
    here(app.state.site.store)
    first, other = Program(app, "甲", "supervisor"), Program(app, "乙", "reader")
    for said, address in (
        ({"earlier": document, "later": later}, "/follow"),
        ({"local": later, "central": document}, "/align"),
    ):
        job = first.post(address, said).json()["job"]
        assert other.post(address, said).json()["job"] == job
        assert other.get(f"/jobs/{job}").json()["author"] == "甲"
        assert Program(app, "填报", "reporter").get(f"/jobs/{job}").status_code == 404
        assert other.post(f"/jobs/{job}/cancel").status_code == 404
        assert first.post(f"/jobs/{job}/cancel").json()["state"] == "cancelled"
        assert "event: cancelled" in other.get(f"/jobs/{job}/events").text


def test_the_packaged_texts_are_compared(app, chief, tmp_path):
    from importlib import resources

    zones = resources.files("luoshi.examples").joinpath("zones.md").read_text("utf-8")
    sha = fill(app, tmp_path / "texts", zones, "zones.md")
    rows = chief.post("/compare", {"documents": [sha], "views": ["themes", "indicators", "terms", "shared"]})
    assert rows.status_code == 200, rows.text
    kinds = {row["row"] for row in rows.json()["rows"]}
    assert kinds >= {"side", "theme", "term"}
    again = chief.post("/compare", {"documents": [sha], "views": ["themes", "indicators", "terms", "shared"]})
    assert again.json() == rows.json(), "what was made is kept"
    side = next(row["side"] for row in rows.json()["rows"] if row["row"] == "side")
    lacking = chief.post("/compare", {"documents": [sha], "shortcomings": side})
    assert lacking.status_code == 200, lacking.text
    assert {row["row"] for row in lacking.json()["rows"]} == {"side", "shortcoming"}
    central = resources.files("luoshi.examples").joinpath("central.txt").read_text("utf-8")
    middle = fill(app, tmp_path / "texts", central, "central.txt")
    aligned = chief.post("/align", {"local": sha, "central": middle})
    assert aligned.status_code == 200, aligned.text
    assert any(one["standing"] == "aligned" for one in aligned.json()["alignments"])


def test_a_text_is_read_without_the_ledger(app, chief):
    before = app.state.site.store.head()
    said = chief.post("/extract", {"text": TEXT, "source": "送来.txt"}).json()
    assert said["facts"]["date"] == "2026-01-04"
    for one in said["records"]:
        assert "".join(TEXT[start:end] for start, end in one["pieces"]) == one["text"]
    number = chief.post("/quantities", {"text": "改造老旧小区20个"}).json()["quantities"][0]
    assert (number["low"], number["unit"]) == (20, "个")
    time = chief.post("/times", {"text": "今年6月底前完成", "date": "2026-03-02"}).json()["times"][0]
    assert time["until"] == "2026-06-30"
    assert app.state.site.store.head() == before
    assert chief.post("/extract", {"text": "好" * 200_001}).status_code == 422
    half = {"content": b'{"text": "\\ud800"}', "headers": {"Content-Type": "application/json"}}
    assert chief.http.post("/api/v1/extract", **half).status_code == 422


def test_the_progress_of_a_job_is_told_as_events(app, chief):
    job = chief.http.post("/api/v1/documents?name=新的.txt", content=REPORT.encode()).json()["id"]
    _work(app)
    told = chief.get(f"/jobs/{job}/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    fields = dict(line.split(": ", 1) for line in told.text.splitlines() if ": " in line)
    assert json.loads(fields["data"])["state"] == fields["event"] == "done"
    again = chief.get(f"/jobs/{job}/events", headers={"Last-Event-ID": fields["id"]})
    assert "data:" not in again.text
    other = Program(app, "旁人", "reader")
    assert other.get(f"/jobs/{job}").status_code == other.get(f"/jobs/{job}/events").status_code == 404
    assert other.get("/jobs").json()["jobs"] == []
    assert other.get("/jobs?everyone=true").status_code == 403


def test_a_job_is_cancelled_once(chief):
    job = chief.http.post("/api/v1/documents?name=新的.txt", content=REPORT.encode()).json()["id"]
    assert chief.post(f"/jobs/{job}/cancel").json()["state"] == "cancelled"
    assert chief.post(f"/jobs/{job}/cancel").status_code == 200
    assert chief.post("/jobs/999/cancel").status_code == 404


def test_people_are_invited_changed_and_shut(app, chief):
    made = chief.post("/people", {"name": "新人", "role": "reporter", "unit": "水务局"})
    assert made.status_code == 201
    number, link = made.json()["account"]["id"], made.json()["link"]
    assert chief.http.get(link).status_code == 200
    assert "no-store" in made.headers["cache-control"]
    twice = chief.post("/people", {"name": "新人", "role": "reader"})
    assert (twice.status_code, twice.json()["code"]) == (422, "account_taken")
    changed = chief.http.patch(f"/api/v1/people/{number}", json={"role": "reader", "active": False})
    assert (changed.json()["role"], changed.json()["active"]) == ("reader", False)
    assert chief.get(f"/people/{number}").json() == changed.json()
    assert chief.post(f"/people/{number}/link").json()["code"] == "account_shut"
    mine = chief.account.id
    last = chief.http.patch(f"/api/v1/people/{mine}", json={"role": "reader"})
    assert last.json()["code"] == "last_administrator"


def test_tokens_are_made_by_people_and_never_by_tokens(app, client_as):
    person = client_as("reviewer")
    expires = (date.today() + timedelta(days=30)).isoformat()
    said = {"label": "脚本", "scopes": ["read"], "expires": expires}
    assert person.http.post("/api/v1/tokens", json=said).json()["code"] == "web_csrf"
    made = person.post("/api/v1/tokens", json=said)
    assert made.status_code == 201, made.text
    program = Program(app, "reviewer一", "reviewer")
    program.http.headers["Authorization"] = f"Bearer {made.json()['secret']}"
    assert program.get("/me").json()["permissions"] == ["read"]
    assert program.get("/rows").status_code == 200
    assert program.post("/rows/1/accept", {}, headers={"If-Match": "*"}).status_code == 403
    assert program.post("/tokens", said).json()["code"] == "web_in_person"
    far = {**said, "expires": "2999-01-01"}
    assert person.post("/api/v1/tokens", json=far).json()["code"] == "token_far"
    beyond = {**said, "scopes": ["administer"]}
    assert person.post("/api/v1/tokens", json=beyond).json()["code"] == "token_scope"
    number = made.json()["token"]["id"]
    assert person.post(f"/api/v1/tokens/{number}/revoke").json()["revoked"]
    assert program.get("/me").status_code == 401


def test_a_browser_needs_the_form_token_for_a_change(client_as, document):
    person = client_as("reviewer")
    tag = {"If-Match": person.get("/api/v1/rows/1").headers["etag"]}
    forged = person.http.post("/api/v1/rows/1/accept", json={}, headers={**tag, "Idempotency-Key": "k"})
    assert forged.json()["code"] == "web_csrf"
    assert person.post("/api/v1/rows/1/accept", json={}, headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", "/rows", 405),
        ("POST", "/rows/1/accept", 428),
        ("GET", "/rows/0", 422),
    ],
)
def test_every_error_is_a_problem(chief, method, address, status):
    answer = chief.http.request(method, "/api/v1" + address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert set(said) == {"type", "title", "status", "detail", "code", "details", "request_id"}
    assert said["status"] == status
    assert said["request_id"] == answer.headers["x-request-id"]
    english = chief.http.request(method, "/api/v1" + address, headers={"Accept-Language": "en"}).json()
    assert english["detail"] != said["detail"]


def test_half_characters_of_a_file_name_do_not_break_an_answer(app, chief, tmp_path):
    from luoshi.app.extract import extract_files
    from luoshi.app.record import record

    place = tmp_path / "x.txt"
    place.write_text(REPORT, encoding="utf-8")
    from dataclasses import replace

    (outcome,) = extract_files([place], keep=True)
    odd = replace(outcome, source="报告\udcff.txt")
    statements = tuple(replace(one, source=odd.source) for one in odd.statements)
    odd = replace(odd, document=replace(odd.document, source=odd.source), statements=statements)
    assert record(app.state.site.store, odd).error is None
    for address in ("/rows", "/documents", "/events", "/exports/rows.jsonl", "/exports/rows.csv"):
        assert chief.get(address).status_code == 200, address


def test_a_ledger_that_is_not_to_be_had_is_told_as_503(app, chief, monkeypatch):
    from luoshi.errors import StoreError

    def broken(*_, **__):
        raise StoreError("The disk is gone.", code="")

    monkeypatch.setattr(type(app.state.site.store), "rows", broken)
    answer = chief.get("/rows")
    assert (answer.status_code, answer.json()["detail"]) == (503, "The disk is gone.")


def test_a_job_is_listened_to_while_it_is_done(app, chief):
    job = chief.http.post("/api/v1/documents?name=新的.txt", content=REPORT.encode()).json()["id"]
    threading.Timer(0.7, _work, [app]).start()
    told = chief.get(f"/jobs/{job}/events").text
    states = [line.removeprefix("event: ") for line in told.splitlines() if line.startswith("event: ")]
    ids = [int(line.removeprefix("id: ")) for line in told.splitlines() if line.startswith("id: ")]
    assert (states[0], states[-1]) == ("waiting", "done")
    assert ids == sorted(set(ids))


def test_an_export_is_read_in_blocks_however_many_rows_there_are(app, chief, monkeypatch):
    from luoshi.api import exports

    monkeypatch.setattr(exports, "_BLOCK", 2)
    every = [row.number for row in app.state.site.store.rows()]
    assert len(every) > 2
    for form in ("jsonl", "csv"):
        answer = chief.get(f"/exports/rows.{form}?review=pending")
        assert answer.status_code == 200
        if form == "jsonl":
            assert [json.loads(line)["row"]["number"] for line in answer.text.splitlines()] == every
        else:
            assert answer.content.decode("utf-8-sig").count("要点.txt") >= len(every)


def test_more_than_the_limit_is_refused_and_nothing_of_it_is_kept(tmp_path):
    from luoshi.app.ledger import open_ledger
    from luoshi.settings import WebSettings
    from luoshi.web.application import create_app

    with open_ledger(tmp_path / "l.db") as store:
        app = create_app(store, WebSettings(workers=0, upload_mib=1))
        chief = Program(app, "主管", "administrator")

        def much():
            for _ in range(64):
                yield b"x" * 2**16

        for address in ("/documents?name=大.txt", "/files?name=大.txt"):
            kind = {"Content-Type": "application/octet-stream"}
            answer = chief.http.post(f"/api/v1{address}", content=much(), headers=kind)
            assert (answer.status_code, answer.json()["code"]) == (413, "web_too_much"), address
        assert chief.get("/jobs").json()["jobs"] == []
        assert not list((tmp_path / "l.db.spool").glob("*"))
        assert not Path(store.files.folder).exists()


@pytest.mark.parametrize(
    "name", ["../../越界.txt", "C:\\\\Windows\\\\x.txt", "/etc/passwd.txt", "a\tb\u202ec.txt", "名" * 299]
)
def test_a_name_is_a_label_and_never_a_path(app, chief, name, tmp_path):
    answer = chief.http.post("/api/v1/documents", params={"name": name}, content=REPORT.encode())
    assert answer.status_code == 202, answer.text
    spool = Path(f"{app.state.site.store.files.folder}".removesuffix(".files") + ".spool")
    (batch,) = spool.iterdir()
    assert {place.name for place in batch.iterdir()} <= {"00000.txt", "00000"}
    assert not list(tmp_path.rglob("越界*"))
