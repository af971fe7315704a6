"""Runs tests/cases/alignment.yaml: own sentences against the packaged central text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import luoshi
from luoshi.examples import path
from luoshi.model import Document

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "alignment.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("heading", "sentence", "wanted"), CASES)
def test_alignment(heading, sentence, wanted):
    local = Document(f"二、2026年重点工作\n（一）{heading}\n{sentence}\n", source="local.txt")
    found = [a for a in luoshi.align(local, luoshi.read(path("central.txt"))) if a.statement.text in sentence]
    assert found, "no commitment was found in the sentence"
    best = found[0].provisions[0]
    if wanted:
        assert best.article in wanted
        assert best.why
    else:
        assert found[0].standing == "unaligned"


def test_enough_cases():
    assert len(CASES) >= 50
