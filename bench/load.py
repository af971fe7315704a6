"""``make bench-load``: how the site stands fifty readers at once, over a ledger of 100,000 statements.

A server process over the made ledger of ``bench.ledger``; 50 clients in a closed loop (each asks again as
soon as it is answered) read pages of the ledger with changing filters, and searches. It prints the median
and the 95th percentile of each kind of page, how many were answered and how many went wrong.
Arguments: seconds (30), clients (50), ``write`` (someone takes a step every second, so that pages grow old),
``read`` (another process reads a folder into a copy of the ledger meanwhile).
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import cast
from urllib.parse import urlencode

from bench import texts
from bench.ledger import assign, opened
from luoshi.serving.identity import SESSION, _signer
from luoshi.serving.site import Site
from luoshi.settings import WebSettings
from luoshi.stores.database import SqlStore

SIZE = 100_000
_FLOOR = 150  # milliseconds
_FILES = 5_000  # that are read meanwhile: more than there is time for
_FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"type": "commitment", "force": "binding"},
    {"section": "第3章（7）"},
    {"grade": "A", "theme": "创新"},
    {"theme": "农业治理"},
    {"unit": "高新区"},
    {"light": "red"},
    {"light": "yellow", "unit": "科技局"},
    {"light": "green"},
    {"due_from": "2026-06-01", "due_until": "2026-06-30"},
    {"state": "reported", "review": "pending"},
    {"words": "创新"},
    {"open": "1", "unit": "财政局"},
)
_WORDS = ("创新", "产业", "成果转化", "科技 产业", "推动", "国内生产总值", "建设", "加快")


@dataclass
class Result:
    """Milliseconds of each kind of page, and what went wrong."""

    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    bytes: int = 0


def addresses(random: Random) -> Iterator[tuple[str, str]]:
    """Give kinds of pages with addresses, as people who look around would ask for them."""
    while True:
        if random.random() < 0.3:
            yield "search", "/search?" + urlencode({"q": random.choice(_WORDS)})
            continue
        asked = dict(random.choice(_FILTERS))
        if random.random() < 0.4:
            asked["after"] = str(random.randrange(0, SIZE, SIZE // 50))
        yield "ledger", "/ledger?" + urlencode(asked)


async def client(number: int, port: int, cookie: str, until: float, result: Result) -> None:
    """Ask again and again over one connection."""
    random = Random(number)  # noqa: S311
    head = (
        f"Host: 127.0.0.1:{port}\r\nCookie: {SESSION}={cookie}\r\n"
        "Accept-Language: zh\r\nAccept-Encoding: gzip\r\n\r\n"  # as every browser sends
    )
    reader = writer = None
    for kind, address in addresses(random):
        start = time.perf_counter()
        if start > until:
            break
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
            assert reader is not None
            writer.write(f"GET {address} HTTP/1.1\r\n{head}".encode())
            status, body = await answer(reader)
        except (OSError, EOFError, ValueError) as error:
            result.wrong[type(error).__name__] += 1
            writer = None
            continue
        result.spent[kind].append((time.perf_counter() - start) * 1000)
        result.bytes += body
        if status != 200:
            result.wrong[f"{kind} {status}"] += 1
    if writer is not None:
        writer.close()


async def answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read one answer; give its status and the bytes of its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    length = next((line for line in head.split("\r\n") if line.startswith("content-length:")), None)
    if length is not None:
        return status, len(await reader.readexactly(int(length.partition(":")[2])))
    if "transfer-encoding: chunked" not in head:
        return status, 0
    total = 0
    while size := int(await reader.readuntil(b"\r\n"), 16):
        total += len(await reader.readexactly(size + 2)) - 2
    await reader.readexactly(2)
    return status, total


@contextmanager
def server(place: str, port: int) -> Iterator[None]:
    """Run the site over a ledger in a process of its own; no worker."""
    command = [sys.executable, "-m", "luoshi.cli", "serve", "--store", place, "--port", str(port)]
    environment = {**os.environ, "LUOSHI_WEB_WORKERS": "0"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(600):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def signed_in(store: SqlStore) -> str:
    """Give the cookie of a supervisor, made where there is none."""
    accounts = store.office.accounts
    account = accounts.by_name("量速") or accounts.create("量速", "supervisor", now=datetime.now(UTC))
    made = _signer(Site(store, WebSettings(), store.office.secret()), SESSION)
    signed = made.dumps(f"{account.id}.{account.epoch}.bench")
    return signed if isinstance(signed, str) else signed.decode()


def writing(store: SqlStore, stop: threading.Event) -> None:
    """Take a step with some row every second."""
    random = Random(3)  # noqa: S311
    while not stop.wait(1):
        assign(store, random.randrange(2, SIZE + 1, 4))


@contextmanager
def _place(folder: Path, *, copied: bool) -> Iterator[str]:
    place = folder / f"{SIZE}.db"
    if not copied:
        yield str(place)
        return
    with tempfile.TemporaryDirectory(dir=folder) as beside:
        yield str(shutil.copy(place, beside))


@contextmanager
def reading(place: str) -> Iterator[None]:
    """Have another process read a folder into the ledger, and say how far it came."""
    with tempfile.TemporaryDirectory() as name:
        texts.write_folder(Path(name) / "in", _FILES, 40)
        command = [sys.executable, "-m", "luoshi", "add", f"{name}/in", "--store", place, "--jobs", "1"]
        english = {**os.environ, "LUOSHI_LANG": "en"}
        with subprocess.Popen(
            command, env=english, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            said: list[str] = []
            assert process.stderr is not None
            telling = threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True)
            telling.start()
            yield
            ended = process.poll() is not None
            process.terminate()
            telling.join(20)
        done = sum("record" in line for line in said)
        print(f"meanwhile {done} files were read into it{', all there were' if ended else ''}")


async def load(port: int, cookie: str, seconds: float, clients: int) -> Result:
    result = Result()
    await asyncio.gather(*(client(n, port, cookie, time.perf_counter() + 2, Result()) for n in range(4)))
    until = time.perf_counter() + seconds
    await asyncio.gather(*(client(n, port, cookie, until, result) for n in range(clients)))
    return result


def main(arguments: list[str]) -> int:
    """Print what was measured; 1 where a page was too slow or went wrong."""
    numbers = [int(each) for each in arguments if each.isdecimal()]
    seconds, clients = (*numbers, 30, 50)[:2] if len(numbers) != 1 else (numbers[0], 50)
    folder = Path(os.environ.get("LUOSHI_BENCH") or Path(tempfile.gettempdir()) / "luoshi-bench")
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stop = threading.Event()
    before = os.times()
    with closing(cast(SqlStore, opened("sqlite", SIZE, folder))) as store:
        cookie = signed_in(store)
        with _place(folder, copied="read" in arguments) as place, server(place, port):
            if "write" in arguments:
                threading.Thread(target=writing, args=(store, stop), daemon=True).start()
            with reading(place) if "read" in arguments else nullcontext():
                result = asyncio.run(load(port, cookie, seconds, clients))
            stop.set()
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return told(result, seconds, clients, spent)


def told(result: Result, seconds: float, clients: int, spent: float) -> int:
    slow = False
    print(f"{clients} clients, {seconds} s, {SIZE:,} statements")
    for kind, took in sorted(result.spent.items()):
        high = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
        slow |= high > _FLOOR
        print(
            f"  {kind:8} {len(took):7,} pages {len(took) / seconds:7.0f}/s  "
            f"p50 {median(took):6.1f} ms  p95 {high:6.1f} ms  most {max(took):6.1f} ms  "
            f"{'MISS' if high > _FLOOR else 'PASS'} < {_FLOOR}"
        )
    pages = sum(map(len, result.spent.values()))
    print(f"  {spent * 1000 / max(1, pages):.1f} ms of the server's time a page, its start included")
    print(f"  wrong: {dict(result.wrong) or 'nothing'}; {result.bytes / 2**20:,.0f} MiB read")
    return int(slow or bool(result.wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
