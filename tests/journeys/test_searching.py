"""``luoshi search`` at the shell, on the packaged example."""

from __future__ import annotations

import json

import pytest
from tests.journeys.test_shell import Shell

from luoshi import Ledger, examples


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    folder = tmp_path_factory.mktemp("searched")
    made = Shell(folder, folder)
    made.write("zones.md", examples.path("zones.md").read_bytes())
    done = made.run("add", "zones.md", "--date", "2025-10-30")
    assert done.returncode == 0, done.stderr
    return made


def lines(shell, *words):
    done = shell.run("search", *words, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_records_with_marks(shell):
    found = lines(shell, "创新")
    assert found
    for record in found:
        assert record["marks"]
        assert all(record["text"][start:end] == "创新" for start, end in record["marks"])
        assert record["row"]["number"]
    every = [
        json.loads(line) for line in shell.run("ledger", "list", "--format", "jsonl").stdout.splitlines()
    ]
    assert {one["id"] for one in found} == {one["id"] for one in every if "创新" in one["text"]}
    assert len(lines(shell, "创新", "--limit", "2")) == 2
    assert {one["id"] for one in lines(shell, "創新")} == {one["id"] for one in found}
    assert lines(shell, "創新", "类别：结果") == []


def test_a_table_with_documents_and_counts(shell):
    done = shell.run("search", "创新", "类别：承诺", "--format", "table", "--facets", "--limit", "3")
    assert done.returncode == 0, done.stderr
    assert "列出前 3 行" in done.stderr
    assert "类别  承诺 " in done.stdout
    titled = shell.run("search", "高新区", "--format", "table", "--limit", "1")
    assert "zones.md" in titled.stdout or "高新区" in titled.stdout
    none = shell.run("search", "没有这个词", "--format", "table")
    assert (none.returncode, none.stdout) == (0, "")
    assert "查到 0 行" in none.stderr


def test_a_fault_points_at_its_place(shell):
    done = shell.run("search", '创新 "平台')
    assert done.returncode == 1
    assert "第 4 个字符" in done.stderr
    done = shell.run("search", "颜色：红")
    assert done.returncode == 1
    assert "没有“颜色”这个字段" in done.stderr
    assert "主题/theme" in done.stderr


def test_in_python(shell):
    with Ledger(shell.folder / "luoshi.db") as ledger:
        page = ledger.search_page("创新", limit=2, facets=True)
        assert page.total > len(page.hits) == 2
        again = ledger.search_page("创新", limit=2, after=page.after)
        numbers = [hit.row.number for hit in (*page.hits, *again.hits)]
        assert [row.number for row in ledger.search("创新", limit=4)] == numbers
        assert len(set(numbers)) == 4
        assert dict(page.facets.counts["type"])
