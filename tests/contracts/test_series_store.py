"""Counts and figures for pictures, and search within a unit, against a plain look at all rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from test_search_store import add as add_clauses
from test_workflow_store import DAY, OFFICES, TABLE, worked

from luoshi.searching import parse
from luoshi.stores import Filter
from luoshi.stores.series import BY, Within

WITHIN = Within(tuple(TABLE.at_work))


def at_work(store):
    add_clauses(store, ("建成两所学校", "推进数据共享"), 7)
    worked(store, 24)


@pytest.fixture
def busy(kind, new_place):
    """A ledger that people have worked with; one text names no issuing body."""
    with new_place(kind, like=at_work).open() as store:
        yield store


def counted(store, within):
    """The rows that count."""
    return [
        row
        for row in store.rows()
        if row.status.review in within.reviews
        and row.statement.type == "commitment"
        and row.status.state != "closed"
        and (within.documents is None or row.document in within.documents)
        and (not within.open_only or row.number in {r.number for r in store.rows(Filter(is_open=True))})
    ]


def names_of(store, row, by):
    if by == "theme":
        found = {*row.statement.themes, *row.statement.subthemes}  # those made for tests have no stroke
        return [theme for theme in found if "/" not in theme] or [""]
    body = next(one.body for one in store.documents() if one.sha256 == row.document)
    if by == "lead":
        return [row.lead or ""]
    named = [each.name for each in row.statement.actors if each.role in ("lead", "responsible")]
    return [body or next(iter(named), "")]  # whoever it was handed to


def test_what_is_due_is_counted_as_one_looks_at_each_row(busy):
    documents = tuple(one.sha256 for one in busy.documents())
    for by, open_only, some in product(BY, (False, True), (None, documents[:1], documents[1:], ())):
        within = replace(WITHIN, open_only=open_only, documents=some)
        rows = counted(busy, within)
        dated = [row for row in rows if row.due is not None]
        expected = Counter((row.due[:7], name) for row in dated for name in names_of(busy, row, by))
        found = busy.due_counts(by, within)
        assert found.counts == expected
        assert found.totals == Counter(row.due[:7] for row in dated)
        assert found.undated == len(rows) - len(dated)
        for (month, name), count in list(expected.items())[:5]:
            numbers = busy.due_rows(by, name, (month, month), within)
            assert len(numbers) == len(set(numbers)) == count
        every = busy.due_rows(by, None, ("0001-01", "9999-12"), within)
        assert sorted(every) == sorted(row.number for row in dated)


def test_figures_are_those_of_the_rows_at_work(busy):
    rows = [row for row in busy.rows() if row.statement.targets and row.status.review in WITHIN.reviews]
    found = list(busy.figures(WITHIN))
    assert [one.number for one in found] == [row.number for row in rows]
    for one, row in zip(found, rows, strict=True):
        assert [target["text"] for target in one.targets] == [each.text for each in row.statement.targets]
    assert list(busy.figures(replace(WITHIN, documents=()))) == []


def test_search_within_a_unit_finds_its_own_rows_alone(busy):
    lead = next(row.lead for row in busy.rows(Filter(is_open=True)))
    for query in ("科技", "科技 OR 学校", "状态：立项", "灯：红 科技"):
        asked = parse(query)
        whole = [row.number for row in busy.search(asked, day=DAY, limit=500).rows]
        assert whole, query
        for unit in (lead, *OFFICES[:2], "某高新区", "没有的单位"):
            own = {row.number for row in busy.rows(Filter(unit=unit))}
            page = busy.search_listed(asked, day=DAY, limit=500, unit=unit)
            numbers = [row.number for row in page.rows]
            assert numbers == [number for number in whole if number in own]
            assert set(page.documents) == set(numbers)
            assert busy.search_count(asked, day=DAY, unit=unit) == (len(numbers), True)
            assert busy.search_facets(asked, day=DAY, unit=unit).counted == len(numbers)
        listed = busy.search_listed(asked, day=DAY, limit=500)
        assert [row.number for row in listed.rows] == whole


def test_a_page_goes_on_where_the_one_before_ended(busy):
    asked, after, seen = parse("科技"), None, []
    while True:
        page = busy.search_listed(asked, day=DAY, limit=5, after=after)
        seen += [row.number for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == [row.number for row in busy.search(asked, day=DAY, limit=500).rows]
