"""Which rows are a unit's own, in every store: exactly those that it leads or helps with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from made import AT, FACTS, make_document, make_statements

from luoshi.ledger import steps
from luoshi.ledger.events import moment
from luoshi.ledger.steps import By
from luoshi.lexicon.workflow import workflow
from luoshi.model import Actor
from luoshi.stores import Filter, sources

TABLE = workflow()
UNITS = ("合肥", "合肥高新区", "高新区", "市财政局", "财政局", "市财政局、市教育局")
ROLES = ("lead", "responsible", "supporting", "addressee")


def is_of(row, unit):
    """Say what the filter should, by the row alone."""
    named = [actor.name for actor in row.statement.actors if actor.role == "supporting"]
    return row.lead == unit or unit in (row.status.supporting if row.status.lead else named)


def filled(store, count, seed=1, *, others=UNITS):
    """Record rows with units in all roles, and hand some of them out, over and again."""
    random = Random(seed)  # noqa: S311
    document = make_document(seed, count)
    made = [
        replace(
            each,
            actors=tuple(
                Actor(random.choice(others), random.choice(ROLES), 0, 2) for _ in range(random.randrange(4))
            ),
        )
        for each in make_statements(document)
    ]
    store.add_document(document, FACTS, made, author="张三", at=AT, source=document.source)
    for turn in range(40):
        said = {"lead": random.choice(UNITS), "supporting": random.sample(UNITS, random.randrange(3))}
        who = By("李四", moment(AT + timedelta(minutes=turn)), "核对")
        number = random.randrange(1, count + 1)
        store.act([number], lambda r, n=number, s=said, w=who: [steps.take(r[n], "assigned", s, w, TABLE)])


@pytest.fixture
def rows(store):
    filled(store, 60)
    return list(store.rows())


@pytest.mark.parametrize(
    "more", [{}, {"state": "assigned"}, {"is_open": True}, {"light": "red", "on": "2026-09-01"}]
)
def test_a_unit_s_rows_are_those_that_it_leads_or_helps_with(store, rows, more):
    others = {row.number for row in store.rows(Filter(**more))}
    found = 0
    for unit in (*UNITS, "合", "没有", "", "市财政局%"):
        fitting = [row for row in rows if row.number in others and is_of(row, unit)]
        wanted = Filter(unit=unit, **more)
        assert list(store.rows(wanted)) == fitting
        assert store.count(wanted) == len(fitting)
        paged, after = [], 0
        while page := list(store.rows(wanted, after=after, limit=3)):
            paged += page
            after = page[-1].number
        assert paged == fitting
        found += len(fitting)
    assert found > 10


def test_a_longer_name_is_another_unit(store, rows):
    for row in store.rows(Filter(unit="合肥")):
        helping = row.status.supporting or [actor.name for actor in row.statement.actors]
        assert row.lead == "合肥" or "合肥" in helping
    apart = {row.number for row in rows if is_of(row, "合肥高新区") and not is_of(row, "合肥")}
    assert apart
    assert not apart & {row.number for row in store.rows(Filter(unit="合肥"))}


def test_a_unit_s_rows_go_on_past_one_portion(store):
    filled(store, 2400, seed=2, others=UNITS[:2])
    fitting = [row.number for row in store.rows() if is_of(row, "合肥")]
    assert len(fitting) > sources.CHUNK
    assert [row.number for row in store.rows(Filter(unit="合肥"))] == fitting
    assert store.count(Filter(unit="合肥")) == len(fitting)
