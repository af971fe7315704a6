"""Web pages: the templates of many sites, what each line was, and real texts written out and read back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from luoshi.errors import ReadingError
from luoshi.reading import html, read
from luoshi.reading.limits import DEFAULT
from tests.formats.judging import Judged, judge
from tests.formats.pages import TEMPLATES, as_html, lines
from tests.shared import CORPORA, day_of, needs_shared, texts

SITES = yaml.safe_load((Path(__file__).parent / "cases" / "html_sites.yaml").read_text("utf-8"))
EACH = 6  # one text in so many is of the fast part


def content(page: str, encoding: str = "utf-8"):
    return html.read(page.encode(encoding), "page.html", DEFAULT)


@pytest.mark.parametrize("case", SITES, ids=lambda case: case["name"])
def test_sites(case):
    encoding = case.get("encoding", "utf-8")
    got = content(case["html"], encoding)
    assert got.text.split("\n") == case["lines"]
    said = html.facts(case["html"].encode(encoding), "page.html")
    assert (got.title, got.date) == (said.title, said.date) == (case["title"], case.get("date"))
    assert got.publisher == said.publisher == case.get("publisher")
    assert read(case["html"].encode(encoding), source="page.html").publisher == said.publisher
    if "parts" in case:
        assert [part.name for part in got.layout.parts] == case["parts"]


def test_a_record_is_located_by_paragraph_and_cell():
    document = read(
        "<h2>一、目标</h2><p>年底前建成3个公园。</p><table><tr><th>指标</th><th>全年</th></tr>"
        "<tr><td>投资</td><td>10%</td></tr></table><ol><li>新建学校2所。</li></ol>".encode(),
        source="a.html",
    )
    assert document.text.split("\n")[-1] == "1. 新建学校2所。"
    at = document.text.index

    def where(words: str) -> list[tuple[str, str]]:
        return [
            (place.part.kind, place.part.name) for place in document.locate(at(words), at(words) + len(words))
        ]

    assert where("目标") == [("heading", "paragraph 1")]
    assert where("公园") == [("paragraph", "paragraph 2")]
    assert where("10%") == [("cell", "table 1, row 2, column 2")]
    assert where("1. 新建") == [("number", "paragraph 3"), ("paragraph", "paragraph 3")]
    assert document.parser.split()[0] in ("lxml", "trafilatura")


@pytest.mark.parametrize(
    ("style", "number", "shown"),
    [
        ("lower-roman", 4, "iv. "),
        ("upper-latin", 28, "AB. "),
        ("cjk-ideographic", 10, "十、"),
        ("simp-chinese-informal", 21, "二十一、"),
        ("decimal-leading-zero", 3, "03. "),
        ("outside cjk-ideographic", 30, "三十、"),
        ("upper-roman", 5000, "5000. "),
        ("square", 1, ""),
        ("unheard-of", 2, "2. "),
    ],
)
def test_counter_styles(style, number, shown):
    page = f"<ol start={number} style='list-style: {style}'><li>年底前建成公园。</li></ol>"
    assert content(page).text == f"{shown}年底前建成公园。"


@pytest.mark.parametrize("bad", ["x", "", "999999999999999", "-3", "１"])
def test_odd_numbers_of_lists_and_spans(bad):
    cell = f"<td colspan='{bad}' rowspan='{bad}'>"
    table = f"<table><tr>{cell}甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    page = f"<ol start='{bad}'><li value='{bad}'>年底前建成公园。</li></ol>{table}"
    assert content(page).text.endswith("年底前建成公园。\n甲\n乙\n丙\n丁")


_ELEMENTS = st.sampled_from(
    [f"<{tag}>" for tag in ("p", "div", "ol", "li", "ul", "table", "tr", "td", "h2", "br", "pre", "a href=x")]
    + [f"</{tag}>" for tag in ("p", "div", "ol", "li", "ul", "table", "tr", "td", "h2", "pre", "a")]
    + ["年底前建成三个公园。", "一、目标", " ", "\n", "x", "<td rowspan=3 colspan=2>", "<ol type=i start=0>"]
)


@given(st.lists(_ELEMENTS, max_size=60))
def test_parts_cover_the_lines_in_order(pieces):
    try:
        got = content("<p>要办好实事。</p>" + "".join(pieces))
    except ReadingError:
        return
    at = 0
    for part in got.layout.parts:
        assert part.start == at < part.end <= len(got.text)
        at = part.end if part.kind == "number" else part.end + 1
        assert part.kind == "number" or got.text[part.end : part.end + 1] in ("\n", "")
    assert at == len(got.text) + 1
    assert all(line and line == line.rstrip() for line in got.text.split("\n"))


@given(st.data())
def test_a_page_cut_or_changed_anywhere_costs_an_error_at_most(data):
    raw = bytearray(
        as_html("政府工作报告\n一、目标\n年底前建成三个公园，增长5%。\n二、举措\n要抓好落实。", "portal")
    )
    at = data.draw(st.integers(0, len(raw) - 1))
    if data.draw(st.booleans()):
        raw[at] = data.draw(st.integers(0, 255))
    else:
        del raw[at:]
    try:
        said = html.read(bytes(raw), "page.html", DEFAULT).text
    except ReadingError as error:
        said = str(error) if str(error).startswith("page.html: ") else ""
    assert said


def come_back(path: Path, template: str) -> None:
    """The text is the same, character by character, the words of buttons in its paragraphs too."""
    text = path.read_text("utf-8-sig")
    assert content(as_html(text, template).decode()).text.split("\n") == lines(text), path.name


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("template", TEMPLATES)
def test_real_texts_come_back_from_pages(template):
    for path in texts()[::EACH]:
        come_back(path, template)


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_other_real_texts_come_back_from_pages(template):
    for number, path in enumerate(texts()):
        if number % EACH:
            come_back(path, template)


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_pages_of_this_years_reports_give_the_statements_of_their_texts():
    total = Judged()
    for path in sorted(CORPORA.glob("provincial/2026/*.txt")):
        text = path.read_text("utf-8-sig")
        page = read(as_html(text, "portal"), source="a.html", date=day_of(path))
        total += judge(text, page)
    assert total.f1 == 1.0
