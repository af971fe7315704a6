"""``make soak``: half an hour of mixed use of one site, over HTTP on this machine; memory must stay level.

People walk through the pages by their links, search, review rows, send files and wait until they are read.
Every minute the memory of the site and of its worker is printed. Arguments: seconds (1800), and how many
people there are (8). Ends with 1 where an answer was an error of the server, or memory grew.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from random import Random
from statistics import median, quantiles
from urllib.parse import quote, urljoin, urlsplit

import httpx2 as httpx

SECONDS = 1800
PEOPLE = 8
PAUSE = 0.15
TEXTS = 40
GROWTH = 1.15
"""The last quarter may need so much more memory than the second."""
SLACK = 24.0
"""MiB more that it may need whatever its size, since short runs still fill their caches."""
PASSWORD = "一句长长的口令2026"  # noqa: S105 - of a site that lives as long as the measurement
WORDS = ("学校", "就业", "产业", "完成 投资", "市教育局", "“专精特新”", "绿色", "不存在的词")
_LINK = re.compile(r'<a [^>]*href="([^"#]+)"')
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')
_ROW = re.compile(r'action="(/ledger/[0-9]+/review)"')
_VERSION = re.compile(r'name="version" value="([0-9]+)"')
_SHUT = ("/static/", "/original", "/export", "/jobs/verify", "/oidc", "/metrics", "/admin/backup")
TEXT = """云川{0}区{1}年重点任务

一、产业
1. 推进云川{0}站建设，{1}年内完成投资{0}亿元，由市交通局牵头，市发展改革委配合。
2. 培育专精特新企业{0}家，{1}年9月底前完成，由市经信局负责。
二、民生
1. 新建学校{0}所，{1}年12月底前投入使用，由市教育局负责。
2. 城镇新增就业{0}万人。
"""


@dataclass(slots=True)
class Site:
    """A site in a process of its own, over a new ledger."""

    process: subprocess.Popen[str]
    address: str
    link: str
    lines: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, folder: Path) -> Site:
        """Start it on a free port."""
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "luoshi.cli",
                "serve",
                "--port",
                "0",
                "--store",
                str(folder / "luoshi.db"),
            ],
            cwd=folder,
            env=os.environ | {"LUOSHI_LANG": "en"},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        found: dict[str, str] = {}
        for line in process.stderr:
            for name, pattern in (("address", r"The site is at (\S+)"), ("link", r"(http\S+/welcome/\w+)")):
                if said := re.search(pattern, line):
                    found[name] = said[1]
            if len(found) == 2:
                break
        site = cls(process, **found)
        threading.Thread(target=site._read, daemon=True).start()
        return site

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if '"level": "error"' in line:
                self.lines.append(line.strip())

    def memory(self) -> tuple[float, float]:
        """Give the MiB of the site and of all processes that it started."""
        table = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
        rows = [tuple(map(int, line.split())) for line in table.stdout.splitlines()]
        family, grown = {self.process.pid}, True
        while grown:
            more = {pid for pid, parent, _ in rows if parent in family} - family
            grown = bool(more)
            family |= more
        of = {pid: size / 1024 for pid, _, size in rows}
        own = of.get(self.process.pid, 0.0)
        return own, sum(of.get(pid, 0.0) for pid in family) - own


@dataclass(slots=True)
class Tally:
    """What all people saw: answers by status, times, faults."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: httpx.Response, seconds: float) -> None:
        """Take one answer."""
        with self.lock:
            self.statuses[answer.status_code] += 1
            self.seconds.append(seconds)
            if answer.status_code >= 500:
                self.faults.append(f"{answer.status_code} {answer.request.method} {answer.request.url}")


class Person:
    """Somebody with a browser; does what ``Person.*`` says until the end."""

    def __init__(self, site: Site, cookies: httpx.Cookies, tally: Tally, number: int, until: float) -> None:
        self.http = httpx.Client(base_url=site.address, cookies=cookies, timeout=60)
        self.rng = Random(number)  # noqa: S311
        self.tally = tally
        self.until = until
        self.sent = number

    def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        """Ask and note the answer."""
        begun = time.perf_counter()
        answer = self.http.request(method, path, **more)  # type: ignore[arg-type]
        self.tally.note(answer, time.perf_counter() - begun)
        return answer

    def walk(self) -> None:
        """Follow links from page to page; every now and then begin anew, or search."""
        path = "/"
        while time.monotonic() < self.until:
            answer = self.ask("GET", path)
            links = [unescape(link) for link in _LINK.findall(answer.text)] if answer.is_success else []
            own = [urljoin(path, link) for link in links if not urlsplit(link).netloc]
            own = [link for link in own if not any(shut in link for shut in _SHUT)]
            chance = self.rng.random()
            if chance < 0.1:
                path = f"/search?q={quote(self.rng.choice(WORDS))}"
            elif chance < 0.2 or not own:
                path = self.rng.choice(("/", "/documents", "/ledger"))
            else:
                path = self.rng.choice(own)
            if (row := _ROW.search(answer.text)) and self.rng.random() < 0.3:
                self.review(row[1], answer.text)
            time.sleep(PAUSE * self.rng.random() * 2)

    def review(self, action: str, text: str) -> None:
        """Accept a row that a page shows."""
        found = _CSRF.search(text), _VERSION.search(text)
        if all(found):
            token, version = (each[1] for each in found if each)
            fields = {"csrf": token, "version": version, "decision": "accept"}
            self.ask("POST", action, data=fields)

    def send(self) -> None:
        """Send a file, wait until it is read, look at the list; the next."""
        token = _CSRF.search(self.ask("GET", "/documents").text)
        assert token is not None
        while time.monotonic() < self.until:
            self.sent += 1
            # the ledger itself stops to grow after a while: what grows then is a leak
            number = 3 + self.sent % TEXTS
            text = TEXT.format(number, 2026 + number % 5)
            files = [
                ("files", (f"{number}.txt", text.encode())),
                ("files", ("坏.docx", b"PK\x03\x04broken")),
            ]
            headers = {"x-csrf-token": token[1], "accept": "application/json"}
            answer = self.ask("POST", "/documents", files=files, headers=headers)
            if answer.status_code == 202:
                with self.http.stream("GET", answer.json()["address"] + "/events") as stream:
                    for line in stream.iter_lines():
                        if time.monotonic() > self.until or '"over": true' in line:
                            break
            self.ask("GET", "/documents")
            time.sleep(PAUSE * 10)


def measure(seconds: float, people: int) -> list[str]:
    """Run a site under use; give what was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.start(Path(folder))
        try:
            return _watched(site, seconds, people)
        finally:
            site.process.kill()
            site.process.wait()


def _watched(site: Site, seconds: float, people: int) -> list[str]:
    tally, begun = Tally(), time.monotonic()
    cookies = _entered(site)
    walkers = [Person(site, cookies, tally, number, begun + seconds) for number in range(people)]
    threads = [threading.Thread(target=one.walk) for one in walkers[1:]]
    threads.append(threading.Thread(target=walkers[0].send))
    for thread in threads:
        thread.start()
    tick = min(60.0, seconds / 12)
    samples: list[tuple[float, float]] = []
    while any(thread.is_alive() for thread in threads) and site.process.poll() is None:
        time.sleep(tick)
        samples.append(site.memory())
        own, others = samples[-1]
        minutes = (time.monotonic() - begun) / 60
        print(
            f"{minutes:5.1f} min: site {own:6.1f} MiB, workers {others:6.1f} MiB, {_said(tally)}", flush=True
        )
    faults = [*tally.faults[:10], *site.lines[:10]]
    if not tally.statuses[200] or not tally.statuses[202]:
        faults.append("no page, or no upload, was answered")
    faults += [
        *_growth("site", [own for own, _ in samples]),
        *_growth("workers", [more for _, more in samples]),
    ]
    site.process.send_signal(signal.SIGTERM)
    code = site.process.wait(60)
    return faults if code == 0 else [*faults, f"the site ended with {code}"]


def _said(tally: Tally) -> str:
    with tally.lock:
        times, statuses = tally.seconds[-2000:], dict(sorted(tally.statuses.items()))
    late = quantiles(times, n=20)[-1] if len(times) > 20 else 0.0
    return f"answers {statuses}, 95 of 100 within {late * 1000:.0f} ms"


def _growth(name: str, samples: list[float]) -> list[str]:
    quarter = len(samples) // 4
    if not quarter:
        return []
    before, after = median(samples[quarter : 2 * quarter]), median(samples[-quarter:])
    if after <= before * GROWTH + SLACK:
        return []
    return [f"the memory of the {name} grew from {before:.0f} to {after:.0f} MiB"]


def _entered(site: Site) -> httpx.Cookies:
    """Become the administrator."""
    with httpx.Client(base_url=site.address, timeout=60) as http:
        path = site.link.removeprefix(site.address)
        shown = http.get(path)
        token = _CSRF.search(shown.text)
        assert token is not None, site.lines
        fields = {"csrf": token[1], "name": "管理", "password": PASSWORD, "again": PASSWORD}
        assert http.post(path, data=fields).status_code == 303
        return http.cookies


def main(arguments: list[str]) -> int:
    """Measure; say what was wrong."""
    seconds = float(arguments[0]) if arguments else SECONDS
    people = int(arguments[1]) if len(arguments) > 1 else PEOPLE
    faults = measure(seconds, people)
    for fault in faults:
        print(f"wrong: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
