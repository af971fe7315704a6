"""Themes and reasons of findings in English: every one has its words, with the gaps of the Chinese ones."""

from __future__ import annotations

from string import Formatter

import pytest

from luoshi.lexicon.following import following_words
from luoshi.lexicon.reasons import reason_in
from luoshi.lexicon.themes import FIELDS, finer_name, theme_name, theme_words

WHY = following_words().why


def gaps(said):
    return [gap for _, gap, _, _ in Formatter().parse(said) if gap]


def is_chinese(said):
    return any("一" <= sign <= "鿿" for sign in said)


@pytest.mark.parametrize("name", [*FIELDS, *theme_words().field_of])
def test_every_theme_has_an_english_name(name):
    assert not is_chinese(theme_name(name, "en"))
    assert theme_name(name, "zh") == name


def test_a_finer_theme_stands_after_its_field():
    assert finer_name("科技创新/人才", "zh") == "科技创新·人才"
    assert finer_name("科技创新/人才", "en") == "Innovation · Talent"
    assert finer_name("科技创新", "en") == "Innovation"
    assert finer_name("自定领域", "en") == "自定领域"


@pytest.mark.parametrize("key", WHY)
def test_every_reason_has_its_english_words_and_keeps_what_fills_it(key):
    fills = {gap: f"甲{at}乙" for at, gap in enumerate(gaps(WHY[key]))}
    said = WHY[key].format(**fills)
    english = reason_in("en", said)
    assert english != said
    for fill in fills.values():
        assert fill in english
        english = english.replace(fill, "")
    assert not is_chinese(english.replace("左右", ""))
    assert reason_in("zh", said) == said


def test_an_unknown_reason_stays():
    assert reason_in("en", "别的话") == "别的话"
