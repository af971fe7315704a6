"""``luoshi follow`` as people run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.journeys.test_shell import Shell
from tests.shared import CORPORA, needs_shared

from luoshi import examples

EARLIER, LATER = examples.path("report_2025.txt"), examples.path("report_2026.txt")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    return Shell(folder, home)


def test_findings(shell: Shell) -> None:
    done = shell.run("follow", EARLIER, LATER)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert set(rows[0]) == {"target", "commitment", "standing", "evidence", "why"}
    gdp = rows[0]
    assert (gdp["standing"], gdp["evidence"]["value"], gdp["evidence"]["unit"]) == ("met", 6.4, "%")
    later = LATER.read_text("utf-8")
    for row in rows:
        if row["evidence"]:
            assert later[row["evidence"]["start"] : row["evidence"]["end"]] == row["evidence"]["text"]
    assert "达到 16" in done.stderr


def test_a_table_with_both_quotes(shell: Shell) -> None:
    done = shell.run("follow", EARLIER, LATER, "--format", "table")
    assert done.returncode == 0, done.stderr
    for words in ("规上工业增加值增长8%以上", "未达到", "规上工业增加值增长7.1%", "未提及", "结论"):
        assert words in done.stdout
    english = shell.run("follow", EARLIER, LATER, "--format", "table", LUOSHI_LANG="en")
    assert "Verdict" in english.stdout


def test_two_plans(shell: Shell) -> None:
    rows = shell.records("follow", EARLIER, LATER, "--plans")
    assert set(rows[0]) == {"kinds", "earlier", "later", "why"}
    kinds = {kind for row in rows for kind in row["kinds"]}
    assert kinds == {"raised", "lowered", "softened", "hardened", "moved", "dropped", "new", "kept"}
    table = shell.run("follow", EARLIER, LATER, "--plans", "--format", "table")
    assert "语气减弱" in table.stdout


def test_folders(shell: Shell) -> None:
    shell.write("a/云栖口.txt", EARLIER.read_bytes())
    shell.write("a/nameless.txt", "要加快建设。\n")
    other = EARLIER.read_text("utf-8").replace("云栖口高新区", "砚澜高新区")
    shell.write("a/砚澜.txt", other)
    shell.write("b/later.txt", LATER.read_bytes())
    done = shell.run("follow", "a", "b")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) > 30
    assert "nameless.txt" in done.stderr
    assert "砚澜" in done.stderr
    alone = shell.run("follow", EARLIER, LATER)
    strip = [json.loads(line)["standing"] for line in alone.stdout.splitlines()]
    assert strip == [json.loads(line)["standing"] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (LATER, EARLIER, "早于"),
        (EARLIER, EARLIER, "同一份"),
        (EARLIER, "absent.txt", "absent.txt"),
    ],
)
def test_bad_pairs(shell: Shell, first: Path, second: Path, words: str) -> None:
    done = shell.run("follow", first, second)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert words in done.stderr


def test_another_bodys_report(shell: Shell) -> None:
    other = shell.write("other.txt", LATER.read_text("utf-8").replace("云栖口高新区", "砚澜高新区"))
    done = shell.run("follow", EARLIER, other)
    assert (done.returncode, done.stdout) == (1, "")
    assert "云栖口高新区" in done.stderr
    assert "砚澜高新区" in done.stderr


def test_dates_can_be_given(shell: Shell) -> None:
    shell.write("one.txt", "主要目标\n今年主要预期目标是：地区生产总值增长5%左右，固定资产投资增长6%。\n")
    shell.write("two.txt", "一、工作回顾\n过去一年，全市地区生产总值增长5.2%，固定资产投资增长4%。\n")
    done = shell.run(
        "follow", "one.txt", "two.txt", "--earlier-date", "2025-01-10", "--later-date", "2026-01-10"
    )
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["standing"] for line in done.stdout.splitlines()] == ["met", "missed"]


@needs_shared
@pytest.mark.shared
def test_a_province(shell: Shell) -> None:
    rows = shell.records(
        "follow", CORPORA / "provincial/2025/hunan.txt", CORPORA / "provincial/2026/hunan.txt"
    )
    assert rows[0]["standing"] == "missed"
