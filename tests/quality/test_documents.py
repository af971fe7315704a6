"""The scores that the documents state are those that are measured, where the gold is there.

``LUOSHI_DOCS=write`` puts the measured ones into the documents.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shared import needs_shared

ROOT = Path(__file__).resolve().parents[2]
COMPARISON = "docs/adr/0003-labels-model-or-rules.md"
WRITE = os.environ.get("LUOSHI_DOCS") == "write"
pytestmark = [needs_shared, pytest.mark.slow, pytest.mark.shared]

_ROW = re.compile(r"^(\| `(\w+)` [^|]*\| )([\d.]+)( \|)", re.M)
_BLOCK = re.compile(r"^```text\n(.*?)^```\n", re.M | re.S)


def measured(scores: dict[str, dict]) -> dict[str, str]:
    """Give each score as the documents write it."""
    found = {**scores["statements"], **scores["fields"]}
    found["lowest"] = min(scores["statements"]["accuracy_by_text"].values())
    plain = {
        name: value["f1"] if isinstance(value, dict) and "f1" in value else value
        for name, value in found.items()
    }
    return {name: f"{value:.3f}" for name, value in plain.items() if isinstance(value, float)}


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_scores_are_those_measured(scores: dict[str, dict], name: str) -> None:
    now = measured(scores)
    page = (ROOT / name).read_text("utf-8")
    new = _ROW.sub(lambda row: f"{row[1]}{now[row[2]]}{row[4]}", page)
    if WRITE:
        (ROOT / name).write_text(new, encoding="utf-8", newline="\n")
        return
    assert _ROW.search(page), f"{name} states no score"
    assert [row[0] for row in _ROW.finditer(page)] == [row[0] for row in _ROW.finditer(new)]


def test_comparison_is_the_one_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "training.compare"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    page = (ROOT / COMPARISON).read_text("utf-8")
    new = _BLOCK.sub(lambda _: f"```text\n{done.stdout}```\n", page, count=1)
    if WRITE:
        (ROOT / COMPARISON).write_text(new, encoding="utf-8", newline="\n")
        return
    assert new == page, "run with LUOSHI_DOCS=write and read the change"
