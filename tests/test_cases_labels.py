"""Runs tests/cases/labels.yaml: short texts whose labels are beyond doubt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from luoshi.extracting.labels.labels import labels
from luoshi.model import Document
from luoshi.parsing.outline import parse

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "labels.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("heading", "text", "wanted"), CASES)
def test_labels(heading, text, wanted):
    opening = f"{heading}\n\n" if heading else ""
    outline = parse(Document(opening + text + "\n", date=date(2026, 1, 15)))
    found = zip(outline.clauses, labels(outline), strict=True)
    assert "".join(label.label for clause, label in found if clause.start >= len(opening)) == wanted


def test_enough_cases():
    assert len(CASES) >= 60
