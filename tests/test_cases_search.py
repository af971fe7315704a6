"""Runs tests/cases/search.yaml."""

from pathlib import Path

import pytest
import yaml

from luoshi.errors import UsageError
from luoshi.searching import And, Field, Not, Or, Word, fold, marks, parse, stretches
from luoshi.searching.expanding import expand
from luoshi.searching.parsing import LONGEST, MOST
from luoshi.searching.query import whole_phrase

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "search.yaml").read_text(encoding="utf-8"))


def said(query) -> str:
    """Give a query in the words of the cases."""
    match query:
        case Word(folded, quoted):
            return f"“{folded}”" if quoted else folded
        case Field(name, value, None, None):
            return f"{name}={value}"
        case Field(name, _, first, last):
            return f"{name}={first or ''}{'..' if first != last else ''}{last or ''}"
        case Not(part):
            return f"(not {said(part)})"
        case And(parts):
            return f"(all {' '.join(map(said, parts))})"
        case Or(parts):
            return f"(any {' '.join(map(said, parts))})"
    raise AssertionError(query)


@pytest.mark.parametrize("case", CASES["queries"], ids=str)
def test_queries(case):
    assert said(parse(str(case["query"]))) == str(case["gives"])


@pytest.mark.parametrize("case", CASES["faults"], ids=str)
def test_faults(case):
    with pytest.raises(UsageError) as raised:
        parse(case["query"])
    assert raised.value.code == case["code"]
    if "at" in case:
        assert raised.value.details["at"] == case["at"]
        assert str(case["at"]) in str(raised.value)


def test_a_fault_names_what_is_known():
    with pytest.raises(UsageError, match="主题/theme") as raised:
        parse("颜色：红")
    assert "约束力/force" in raised.value.details["known"]
    with pytest.raises(UsageError, match="刚性/binding"):
        parse("force:很强")


def test_long_queries():
    parse(" ".join(["词"] * MOST))
    with pytest.raises(UsageError) as raised:
        parse(" ".join(["词"] * (MOST + 1)))
    assert raised.value.code == "query_many"
    with pytest.raises(UsageError) as raised:
        parse("词" * (LONGEST + 1))
    assert raised.value.code == "query_long"


@pytest.mark.parametrize("case", CASES["foldings"], ids=str)
def test_foldings(case):
    assert fold(case["text"]) == case["gives"]


@pytest.mark.parametrize("case", CASES["marks"], ids=str)
def test_marks(case):
    text = case["text"]
    assert [text[start:end] for start, end in marks(parse(case["query"]), text)] == case["gives"]


def test_stretches_of_a_long_text():
    text = "总体要求。" + "一般的话，" * 30 + "发展低空经济。" + "别的话，" * 30 + "建设低空航线"
    first, second = stretches(parse("低空"), text)
    for part in (first, second):
        assert text[part.start : part.start + len(part.text)] == part.text
        assert [part.text[start:end] for start, end in part.marks] == ["低空"]
    assert first.text.endswith("发展低空经济。")
    assert second.text.endswith("建设低空航线")
    assert stretches(parse("没有"), text) == ()


def test_whole_phrases():
    assert whole_phrase(parse("低空 经济")).folded == "低空经济"
    assert whole_phrase(parse("AI agent 应用")).folded == "ai agent应用"
    assert whole_phrase(parse("低空 主题：科技 经济 -补贴")).folded == "低空经济"
    assert whole_phrase(parse("低空")) is None
    assert whole_phrase(parse("低空 OR 经济")) is None


def test_synonyms():
    assert "碳达峰碳中和" in said(expand(parse("双碳")))
    assert said(expand(parse("双碳 力度"))).startswith("(all (any 双碳 ")
    for query in ('"双碳"', "-双碳", "没有别的说法"):
        assert expand(parse(query)) == parse(query)
