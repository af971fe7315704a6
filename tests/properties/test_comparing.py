"""Comparing: the order of inputs orders the columns only; every quote is in its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shared import CORPORA, day_of, needs_shared

from luoshi import examples
from luoshi.comparing import compare
from luoshi.comparing.automaton import SuffixAutomaton
from luoshi.comparing.distinctive import term_rows
from luoshi.comparing.shortcomings import shortcomings
from luoshi.comparing.sides import labelled, sides_of
from luoshi.extracting.statements import statements
from luoshi.model import Document
from luoshi.parsing.outline import parse
from luoshi.reading import read

CLAUSES = st.sampled_from(
    [
        "要加快引进高层次人才300名，",
        "确保年底前开工一批重大项目。",
        "力争地区生产总值增长6%以上；",
        "坚持稳中求进工作总基调,",
        "支持企业技术改造。\n",
        "粮食产量达到282亿斤，",
        "系统分析人才聚集、创新策源、城市管理等方面的不足。",
        "推动科技成果转化\n",
        "2027年底前建成滨江科创中心。",
        "## 东岭高新区\n",
        "## 西岭高新区\n",
        "　　",
        "①",
    ]
)
TEXTS = st.lists(CLAUSES, min_size=1, max_size=12).map("".join)


def sides_from(documents):
    found = []
    for document in documents:
        outline = parse(document)
        found += sides_of(outline, tuple(statements(outline)))
    return labelled(found)


def quotes(comparison):
    for row in comparison.themes:
        for cell in row.cells:
            yield from cell.quotes
    for row in comparison.indicators:
        yield from (value.quote for value in row.values)
    yield from (row.quote for row in comparison.terms)
    for row in comparison.shared:
        yield from row.quotes


def check_quotes(sides, found):
    texts = {side.label: side.document.text for side in sides}
    for quote in found:
        text = texts[quote.side]
        assert quote.text == "".join(text[start:end] for start, end in quote.pieces)
        assert (quote.pieces[0][0], quote.pieces[-1][1]) == (quote.start, quote.end)


def unordered(comparison):
    """What a comparison says, whatever the order of its sides."""

    def sort(items):
        return tuple(sorted(items, key=repr))

    return (
        [replace(r, cells=sort(r.cells), named_by=sort(r.named_by), not_named_by=sort(r.not_named_by))
         for r in comparison.themes],
        [replace(r, values=sort(r.values), named_by=sort(r.named_by), not_named_by=sort(r.not_named_by))
         for r in comparison.indicators],
        sort(comparison.terms),
        [replace(r, quotes=sort(r.quotes)) for r in comparison.shared],
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=2, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_order_and_quotes(texts, random):
    documents = [Document(text, source=str(at), date=date(2025, 1, 1)) for at, text in enumerate(texts)]
    sides = list(sides_from(documents))
    first = compare(sides)
    check_quotes(sides, quotes(first))
    shuffled = sides[:]
    random.shuffle(shuffled)
    assert unordered(compare(shuffled)) == unordered(first)
    body, *others = sides
    rows = shortcomings(body, others)
    check_quotes(sides, [quote for row in rows for quote in (*row.own, *row.others)])
    again = shortcomings(body, others[::-1])
    assert [
        (row.dimension, row.themes, row.gap, sorted(map(repr, row.others)))
        for row in again
        if not row.indicator
    ] == [
        (row.dimension, row.themes, row.gap, sorted(map(repr, row.others)))
        for row in rows
        if not row.indicator
    ]


@given(st.text("ab", max_size=12), st.lists(st.text("ab", max_size=12), max_size=3))
def test_the_automaton_finds_what_all_have(text, others):
    found = SuffixAutomaton(text).common(others)
    for at, length in enumerate(found):
        longest = max(
            n for n in range(at + 2) if all(text[at + 1 - n : at + 1] in other for other in [text, *others])
        )
        assert length == longest


@pytest.mark.parametrize("name", ["zones.md", "report_2025.txt"])
def test_the_packaged_examples(name):
    sides = sides_from([read(examples.path(name)), read(examples.path("report_2026.txt"))])
    found = compare(sides)
    check_quotes(sides, quotes(found))
    assert unordered(compare(sides[::-1])) == unordered(found)


def test_a_word_of_one_side_only_stands_out():
    one = "要发展光电产业。推动光电集聚，做强光电链条；支持光电研发，培育光电龙头。" * 2
    other = "要发展海洋经济。推动渔业集聚，做强绿色链条；支持港口研发，培育龙头企业。" * 2
    rows = term_rows(sides_from([Document(one, "a"), Document(other, "b")]))
    assert [row.term for row in rows if row.side == "a"][:1] == ["光电"]
    assert all(row.z >= 1.96 and row.log_odds > 0 for row in rows)


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_ten_provinces_side_by_side():
    paths = sorted((CORPORA / "provincial" / "2025").glob("*.txt"))[:10]
    sides = sides_from([read(path, date=day_of(path)) for path in paths])
    found = compare(sides)
    rows = shortcomings(sides[0], sides[1:])
    check_quotes(sides, quotes(found))
    check_quotes(sides, [quote for row in rows for quote in (*row.own, *row.others)])
    gdp = next(row for row in found.indicators if row.id == "gdp")
    assert len(gdp.named_by) >= 9


@needs_shared
@pytest.mark.shared
def test_the_dimensions_that_chengdu_names():
    sides = sides_from([read(CORPORA / "seed" / "zones_20251027.md", date=date(2025, 10, 27))])
    assert len(sides) == 4
    chengdu = next(side for side in sides if side.label == "成都高新区")
    rows = shortcomings(chengdu, [side for side in sides if side is not chengdu])
    asked = dict.fromkeys(row.dimension for row in rows if row.dimension)
    assert list(asked) == ["人才聚集", "创新策源", "产业结构", "城市管理"]
    gaps = {(row.dimension, row.gap) for row in rows}
    assert {("人才聚集", "open"), ("城市管理", "absent"), ("产业结构", "absent")} <= gaps
    managed = next(row for row in rows if row.dimension == "城市管理")
    assert "合肥高新区" in {quote.side for quote in managed.others}
