"""Many files from the shell: several processes, damaged files, and runs that were broken off."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from luoshi.stores import open_store

posix = pytest.mark.skipif(os.name == "nt", reason="needs signals and limits of POSIX")
TEXT = "云川市第{0}号文件\n一、项目\n"
TEXT += "2026年，要加快建成{0}个重点项目。确保年底前开工{1}项民生工程，由市教育局牵头。\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path


def fill(folder, count, *, damaged=0, times=1):
    """Write texts, the damaged spread among them; give the names of these."""
    bad = []
    for number in range(count):
        if damaged and number % (count // damaged) == 7:
            name, raw = (("a.txt", b""), ("b.docx", b"PK\x03\x04zip"), ("c.txt", b"\x89PNG\r\n\x1a\n\0\0"))[
                number % 3
            ]
            bad.append(f"{number:05}{name}")
            (folder / "in" / bad[-1]).write_bytes(raw)
        else:
            text = TEXT.format(number, number + 1) + TEXT.splitlines()[2].format(number, 3) * (times - 1)
            (folder / "in" / f"{number:05}.txt").write_text(text, "utf-8")
    return bad


def command(folder, *arguments, **more):
    environment = os.environ | {"LUOSHI_LANG": "zh", "LUOSHI_AUTHOR": "测试", "HOME": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "luoshi", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        **more,
    )


def run(folder, *arguments, **more):
    process = command(folder, *arguments, **more)
    out, said = process.communicate(timeout=500)
    assert "Traceback" not in said, said
    return process.returncode, out, said


def told(path):
    """Give what the ledger says, but for times and hashes; it must be whole."""
    with open_store(path, create=False) as store:
        assert store.remarks == ()
        store.verify_chain(files=True)
        return [(event.kind, event.subject, event.payload) for event in store.events()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What one process that nothing disturbs makes of 300 files."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "in").mkdir()
    fill(folder, 300)
    assert run(folder, "add", "in", "--jobs", "1")[0] == 0
    return told(folder / "luoshi.db")


def test_several_processes_print_what_one_prints(folder):
    fill(folder, 60)
    one, several = (run(folder, "extract", "in", "--jobs", jobs) for jobs in ("1", "3"))
    assert one[0] == several[0] == 0
    assert several[1] == one[1]
    assert len(one[1].splitlines()) == 120
    assert [line for line in several[2].splitlines() if "秒" not in line] == [
        line for line in one[2].splitlines() if "秒" not in line
    ]


def test_damaged_files_are_listed_and_the_others_done(folder):
    bad = fill(folder, 200, damaged=10)
    code, _, said = run(folder, "add", "in", "--jobs", "3", "--report", "r.jsonl")
    assert code == 1
    assert "190 个文件" in said
    assert "10 个输入失败" in said
    rows = [json.loads(line) for line in (folder / "r.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 200
    assert [row["file"] for row in rows] == sorted(row["file"] for row in rows)
    failed = {Path(row["file"]).name: row["reason"] for row in rows if row["status"] == "failed"}
    assert sorted(failed) == bad
    assert all(reason["code"] and reason["text"] for reason in failed.values())
    assert len({row["reason"]["code"] for row in rows if row["status"] == "failed"}) >= 2


@posix
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_killed_run_is_finished_by_the_same_command(folder, whole, jobs):
    fill(folder, 300)
    process = command(folder, "add", "in", "--jobs", jobs)
    for line in process.stderr:  # some files are in the ledger, some are at work
        if "00040.txt" in line:
            break
    process.kill()
    process.communicate(timeout=60)
    before = len(told(folder / "luoshi.db"))
    assert 41 * 3 <= before < 900
    code, _, said = run(folder, "add", "in", "--jobs", jobs)
    assert code == 0, said
    assert "300 个文件" in said
    assert said.count("未重复登入") >= 41
    assert told(folder / "luoshi.db") == whole


@posix
def test_a_full_disk_leaves_a_run_that_the_same_command_finishes(folder, whole):
    import resource

    fill(folder, 300)
    run(folder, "ledger", "list")
    assert run(folder, "add", "in/00000.txt")[0] == 0
    most = (folder / "luoshi.db").stat().st_size + 200_000

    def bounded():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    code, _, said = run(folder, "add", "in", "--jobs", "2", preexec_fn=bounded)
    assert code == 1
    assert "失败" in said
    count = len(told(folder / "luoshi.db"))
    assert 3 < count < 900
    code, _, said = run(folder, "add", "in", "--jobs", "2")
    assert code == 0, said
    assert sorted(map(str, told(folder / "luoshi.db"))) == sorted(map(str, whole))


def children(number):
    out = []
    for task in Path(f"/proc/{number}/task").glob("*"):
        with suppress(OSError):
            out += [int(word) for word in (task / "children").read_text("ascii").split()]
    return out


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see the processes")
def test_ctrl_c_ends_every_process(folder):
    fill(folder, 80, times=200)
    process = command(folder, "add", "in", "--jobs", "2", start_new_session=True)
    for line in process.stderr:
        if "00003.txt" in line:
            break
    below = children(process.pid)
    assert len(below) == 2
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    end = time.monotonic() + 20
    while any(Path(f"/proc/{one}/stat").exists() for one in below) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{one}/stat").exists() for one in below)
    assert len(told(folder / "luoshi.db")) % 401 == 0


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see the processes")
def test_a_killed_process_costs_at_most_its_file(folder):
    fill(folder, 40, times=200)
    process = command(folder, "add", "in", "--jobs", "2")
    for line in process.stderr:
        if "00003.txt" in line:
            break
    os.kill(children(process.pid)[0], signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert "40 个文件" in said
    assert len(told(folder / "luoshi.db")) == 40 * 401


def most(number):
    """Give the most memory that a process had so far, in MiB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{number}/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see the processes")
def test_memory_stays_level_over_many_files(folder):
    fill(folder, 300, times=20)
    process = command(folder, "add", "in", "--jobs", "2")
    had = {}
    for _ in process.stderr:
        for number in (process.pid, *children(process.pid)):
            had[number] = max(had.get(number, 0), most(number))
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(had) >= 3
    # what pages they share is counted more than once
    assert sum(had.values()) < 400
