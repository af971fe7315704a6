"""The process that reads: whatever a file does to it costs that file alone."""

import os
import subprocess
import sys
import time
from array import array
from concurrent.futures import ThreadPoolExecutor
from math import nan
from pathlib import Path

import pytest

from luoshi.errors import LuoshiError, ReadingError
from luoshi.reading.formats import Format
from luoshi.reading.limits import MIB, Limits
from luoshi.reading.worker.answer import packed, unpacked, unpacked_error
from luoshi.reading.worker.frames import FrameError, TooLongError, receive
from luoshi.reading.worker.pool import close, drawn_contained, read_contained
from tests import hostile

HOSTILE = Format("hostile", (".hostile",), "tests.hostile")
QUICK = Limits(seconds=20, memory=400 * MIB)
posix = pytest.mark.skipif(os.name != "posix", reason="signals and memory limits are of POSIX systems")


def order(what: str, limits: Limits = QUICK) -> str:
    return read_contained(HOSTILE, what.encode(), "a.hostile", limits).text


def failure(what: str, limits: Limits = QUICK) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        order(what, limits)
    return caught.value


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pid: int) -> bool:
    end = time.monotonic() + 20
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_running(pid)


@pytest.mark.parametrize(
    ("what", "code", "reason"),
    [
        pytest.param("crash", "crashed", "SIGSEGV", marks=posix),
        ("exit", "crashed", "exit status 7"),
        pytest.param("eat", "memory", "400 MiB", marks=posix),
        ("deep", "too_deep", "too deep"),
        ("key", "damaged", "KeyError"),
        ("fetch", "damaged", "PermissionError"),
        ("lies", "crashed", "no sense"),
    ],
)
def test_what_a_file_does_costs_that_file(what, code, reason):
    error = failure(what)
    assert (error.code, error.source) == (code, "a.hostile")
    assert reason in str(error)
    assert "\n" not in str(error)
    assert order("要加快建设。") == "要加快建设。"


@pytest.mark.parametrize("what", ["loop", "sleep"])
def test_what_takes_too_long_is_ended(what):
    pid = int(order("pid"))
    error = failure(what, Limits(seconds=0.3))
    assert (error.code, error.details) == ("too_slow", {"limit": "0.3"})
    assert gone(pid)
    assert int(order("pid")) != pid


def test_one_process_reads_many_files():
    assert len({order("pid") for _ in range(100)}) == 1


def test_an_earlier_files_damage_costs_no_other():
    close()
    order("a")
    assert order("once") == "done"  # it fails in a used process, not in a new one


def test_what_libraries_print_is_not_shown(capfd):
    assert order("noise") == "done"
    assert capfd.readouterr() == ("", "")


def test_threads_have_a_process_each():
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(order, [f"文{n}" for n in range(40)])) == [f"文{n}" for n in range(40)]


def test_the_whole_content_comes_back():
    given = hostile.ORDERS["boxed"](QUICK)
    assert read_contained(HOSTILE, b"boxed", "a", QUICK) == given
    assert unpacked(*packed(given)) == given


def test_a_page_is_drawn_in_the_process():
    from io import BytesIO

    from PIL import Image

    png = drawn_contained("tests.hostile", b"a", "a.hostile", 7, QUICK, 2.5)
    with Image.open(BytesIO(png)) as picture:
        assert (picture.format, picture.size, picture.getpixel((0, 0))) == ("PNG", (70, 25), (255, 0, 0))


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("exit", "crashed"),
        ("deep", "too_deep"),
        ("key", "damaged"),
        ("text", "crashed"),
        ("loop", "too_slow"),
    ],
)
def test_what_a_page_does_costs_that_page(what, code):
    limits = Limits(seconds=2) if what == "loop" else QUICK
    with pytest.raises(ReadingError) as caught:
        drawn_contained("tests.hostile", what.encode(), "a.hostile", 1, limits, 1.0)
    assert caught.value.code == code
    assert order("要加快建设。") == "要加快建设。"


@pytest.mark.parametrize(
    "change",
    [
        {"text": 1},
        {"text": "甲"},
        {"publisher": 1},
        {"date": "2025年"},
        {"tasks": [{"task": [0, 99]}]},
        {"tasks": [{"task": [2, 1]}]},
        {"remarks": [["a", {"b": []}]]},
        {"layout": {"pages": [[0, 1, 1, "text"]], "lines": [], "parts": []}},
        {"layout": {"pages": [[1, 1, 1, "magic"]], "lines": [], "parts": []}},
        {"layout": {"pages": [], "lines": [[0, 1, 1, None, False]], "parts": []}},
        {"layout": {"pages": [], "lines": [[0, 2, 1, 7, True], [2, 4, 1, None, False]], "parts": []}},
        {"layout": {"pages": [], "lines": [[0, 4, 1, None, True]], "parts": []}},
        {"layout": []},
    ],
)
def test_an_answer_is_checked(change):
    head, body = packed(hostile.ORDERS["boxed"](QUICK))
    with pytest.raises(FrameError):
        unpacked(head | change, body)


def test_a_body_is_checked():
    head, body = packed(hostile.ORDERS["boxed"](QUICK))
    sure = slice(32, 36)  # after two boxes
    assert unpacked(head, body[: sure.start] + array("f", [0.75]).tobytes() + body[sure.stop :])
    past = [body[: sure.start] + array("f", [x]).tobytes() + body[sure.stop :] for x in (1.5, -0.5, nan)]
    for wrong in (body[:-4], body + bytes(16), b"\xff" * len(body), *past):
        with pytest.raises(FrameError):
            unpacked(head, wrong)
    with pytest.raises(FrameError):
        unpacked_error({"code": "a", "details": {}, "source": 1, "reason": "", "byte": None})


@pytest.mark.parametrize(
    "raw",
    [
        b"junk" * 10,
        b"LSH1" + bytes(4),
        b"LSH1" + (2).to_bytes(8, "big") + bytes(8) + b"{",
        b"LSH1" + (2).to_bytes(8, "big") + bytes(8) + b"[]",
        b"LSH1" + (400_000).to_bytes(8, "big") + bytes(8) + b"[" * 400_000,
    ],
)
def test_a_frame_is_checked(raw):
    from io import BytesIO

    with pytest.raises(FrameError):
        receive(BytesIO(raw).read, 1 << 20)
    with pytest.raises(TooLongError):
        receive(BytesIO(b"LSH1" + b"\x7f" * 16).read, 1 << 20)


def test_each_page_of_a_scan_has_the_time_of_a_file():
    assert order("pages", Limits(seconds=2)) == "done"


def test_signs_of_life_do_not_go_on_for_ever():
    assert failure("pages", Limits(seconds=0.8, pages=3)).code == "crashed"


@posix
def test_programs_that_a_reader_started_end_with_it(tmp_path, monkeypatch):
    pids = tmp_path / "pids"
    monkeypatch.setenv("LUOSHI_TEST_PIDS", str(pids))
    close()
    assert failure("child", Limits(seconds=3)).code == "too_slow"
    assert all(gone(int(pid)) for pid in pids.read_text().split())


PARENT = """
import os, signal, sys
from tests.formats.test_worker import order
print(order("pid"), flush=True)
if sys.argv[1] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "busy":
    import threading, time
    threading.Thread(target=order, args=("sleep",), daemon=True).start()
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "forked":
    pid = os.fork()
    if not pid:
        print(order("pid"), order("a"), flush=True)
        os._exit(0)
    os.waitpid(pid, 0)
    print(order("pid"), flush=True)
"""


@posix
@pytest.mark.parametrize("how", ["ended", "killed", "busy", "forked"])
def test_it_ends_with_the_program_that_started_it(how):
    # a script without a guard for __main__, as people write them
    done = subprocess.run(
        [sys.executable, "-c", PARENT, how],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    lines = done.stdout.split()
    assert lines, done.stderr
    assert all(gone(int(pid)) for pid in lines if pid.isdigit())
    if how == "forked":
        first, other, said, again = lines
        assert (first == again, first != other, said) == (True, True, "a")


def test_nothing_of_the_processes_is_left(tmp_path, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    close()
    pid = int(order("pid"))
    assert list(tmp_path.iterdir())
    close()
    assert gone(pid)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_installed_is_said():
    missing = Format("none", (".none",), "luoshi.reading.no_such_format")
    with pytest.raises(LuoshiError, match="no_such_format") as caught:
        read_contained(missing, b"a", "a.none", QUICK)
    assert caught.value.code == "unreadable"
