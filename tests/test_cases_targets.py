"""Runs tests/cases/targets.yaml, and checks the periods, carried subjects and loaders of figures."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from luoshi.errors import LexiconError
from luoshi.extracting.figures.targets import targets_of
from luoshi.extracting.numbers.quantities import quantities
from luoshi.extracting.times.times import times
from luoshi.extracting.units import Unit
from luoshi.lexicon.figure_words import parse_figure_words
from luoshi.lexicon.indicators import indicators, parse_indicators
from luoshi.lexicon.load import load
from luoshi.model import Document, Years
from luoshi.parsing.outline import parse

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "targets.yaml").read_text(encoding="utf-8"))
DAY = date(2025, 1, 15)


def read(text, kind="commitment", *, first=0, last=None, day=DAY):
    """Give what the clauses ``first`` to ``last`` of a text set or report, read as one unit."""
    outline = parse(Document(text, date=day))
    clauses = outline.clauses
    last = len(clauses) if last is None else last
    start, end = clauses[first].start, clauses[last - 1].end
    unit = Unit(kind, first, last, start, end, ((start, end),), "test")
    numbers = [q for q in quantities(text) if start <= q.start < end]
    periods = [p for p in times(text, date=day) if start <= p.start < end]
    return targets_of(outline, unit, numbers, periods)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_targets(case):
    found, vague = read(case["text"], case["type"])
    assert [v.text for v in vague] == case.get("vague", [])
    assert len(found) == len(case["figures"])
    for target, expected in zip(found, case["figures"], strict=True):
        got = {key: getattr(target, key) for key in (*expected, "id", "high", "base", "reference")}
        assert got == {"id": None, "high": None, "base": None, "reference": None, **expected} | {
            key: pytest.approx(expected[key]) for key in ("low", "high") if expected.get(key) is not None
        }
        assert target.role == ("actual" if case["type"] == "result" else "target")
        assert case["text"][target.start : target.end] == target.text


@pytest.mark.parametrize(
    ("text", "kind", "from_", "until"),
    [
        ("国内生产总值增长5%左右", "commitment", "2025-01-01", "2025-12-31"),
        ("2026年国内生产总值增长5%左右", "commitment", "2026-01-01", "2026-12-31"),
        ("到2030年研发经费投入强度达到3.2%以上", "commitment", None, "2030-12-31"),
        ("“十五五”时期地区生产总值年均增长5%", "commitment", "2026-01-01", "2030-12-31"),
        ("规上工业增加值较2020年增长30%", "result", "2025-01-01", "2025-12-31"),
        ("省政府工作报告\n地区生产总值增长5.5%", "result", "2024-01-01", "2024-12-31"),
        ("省政府工作报告\n全年新登记经营主体94.6万户", "result", "2024-01-01", "2024-12-31"),
    ],
)
def test_period(text, kind, from_, until):
    found, _ = read(text, kind, first=text.count("\n"))
    assert found[0].period == Years(from_, until)


def test_no_period_without_a_date():
    found, _ = read("国内生产总值增长5%左右", day=None)
    assert found[0].period is None


def test_the_subject_comes_from_the_clause_before():
    text = "全国累计发电装机容量约31.9亿千瓦，同比增长14.5%"
    found, _ = read(text, "result", first=1)
    assert [(t.indicator, t.low, t.text) for t in found] == [("全国累计发电装机容量", 14.5, "同比增长14.5%")]


def test_the_year_comes_from_the_opening_of_the_sentence():
    found, _ = read("到2027年，建成各类平台，培育企业100家", first=2)
    assert found[0].period == Years(None, "2027-12-31")


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("全市生产总值", "gdp"),
        ("居民消费价格涨幅", "cpi"),
        ("全省城镇调查失业率", "unemployment_surveyed"),
        ("高技术制造业增加值", None),
        ("增速", None),
        ("", None),
    ],
)
def test_indicator(name, id_):
    found = indicators().find(name)
    assert (found.id if found else None) == id_


def test_every_name_finds_its_indicator():
    for known in indicators().by_id.values():
        assert all(indicators().find(name) is known for name in known.names)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("indicators", []),
        ("indicators", {"a": {"names": ["甲"], "direction": "up", "unit": "%"}}),
        ("indicators", {"a": {"names": ["甲"], "direction": "at_most", "unit": 1}}),
        ("indicators", {"a": {"names": ["甲"], "direction": "at_most", "unit": "%", "colour": "红"}}),
        (
            "indicators",
            {key: {"names": ["甲"], "direction": "at_most", "unit": "%"} for key in ("a", "b")},
        ),
        ("prefixes", ["全市", "全市"]),
        ("more", {}),
    ],
)
def test_malformed_indicators(key, value):
    with pytest.raises(LexiconError, match=r"data/indicators\.yaml"):
        parse_indicators({**load("indicators"), key: value})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("tails", []),
        ("tails", {"sideways": ["平移"]}),
        ("unless", {}),
        ("unless", ["岁"]),
        ("measured_by", {"不低于": "most"}),
        ("vague", "一批"),
        ("more", {}),
    ],
)
def test_malformed_words(key, value):
    with pytest.raises(LexiconError, match=r"data/figures\.yaml"):
        parse_figure_words({**load("figures"), key: value})
