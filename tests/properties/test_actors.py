"""Actors on any text: never an exception, every name where it says, time in step with the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.extracting.actors.actors import actors
from luoshi.extracting.units import Unit
from luoshi.model import Document
from luoshi.parsing.outline import parse

DEEDS = "要 将 更 都 加快 支持 推动 建设 由 牵头 负责 配合 携手 会同 牵头单位： 责任单位： 主办单位："
NAMES = "各级政府 市财政局 市发展改革委 企业 赤峰 成都高新区 各州 全体干部 三省"
MARKS = "与 和 、 ， 。 ； （ ） ( ) 在 中 等 今年 ： 1 a ## 一、"
WORDS = (*DEEDS.split(), *NAMES.split(), *MARKS.split(), "\n", " ")
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
ROLES = {"lead", "responsible", "supporting", "addressee"}


def of(text, step=1):
    outline = parse(Document(text))
    clauses = outline.clauses
    units = []
    for first in range(0, len(clauses), step + 1):  # a clause between two units belongs to none
        last = min(first + step, len(clauses))
        start, end = clauses[first].start, clauses[last - 1].end
        units.append(Unit("commitment", first, last, start, end, ((start, end),), "test"))
    found = list(actors(outline, units))
    assert len(found) == len(units)
    return found


of("市财政局负责")  # loads the word lists, which no example's deadline is for


@given(TEXTS, st.integers(1, 3))
def test_every_name_stands_where_it_says(text, step):
    for unit in of(text, step):
        assert len({actor.name for actor in unit}) == len(unit)
        for actor in unit:
            assert text[actor.start : actor.end] == actor.name != ""
            assert actor.role in ROLES
            assert actor.inherited == (actor.why is not None)


@given(TEXTS)
def test_same_text_same_actors(text):
    assert of(text) == of(text)


@pytest.mark.parametrize(
    "piece",
    [
        "各级政府",
        "和",
        "（",
        "（市财政局负责）",
        "与重庆",
        "由企业",
        "今年",
        "在会中",
        "更都",
        "支持赤峰",
        "赤峰、",
        "牵头单位：",
        "市、",
        "a局和",
    ],
)
def test_time_grows_with_the_text(piece):
    of(piece)
    took = []
    for size in (20_000, 160_000):
        text = piece * (size // len(piece))
        start = time.process_time()
        of(text)
        took.append(time.process_time() - start)
    assert took[1] < 40 * took[0] + 0.5
