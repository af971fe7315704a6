"""Comparing and searching in a browser: charts, the rows behind a number, hits as one types."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.web.accessible import complaints, sticks_out, violations

from luoshi.app.record import record_files
from luoshi.examples import path as example

PLANS = {
    "2025.txt": """清河市2025年政府工作报告
——2025年1月10日在清河市第十届人民代表大会第四次会议上
清河市市长 林远
一、2024年工作回顾
2024年，地区生产总值增长5.8%，城镇新增就业1.18万人，PM2.5平均浓度为32微克/立方米。
二、2025年工作安排
2025年主要预期目标是：地区生产总值增长6%左右，城镇新增就业1.2万人以上，PM2.5平均浓度控制在31微克/立方米以内。
大力发展低空经济，12月底前建成起降点20个。
""",
    "2026.txt": """清河市2026年政府工作报告
——2026年1月12日在清河市第十届人民代表大会第五次会议上
清河市市长 林远
一、2025年工作回顾
2025年，地区生产总值增长6.3%，城镇新增就业12500人，PM2.5平均浓度为30.2微克/立方米。五年来，地区生产总值年均增长6.1%。
二、2026年工作安排
2026年主要预期目标是：地区生产总值增长6.5%以上，城镇新增就业1.25万人以上。
6月底前完成12座水库除险加固。2026年确保地区生产总值增长7%以上。
努力扩大低空经济规模，探索低空空域管理改革。
""",
}


def added(store, folder: Path) -> dict[str, str]:
    """Record two reports of a city and the packaged round-up; give SHA-256 by file name."""
    found = []
    for name, text in PLANS.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        found.append(path)
    assert [done.error for done in record_files(store, [*found, example("zones.md")])] == [None] * 3
    return {entry.source.replace("\\", "/").rpartition("/")[2]: entry.sha256 for entry in store.documents()}


@pytest.fixture
def documents(served, tmp_path):
    """The documents of the ledger, SHA-256 by file name."""
    return added(served.store, tmp_path)


def shoot(page: Page, name: str) -> None:
    """Check what is on the page, and keep a picture where ``LUOSHI_SHOTS`` names a folder."""
    assert violations(page) == [], name
    assert sticks_out(page) == [], name
    folder = os.environ.get("LUOSHI_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"compare-{name}.png", full_page=True)


def drawn(page: Page) -> None:
    """Wait until every chart is drawn."""
    expect(page.locator("figure[data-chart]:not([data-state=drawn])")).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("zh", 360), ("en", 1280), ("en", 360)])
def test_the_views_in_both_languages_and_narrow(served, documents, language, width):
    page = served.open("supervisor", language=language, width=width)
    heard = complaints(page)
    every = "&".join(f"document={sha256}" for sha256 in documents.values())
    for view in ("series", "deadlines", "themes", "indicators", "only", "lacking"):
        page.goto(f"/compare?view={view}" + ("" if view in ("series", "deadlines") else f"&{every}"))
        drawn(page)
        shoot(page, f"{view}-{language}-{width}")
    page.goto("/compare?view=themes")
    shoot(page, f"choose-{language}-{width}")
    assert heard == []


def test_a_number_leads_to_its_rows_and_a_picture_goes_out(served, documents):
    page = served.open("reader")
    heard = complaints(page)
    page.goto("/compare")
    page.get_by_role("link", name="主题与力度").click()
    page.get_by_role("checkbox", name="绘好新蓝图").check()
    page.get_by_role("button", name="比较", exact=True).click()
    drawn(page)
    expect(page.locator("figure[data-chart]")).to_have_count(3)
    cell = page.locator("#chart-themes tbody tr").first.locator("td a").first
    count = int(cell.inner_text())
    cell.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#behind")
    expect(dialog).to_be_visible()
    expect(dialog.locator("li")).to_have_count(count)
    shoot(page, "behind")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    for kind, opening in (("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b"\xef\xbb\xbf")):
        with page.expect_download() as got:
            page.locator(f"#chart-force [data-save={kind}]").click()
        assert Path(got.value.path()).read_bytes().startswith(opening)
    assert heard == []


def test_without_scripts_a_number_leads_to_a_page(served, documents):
    served.open("reader")
    context = served.browser.new_context(base_url=served.address, java_script_enabled=False, locale="zh-CN")
    context.add_cookies(
        [{"name": "luoshi_session", "value": served._session("reader"), "url": served.address}]
    )
    page = context.new_page()
    page.goto("/compare?view=deadlines")
    link = page.locator("tbody td a").first
    count = int(link.inner_text())
    link.click()
    expect(page.locator("h1")).to_contain_text("全部")
    expect(page.locator(".behind li")).to_have_count(count)
    page.goto("/search")
    page.locator("#q").fill("低空")
    page.locator("#q").press("Enter")
    expect(page.locator("[data-items] mark").first).to_have_text("低空")
    page.locator(".beside a.button").click()
    expect(page.locator(".facet").first).to_be_visible()
    context.close()


def test_searching_as_one_types(served, documents):
    page = served.open("reader")
    heard = complaints(page)
    page.goto("/search")
    shoot(page, "search-help")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("低空")
    hits = page.locator("#found [data-item]")
    expect(hits.locator("mark").first).to_have_text("低空")
    expect(page.locator(".facet").first).to_be_visible()
    expect(page.locator("#told")).not_to_be_empty()
    assert page.url.endswith("q=%E4%BD%8E%E7%A9%BA")
    shoot(page, "search-hits")
    many = hits.count()
    page.get_by_label("同义词也算").check()
    page.wait_for_url("**synonyms=1*")
    page.keyboard.press("/")
    page.keyboard.press("End")
    page.keyboard.type(" 灯：紫")
    expect(page.locator("#fault .cut mark")).to_have_text("灯")
    expect(page.locator("#q")).to_have_attribute("aria-invalid", "true")
    shoot(page, "search-fault")
    page.locator("#q").fill("低空 类别：承诺")
    expect(page.locator("#fault")).to_have_count(0)
    expect(page.locator("#q")).not_to_have_attribute("aria-invalid", "true")
    expect(hits.first).to_be_visible()
    assert hits.count() <= many
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(hits.first).to_be_focused()
    hits.first.get_by_role("link").first.click()
    page.wait_for_url("**/ledger/*")
    assert heard == []


def test_an_input_method_is_waited_for(served, documents):
    page = served.open("reader")
    page.goto("/search")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/search?" in request.url else None)
    client = page.context.new_cdp_session(page)
    page.locator("#q").focus()
    client.send("Input.imeSetComposition", {"text": "dikong", "selectionStart": 6, "selectionEnd": 6})
    page.wait_for_timeout(500)
    assert asked == []
    client.send("Input.insertText", {"text": "低空"})
    expect(page.locator("#found mark").first).to_have_text("低空")
    assert all("dikong" not in address for address in asked)


@pytest.mark.parametrize(("language", "width"), [("zh", 360), ("en", 1280), ("en", 360)])
def test_the_search_in_both_languages_and_narrow(served, documents, language, width):
    page = served.open("reader", language=language, width=width)
    page.goto("/search?q=%E4%BD%8E%E7%A9%BA")
    expect(page.locator(".facet").first).to_be_visible()
    shoot(page, f"search-{language}-{width}")


def test_a_table_of_words_is_as_long_as_it_is_and_months_keep_together(served, documents):
    page = served.open("supervisor", width=1280)
    every = "&".join(f"document={sha256}" for sha256 in documents.values())
    page.goto(f"/compare?view=lacking&{every}")
    region = page.locator(".table-region:has(> .worded)").first
    assert region.evaluate("each => each.scrollHeight - each.clientHeight") <= 1
    page.goto("/compare?view=deadlines")
    drawn(page)
    said = page.evaluate("""async () => {
      const { optionOf } = await import("/static/js/chart_options.js");
      const { theme } = await import("/static/js/chart_theme.js");
      const { chart } = document.querySelector("figure[data-chart]").dataset;
      const answer = await (await fetch(chart)).json();
      const label = optionOf({ ...answer, columns: ["此前", "2026-03"] }, theme(), 1200).xAxis.axisLabel;
      return ["此前", "2026-03"].map(label.formatter);
    }""")
    assert said == ["此前", "2026\n03"]
