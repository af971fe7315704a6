"""文件: what is sent comes into the ledger through a worker, each file with its own outcome."""

import re
import threading
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from luoshi.serving import uploads
from luoshi.serving.queue import asking
from luoshi.serving.queue.spool import spool_of
from luoshi.serving.queue.worker import Worker
from luoshi.web.pages import jobs as pages

PLAN = """云川市2026年重点任务

一、产业
1. 推进云川东站建设，年内完成投资480亿元，由市交通局牵头。
2. 新建学校12所，2026年9月底前投入使用，由市教育局负责。
3. 培育专精特新企业50家，由市经信局牵头。
"""


@pytest.fixture
def worker(store):
    """A worker that is asked for one job at a time."""
    return Worker(store, threading.Event())


def sent(client, *files, accept="application/json", **fields):
    parts = [("files", (name, body.encode() if isinstance(body, str) else body)) for name, body in files]
    return client.post(
        "/documents", fields or None, files=parts or {"files": ("", b"")}, headers={"accept": accept}
    )


def job_of(store, answer):
    assert answer.status_code == 202, answer.text
    return store.office.jobs.get(answer.json()["job"])


def test_a_file_that_is_sent_is_read_and_stands_in_the_list(client_as, store, worker):
    client = client_as("reviewer")
    answer = sent(client, ("重点任务.txt", PLAN), accept="text/html")
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs/1")
    assert "正在排队" in client.get("/jobs/1").text
    assert "正在排队" in client.get("/documents").text
    assert worker.once()
    page = client.get("/jobs/1").text
    assert "已记入" in page
    assert store.count() > 2
    assert f"记入{store.count()}条" in page
    row = store.row(1)
    assert row.statement.source == "重点任务.txt"
    assert next(store.events()).author == "reviewer一"
    listed = client.get("/documents").text
    assert "云川市2026年重点任务" in listed
    assert "reviewer一" in listed
    assert not list(spool_of(store).folder.iterdir())
    assert store.files.find(next(store.documents()).file).suffix == ".txt"


def test_each_file_has_its_own_outcome_and_bad_ones_cost_only_themselves(client_as, store, worker):
    client = client_as("reviewer")
    answer = sent(
        client,
        ("甲.txt", PLAN),
        ("坏.docx", b"PK\x03\x04 broken"),
        ("程序.exe", b"MZ"),
        ("空.txt", b""),
        ("再来.txt", PLAN),
    )
    job = job_of(store, answer)
    worker.once()
    done = store.office.jobs.get(job.id)
    standings = [(one["source"], one["standing"]) for one in done.result["outcomes"]]
    assert standings == [
        ("甲.txt", "added"), ("坏.docx", "failed"), ("程序.exe", "failed"), ("空.txt", "failed"),
        ("再来.txt", "already"),
    ]  # fmt: skip
    for language, said in (("zh", "不认识的文件类型"), ("en", "not a kind of file")):
        client.http.cookies.set("luoshi_language", language)
        page = client.get(f"/jobs/{job.id}").text
        assert said in page
        assert "坏.docx" in page


def test_a_text_that_looks_like_a_new_version_is_asked_about(client_as, store, worker):
    client = client_as("reviewer")
    sent(client, ("任务.txt", PLAN))
    worker.once()
    job = job_of(store, sent(client, ("任务.txt", PLAN.replace("12所", "15所"))))
    worker.once()
    page = client.get(f"/jobs/{job.id}").text
    assert "取代旧版本" in page
    asked = client.post(f"/jobs/{job.id}/answer", {"source": "任务.txt", "said": "replaces"})
    assert asked.status_code == 303
    worker.once()
    assert "已更新" in client.get(asked.headers["location"]).text
    assert any("15所" in row.statement.text for row in store.rows())
    assert "已答复" in client.get(f"/jobs/{job.id}").text
    again = client.post(f"/jobs/{job.id}/answer", {"source": "任务.txt", "said": "separate"})
    assert again.status_code == 422
    assert not list(spool_of(store).folder.iterdir())


def test_it_can_be_added_beside_the_other(client_as, store, worker):
    client = client_as("reviewer")
    sent(client, ("任务.txt", PLAN))
    worker.once()
    job = job_of(store, sent(client, ("任务.txt", PLAN.replace("12所", "15所"))))
    worker.once()
    client.post(f"/jobs/{job.id}/answer", {"source": "任务.txt", "said": "separate"})
    before = store.count()
    worker.once()
    assert store.count() == 2 * before


def test_a_job_that_waits_is_cancelled_with_its_files(client_as, store, worker):
    client = client_as("reviewer")
    job = job_of(store, sent(client, ("任务.txt", PLAN)))
    assert client.post(f"/jobs/{job.id}/cancel").headers["location"] == f"/jobs/{job.id}?told=cancelled"
    assert not worker.once()
    assert not list(spool_of(store).folder.iterdir())
    assert client.post(f"/jobs/{job.id}/cancel").headers["location"] == f"/jobs/{job.id}?told=cancelled"


def test_jobs_are_ones_own(client_as, store):
    job = job_of(store, sent(client_as("reviewer"), ("任务.txt", PLAN)))
    for role, status in (("supervisor", 404), ("reader", 404), ("administrator", 200)):
        assert client_as(role).get(f"/jobs/{job.id}").status_code == status
        assert client_as(role).get(f"/jobs/{job.id}/events").status_code == status if status == 404 else True
    assert client_as("supervisor").post(f"/jobs/{job.id}/cancel").status_code == 404


def test_a_job_that_all_share_is_seen_by_who_sees_all(client_as, store):
    job = asking.follow(store, "reviewer一", [("1" * 64, "2" * 64)])
    cancelling = f'action="/jobs/{job.id}/cancel"'
    assert cancelling in client_as("reviewer").get(f"/jobs/{job.id}").text
    assert "正在排队" in (seen := client_as("reader").get(f"/jobs/{job.id}").text)
    assert cancelling not in seen
    assert client_as("reader").post(f"/jobs/{job.id}/cancel").status_code == 404
    assert client_as("reporter").get(f"/jobs/{job.id}").status_code == 404


def test_only_who_may_add_sends(client_as, stranger):
    assert sent(client_as("reader"), ("任务.txt", PLAN), accept="text/html").status_code == 403
    assert client_as("reporter").get("/documents").status_code == 403
    assert "data-upload" not in client_as("reader").get("/documents").text
    reviewer = client_as("reviewer")
    assert reviewer.http.post("/documents", files={"files": ("a.txt", b"x")}).status_code == 403
    assert (
        reviewer.http.post(f"/documents?csrf={reviewer.token}", files={"files": ("a.txt", b"x")}).status_code
        == 303
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"no form", "multipart/form-data; boundary=x"),
        (
            b"--x\r\nContent-Disposition: form-data; name=files; filename=a.txt\r\n\r\nhalf",
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\n" + b"A: b\r\n" * 5000, "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
    ],
)
def test_what_is_no_form_is_one_sentence_and_leaves_nothing(client_as, store, body, kind):
    client = client_as("reviewer")
    answer = client.http.post(
        "/documents", content=body, headers={"content-type": kind, "x-csrf-token": client.token}
    )
    assert answer.status_code == 422
    assert "重新上传" in answer.text
    folder = spool_of(store).folder
    assert not folder.exists() or not list(folder.iterdir())


def test_no_file_and_no_date_are_told(client_as, store):
    client = client_as("reviewer")
    assert "没有选择文件" in sent(client, accept="text/html").text
    answer = sent(client, ("任务.txt", PLAN), day="明天")
    assert answer.status_code == 422
    assert "明天" in answer.json()["detail"]
    assert not list(spool_of(store).folder.iterdir())


def test_the_date_of_a_single_file_counts(client_as, store, worker):
    job_of(
        store,
        sent(
            client_as("reviewer"),
            ("任务.txt", "一、任务\n1. 新建学校12所，由市教育局负责。\n"),
            day="2026-01-05",
        ),
    )
    worker.once()
    assert next(store.documents()).date == "2026-01-05"


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("/abs/目录/计划.docx", "计划.docx"),
        ("C:\\Users\\甲\\计划.docx", "计划.docx"),
        ("a\0b\x1b[31m.txt", "ab[31m.txt"),
        ("计\u202e划.txt", "计划.txt"),
        ("CON.txt", "_CON.txt"),
        ("aux", "_aux"),
        ("..", "未命名"),
        ("", "未命名"),
        ("  名字 \n 里.txt ", "名字 里.txt"),
    ],
)
def test_a_name_is_a_label_and_no_path(said, label):
    assert uploads.label_of(said) == label


def test_a_long_name_keeps_its_ending():
    label = uploads.label_of("长" * 300 + ".docx")
    assert len(label) <= 160
    assert label.endswith("….docx")


def test_the_list_is_searched_filtered_and_turned(client_as, store, worker):
    client = client_as("reviewer")
    text = "第{0}号任务\n\n1. 新建学校{0}所，由市教育局负责。\n"
    sent(client, *((f"第{number}号.txt", text.format(number)) for number in range(33)))
    worker.once()
    first = client.get("/documents").text
    assert "第32号.txt" in first
    assert "第2号.txt" not in first
    more = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = client.get(more.replace("&amp;", "&")).text
    assert "第2号.txt" in second
    assert "第32号.txt" not in second
    found = client.get("/documents?words=第7号").text
    assert "第7号.txt" in found
    assert "第8号.txt" not in found
    assert "没有符合条件的文件" in client.get("/documents?words=没有%25这样的").text


def test_markup_in_names_is_text(client_as, store, worker):
    client = client_as("reviewer")
    job = job_of(store, sent(client, ("<img src=x onerror=alert(1)>.txt", PLAN)))
    worker.once()
    for path in (f"/jobs/{job.id}", "/documents", "/jobs"):
        assert "<img" not in client.get(path).text


def test_events_tell_the_end(client_as, store, worker):
    client = client_as("reviewer")
    job = job_of(store, sent(client, ("任务.txt", PLAN)))
    thread = threading.Thread(target=lambda: (time.sleep(0.7), worker.once()))
    thread.start()
    with client.http.stream("GET", f"/jobs/{job.id}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in stream.iter_lines() if line.startswith("data:")]
    thread.join()
    assert '"over": true' in lines[-1]
    assert len(lines) >= 2


def test_who_has_heard_the_end_is_not_kept_waiting(client_as, store, monkeypatch):
    client = client_as("reviewer")
    job = job_of(store, sent(client, ("任务.txt", PLAN)))
    client.post(f"/jobs/{job.id}/cancel")
    last = {"Last-Event-ID": str(store.office.jobs.get(job.id).version)}
    slept = []

    async def sleep(seconds):
        slept.append(seconds)
        assert len(slept) < 3, "it waits for a change that cannot come"

    monkeypatch.setattr(pages, "asyncio", SimpleNamespace(sleep=sleep))
    told = client.get(f"/jobs/{job.id}/events", headers=last)
    assert "data:" not in told.text
    assert not slept


def test_lists_of_everybody_are_for_the_administrator(client_as, store):
    job_of(store, sent(client_as("reviewer"), ("任务.txt", PLAN)))
    assert "任务1" not in client_as("supervisor").get("/jobs?everyone=1").text
    assert "任务1" in client_as("administrator").get("/jobs?everyone=1").text
    assert datetime.now(UTC)


def test_the_ledger_is_checked_on_asking(client_as, store, worker):
    client = client_as("administrator")
    sent(client, ("任务.txt", PLAN))
    worker.once()
    where = client.post("/jobs/verify").headers["location"]
    events = sum(1 for _ in store.events())
    worker.once()
    assert f"核验了{events}个事件" in client.get(where).text
    assert client_as("supervisor").post("/jobs/verify").status_code == 403
