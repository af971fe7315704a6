"""The compiled inner loops give what the plain forms give, on any text and on the real ones."""

from __future__ import annotations

import copy
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.extracting.actors.subjects import NOBODY, own_actors, quiet_clauses
from luoshi.extracting.deeds.deed import deed_of, plain_deed_of
from luoshi.extracting.deeds.force import force_of, plain_force_of
from luoshi.extracting.deeds.governing import governing, governor, mask, plain_governing, plain_mask
from luoshi.extracting.deeds.kinds import kind_of, plain_kind_of
from luoshi.extracting.deeds.measurability import checkable, plain_checkable
from luoshi.extracting.found import between, plain_between
from luoshi.extracting.labels import compiled
from luoshi.extracting.labels.features import FLAT, LONE
from luoshi.extracting.labels.frames import roles
from luoshi.extracting.labels.joints import joined
from luoshi.extracting.labels.labels import best_path, emissions, labels
from luoshi.extracting.labels.rules import overruled, plain_chinese_letters, plain_overruled
from luoshi.extracting.lists.enumerations import enumerations_of, plain_enumerations_of
from luoshi.extracting.times.patterns import matches, opening, pattern
from luoshi.extracting.units import plain_units, units
from luoshi.lexicon.actors import actor_words
from luoshi.lexicon.calendar import calendar
from luoshi.lexicon.deeds import PlainVerbs, deed_words, ranks
from luoshi.lexicon.enumerations import enumeration_words
from luoshi.lexicon.force import force_words
from luoshi.lexicon.frames import frames
from luoshi.lexicon.joints import joints
from luoshi.lexicon.kinds import kind_words
from luoshi.lexicon.measurability import measurability_words
from luoshi.lexicon.themes import theme_words
from luoshi.lexicon.trie import PlainWords
from luoshi.lexicon.weights import TAGS, joint_weights, label_weights, unpack
from luoshi.model import Clause, Document, Outline, Statement
from luoshi.model.quantity import Quantity
from luoshi.native import COMPILED, maker
from luoshi.parsing.clauses import plain_pieces
from luoshi.parsing.outline import PlainParts, parse, parts_of
from tests.shared import day_of, needs_shared, texts

pytestmark = pytest.mark.skipif(not COMPILED, reason="the compiled inner loops are not built, or left out")

_WORDS = [
    *theme_words().points,
    *frames().opens,
    *frames().cues,
    *force_words().verbs,
    *actor_words().names,
    *(word for some in joints().words.values() for word in some),
    *LONE,
]
_LETTERS = "，、。；！？,;:：\n“”（）()0159２％年月日的要将由和与同_ \t\u3000A中国\U00020000²"
chinese = st.lists(
    st.one_of(
        st.sampled_from(_WORDS),
        st.text(alphabet=_LETTERS, max_size=6),
        st.text(max_size=4),
        st.sampled_from(["2024年", "2025年", "20３１年", "1,200", "1,２３", "到2030年", "0年", "12345678年"]),
    ),
    max_size=40,
).map("".join)
_DEEDS = [
    *deed_words().sure,
    *(*deed_words().manner, *deed_words().late, *deed_words().nominal, *deed_words().light),
    *(*deed_words().closed, *deed_words().hastening, *deed_words().complements, *force_words().auxiliaries),
    *kind_words().cues,
    *kind_words().verbs,
    *measurability_words().things,
    *enumeration_words().openers,
    *enumeration_words().cuts,
    *("以及", "和", "等", "等级", "的", "了", "一是", "八大", "两个", "3项", "5+2"),
]
_TIMES = (*opening(calendar()).pairs, *opening(calendar()).prefixes, *"年月日号季个天周星期末前底内至到第")
times = st.lists(
    st.one_of(
        st.sampled_from(_TIMES),
        st.text(
            alphabet="0123456789２一二三四五十百两〇廿 \u3000\xa0.．-—–~/:：年月日天周点半第数几“”中",
            max_size=7,
        ),
        st.text(max_size=3),
    ),
    max_size=15,
).map("".join)
deeds = st.lists(
    st.one_of(
        st.sampled_from(_DEEDS),
        st.sampled_from(_WORDS),
        st.text(alphabet=_LETTERS + "“”（）()《》、、、、要进", max_size=4),
        st.sampled_from(
            ["2024年", "到2030年底", "1,200家", "5%", "增长5%左右", "8个方面工作", "‘’", '"甲"', "【】"]
        ),
    ),
    max_size=25,
).map("".join)


def same_models(outline: Outline) -> None:
    section_roles = roles(outline)
    weights = label_weights()
    scores = [unpack(total) for total in emissions(weights, outline)]
    assert compiled.scores(outline, section_roles) == scores
    tags = best_path(scores, weights.transitions)
    assert compiled.tags(outline, section_roles) == tags
    letters = [TAGS[tag][0] for tag in tags]
    assert compiled.goes_on(outline, letters) == joined(outline, letters)
    own = ["C"] * len(letters)
    assert compiled.goes_on(outline, own) == joined(outline, own)


@given(chinese, st.sampled_from(["2025年政府工作报告\n", "一、2025年工作回顾\n", "二、2026年工作安排\n", ""]))
@settings(max_examples=300)
def test_models_agree_on_any_text(text: str, title: str) -> None:
    same_models(parse(Document(title + text)))


@needs_shared
@pytest.mark.shared
def test_models_agree_on_real_texts() -> None:
    for path in texts():
        same_models(parse(Document(path.read_text("utf-8"), date=day_of(path))))


@given(chinese, st.integers(0, 20), st.integers(0, 60))
def test_words_agree(text: str, start: int, length: int) -> None:
    from luoshi.native.words import Verbs, Words

    stop = start + length
    for words in (theme_words().points, actor_words().names, LONE):
        plain, fast = PlainWords(words), Words(words)
        assert fast.find(text, start, stop) == plain.find(text, start, stop)
        assert fast.all(text, start, stop) == plain.all(text, start, stop)
        assert fast.found_in(text) == plain.found_in(text)
        assert [fast.end(text, at, stop) for at in range(len(text))] == [
            plain.end(text, at, min(stop, len(text))) for at in range(len(text))
        ]
    ranked = ranks(force_words().verbs, deed_words().nominal)
    tails = deed_words().tail
    slow, quick = PlainVerbs(ranked, tails), Verbs(ranked, tails)
    places = range(len(text))
    assert [quick.end(text, at, len(text)) for at in places] == [
        slow.end(text, at, len(text)) for at in places
    ]


@given(chinese)
def test_lines_are_cut_alike(text: str) -> None:
    from luoshi.parsing.clauses import pieces

    assert list(pieces(text, 0, len(text))) == list(plain_pieces(text, 0, len(text)))


@pytest.mark.parametrize("deep", [23, 24, 25, 10_000])
def test_nested_brackets_are_cut_alike(deep: int) -> None:
    from luoshi.parsing.clauses import pieces

    text = "甲，" + "（" * deep + "乙，" + "）" * deep + "丙，丁"
    assert list(pieces(text, 0, len(text))) == list(plain_pieces(text, 0, len(text)))


@given(chinese)
def test_chinese_letters_are_counted_alike(text: str) -> None:
    from luoshi.native.chinese import chinese_letters

    assert chinese_letters(text, 0, len(text)) == plain_chinese_letters(text, 0, len(text))


@given(chinese)
def test_a_quiet_clause_names_nobody(text: str) -> None:
    quiet = quiet_clauses()
    assert quiet is not None
    clauses = parse(Document(text)).clauses
    marks = quiet.marks(text, clauses)
    for clause, mark in zip(clauses, marks, strict=True):
        assert bool(mark) == quiet.quiet(text, clause.start, clause.end)
        if mark:
            assert own_actors(actor_words(), text, clause.start, clause.end) == NOBODY


@needs_shared
@pytest.mark.shared
def test_quiet_clauses_of_real_texts_name_nobody() -> None:
    quiet = quiet_clauses()
    assert quiet is not None
    for path in texts():
        outline = parse(Document(path.read_text("utf-8")))
        text = outline.document.text
        marks = quiet.marks(text, outline.clauses)
        for clause, mark in zip(outline.clauses, marks, strict=True):
            if mark:
                assert own_actors(actor_words(), text, clause.start, clause.end) == NOBODY


def same_deeds(text: str) -> None:
    deed = plain_governing(text)
    assert governing(text) == deed
    assert mask(text) == plain_mask(text)
    assert force_of(text, deed) == plain_force_of(text, deed)
    assert deed_of(text, deed) == plain_deed_of(text, deed)
    for kind in ("measure", "project"):
        assert checkable(text, kind, deed) == plain_checkable(text, kind, deed)
    for has_target, heading in ((False, False), (True, False), (False, True)):
        told = kind_of(text, has_target=has_target, heading=heading, deed=deed)
        assert told == plain_kind_of(text, deed, has_target, heading)


def same_lists(text: str, start: int, end: int) -> None:
    assert enumerations_of(text, start, end) == plain_enumerations_of(text, start, end)


@given(deeds)
@settings(max_examples=400)
def test_deeds_agree_on_any_text(text: str) -> None:
    same_deeds(text)
    same_lists(text, 0, len(text))
    same_lists(text, 3, len(text) + 3)
    for at in range(len(text)):
        assert governor().head(text, at, len(text)) == deed_words().head(text, at, len(text))


@needs_shared
@pytest.mark.shared
def test_deeds_and_lists_agree_on_real_texts() -> None:
    for path in texts():
        outline = parse(Document(path.read_text("utf-8"), date=day_of(path)))
        text = outline.document.text
        found = labels(outline)
        runs = list(units(outline, found))
        assert runs == list(plain_units(outline, found))
        for unit in runs:
            same_deeds(text[unit.start : unit.end])
            same_lists(text, unit.start, unit.end)


@given(chinese, st.sampled_from(["2025年政府工作报告\n", "一、2025年工作回顾\n", ""]), st.randoms())
@settings(max_examples=200)
def test_clauses_left_out_are_changed_by_no_rule(text: str, title: str, random: Random) -> None:
    outline = parse(Document(title + text))
    letters = [random.choice("CRPEN") for _ in outline.clauses]
    section_roles = roles(outline)
    quick, slow = list(letters), list(letters)
    rules = overruled(outline, quick, section_roles)
    assert rules == plain_overruled(outline, slow, section_roles)
    assert quick == slow


@given(chinese)
def test_outlines_are_cut_alike(text: str) -> None:
    plain, quick = PlainParts(text), parts_of(text)
    lines = [0, *(found.end() for found in re.finditer("\n", text)), len(text)]
    for number, (start, end) in enumerate(pairwise(lines)):
        for parts in (plain, quick):
            parts.add(start, end, number % 3 == 1, start + 4 * (number % 2), number)
            if number % 4 == 3:
                parts.end_sentence()
    assert quick.clauses == plain.clauses
    assert quick.sentences == plain.sentences
    assert all(type(clause) is Clause for clause in quick.clauses)


@given(st.lists(st.integers(0, 60)).map(sorted), st.integers(0, 60), st.integers(0, 60))
def test_what_begins_in_a_stretch_is_found_alike(starts: list[int], start: int, end: int) -> None:
    found = [Quantity(at, at + 1, 1.0, None, "", "eq") for at in starts]
    assert between(found, starts, start, end) == plain_between(found, starts, start, end)


def same_times(text: str) -> None:
    plain = [found.span() for found in pattern().finditer(text)]
    assert [found.span() for found in matches(text)] == plain


@given(times)
@settings(max_examples=600)
def test_times_agree_on_any_text(text: str) -> None:
    same_times(text)


@needs_shared
@pytest.mark.shared
def test_times_agree_on_real_texts() -> None:
    for path in texts():
        same_times(path.read_text("utf-8"))


def test_every_weight_is_found_by_its_name() -> None:
    from luoshi.native.weights import Weights

    rows = {name: unpack(total) for name, total in label_weights().packed.items()}
    table = Weights(rows, len(TAGS))
    assert all(table.get(name) == row for name, row in rows.items())
    single = {name: [weight] for name, weight in joint_weights().weights.items()}
    table = Weights(single, 1)
    assert all(table.get(name) == row for name, row in single.items())
    assert table.get("") is None
    assert table.get("\0w中国") is None


def test_digits_are_made_one_below_the_bmp_only() -> None:
    assert max(FLAT) < 0x10000  # what the compiled table holds


def test_made_records_are_as_any_other() -> None:
    values = ("event", "a:0-1", "a" * 64, "<text>", "rule", (), 0, 1, "一", ((0, 1),), ())
    rest = (None, None, None, None, (), (), (), (), None, None, (), None, None, None, ())
    made = maker(Statement)(*values, *rest)
    assert made == Statement(*values)
    assert hash(made) == hash(Statement(*values))
    assert replace(made, text="二") == Statement(*values[:8], "二", *values[9:])
    assert copy.deepcopy(made) == made
    with pytest.raises(TypeError, match="26 fields, not 11"):
        maker(Statement)(*values)
    clause = (0, 1, "，", True, False, False, 0, 0)
    assert maker(Clause)(*clause) == Clause(*clause)
    assert maker(Clause)(*clause)._replace(end=2).end == 2
    with pytest.raises(TypeError, match="8 fields, not 1"):
        maker(Clause)(0)


def test_the_plain_form_can_be_asked_for() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import luoshi.native; print(luoshi.native.COMPILED)"],
        env={**os.environ, "LUOSHI_PLAIN": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"
