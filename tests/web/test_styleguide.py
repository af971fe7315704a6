"""The design on one page in Chromium: accessible, no wider than its window, with scripts that work."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader
from tests.programs import browser
from tests.web.accessible import complaints, sticks_out, violations

import luoshi
from luoshi.lexicon.messages import say_on_page
from luoshi.people.account import Person
from luoshi.serving.envelope import POLICY
from luoshi.web.navigation import entries
from luoshi.web.rendering import templates

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
WEB = resources.files("luoshi.web")
CSRF = "a'b\"</script>"
GRANTED = frozenset({"read", "administer", "audit"})
TEXT = "加快科技成果转化，全年地区生产总值增长5%左右"
CHARTS = {
    "bars": {
        "kind": "bars",
        "unit": "%",
        "categories": ["合肥高新区", "成都高新区", "西安高新区"],
        "series": [
            {"name": "目标", "values": [5, 6, 5.5], "dashed": True},
            {"name": "结果", "values": [5.2, None, 5.1], "tone": "green"},
        ],
    },
    "lines": {
        "kind": "lines",
        "unit": "%",
        "categories": ["2021", "2022", "2023", "2024", "2025"],
        "series": [
            {"name": "目标", "values": [8, 6, 6, 5.5, 5], "dashed": True},
            {"name": "结果", "values": [8.4, 4.1, 5.9, 5.2, None]},
        ],
    },
    "matrix": {
        "kind": "matrix",
        "rows": ["第18条 加快高水平科技自立自强", "第19条 一体推进教育科技人才", "第20条 数字中国"],
        "columns": ["合肥", "成都", "西安", "武汉"],
        "levels": ["未提及", "导向", "明确", "刚性"],
        "cells": [
            [r, c, (r * 2 + c) % 4, ["", "导向", "明确", "刚性"][(r * 2 + c) % 4]]
            for r in range(3)
            for c in range(4)
        ],
    },
    "timeline": {
        "kind": "timeline",
        "today": "2025-10-27",
        "rows": ["合肥高新区", "成都高新区"],
        "items": [
            {
                "row": 0,
                "name": "成果转化中心投用",
                "from": "2025-03-01",
                "until": "2025-12-31",
                "tone": "yellow",
            },
            {"row": 1, "name": "营商环境整改", "from": None, "until": "2025-09-30", "tone": "red"},
        ],
    },
}


def context(language: str, **more: object) -> dict[str, object]:
    """What every page is given."""
    return {
        "t": partial(say_on_page, language),
        "language": language,
        "can": GRANTED.__contains__,
        "csrf": CSRF,
        "me": Person(1, "王处", "supervisor", "督查室", GRANTED, "cookie"),
        "path": "/ledger",
        "query": "q=a&b",
        "part": False,
        "today": date(2025, 10, 27),
        "version": luoshi.__version__,
        "site_title": "某区督查室",
        "nav": entries(GRANTED),
        **more,
    }


@cache
def styleguide(language: str) -> str:
    """The page as every other is made, with a context of its own."""
    design = templates().overlay()
    design.loader = ChoiceLoader([templates().loader, FileSystemLoader(HERE)])
    types = ("commitment", "result", "problem", "event")
    lights = ("red", "yellow", "blue", None)
    cards = [
        {"id": f"3f2a9c1d:{at}-{at + 9}", "type": kind, "text": TEXT, "light": light}
        for at, (kind, light) in enumerate(zip(types, lights, strict=True))
    ]
    segments = [
        part for card in cards for part in (("一、工作安排\n合肥高新区将", None), (TEXT, card), ("。", None))
    ]
    rows = [
        {
            "number": 1,
            "text": TEXT,
            "type": "commitment",
            "lead": "发展改革局",
            "until": "2025-12-31",
            "progress": 40,
            "light": "yellow",
        },
        {
            "number": 2,
            "text": "<b>整改</b>不到位",
            "type": "problem",
            "lead": "市场监管局",
            "until": "2025-09-30",
            "progress": None,
            "light": "red",
        },
        {
            "number": 3,
            "text": TEXT,
            "type": "result",
            "lead": "科技局",
            "until": "",
            "progress": 100,
            "light": "blue",
        },
    ]
    return design.get_template("styleguide.html").render(
        context(language),
        rows=rows,
        cards=cards,
        segments=segments,
    )


class _Answers(SimpleHTTPRequestHandler):
    def __init__(self, *args) -> None:
        super().__init__(*args, directory=str(WEB))

    def log_message(self, *args) -> None: ...

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in ("/zh", "/en"):
            self.say(200, "text/html; charset=utf-8", styleguide(path[1:]))
        elif path.startswith("/charts/"):
            self.say(200, "application/json", json.dumps(CHARTS[path.removeprefix("/charts/")]))
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"] or 0)).decode()
        said = self.headers.get("X-CSRF-Token"), "version=1" in body
        if self.path == "/refuse":
            self.say(409, "application/problem+json", json.dumps({"detail": "本行已被他人更改。"}))
        else:
            number = self.path.rpartition("/")[2]
            row = f'<tr data-item id="row-{number}" tabindex="-1"><td>已采纳 {escape(str(said))}</td></tr>'
            self.say(200, "text/html; charset=utf-8", row)

    def say(self, status: int, kind: str, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium():
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def open_page(chromium, address: str):
    """Opens the page; at the end nothing may have been said on the console."""
    contexts, said = [], []

    def opened(width: int = 1280, scheme: str = "light", language: str = "zh", scripts: bool = True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        said.append(complaints(page))
        page.goto(f"{address}/{language}")
        if scripts:
            page.wait_for_selector('figure[data-state="drawn"] >> nth=3')
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [text for heard in said for text in heard] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_nothing_serious_at_any_width_in_either_scheme(open_page, width: int, scheme: str):
    page = open_page(width, scheme, "zh" if scheme == "light" else "en")
    assert violations(page) == []
    assert sticks_out(page) == []


def test_markup_in_a_text_is_text(open_page):
    page = open_page()
    assert page.locator("#row-2 .quote").inner_text() == "<b>整改</b>不到位"


def test_keys_go_through_rows_and_press_their_buttons(open_page):
    page = open_page()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "row-2"
    page.keyboard.press("v")
    assert page.locator("#row-2 [data-tick]").is_checked()
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.wait_for_selector("text=已采纳")
    assert page.locator("#row-1").inner_text() == f"已采纳 {(CSRF, True)}"
    assert page.evaluate("document.activeElement.id") == "row-1"


def test_no_key_does_anything_while_one_types(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("jkax?")
    assert page.locator("#q").input_value() == "jkax?"
    assert page.locator("[data-item][aria-current]").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator("#row-1[aria-current]").count() == 1


def test_a_refused_change_is_asked_first_and_told_with_the_servers_sentence(open_page):
    page = open_page()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.wait_for_selector("#confirm[open]")
    assert "确定吗" in page.locator("#confirm").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_selector("#confirm", state="hidden")
    assert page.locator(".toast-error").count() == 0
    page.keyboard.press("x")
    page.click("#confirm [data-yes]")
    page.wait_for_selector(".toast-error")
    assert "本行已被他人更改。" in page.locator(".toast-error").inner_text()
    assert page.locator("#row-1 th").inner_text() == "1"


def test_the_help_lists_the_keys_of_the_page_and_gives_the_focus_back(open_page):
    page = open_page(language="en")
    page.keyboard.press("j")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    listed = page.locator("#keys kbd").all_inner_texts()
    assert {"j", "k", "v", "a", "x", "g", "/", "?", "Esc"} <= set(listed)
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "row-1"


def test_marks_and_cards_lead_to_each_other(open_page):
    page = open_page()
    page.locator("a.mark").nth(2).click()
    card = page.locator(".record").nth(2)
    assert card.get_attribute("aria-current") == "true"
    assert page.evaluate("document.activeElement.id") == card.get_attribute("id")
    card.locator(".to-source").click()
    assert page.evaluate("document.activeElement.id") == page.locator("a.mark").nth(2).get_attribute("id")
    assert page.locator("a.mark.now").count() == 1


def test_a_dialog_opens_by_its_button_and_closes_by_its_own(open_page):
    page = open_page()
    page.click("[data-opens=assign]")
    page.wait_for_selector("#assign[open]")
    assert violations(page) == []
    page.click("#assign .dialog-head [data-closes]")
    page.wait_for_selector("#assign", state="hidden")


@pytest.mark.parametrize(
    ("kind", "opening"), [("png", b"\x89PNG"), ("svg", b"<svg "), ("csv", b"\xef\xbb\xbf")]
)
def test_a_chart_is_saved(open_page, kind: str, opening: bytes):
    page = open_page()
    with page.expect_download() as coming:
        page.click(f"#chart-matrix [data-save={kind}]")
    content = Path(coming.value.path()).read_bytes()
    assert content.startswith(opening)
    assert coming.value.suggested_filename == f"各区对中央条文的承接.{kind}"
    if kind == "csv":
        assert content.decode("utf-8-sig") == "年份,目标,结果\r\n2024,5,-5.2%\r\n'=2025,5.5,—\r\n"
    if kind == "svg":
        assert "合肥" in content.decode()


def test_each_chart_shows_something(open_page):
    page = open_page()
    for kind in CHARTS:
        colours = page.evaluate(
            """(id) => {
              const seen = new Set();
              for (const from of document.querySelectorAll(`#${id} canvas`)) {
                const data = from.getContext("2d").getImageData(0, 0, from.width, from.height).data;
                for (let at = 0; at < data.length; at += 4)
                  if (data[at + 3] > 200) seen.add([0, 1, 2].map((by) => data[at + by] >> 4).join());
              }
              return seen.size;
            }""",
            f"chart-{kind}",
        )
        assert colours > 8, kind


def test_the_navigation_folds_away_when_narrow_and_the_skip_link_leads_to_the_content(open_page):
    page = open_page(360)
    assert not page.locator("nav.nav").is_visible()
    page.click(".nav-narrow summary")
    assert page.locator(".nav-narrow a[aria-current=page]").inner_text() == "台账"
    page.keyboard.press("Escape")
    assert page.locator(".nav-narrow[open]").count() == 0
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    page.goto(page.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_scripts_the_page_still_says_all(open_page):
    page = open_page(scripts=False)
    assert page.locator("[data-flash]").is_visible()
    assert page.locator("#row-1 button").first.is_visible()
    assert page.locator("nav.nav a").count() == len(entries(GRANTED))


def test_on_paper_it_is_light_whole_and_without_controls(open_page):
    page = open_page(scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    style = """(at) => {
      const style = getComputedStyle(document.querySelector(at));
      return [style.backgroundColor, style.overflowY];
    }"""
    assert page.evaluate(style, "body")[0] == "rgb(255, 255, 255)"
    assert page.evaluate(style, ".pane-source")[1] == "visible"
    assert page.evaluate(style, ".notice-warning")[0] == "rgb(251, 238, 198)"
    assert not page.locator("header.site, .filter, #row-1 button").first.is_visible()


@pytest.mark.parametrize("part", [True, False])
def test_an_error_says_its_sentence_as_text_and_a_part_of_a_page_is_no_page(part: bool):
    said = (
        templates()
        .get_template("error.html")
        .render(context("en", part=part, sentence="no <row>", status=404))
    )
    assert re.search(r"data-sentence[^>]*>no &lt;row&gt;<", said)
    assert ("<html" in said) is not part


def test_nothing_is_inline_and_nothing_comes_from_elsewhere():
    for language in ("zh", "en"):
        page = styleguide(language)
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)
        assert not re.search(r"""(?:src|href|action)=["'](?!/|#|\?)""", page)
