"""The site of the documentation: both languages, links that lead to a place, nothing from elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from lxml import html
from tests.programs import browser

pytest.importorskip("sphinx", reason="the site is built by luoshi[docs]")

ROOT = Path(__file__).resolve().parents[2]
PAIRED = ("tutorial", "howto", "explanation", "reference")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "site" / "build.py", out],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@cache
def tree(page: Path) -> html.HtmlElement:
    return html.parse(str(page)).getroot()


@cache
def places(page: Path) -> frozenset[str]:
    return frozenset(tree(page).xpath("//@id")) | frozenset(tree(page).xpath("//a/@name"))


def test_each_link_leads_to_a_place(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    lost, followed = [], 0
    for page in pages:
        for address in tree(page).xpath("//a/@href | //link[@rel!='canonical']/@href | //*/@src"):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            mark = unquote(parts.fragment)
            followed += 1
            if not target.is_file():
                lost.append(f"{page.relative_to(site)}: {address}")
            elif mark and target.suffix == ".html" and mark not in places(target):
                lost.append(f"{page.relative_to(site)}: {address}: no such place")
    assert followed > 1000
    assert not lost, "\n".join(lost)


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = tree(page).xpath("//script/@src | //img/@src | //iframe/@src | //link/@href | //source/@src")
        assert not [address for address in loaded if urlsplit(address).netloc], page
    for style in site.rglob("*.css"):
        text = style.read_text("utf-8")
        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", text), style


def test_each_page_has_its_other_language(site: Path) -> None:
    chinese = {
        page.relative_to(site) for page in site.rglob("*.html") if "en" not in page.relative_to(site).parts
    }
    english = {page.relative_to(site / "en") for page in (site / "en").rglob("*.html")}
    assert chinese == english
    for page in sorted(chinese):
        for start, other, code in ((site, site / "en", "en"), (site / "en", site, "zh-CN")):
            (link,) = tree(start / page).xpath("//div[@class='other-language']/a")
            assert link.get("hreflang") == code
            found = (start / page).parent / link.get("href")
            assert found.resolve() in {(other / page).resolve(), (other / "index.html").resolve()}
    for start, word in ((site, "搜索"), (site / "en", "Search")):
        (box,) = tree(start / "index.html").xpath("//input[@name='q'][@placeholder]")
        assert box.get("placeholder") == word
    for page in sorted(chinese):
        if page.parts[0].removesuffix(".html") in PAIRED:
            assert "in Chinese only" not in (site / "en" / page).read_text("utf-8"), f"{page} has no English"


def test_the_reference_holds_what_the_code_offers(site: Path) -> None:
    import luoshi
    from luoshi.cli.root import _COMMANDS

    for start, usage in ((site, "用法：luoshi"), (site / "en", "Usage: luoshi")):
        commands = tree(start / "reference" / "commands.html").text_content()
        assert not [name for name in _COMMANDS if f"{usage} {name}" not in commands]
        interface = places(start / "reference" / "python.html")
        named = {f"luoshi.{name}" for name in luoshi.__all__ if not name.startswith("_") and name.islower()}
        assert named <= interface, named - interface


def test_chinese_words_are_found_by_their_pairs(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    terms = json.loads(index[index.index("{") : index.rindex("}") + 1])["terms"]
    missing = [word for word in ("台账", "自认", "认未", "未达", "达到", "灯", "luoshi") if word not in terms]
    assert not missing
    assert "function splitQuery" in (site / "_static" / "language_data.js").read_text("utf-8")


def test_a_search_in_the_browser_finds_a_page(site: Path, tmp_path: Path) -> None:
    address = f"{(site / 'search.html').as_uri()}?q={quote('自认未达到')}"
    call = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    call += [f"--user-data-dir={tmp_path}", "--virtual-time-budget=10000", "--dump-dom", address]
    done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=True)
    found = html.fromstring(done.stdout).xpath("//ul[@class='search']//a/@href")
    assert any(link.startswith("explanation/verdicts.html") for link in found), done.stdout[-2000:]
