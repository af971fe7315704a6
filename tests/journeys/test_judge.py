"""``luoshi ledger judge`` as people run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.journeys.test_shell import Shell

from luoshi import examples

EARLIER, LATER = examples.path("report_2025.txt"), examples.path("report_2026.txt")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    return Shell(folder, home)


def test_see_accept_overrule_and_undo(shell: Shell) -> None:
    added = shell.run("add", EARLIER, LATER)
    assert added.returncode == 0, added.stderr
    listed = [
        json.loads(line) for line in shell.run("ledger", "list", "--format", "jsonl").stdout.splitlines()
    ]
    row = next(str(one["row"]["number"]) for one in listed if "规上工业增加值增长8%以上" in one["text"])
    seen = shell.run("ledger", "judge", row, "--from", LATER)
    assert seen.returncode == 0, seen.stderr
    assert "--overrule" in seen.stderr
    assert json.loads(seen.stdout.splitlines()[0])["standing"] == "missed"
    accepted = shell.run("ledger", "judge", row, "--from", LATER, "--accept", "--by", "乙")
    assert accepted.returncode == 0, accepted.stderr
    judged = json.loads(accepted.stdout)["row"]["judged"]
    assert (judged["decision"], judged["standing"]) == ("accepted", "missed")
    assert "未达到" in shell.run("ledger", "evidence", row, "--format", "table").stdout
    missing = shell.run("ledger", "judge", row, "--from", LATER, "--overrule", "有报告不可比")
    assert missing.returncode == 1
    assert "理由" in missing.stderr
    wrong = shell.run("ledger", "judge", row, "--from", LATER, "--overrule", "办成", "--reason", "不同")
    assert wrong.returncode == 1
    assert "办成" in wrong.stderr
    unknown = shell.run("ledger", "judge", row, "--from", LATER, "--overrule", "也许", "--reason", "不同")
    assert unknown.returncode != 0
    assert "也许" in unknown.stderr
    other = shell.run(
        "ledger", "judge", row, "--from", LATER, "--overrule", "有报告不可比", "--reason", "口径不同"
    )
    assert other.returncode == 0, other.stderr
    history = shell.run("ledger", "history", row, "--format", "table").stdout
    assert "判定结论" in history
    assert "有报告不可比（改判）" in history
    back = shell.run("ledger", "undo", row)
    assert json.loads(back.stdout)["row"]["judged"]["decision"] == "accepted"
    assert shell.run("ledger", "verify-chain").returncode == 0


def test_help_names_the_verdicts(shell: Shell) -> None:
    helped = shell.run("ledger", "judge", "--help")
    assert helped.returncode == 0
    assert "--overrule" in helped.stdout
    english = shell.run("ledger", "judge", "--help", LUOSHI_LANG="en")
    assert "finding" in english.stdout
