"""Damaged files, too much, and tricks with names through the page: none breaks the site.

``LUOSHI_HOSTILE`` says how many damaged files are sent: 40 unless it is set, 300 by
``make test-hostile-uploads``.
"""

import asyncio
import os
import threading
import tracemalloc
from pathlib import Path

import pytest
from tests.formats.hostile_files import FORMATS, hostile_file

from luoshi.reading.worker import pool
from luoshi.serving.queue.spool import spool_of
from luoshi.serving.queue.worker import Worker
from luoshi.settings import WebSettings
from luoshi.web.application import create_app

COUNT = int(os.environ.get("LUOSHI_HOSTILE") or 40)
# each of these starts LibreOffice, or the recogniser of pictures: seconds a file
SLOW = {"rtf", "png", "jpg", "tiff"}
QUICK = [kind for kind in FORMATS if kind not in SLOW]
MIB = 2**20
NAMES = (
    "../../../etc/cron.d/x.txt",
    "/etc/passwd.txt",
    "C:\\Windows\\x.txt",
    "a\0b.txt",
    "长" * 300 + ".txt",
    "CON.txt",
    "com1.docx",
    ".",
    "..",
    "",
    "a/b/c.txt",
    "\u202egpj.txt",
    "x.txt\r\nSet-Cookie: a=b",
    '"><script>alert(1)</script>.txt',
    "{{ 7*7 }}.txt",
)


@pytest.fixture
def worker(store):
    yield Worker(store, threading.Event())
    pool.close()


@pytest.mark.slow
def test_each_damaged_file_has_its_sentence(client_as, store, worker):
    client = client_as("reviewer")
    kinds = FORMATS if COUNT > 100 else QUICK
    files = [hostile_file(kinds[number % len(kinds)], number) for number in range(COUNT)]
    jobs = []
    for at in range(0, COUNT, 20):
        parts = [("files", (name, raw)) for name, raw in files[at : at + 20]]
        answer = client.post("/documents", files=parts, headers={"accept": "application/json"})
        assert answer.status_code == 202
        jobs.append(answer.json()["job"])
    while worker.once():
        pass
    told = {}
    for number in jobs:
        job = store.office.jobs.get(number)
        assert job.state == "done", job.failure
        page = client.get(f"/jobs/{number}")
        assert page.status_code == 200
        for outcome in job.result["outcomes"]:
            told.setdefault((number, outcome["file"]), []).append(outcome)
    assert len(told) == COUNT
    for outcomes in told.values():
        for outcome in outcomes:
            if outcome["standing"] == "failed":
                sentence, code, *_ = outcome["error"]
                assert code, sentence
                assert "\n" not in sentence
                assert str(spool_of(store).folder) not in sentence
    assert client.get("/documents").status_code == 200
    store.verify_chain(files=True)


def test_a_name_is_never_a_path(client_as, store, worker, tmp_path):
    client = client_as("reviewer")
    before = {path for path in tmp_path.rglob("*") if "spool" not in str(path)}
    lines = [b"--x"]
    for name in NAMES:
        said = name.replace('"', "%22").replace("\r\n", "%0D%0A").encode()
        lines += [
            b'Content-Disposition: form-data; name="files"; filename="%s"' % said,
            b"",
            name.encode(),
            b"--x",
        ]
    body = b"\r\n".join(lines) + b"--\r\n"
    headers = {"content-type": "multipart/form-data; boundary=x", "x-csrf-token": client.token}
    answer = client.http.post("/documents", content=body, headers=headers)
    assert answer.status_code == 303
    (batch,) = spool_of(store).folder.iterdir()
    names = {path.name for path in batch.iterdir()}
    assert all(name[:5].isdigit() and len(name) < 16 for name in names)
    assert {path for path in tmp_path.rglob("*") if "spool" not in str(path)} == before
    worker.once()
    page = client.get(answer.headers["location"]).text
    assert "<script>alert" not in page
    assert "49.txt" not in page
    assert "passwd.txt" in page
    assert "\u202e" not in page


def zeros(size):
    """A form whose file is of so many bytes, made as it is asked for."""
    yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    block = b"0" * 65536
    for _ in range(size // len(block)):
        yield block
    yield b"\r\n--x--\r\n"


def sent(app, headers, stream):
    """Send a stream to an application without a client that would hold it; give status and bytes taken."""
    taken = 0
    status = []

    async def receive():
        nonlocal taken
        block = next(stream, None)
        taken += len(block or b"")
        return {"type": "http.request", "body": block or b"", "more_body": block is not None}

    async def send(message):
        if message["type"] == "http.response.start":
            status.append(message["status"])

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/documents", "raw_path": b"/documents", "query_string": b"", "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("testserver", 80), "state": {},
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return status[0], taken


def test_a_gigabyte_is_refused_as_soon_as_it_is_too_much(client_as, store):
    client = client_as("reviewer")
    app = create_app(store, WebSettings(workers=0, upload_mib=8))
    cookies = "; ".join(f"{name}={value}" for name, value in client.http.cookies.items())
    headers = {
        "host": "testserver", "cookie": cookies, "x-csrf-token": client.token, "accept": "application/json",
        "content-type": "multipart/form-data; boundary=x",
    }  # fmt: skip
    assert sent(app, headers, zeros(6 * MIB))[0] == 202  # what is allowed goes through
    kept = set(spool_of(store).folder.rglob("*"))
    tracemalloc.start()
    status, taken = sent(app, headers, zeros(1024 * MIB))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert status == 413
    assert taken < 10 * MIB
    assert peak < 6 * MIB
    assert set(spool_of(store).folder.rglob("*")) == kept
    declared = headers | {"content-length": str(1024 * MIB)}
    status, taken = sent(app, declared, zeros(1024 * MIB))
    assert (status, taken) == (413, 0)
    assert set(spool_of(store).folder.rglob("*")) == kept


def test_more_files_than_are_taken_at_once_are_refused(client_as, store):
    client = client_as("reviewer")
    parts = [("files", (f"{number}.txt", b"x")) for number in range(501)]
    answer = client.post("/documents", files=parts, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "500" in answer.json()["detail"]
    assert not list(Path(spool_of(store).folder).iterdir())
