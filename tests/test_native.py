"""The compiled inner loops give what the plain forms give, on any text and on the real ones."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.extracting.actors.subjects import NOBODY, own_actors, quiet_clauses
from luoshi.extracting.labels import compiled
from luoshi.extracting.labels.features import FLAT, LONE
from luoshi.extracting.labels.frames import roles
from luoshi.extracting.labels.joints import joined
from luoshi.extracting.labels.labels import best_path, emissions
from luoshi.extracting.labels.rules import plain_chinese_letters
from luoshi.lexicon.actors import actor_words
from luoshi.lexicon.deeds import PlainVerbs, deed_words, ranks
from luoshi.lexicon.force import force_words
from luoshi.lexicon.frames import frames
from luoshi.lexicon.joints import joints
from luoshi.lexicon.themes import theme_words
from luoshi.lexicon.trie import PlainWords
from luoshi.lexicon.weights import TAGS, joint_weights, label_weights, unpack
from luoshi.model import Document, Outline, Statement
from luoshi.native import COMPILED, maker
from luoshi.parsing.clauses import plain_pieces
from luoshi.parsing.outline import parse
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
    for clause in parse(Document(text)).clauses:
        if quiet(text, clause.start, clause.end):
            assert own_actors(actor_words(), text, clause.start, clause.end) == NOBODY


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
    with pytest.raises(TypeError, match="26 fields, not 11"):
        maker(Statement)(*values)


def test_the_plain_form_can_be_asked_for() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import luoshi.native; print(luoshi.native.COMPILED)"],
        env={**os.environ, "LUOSHI_PLAIN": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"
