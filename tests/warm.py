"""Runs ``luoshi`` many times from one process that has loaded it once: each run is a fork of that process.

What a run costs is then what it does, not the loading of the same libraries and word lists hundreds of times.
A run is a process of its own with its own folder, environment, streams and exit status; what it shares with
the others is only what loading leaves behind. Where the interpreter's own start matters (locales, limits,
``PYTHON…`` variables) a test starts a process anew, as do all where ``LUOSHI_ANEW`` is set (``make
test-anew``) and where the system cannot fork.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

AVAILABLE = hasattr(os, "fork") and hasattr(socket, "send_fds") and not os.environ.get("LUOSHI_ANEW")
# commands themselves are imported by each run: their words depend on the environment
_LOADED = (
    *("alembic.command", "click", "rich.console", "rich.panel", "rich.table", "rich.text", "sqlalchemy"),
    *("sqlalchemy.dialects.sqlite", "yaml"),
    *("luoshi.app.ledger", "luoshi.app.record", "luoshi.stores.sqlite", "luoshi.stores.database"),
)
_TEXT = "二、2026年重点工作\n（一）做强创新平台。年底前建成10个重点项目，市财政局牵头，确保全部投入运行。\n"
# what is called ``luoshi`` on the path of a shell: it hands its folder, environment and streams on
_CLIENT = """#!{python} -IS
import json, os, socket, sys
asked = {{"arguments": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}}
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    socket.send_fds(line, [b"+"], [0, 1, 2])
    line.sendall(json.dumps(asked).encode() + b"\\n")
    status = int(line.recv(16) or b"70")
os.kill(os.getpid(), -status) if status < 0 else sys.exit(status)
"""


def suits(more: Iterable[str]) -> bool:
    """Say whether a run with these variables may be a fork: no interpreter reads them."""
    return AVAILABLE and all(
        name == "COLUMNS" or (name.startswith("LUOSHI_") and name != "LUOSHI_PLAIN") for name in more
    )


@cache
def _address() -> str:
    """Start the process that the runs are forks of; give the address of its socket."""
    folder = tempfile.mkdtemp(prefix="luoshi-warm-")
    address = os.path.join(folder, "s")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")}
    server = subprocess.Popen(
        [sys.executable, __file__, address], stdin=subprocess.PIPE, env=environment, start_new_session=True
    )

    def stop() -> None:
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    while not os.path.exists(address):
        assert server.poll() is None, "the process that loads luoshi for the tests has ended"
        time.sleep(0.02)
    return address


@cache
def on_path() -> str:
    """Give a folder that holds a program ``luoshi``, to stand first on a path."""
    folder = Path(_address()).parent / "bin"
    folder.mkdir()
    program = folder / "luoshi"
    program.write_text(_CLIENT.format(python=sys.executable, address=_address()), "utf-8")
    program.chmod(0o755)
    return str(folder)


def luoshi(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run ``luoshi`` as a fork where that can be had, else anew."""
    if AVAILABLE:
        return run(arguments, folder, environment)
    return subprocess.run(
        [sys.executable, "-m", "luoshi", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float = 550
) -> subprocess.CompletedProcess[str]:
    """Run ``luoshi`` with arguments; give its exit status and what it wrote, as ``subprocess.run`` does."""
    asked = {"arguments": list(arguments), "folder": str(folder), "environment": dict(environment)}
    with socket.socket(socket.AF_UNIX) as line, open(os.devnull, "rb") as nothing:
        line.connect(_address())
        (out, into_out), (said, into_said) = os.pipe(), os.pipe()
        socket.send_fds(line, [b"+"], [nothing.fileno(), into_out, into_said])
        os.close(into_out)
        os.close(into_said)
        line.sendall(json.dumps(asked).encode() + b"\n")
        try:
            written = _read((out, said), time.monotonic() + timeout)
        finally:
            os.close(out)
            os.close(said)
        status = int(line.recv(16))
    return subprocess.CompletedProcess(list(arguments), status, *(each.decode() for each in written))


def _read(ends: tuple[int, int], until: float) -> tuple[bytes, bytes]:
    """Read two pipes until both are closed."""
    parts: dict[int, list[bytes]] = {end: [] for end in ends}
    with selectors.DefaultSelector() as ready:
        for end in ends:
            ready.register(end, selectors.EVENT_READ)
        while ready.get_map():
            found = ready.select(until - time.monotonic())
            if not found:
                raise subprocess.TimeoutExpired("luoshi", 0)
            for key, _ in found:
                part = os.read(key.fd, 1 << 16)
                parts[key.fd].append(part)
                if not part:
                    ready.unregister(key.fd)
    first, second = ends
    return b"".join(parts[first]), b"".join(parts[second])


def _serve(address: str) -> None:
    """Fork for each who asks, until the tests are over; return in the process that is to run ``luoshi``."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{address}.new")
    listener.listen(64)
    os.rename(f"{address}.new", address)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait for the runs
    with selectors.DefaultSelector() as ready:
        ready.register(listener, selectors.EVENT_READ)
        ready.register(0, selectors.EVENT_READ)
        while True:
            if any(key.fd == 0 for key, _ in ready.select()):
                os._exit(0)
            line, _ = listener.accept()
            if os.fork() == 0:
                break
            line.close()
    listener.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, streams, _, _ = socket.recv_fds(line, 1, 3)
    with line.makefile("rb") as asked:
        wanted = json.loads(asked.readline())
    runs = os.fork()
    if runs == 0:
        line.close()
        _become(wanted, streams)
        return
    for stream in streams:
        os.close(stream)
    status = os.waitstatus_to_exitcode(os.waitpid(runs, 0)[1])
    line.sendall(str(status).encode())
    os._exit(0)


def _become(wanted: dict, streams: list[int]) -> None:
    """Take on the folder, environment, streams and arguments of a process that somebody started."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    time.tzset()
    sys.argv[1:] = wanted["arguments"]
    sys.path[0] = wanted["folder"]
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(  # noqa: SIM115
        1, "w", 1 if os.isatty(1) else -1, encoding="utf-8", closefd=False
    )
    sys.stderr = sys.__stderr__ = open(  # noqa: SIM115
        2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


def _load() -> None:
    """Load what nearly every run uses: libraries, word lists, models."""
    import gc
    import threading
    from importlib import import_module

    for name in _LOADED:
        import_module(name)
    import luoshi

    assert len(list(luoshi.extract(luoshi.read(_TEXT.encode())))) > 1
    assert threading.active_count() == 1, "a process of several threads must not be forked"
    assert not [name for name in sys.modules if name.startswith("luoshi.cli")]
    gc.freeze()


if __name__ == "__main__":
    import runpy

    _load()
    _serve(sys.argv[1])
    runpy.run_module("luoshi", run_name="__main__", alter_sys=True)
