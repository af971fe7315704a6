"""What lists and the overview read: the same rows, lights and counts as the rows themselves say."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.codec import to_record
from luoshi.ledger.lights import light
from luoshi.stores import Filter

TEXT = """某区2026年政府工作报告
一、发展
发展改革局要在6月底前完成老旧小区改造20个，“主题”:[“假”]。
水务局要新建污水管网30公里，建设泵站3座。
教育局要努力办好人民满意的教育，"text":"假","themes":[]。
我们也看到，农村公路还有短板。
"""
DAY = date(2026, 3, 2)
UNIT = "发展改革局"


@pytest.fixture
def ledger(store, tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    list(record_files(store, [path], date(2026, 1, 5)))
    numbers = [row.number for row in store.rows()]
    desk = handling.desk(store, author="督办", day=date(2026, 1, 5))
    handling.assign(desk, numbers[:1], UNIT, due=date(2026, 2, 20))
    handling.assign(desk, numbers[1:3], "水务局", supporting=[UNIT], due=date(2026, 12, 31))
    handling.report(desk, numbers[1:3], "在办", percentage=40)
    handling.verify(desk, numbers[2:3])
    handling.close(desk, numbers[2:3])
    handling.reject(desk, numbers[3:4])
    return store


def test_a_list_says_what_the_rows_say(ledger):
    rows = list(ledger.rows())
    listed = ledger.listed(limit=100)
    assert [each.number for each in listed] == [row.number for row in rows]
    for each, row in zip(listed, rows, strict=True):
        record = to_record(row.statement)
        assert {name: each.record[name] for name in record} == record
        assert (each.version, each.state, each.review) == (row.status.version, row.state, row.status.review)
        assert (each.due, each.lead) == (row.due, row.lead)
        for day in (date(2026, 1, 5), DAY, date(2027, 6, 1)):
            assert each.light(day.isoformat()) == light(row, day, ledger.lights)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(unit=UNIT),
        Filter(light="red", on="2026-03-02"),
        Filter(light="green", on="2026-03-02"),
        Filter(light="blue", on="2026-03-02"),
        Filter(words="泵站"),
        Filter(words="假"),
        Filter(state="created", review="pending"),
        Filter(lead="没有这个单位"),
        Filter(report_until="2026-02-05"),
        Filter(report_until="2026-02-04"),
        Filter(due_until="2026-12-31", is_open=True),
    ],
)
def test_a_filter_means_the_same_for_lists_and_counts(ledger, wanted):
    every = [row.number for row in ledger.rows(wanted)]
    assert [each.number for each in ledger.listed(wanted, limit=100)] == every
    assert ledger.count_some(wanted) == len(every) == ledger.count(wanted)
    pages, after = [], 0
    while page := ledger.listed(wanted, after=after, limit=2):
        pages += [each.number for each in page]
        after = pages[-1]
    assert pages == every


def test_reports_that_are_due_are_asked_for_by_their_day(ledger):
    opened = [row.number for row in ledger.rows(Filter(is_open=True))]
    assert [row.number for row in ledger.rows(Filter(report_until="2026-02-05"))] == opened
    assert list(ledger.rows(Filter(report_until="2026-02-04"))) == []


@pytest.mark.parametrize("unit", [None, UNIT, "没有"])
def test_tallies_count_the_rows(ledger, unit):
    rows = list(ledger.rows(Filter(unit=unit)))
    lights = {row.number: light(row, DAY, ledger.lights) for row in rows}
    lit = [row for row in rows if lights[row.number]]
    found = ledger.tallies(DAY, unit)
    assert {name: n for name, n in found.all.lights.items() if n} == Counter(
        lights[row.number] for row in lit
    )
    assert found.all.rows == len(lit)
    done = sum(100 if row.state == "closed" else row.status.percentage or 0 for row in lit)
    assert found.all.done == done
    assert {each.name: each.rows for each in found.by_unit} == Counter(row.lead for row in lit)
    themes = Counter(theme for row in lit for theme in {*row.statement.themes, *row.statement.subthemes})
    assert {each.name: each.rows for each in found.by_theme} == themes
    assert found.waiting == sum(
        row.state == "created" and row.status.review in ("pending", "accepted", "corrected") for row in rows
    )


def test_news_are_the_rows_touched_since(ledger):
    head = ledger.head()
    assert ledger.news(head).events == 0
    first, second = [row.number for row in ledger.rows()][:2]
    desk = handling.desk(ledger, author="乙")
    handling.remind(desk, [first])
    handling.remind(desk, [second])
    told = ledger.news(head)
    assert told.events == 2
    assert [(each.number, each.kind, each.author) for each in told.rows] == [
        (second, "reminded", "乙"),
        (first, "reminded", "乙"),
    ]
    assert [each.number for each in ledger.news(head, UNIT).rows] == [second, first]
    assert ledger.news(head, "教育局").rows == ()


def test_choices_are_what_there_is(ledger):
    offered = ledger.choices()
    documents = {entry.sha256: entry for entry in ledger.documents()}
    for sha256, name in offered.documents:
        assert name.startswith(documents.pop(sha256).title)
    assert not documents
    assert set(offered.leads) >= {UNIT, "水务局"}
    assert ledger.choices(UNIT).documents == ()
    assert ledger.choices(UNIT).leads == (UNIT,)
