"""The comparison page: each number is that of its rows, charts say what tables say."""

import csv
import io
import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from tests.journeys.browser.test_compare_journey import PLANS, added

from luoshi.app import handling
from luoshi.app.compare import compare_sides, gather
from luoshi.app.record import record_files
from luoshi.examples import path as example
from luoshi.stores import Filter


@pytest.fixture
def documents(store, tmp_path):
    """Two years of one city and the packaged round-up; SHA-256 by file name."""
    return added(store, tmp_path)


def address(view, documents=(), page="", **more):
    pairs = [*(("document", each) for each in documents), ("view", view), *more.items()]
    return f"/compare{page}?{urlencode(pairs)}"


def table(client, view, figure, documents=(), **more):
    answer = client.get(address(view, documents, ".csv", figure=figure, **more))
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def behind(client, href):
    """The numbers of the rows that a link leads to."""
    page = client.get(href, headers={"HX-Request": "true"}).text
    return [int(number) for number in re.findall(r'<a href="/ledger/(\d+)">序号', page)]


def links(page):
    """All numbers of a page that lead to rows: (count, address)."""
    found = re.findall(r'<a href="(/compare/rows\?[^"]+)"[^>]*>(\d+)</a>', page)
    return [(int(count), unescape(href)) for href, count in found]


@pytest.mark.parametrize("view", ["series", "deadlines", "themes", "indicators", "only", "lacking"])
def test_every_view_answers_with_and_without_a_choice(client_as, documents, view):
    client = client_as("reader")
    every = list(documents.values())
    for chosen in ((), every[:1], every):
        page = client.get(address(view, chosen))
        assert page.status_code == 200
        figures = re.findall(r'data-chart="([^"]+)"', page.text)
        for href in figures:
            assert client.get(unescape(href)).json()["kind"] in ("bars", "lines", "matrix")
        for href in re.findall(r'href="(/compare\.csv[^"]+)"', page.text):
            assert client.get(unescape(href)).content.startswith(b"\xef\xbb\xbf")


def test_an_empty_ledger_says_what_to_do(client_as):
    assert "/documents" in client_as("reader").get("/compare").text


@pytest.mark.parametrize("view", ["themes", "deadlines"])
@pytest.mark.parametrize("by", ["zone", "theme", "lead"])
def test_each_number_is_that_of_the_rows_behind_it(client_as, documents, view, by):
    client = client_as("reader")
    page = client.get(address(view, documents.values(), by=by)).text
    found = links(page)
    assert len(found) > 10
    for count, href in found:
        assert len(behind(client, href)) == count, href


def test_themes_are_those_of_the_command_line(client_as, documents):
    client = client_as("reader")
    made = compare_sides(gather([example("zones.md")]))
    chosen = [documents["zones.md"]]
    lines = table(client, "themes", "themes", chosen)
    assert lines[0][1::2] == [side.body for side in made.sides]
    for line, row in zip(lines[1:-1], made.themes, strict=True):
        assert line[0] == (row.theme or row.field)
        assert [int(cell) for cell in line[1::2]] == [cell.commitments for cell in row.cells]
        shares = [str(round(cell.share * 100, 1)) if cell.commitments else "" for cell in row.cells]
        assert line[2::2] == shares
    assert [int(cell) for cell in lines[-1][1::2]] == [
        sum(statement.type == "commitment" for statement in side.statements) for side in made.sides
    ]


def test_charts_have_the_numbers_of_their_tables(client_as, documents):
    client = client_as("reader")
    for figure in ("force", "grade"):
        lines = table(client, "themes", figure, documents.values())
        chart = client.get(address("themes", documents.values(), "/chart.json", figure=figure)).json()
        assert chart["categories"] == [line[0] for line in lines[1:]]
        for at, series in enumerate(chart["series"]):
            assert series["name"] == lines[0][1 + 2 * at]
            assert series["values"] == [float(line[2 + 2 * at] or 0) for line in lines[1:]]
        assert all(
            abs(sum(column) - 100) < 0.6
            for column in zip(*(s["values"] for s in chart["series"]), strict=True)
        )


def test_a_row_that_was_rejected_is_not_counted(client_as, store, documents):
    client = client_as("reader")
    before = links(client.get(address("themes", documents.values())).text)
    row = next(
        row
        for row in store.rows(Filter(document=documents["2026.txt"]))
        if row.statement.type == "commitment"
    )
    handling.reject(handling.desk(store, author="甲"), [row.number])
    page = client.get(address("themes", documents.values())).text
    assert sum(count for count, _ in links(page)) < sum(count for count, _ in before)
    for _, href in links(page):
        assert row.number not in behind(client, href)


def test_targets_stand_against_outcomes_year_by_year(client_as, documents):
    client = client_as("reader")
    lines = table(client, "series", "series", line="gdp.growth.share")
    city = [line[1:] for line in lines if line[0] == "清河市人民政府"]
    assert city == [
        ["2024", "", "5.8%", ""],
        ["2025", "≈6%", "6.3%", "0.3"],
        ["2026", "≥6.5%；≥7%", "", ""],
    ]
    page = unescape(client.get(address("series", line="gdp.growth.share")).text)
    assert "几年的平均" in page
    assert "不一致" in page
    chart = client.get(address("series", page="/chart.json", line="gdp.growth.share", figure="series")).json()
    assert chart["categories"] == ["2024", "2025", "2026"]
    values = {series["name"]: series["values"] for series in chart["series"]}
    assert values == {"完成": [5.8, 6.3, None], "目标": [None, 6, None]}


def test_units_are_brought_to_one_and_told_as_written(client_as, documents):
    client = client_as("reader")
    lines = table(client, "series", "series", line="jobs_urban.level.people")
    city = {line[1]: line[2:4] for line in lines if line[0] == "清河市人民政府"}
    assert city["2025"] == ["≥1.2万人", "1.25万人"]
    page = client.get(address("series", line="jobs_urban.level.people")).text
    assert "12500人" in page


def test_deadlines_fall_into_their_months(client_as, store, documents):
    client = client_as("reader")
    lines = table(client, "deadlines", "deadlines", by="zone")
    assert lines[0][1:3] == ["此前", "2026-03"]
    heads, each = lines[0], lines[1]
    expected = [row for row in store.rows(Filter(type="commitment")) if row.due is not None]
    assert int(each[-1]) == len(expected)
    june = sum(1 for row in expected if row.due[:7] == "2026-06")
    assert int(each[heads.index("2026-06")]) == june > 0
    opened = client.get(address("deadlines", open="1")).text
    assert not links(opened)
    desk = handling.desk(store, author="督办")
    handling.assign(desk, [expected[0].number], "发展改革局", due=date(2026, 4, 30))
    opened = client.get(address("deadlines", open="1", by="lead")).text
    assert {tuple(behind(client, href)) for _, href in links(opened)} == {(expected[0].number,)}


def test_a_choice_by_zone_and_year_finds_its_documents(client_as, documents):
    client = client_as("reader")
    page = client.get(
        "/compare?" + urlencode({"zone": "清河市人民政府", "year": "2026", "view": "themes"})
    ).text
    assert re.findall(r'class="chip">([^<]+)<', page) == ["清河市2026年政府工作报告（2026-01-12）"]
    lines = table(client, "themes", "force", [documents["zones.md"]], zone="砚澜高新区")
    assert [line[0] for line in lines[1:]] == ["砚澜高新区"]


def test_what_one_lacks_is_that_of_the_side_that_is_chosen(client_as, documents):
    client = client_as("reader")
    chosen = [documents["zones.md"]]
    page = client.get(address("lacking", chosen)).text
    sides = dict(re.findall(r'<option value="([0-9a-f.]+)"[^>]*>([^<]+)</option>', page))
    assert list(sides.values()) == ["云栖口高新区", "砚澜高新区", "沧屿高新区"]
    last = list(sides)[-1]
    lines = table(client, "lacking", "lacking", chosen, of=last, dimensions="人才、产业")
    assert [line[0] for line in lines[1:] if line[0] in ("人才", "产业")][:1] == ["人才"]
    page = client.get(address("lacking", chosen, of=last)).text
    assert "沧屿高新区：与其他各方的差别" in page
    assert re.search(r'href="/ledger/\d+"', page)
    first = table(client, "lacking", "lacking", chosen, of=next(iter(sides)), dimensions="人才、产业")
    assert first != lines


def test_addresses_that_name_nothing_are_refused(client_as, documents):
    client = client_as("reader")
    for page in ("/rows?side=abc.0", "/rows?months=abc", "/rows", "/chart.json?figure=none", ".csv?figure=x"):
        assert client.get(f"/compare{page}").status_code == 404
    assert client.get(address("themes", ["abc"])).status_code == 200
    side = re.search(r"side=([0-9a-f.]+)", client.get(address("themes", documents.values())).text)[1]
    assert (
        client.get(address("themes", documents.values(), "/rows", side=side, force="<b>")).status_code == 200
    )
    assert client_as("reporter").get("/compare").status_code == 403


def test_markup_of_a_text_is_shown_as_text(client_as, store, tmp_path):
    path = tmp_path / "标记.md"
    path.write_text(
        "<b>甲</b>县2026年工作要点\n一、<i>任务</i>\n12月底前建成<script>学校</script>3所。\n",
        encoding="utf-8",
    )
    list(record_files(store, [path], date(2026, 1, 5)))
    client = client_as("reader")
    (entry,) = store.documents()
    for view in ("series", "deadlines", "themes", "only"):
        page = client.get(address(view, [entry.sha256])).text
        assert "<b>" not in page
        assert "<script>学" not in page
        for _, href in links(page):
            assert "<script>学" not in client.get(href).text
    assert dict(parse_qsl(urlsplit(address("themes", ["a"])).query))["document"] == "a"


def test_the_plans_hold_what_the_tests_count_on():
    assert set(PLANS) == {"2025.txt", "2026.txt"}
