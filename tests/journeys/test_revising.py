"""An office corrects a text it had added, and proves what was done, through the shell."""

from __future__ import annotations

import json

import pytest
from tests.journeys.test_shell import Shell, failed

FIRST = """# 临江市2025年政府工作报告

2025年1月10日

## 2025年工作

地区生产总值增长5%左右。改造老旧小区20个。新建口袋公园12个。开工建设两座水库。
"""
SECOND = FIRST.replace("12个", "15个").replace("开工建设两座水库。", "").replace("改造", "全面改造")
LATER = """# 临江市2026年政府工作报告

2026年1月12日

## 2025年工作回顾

地区生产总值增长5.4%。
"""


@pytest.fixture
def shell(tmp_path):
    made = Shell(tmp_path, tmp_path)
    for name, text in (("2025.md", FIRST), ("改.md", SECOND), ("2026.md", LATER)):
        made.write(name, text.encode())
    assert made.run("add", "2025.md").returncode == 0
    return made


def lines(done) -> list[dict]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(shell) -> dict[int, dict]:
    return {one["row"]["number"]: one for one in lines(shell.run("ledger", "list", "--format", "jsonl"))}


def number(shell, words: str) -> int:
    return next(at for at, one in rows(shell).items() if words in one["text"])


def test_a_corrected_text_is_tried_and_then_taken(shell):
    park, dam = str(number(shell, "公园")), str(number(shell, "水库"))
    lines(shell.run("ledger", "review", park, "--correct", "force=刚性", "--format", "jsonl"))
    lines(shell.run("ledger", "assign", dam, "--lead", "水务局", "--format", "jsonl"))
    held = shell.run("add", "改.md")
    failed(held)
    assert "--replaces" in held.stderr
    assert "--dry-run" in held.stderr
    before = rows(shell)
    tried = shell.run("add", "改.md", "--replaces", "2025.md", "--dry-run", "--format", "jsonl")
    told = {one["row"]: one for one in lines(tried)}
    assert told[int(park)]["before"].endswith("12个")
    assert told[int(park)]["after"].endswith("15个")
    assert "corrected" in told[int(park)]["kept"]
    assert "force" in told[int(park)]["kept"]
    assert told[int(dam)]["change"] == "unmatched"
    table = shell.run(
        "add", "改.md", "--replaces", "2025.md", "--dry-run", "--format", "table", LUOSHI_LANG="zh"
    )
    assert "15个" in table.stdout
    assert "对不上" in table.stdout
    assert "没有改动" in table.stderr
    assert rows(shell) == before
    done = shell.run("add", "改.md", "--replaces", park)
    assert done.returncode == 0
    assert "--unmatched" in done.stderr
    after = rows(shell)
    assert after[int(park)]["text"].endswith("15个")
    assert after[int(park)]["force"] == "binding"
    (lost,) = lines(shell.run("ledger", "list", "--unmatched", "--format", "jsonl"))
    assert lost["row"]["number"] == int(dam)
    assert lost["row"]["lead"] == "水务局"
    again = shell.run("add", "改.md")
    assert again.returncode == 0
    assert rows(shell) == after
    assert shell.run("ledger", "verify-chain").returncode == 0


def test_evidence_is_attached_and_looked_at(shell):
    growth = str(number(shell, "5%左右"))
    shell.write("验收单.pdf", b"proof")
    lines(shell.run("ledger", "prove", growth, "验收单.pdf", "--format", "jsonl"))
    (finding,) = lines(shell.run("ledger", "prove", growth, "--from", "2026.md", "--format", "jsonl"))
    assert finding["standing"] == "met"
    lines(shell.run("ledger", "prove", growth, "--from", "2026.md", "--accept", "--format", "jsonl"))
    lines(shell.run("ledger", "assign", growth, "--lead", "发改委", "--format", "jsonl"))
    shell.write("说明.txt", b"more")
    asked = ("report", growth, "--progress", "完成", "--evidence", "说明.txt", "--format", "jsonl")
    lines(shell.run("ledger", *asked))
    found = lines(shell.run("ledger", "evidence", growth, "--format", "jsonl"))
    assert [(one["kind"], one["state"], one["standing"]) for one in found] == [
        ("file", "sound", None),
        ("quote", "sound", "met"),
        ("file", "sound", None),
    ]
    card = shell.run("ledger", "show", growth, "--format", "table")
    assert "验收单.pdf" in card.stdout
    assert "5.4%" in card.stdout
    for kept in (shell.folder / "luoshi.db.files").rglob("*.pdf"):
        kept.unlink()
    listed = shell.run("ledger", "evidence", growth, "--format", "table", LUOSHI_LANG="zh")
    assert "缺失" in listed.stdout
    assert "验收单.pdf" in listed.stderr


WRONG = (
    ("add", "改.md", "--replaces", "无.md"),
    ("add", "改.md", "2026.md", "--replaces", "1"),
    ("ledger", "prove", "1"),
    ("ledger", "prove", "1", "无.pdf"),
    ("ledger", "prove", "1", "--quote", "2025.md:5-9999"),
    ("ledger", "prove", "1", "--accept"),
    ("ledger", "evidence", "99"),
)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_cannot_be_done_is_said(shell, words):
    failed(shell.run(*words))
