"""The zone of a row is what its text says: handing the row out changes who leads, not whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from made import AT, FACTS
from test_search_store import found

from luoshi.app import handling
from luoshi.app.search import search
from luoshi.model import Actor, Deadline, Document, Statement, Target
from luoshi.stores.series import Within

DAY = date(2026, 6, 15)
ZONES = ("东城新区", "西岭新区")
TEXT = "综合报道\n东城新区\n6月底前建成厂房20万平方米\n西岭新区\n6月底前建成厂房30万平方米\n6月底前引进人才"
WITHIN = Within(("pending", "accepted", "corrected"))
MONTH = "2026-06"


def _statement(document, words, zone):
    at = document.text.index(words)
    place = (at, at + len(words))
    actors = (Actor(zone, "lead", 5, 9, True, "heading"),) if zone else ()
    ends = at + len("6月底前")
    figure = ()
    if "万平方米" in words:
        value, stand = float(words[-6:-4]), (at, at + len(words), words)
        figure = (Target("厂房", None, "added", "eq", value, value, "万平方米", "target", None, *stand),)
    return Statement(
        "commitment",
        f"{document.sha256[:8]}:{at}-{place[1]}",
        document.sha256,
        document.source,
        "made",
        (zone or "其他",),
        *place,
        words,
        (place,),
        actors=actors,
        targets=figure,
        deadline=Deadline("6月底前", at, ends, None, "2026-06-30", "month"),
    )


@pytest.fixture
def round_up(store):
    """A report on two zones that names no issuing body; the last row names nobody."""
    document = Document(TEXT, source="综合报道.md")
    lines = TEXT.splitlines()
    made = [_statement(document, lines[2], ZONES[0]), _statement(document, lines[4], ZONES[1])]
    made.append(_statement(document, lines[5], ""))
    facts = replace(FACTS, body=None, title="综合报道")
    store.add_document(document, facts, made, author="张三", at=AT, source=document.source)
    return store


def _zones(store):
    facets = search(store, "月底", facets=True, day=DAY).facets
    return dict(facets.counts["zone"])


def _told(store):
    """All that tells the zones: counts by month, the rows behind them, facets, figures."""
    counted = store.due_counts("zone", WITHIN).counts
    return (
        counted,
        {name: store.due_rows("zone", name, (MONTH, MONTH), WITHIN) for _, name in counted},
        _zones(store),
        [each.body for each in store.figures(WITHIN)],
        [found(store, f"月底 zone:{zone}") for zone in ZONES],
    )


def test_handing_a_row_out_leaves_it_in_its_zone(round_up):
    before = _told(round_up)
    assert before[0] == {(MONTH, ZONES[0]): 1, (MONTH, ZONES[1]): 1, (MONTH, ""): 1}
    assert before[2] == dict.fromkeys(ZONES, 1)
    assert before[3] == list(ZONES)
    assert before[4] == [[1], [2]]
    desk = handling.desk(round_up, author="督办")
    handling.assign(desk, [2, 3], "住房和城乡建设局", supporting=[ZONES[0]])
    assert round_up.row(2).lead == "住房和城乡建设局"
    assert _told(round_up) == before
    assert found(round_up, "月底 zone:住房和城乡建设局") == []
    assert found(round_up, "月底 lead:住房和城乡建设局") == [3, 2]
