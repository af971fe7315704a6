"""Runs tests/cases/quantities.yaml, and checks what the loaders and the value of a numeral promise."""

from pathlib import Path

import pytest
import yaml

from luoshi.errors import LexiconError
from luoshi.extracting.numbers.quantities import base_value, quantities
from luoshi.lexicon.load import load
from luoshi.lexicon.number_words import parse_number_words
from luoshi.lexicon.units import parse_units
from luoshi.normalize.fold import fold
from luoshi.normalize.numerals import numeral

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "quantities.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_quantities(case):
    text = case["text"]
    found = [(text[q.start : q.end], q.low, q.high, q.unit, q.comparator) for q in quantities(text)]
    expected = [(e["text"], e["low"], e.get("high"), e["unit"], e["comparator"]) for e in case["found"]]
    assert found == [(t, pytest.approx(low), high, unit, c) for t, low, high, unit, c in expected]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("五万四千六百", 54600, ""),
        ("二〇三五", 2035, ""),
        ("壹仟零伍拾", 1050, ""),
        ("廿三", 23, ""),
        ("三点五", 3.5, ""),
        ("两百万", 2000000, ""),
        ("一百二", 120, ""),
        ("1.3万亿", 1.3e12, ""),
        ("5千", 5000, ""),
        ("三亿零五万", 300050000, ""),
        ("三分之二", 2 / 3, ""),
        ("1/3", 1 / 3, ""),
        ("百分之二十二", 22, "%"),
        ("千分之三", 3, "‰"),
        ("7.2成", 72, "%"),
        ("两成", 20, "%"),
        ("三成半", 35, "%"),
        ("半", 0.5, ""),
        ("6‰", 6, "‰"),
        ("三打", 36, ""),
        ("负十二", -12, ""),
    ],
)
def test_numeral(text, value, unit):
    found = numeral(text)
    assert found is not None
    assert (found.value, found.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    "text", ["", "十四五", "人", "百千", "点", "三点", "分之", "/", "1/0", "成", "折", "九" * 50]
)
def test_no_numeral(text):
    assert numeral(text) is None


def test_base_value():
    assert base_value(1200, "万人") == (12000000, "人")
    assert base_value(1.3, "万亿斤") == (pytest.approx(1.3e12), "斤")
    assert base_value(5, "千瓦") == (5, "千瓦")


def test_folding_keeps_the_length():
    assert fold("１，２３４．５％，见①㎡　Ａ") == "1,234.5%，见①㎡ A"


@pytest.mark.parametrize("count", [1, 20000])
def test_long_runs_are_linear_and_silent(count):
    # 1,000,000 at a time would do as well, but the suite should stay quick
    assert quantities("7" * 50 * count) == []
    assert quantities("一" * 50 * count) == []
    assert len(quantities("5个，" * count)) == count


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("scales", {"万": "many"}),
        ("kinds", {"colours": ["红"]}),
        ("aliases", {"不": "有"}),
        ("rank", "位"),
        ("arabic_only", [1]),
        ("not_before", []),
        ("more", {}),
    ],
)
def test_malformed_units(key, value):
    with pytest.raises(LexiconError, match=r"data/units\.yaml"):
        parse_units({**load("units"), key: value})


@pytest.mark.parametrize(
    "entry", [{"words": ["约"]}, {"means": "most", "words": ["约"]}, {"means": "ge", "words": []}, "约"]
)
def test_malformed_comparators(entry):
    with pytest.raises(LexiconError, match=r"data/comparators\.yaml"):
        parse_number_words({**load("comparators"), "before": [entry]}, load("numerals"))
