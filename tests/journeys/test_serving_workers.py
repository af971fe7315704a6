"""`luoshi serve` and its worker as processes: started, killed, started again, stopped together."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import httpx2 as httpx
import pytest
from tests.web.test_documents_page import PLAN

from luoshi.serving.queue.worker import FRESH

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")]
CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class Site:
    """A site in a process of its own; ``lines`` is what it said."""

    def __init__(self, folder):
        environment = os.environ | {"LUOSHI_LANG": "en"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "luoshi.cli", "serve", "--port", "0", "--store", str(folder / "l.db")],
            cwd=folder, env=environment, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.lines = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = waited(lambda: self._said(r"The site is at (\S+)"))
        self.link = waited(lambda: self._said(r"(http\S+/welcome/\w+)"))
        self.http = httpx.Client(base_url=self.address, follow_redirects=False, timeout=20)

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line)

    def _said(self, pattern):
        return next((found[1] for line in list(self.lines) if (found := re.search(pattern, line))), None)

    def events(self, event):
        found = (json.loads(line) for line in list(self.lines) if line.startswith("{"))
        return [one for one in found if one["event"] == event]

    def enter(self):
        """Become the administrator; keeps the token of forms."""
        page = self.http.get(self.link.removeprefix(self.address)).text
        fields = {
            "csrf": CSRF.search(page)[1],
            "name": "管理",
            "password": "一句长长的口令2026",
            "again": "一句长长的口令2026",
        }
        answer = self.http.post(self.link.removeprefix(self.address), data=fields)
        assert answer.status_code == 303, answer.text
        self.token = CSRF.search(self.http.get("/documents").text)[1]

    def send(self, name, text):
        answer = self.http.post(
            "/documents", files={"files": (name, text.encode())},
            headers={"x-csrf-token": self.token, "accept": "application/json"},
        )  # fmt: skip
        assert answer.status_code == 202, answer.text
        return answer.json()["address"]

    def ready(self):
        return self.http.get("/readyz").status_code == 200

    def workers(self):
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid), "-f", "luoshi.cli work"],
            capture_output=True,
            text=True,
            check=False,
        )
        return [int(line) for line in found.stdout.split()]


def waited(ask, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ask():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{number}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    yield made
    made.http.close()
    made.process.kill()


def test_a_worker_that_dies_is_started_again_and_a_stop_ends_both(site):
    waited(site.ready)
    site.enter()
    (first,) = site.workers()
    os.kill(first, signal.SIGKILL)
    address = site.send("机密计划.txt", PLAN)
    waited(lambda: "added" in site.http.get(address).text or "已记入" in site.http.get(address).text)
    (second,) = site.workers()
    assert second != first
    assert site.events("worker_died")

    with site.http.stream("GET", f"{address}/events") as stream:
        assert stream.status_code == 200
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(30) == 0
    waited(lambda: not alive(second), 5)
    said = "".join(site.lines)
    assert site.events("worker_stopped")
    assert "机密" not in said
    assert "云川" not in said
    numbers = [line["request"] for line in site.events("request")]
    assert len(numbers) == len(set(numbers)) > 3


def test_a_worker_does_not_outlive_a_site_that_was_killed(site):
    waited(site.ready)
    (worker,) = site.workers()
    site.process.kill()
    site.process.wait()
    waited(lambda: not alive(worker), 30)


def test_the_stream_of_a_job_does_not_hold_up_a_stop(site):
    waited(site.ready)
    site.enter()
    for worker in site.workers():
        os.kill(worker, signal.SIGSTOP)  # so that the job stays where it is
    address = site.send("计划.txt", PLAN)
    with site.http.stream("GET", f"{address}/events") as stream:
        lines = stream.iter_lines()
        waited(lambda: next(lines).startswith("data:"))
        begun = time.monotonic()
        for worker in site.workers():
            os.kill(worker, signal.SIGCONT)
        site.process.send_signal(signal.SIGINT)
        assert site.process.wait(30) == 0
    assert time.monotonic() - begun < FRESH
