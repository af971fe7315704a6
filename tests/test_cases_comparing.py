"""Runs tests/cases/comparing.yaml."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from luoshi.comparing.dimensions import dimension, ordered_dimensions
from luoshi.comparing.indicators import indicator_rows
from luoshi.comparing.later import later_rows
from luoshi.comparing.measures import convert, family
from luoshi.comparing.shared import shared_rows
from luoshi.comparing.shortcomings import shortcomings
from luoshi.comparing.sides import labelled, sides_of
from luoshi.extracting.statements import statements
from luoshi.model import Document
from luoshi.parsing.outline import parse

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "comparing.yaml").read_text(encoding="utf-8"))
DAY = date(2025, 10, 27)


def sides(*texts, day=DAY, names=None):
    found = []
    for at, text in enumerate(texts):
        outline = parse(Document(text, source=names[at] if names else str(at), date=day))
        found += sides_of(outline, tuple(statements(outline)))
    return labelled(found)


@pytest.mark.parametrize("case", CASES["measures"], ids=str)
def test_measures(case):
    if case["gives"] is None:
        assert family(case["unit"])[0] != family(case["into"])[0]
    else:
        assert family(case["unit"])[0] == family(case["into"])[0]
        assert convert(case["value"], case["unit"], case["into"]) == pytest.approx(case["gives"])


@pytest.mark.parametrize("case", CASES["sides"], ids=lambda case: "+".join(case["labels"]))
def test_sides(case):
    found = sides(*case["texts"].values(), day=None, names=list(case["texts"]))
    assert [side.label for side in found] == case["labels"]
    for side in found:
        assert all(side.start <= statement.start < side.end for statement in side.statements)


@pytest.mark.parametrize("case", CASES["indicators"], ids=lambda case: "+".join(case["texts"]))
def test_indicators(case):
    want = dict(case["row"])
    low, missing = want.pop("low"), want.pop("missing")
    rows = [
        row for row in indicator_rows(sides(*case["texts"])) if all(getattr(row, k) == want[k] for k in want)
    ]
    assert len(rows) == 1
    assert sorted((v.low for v in rows[0].values), key=str) == sorted(low, key=lambda v: str(v and float(v)))
    assert list(rows[0].not_named_by) == missing


@pytest.mark.parametrize("case", CASES["dimensions"], ids=lambda case: case["word"])
def test_dimensions(case):
    found = dimension(case["word"])
    assert list(found.themes) == case["themes"]
    assert bool(found.words) == (not case["themes"])


@pytest.mark.parametrize("case", CASES["orders"], ids=lambda case: case["text"])
def test_orders(case):
    assert list(ordered_dimensions(sides(case["text"])[0])) == case["dimensions"]


@pytest.mark.parametrize(
    "case", CASES["shortcomings"], ids=lambda case: "/".join([case["own"], *case["others"]])
)
def test_shortcomings(case):
    own, *others = sides(case["own"], *case["others"])
    rows = [row for row in shortcomings(own, others, [case["dimension"]]) if row.dimension]
    assert [row.gap for row in rows] == case["gaps"]
    for row in rows:
        assert own.label in row.why or row.gap in ("level", "open")
        assert bool(row.own) == (row.gap not in ("absent", "open"))


@pytest.mark.parametrize("case", CASES["later"], ids=lambda case: case["own"] + case["other"])
def test_later(case):
    own, other = sides(case["own"], case["other"])
    assert [row.indicator for row in later_rows(own, [other])] == case["later"]


@pytest.mark.parametrize("case", CASES["shared"], ids=lambda case: "/".join(case["texts"]))
def test_shared(case):
    found = sides(*case["texts"])
    rows = shared_rows(found)
    assert [row.text for row in rows] == case["shared"]
    for row in rows:
        for side, quote in zip(found, row.quotes, strict=True):
            assert side.document.text[quote.start : quote.end] == quote.text


def test_there_are_enough():
    assert sum(map(len, CASES.values())) >= 40
