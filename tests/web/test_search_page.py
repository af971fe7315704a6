"""The search page: hits with marks, counts that narrow, faults at their place, what a reporter sees."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.searching import parse
from luoshi.searching.marking import stretches
from luoshi.searching.query import Field
from luoshi.web.views.facets import narrowing
from luoshi.web.views.marked import cut_off

TEXT = """清河县2026年工作要点
一、重点任务
由水务局牵头，6月底前完成12座水库除险加固。大力发展低空经济，建成起降点20个。
由发展改革局牵头，推动低空 <b>经济</b> 改革，12月底前完成。努力办好教育。
二、存在问题
低空经济规模不大。
"""


@pytest.fixture
def rows(store, tmp_path):
    """The rows of a short plan, by number."""
    path = tmp_path / "要点.md"
    path.write_text(TEXT, encoding="utf-8")
    assert [done.error for done in record_files(store, [path])] == [None]
    return {row.number: row for row in store.rows()}


def asked(client, query="", path="/search", **more):
    headers = more.pop("headers", None)
    said = {"q": query, **more}
    return client.get(f"{path}?{urlencode(said)}", headers=headers)


def hits(text):
    return [int(number) for number in re.findall(r'id="row-(\d+)" data-item', text)]


def test_hits_are_marked_and_lead_to_row_and_document(client_as, rows):
    page = asked(client_as("reader"), "低空").text
    expected = {number for number, row in rows.items() if "低空" in row.statement.text}
    assert set(hits(page)) == expected
    assert len(expected) >= 3
    assert page.count('<mark class="mark mark-hit">低空</mark>') >= len(expected)
    for number in expected:
        assert f'href="/ledger/{number}"' in page
        assert f"?row={number}#card-{number}" in page


def test_markup_in_a_text_is_shown_as_text(client_as, rows):
    client = client_as("reader")
    for page in (asked(client, "经济").text, asked(client, "低空", path="/search/beside").text):
        assert "<b>" not in page
        assert "&lt;b&gt;" in page
    assert "<script>alert" not in asked(client, '"<script>alert(1)</script>').text


def test_to_htmx_only_what_was_found_is_given(client_as, rows):
    client = client_as("reader")
    part = asked(client, "低空", headers={"HX-Request": "true"})
    whole = asked(client, "低空")
    assert "<html" not in part.text
    assert hits(part.text) == hits(whole.text)
    assert part.headers["vary"] == "HX-Request, Accept-Encoding"
    assert part.headers["etag"] != whole.headers["etag"]


def test_a_page_that_is_known_is_not_sent_again_until_the_ledger_grows(client_as, store, rows):
    client = client_as("reader")
    etag = asked(client, "低空").headers["etag"]
    assert asked(client, "低空", headers={"If-None-Match": etag}).status_code == 304
    number = next(iter(rows))
    handling.accept(handling.desk(store, author="甲"), [number])
    assert asked(client, "低空", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("query", "before", "at"),
    [
        ("低空 （经济", "低空 ", "（"),
        ("低空 灯：紫", "低空 ", "灯"),
        ("低空 期限：明天", "低空 ", "期"),
        ("低空 OR", "低空 OR", "▁"),
        ("“低空", "", "“"),
    ],
)
def test_a_fault_is_shown_at_its_place(client_as, rows, query, before, at):
    client = client_as("reader")
    answer = asked(client, query)
    assert answer.status_code == 422
    assert f"<code>{before}<mark>{at}</mark>" in unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    part = asked(client, query, headers={"HX-Request": "true"})
    assert part.headers["hx-retarget"] == "#found"
    assert asked(client, query, path="/search/beside").status_code >= 400


def test_counts_are_links_that_narrow(client_as, rows):
    client = client_as("reader")
    page = asked(client, "低空", counts="1").text
    links = re.findall(r'<a href="(/search\?q=[^"]+)">([^<]+)</a> <span class="soft">(\d+)</span>', page)
    kinds = [(unescape(href), int(count)) for href, word, count in links if word in ("承诺", "问题")]
    assert len(kinds) == 2
    for href, count in kinds:
        assert len(hits(client.get(href).text)) == count


def test_a_count_narrows_the_whole_of_an_either_or(client_as, rows):
    client = client_as("reader")
    page = asked(client, "水库 或 低空", counts="1").text
    hrefs = [unescape(href) for href in re.findall(r'href="(/search\?q=[^"]+)"', page)]
    narrowed = [parse_qs(urlsplit(href).query)["q"][0] for href in hrefs]
    assert "（水库 或 低空） 类别：问题" in narrowed


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("value", ["科技创新", "某 局", "某局（本级）", "甲、乙", "“甲”局", "甲,乙 and 丙"])
def test_any_value_can_be_narrowed_to(language, value):
    found = parse(narrowing("lead", value, language))
    assert isinstance(found, Field)
    assert (found.name, found.value) == ("lead", value)


def test_no_quotation_holds_every_quote():
    assert not narrowing("lead", "“甲”「乙」")


def test_pages_go_on_where_the_one_before_ended(client_as, store, tmp_path):
    path = tmp_path / "许多.md"
    path.write_text("\n".join(f"建设第{n}个低空起降点，投资{n}亿元。" for n in range(70)), encoding="utf-8")
    assert [done.error for done in record_files(store, [path])] == [None]
    client, seen = client_as("reader"), []
    href = "/search?" + urlencode({"q": "低空"})
    for _ in range(9):
        page = client.get(href).text
        seen += hits(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if following is None:
            break
        href = unescape(following[1])
    assert len(seen) == len(set(seen)) == 70
    assert client.get("/search?q=低空&after=x").status_code == 422


def test_synonyms_are_found_where_they_are_asked_for(client_as, store, tmp_path):
    path = tmp_path / "双碳.md"
    path.write_text("一、重点任务\n稳妥推进碳达峰碳中和。\n", encoding="utf-8")
    assert [done.error for done in record_files(store, [path])] == [None]
    client = client_as("reader")
    (number,) = (row.number for row in store.rows() if "碳中和" in row.statement.text)
    assert hits(asked(client, "双碳").text) == []
    assert hits(asked(client, "双碳", synonyms="1").text) == [number]


def test_a_reporter_finds_only_the_unit_s_own(client_as, rows):
    client = client_as("reporter")
    own = {n for n, row in rows.items() if any(actor.name == "发展改革局" for actor in row.statement.actors)}
    page = asked(client, "成", counts="1").text
    assert set(hits(page)) == {n for n in own if "成" in rows[n].statement.text} != set()
    assert "/documents/" not in page
    beside = asked(client, "低空", path="/search/beside").text
    assert "水库" not in beside
    assert hits(asked(client, "水库").text) == []


def test_an_empty_query_gives_the_help(client_as):
    page = asked(client_as("reader")).text
    assert "<details" in page
    assert " open" in page
    for href in re.findall(r'<dt><a href="([^"]+)"', page):
        assert client_as("reader").get(unescape(href)).status_code == 200


def test_parts_of_a_text_show_where_they_break_off():
    text = "开头。" + "甲" * 60 + "低空经济" + "乙" * 60 + "。\n  低空经济试点。\n低空经济"
    parts = stretches(parse("低空经济"), text)
    said = ["".join(words for words, _ in cut_off(part)) for part in parts]
    assert said == [f"…{'甲' * 30}低空经济{'乙' * 30}…", "低空经济试点。", "低空经济"]
    hits = [[words for words, mark in cut_off(part) if mark == "hit"] for part in parts]
    assert hits == [["低空经济"]] * 3
