"""The table of statements: what is left out where there is little room, and that nothing is cut."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from luoshi import examples, extract, read
from luoshi.cli import messages
from luoshi.cli.tables import statement_table

ROWS = list(enumerate(extract(read(examples.path("report_2025.txt"), date="2025-01-16")), 1))[:120]
LONG = replace(ROWS[0][1], text="推动" + "高质量发展" * 40 + "到此为止")
WIDTHS = (60, 80, 90, 100, 110, 140)


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    monkeypatch.setenv("LUOSHI_LANG", "zh")
    messages.language.cache_clear()
    yield
    messages.language.cache_clear()


def printed(rows, width):
    console = Console(width=width, file=io.StringIO(), markup=False, emoji=False)
    console.print(statement_table(rows, width=width))
    return console.file.getvalue()


def columns(table):
    """The words of each column under its heading, all lines of all rows joined."""
    lines = [re.split("[│┃]", line)[1:-1] for line in table.splitlines() if line[0] in "│┃"]
    joined = ["".join(cell.strip() for cell in cells) for cells in zip(*lines, strict=True)]
    return [re.sub(r"\s", "", words) for words in joined]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(width):
    rows = [*ROWS, (999, LONG)]
    table = printed(rows, width)
    assert all(cell_len(line) <= width for line in table.splitlines())
    assert "…" not in table
    quotes = next(words for words in columns(table) if words.startswith("原文"))
    for _, statement in rows:
        assert re.sub(r"\s", "", statement.text) in quotes


@pytest.mark.parametrize("width", WIDTHS)
def test_the_theme_is_whole_or_left_out(width):
    table = printed(ROWS, width)
    assert ("领域" in table) == (width >= 90)
    if width >= 90:
        assert "经济发展│" in table.replace(" ", "")


def test_an_empty_column_is_left_out():
    bare = [(n, s) for n, s in ROWS if not s.targets]
    assert "目标值" in printed(ROWS, 100)
    assert "目标值" not in printed(bare, 100)
    assert "目标值" in printed([], 100)
