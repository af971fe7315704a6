"""The overview: lights with their addresses, lists of what is due, bars, what changed since one looked."""

from __future__ import annotations

import re
from datetime import date

import pytest

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.stores import Filter

TEXT = """某区2026年政府工作报告
一、发展
发展改革局要完成老旧小区改造20个。
水务局要新建污水管网30公里。
教育局要新建学校3所。
"""
DAY = date(2026, 3, 2)


@pytest.fixture
def ledger(store, tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    list(record_files(store, [path], date(2026, 1, 5)))
    desk = handling.desk(store, author="督办", day=date(2026, 1, 5))
    texts = {row.statement.text: row.number for row in store.rows()}
    late, soon, later = (
        next(texts[text] for text in texts if word in text) for word in ("小区", "管网", "学校")
    )
    handling.assign(desk, [late], "发展改革局", due=date(2026, 2, 20))
    handling.assign(desk, [soon], "水务局", due=date(2026, 3, 6))
    handling.assign(desk, [later], "教育局", supporting=["发展改革局"], due=date(2026, 12, 31))
    return store


def test_the_counts_lead_to_as_many_rows(ledger, client_as):
    client = client_as("reader")
    page = client.get("/").text
    found = re.findall(r'href="(/ledger\?light=\w+)"><strong>(\d+)</strong>', page)
    assert len(found) == 4
    for href, count in found:
        assert len(re.findall('id="row-', client.get(href).text)) == int(count)
    assert dict(found)["/ledger?light=red"] == "2"  # one is late, one far behind
    for name in ("due", "late", "silent"):
        href, count = re.search(rf'id="{name}-h">[^<]*<a class="badge" href="([^"]+)">(\d+)<', page).groups()
        assert int(count) == getattr(ledger.reminders(DAY), name).count
        assert len(re.findall('id="row-', client.get(href.replace("&amp;", "&")).text)) == int(count)


def test_a_reporter_is_told_of_the_units_rows_alone(ledger, client_as):
    client = client_as("reporter")
    page = client.get("/").text
    assert "水务局" not in page
    assert "发展改革局" in page
    bars = client.get("/overview/unit.json").json()
    assert set(bars["categories"]) == {"发展改革局", "教育局"}  # it helps with the other's
    own = ledger.count(Filter(unit="发展改革局", is_open=True))
    assert sum(sum(each["values"]) for each in bars["series"]) == own


def test_the_bars_say_what_the_table_says(ledger, client_as):
    client = client_as("reader")
    page = client.get("/").text
    for by in ("theme", "unit"):
        bars = client.get(f"/overview/{by}.json").json()
        table = page[page.index(f'id="by-{by}"') :].split("</table>")[0]
        for at, name in enumerate(bars["categories"]):
            line = next(line for line in table.split("<tr>") if f">{name}</a>" in line)
            counts = [int(n) for n in re.findall(r'figure">(\d+)</td>', line)]
            assert counts[:4] == [each["values"][at] for each in bars["series"]]
            assert counts[4] == sum(counts[:4])
    assert client.get("/overview/secret.json").status_code == 404


def test_what_changed_since_one_looked(ledger, client_as):
    client = client_as("supervisor")
    assert "都看过了" in client.get("/").text
    assert client.post("/overview/seen").status_code == 303
    assert "以来没有变化" in client.get("/").text
    number = next(row.number for row in ledger.rows(Filter(is_open=True)))
    handling.report(handling.desk(ledger, author="填报员"), [number], "完成<b>8</b>个")
    page = client.get("/").text
    assert "以来有 1 处变化" in page
    assert f'<a href="/ledger/{number}">{number}</a> <strong>填报</strong>' in page
    assert "<b>" not in page
