"""What holds of deeds, force, kinds, themes and lists on any text."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from luoshi.extracting.deeds.deed import deed_of
from luoshi.extracting.deeds.force import force_of
from luoshi.extracting.deeds.kinds import kind_of
from luoshi.extracting.deeds.measurability import checkable
from luoshi.extracting.events import event_of
from luoshi.extracting.lists.enumerations import enumeration_of
from luoshi.extracting.themes import themes_of
from luoshi.extracting.times.times import times
from luoshi.extracting.units import Unit
from luoshi.lexicon.force import FORCES
from luoshi.lexicon.kinds import KINDS
from luoshi.lexicon.themes import FIELDS
from luoshi.model import Document
from luoshi.parsing.outline import parse

PIECES = [
    *"、，,；。：:“”（）(\n 和与及等的了进一是二3８",
    *[
        "要",
        "确保",
        "不得",
        "力争",
        "加快",
        "推动",
        "建设",
        "改革",
        "将",
        "在",
        "方面",
        "以",
        "重大",
        "项目",
        "企业",
    ],
    *[
        "8个方面",
        "三大工程",
        "10月27日",
        "召开",
        "扩大会议",
        "党工委",
        "高新区",
        "学习",
        "2030年",
        "5%左右",
        "一批",
        "从",
    ],
]
PLANNED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
TEXTS = st.one_of(st.text(max_size=80), PLANNED)


@given(TEXTS)
def test_words_are_words_of_the_text(text):
    force, word = force_of(text)
    assert force in FORCES
    assert word in text
    for part in deed_of(text):
        assert part is None or (part and part in text)


@given(TEXTS, st.booleans(), st.booleans())
def test_kinds_and_themes_are_known_ones(text, has_target, heading):
    assert kind_of(text, has_target=has_target, heading=heading) in (*KINDS, "measure")
    fields, finer = themes_of(text, (text,))
    assert set(fields) <= set(FIELDS)
    assert all(theme.split("/")[0] in fields for theme in finer)
    assert checkable(text, "measure") in (True, False)


@given(TEXTS, st.integers(0, 40), st.integers(0, 80))
def test_items_stand_where_they_say(text, start, length):
    end = min(len(text), start + length)
    found = enumeration_of(text, start, end)
    if found is None:
        return
    assert found.found == len(found.items) >= 2
    last = start
    for item in found.items:
        assert last <= item.start < item.end <= end
        assert text[item.start : item.end] == item.text
        last = item.end


@given(TEXTS)
def test_events_quote_their_text(text):
    outline = parse(Document(text))
    if not outline.clauses:
        return
    end = outline.clauses[-1].end
    start = outline.clauses[0].start
    unit = Unit("event", 0, len(outline.clauses), start, end, ((start, end),), "test")
    found = event_of(outline, unit, times(text, date=date(2025, 11, 20)))
    assert all(topic in text for topic in found.topics)
    if found.occasion is not None:
        assert found.occasion in text
    if found.date is not None:
        assert text[found.date.start : found.date.end] == found.date.text


def test_long_lines_cost_no_more_than_their_length():
    for text in (
        "、" * 100_000,
        "推动" * 50_000,
        "（" * 100_000,
        "要" * 100_000,
        "一是" * 50_000,
        "1" * 100_000,
    ):
        force_of(text)
        deed_of(text)
        kind_of(text, has_target=False, heading=False)
        themes_of(text, ())
        enumeration_of(text, 0, len(text))
