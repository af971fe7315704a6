"""Alignments quote what is there, do not depend on the order of inputs, and count both ways."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import luoshi
from luoshi.aligning.aligner import alignments
from luoshi.aligning.central import central_index
from luoshi.aligning.coverage import coverage
from luoshi.aligning.index import CentralIndex
from luoshi.aligning.shared import shared
from luoshi.examples import path
from luoshi.extracting.statements import statements
from luoshi.model import Document
from luoshi.parsing.outline import parse

CENTRAL = luoshi.read(path("central.txt"))
WORDS = ("要", "加快", "建设", "新质生产力", "双碳", "农田", "养老", "AI", "①", "㎡", "5%")
MARKS = ("，", "。", "\n", " ", "一、", "（一）", "1．", "第三条")
PIECES = st.sampled_from((*WORDS, *MARKS))
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join)

pytestmark = pytest.mark.slow


@cache
def index() -> CentralIndex:
    return central_index(parse(CENTRAL))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_alignment_quotes_text_that_is_not_there(text):
    local = Document(f"二、2026年重点工作\n要加快建设。{text}", source="local")
    if local.sha256 == CENTRAL.sha256:
        return
    for alignment in luoshi.align(local, CENTRAL):
        statement = alignment.statement
        assert "".join(local.text[a:b] for a, b in statement.pieces) == statement.text
        assert 1 <= len(alignment.provisions) <= 5
        scores = [match.score for match in alignment.provisions]
        assert scores == sorted(scores, reverse=True)
        assert (alignment.standing == "aligned") == (scores[0] >= 0.5)
        for match in alignment.provisions:
            assert CENTRAL.text[match.start : match.end] == match.text
            assert 0 <= match.score <= 1
            assert match.why


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_can_be_the_central_one_or_is_refused(text):
    central = Document(text, source="central")
    local = luoshi.read(path("zones.md"))
    try:
        found = list(luoshi.align(local, central))
    except luoshi.LuoshiError as error:
        assert "central" in str(error)  # noqa: PT017 - what is raised depends on the text
        return
    assert all(central.text[m.start : m.end] == m.text for a in found for m in a.provisions)


@settings(max_examples=20, deadline=None)
@given(st.permutations(["zones.md", "report_2025.txt", "report_2026.txt"]))
def test_the_order_of_inputs_changes_nothing(names):
    gathered = []
    for name in names:
        outline = parse(luoshi.read(path(name)))
        gathered += alignments(outline, list(statements(outline)), index())
    counted = coverage(index().provisions, gathered)
    straight = coverage(index().provisions, sorted(gathered, key=lambda a: a.statement.id))
    assert counted == straight
    held = sum(len(uptake.wordings) for uptake in counted.uptakes)
    assert held + len(counted.unaligned) == len(gathered)


@given(
    st.text("工业农田建设，。a", max_size=30), st.text("工业农田建设，。a", max_size=30), st.integers(2, 4)
)
def test_shared_stretches_are_in_both(one, other, least):
    end = 0
    for start, there, length in shared(one, other, least):
        assert start >= end
        assert length >= least
        assert one[start : start + length] == other[there : there + length]
        end = start + length
