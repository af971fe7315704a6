"""The ledger in a browser: review by keys alone, the dialog, many rows at once, a report without scripts."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.web.accessible import complaints, sticks_out, violations

from luoshi.app import handling
from luoshi.app.record import record_files

TEXT = """某区2026年政府工作报告
一、稳增长
地区生产总值增长5%左右。发展改革局要在6月底前完成老旧小区改造20个。
二、惠民生
水务局要新建污水管网30公里。新建中小学校3所，新增学位5000个。
教育局要努力办好人民满意的教育。
交通局要建成农村公路120公里。探索开展数据要素改革试点。
"""


@pytest.fixture
def rows(served, tmp_path):
    """A ledger of some promises; two are handed out, one of them late."""
    path = tmp_path / "政府工作报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    list(record_files(served.store, [path], date(2026, 1, 5)))
    desk = handling.desk(served.store, author="督办")
    numbers = [row.number for row in served.store.rows()]
    handling.assign(desk, numbers[1:2], "发展改革局", supporting=["住建局"], due=date(2026, 2, 20))
    handling.assign(desk, numbers[2:3], "水务局", due=date(2026, 12, 31))
    handling.report(desk, numbers[2:3], "已完成8公里", percentage=25)
    return numbers


def shoot(page: Page, name: str) -> None:
    """Check what is on the page, and keep a picture where ``LUOSHI_SHOTS`` names a folder."""
    assert violations(page) == [], name
    assert sticks_out(page) == [], name
    folder = os.environ.get("LUOSHI_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"ledger-{name}.png", full_page=True)


def test_review_by_keys_alone(served, rows):
    page = served.open("supervisor")
    heard = complaints(page)
    page.goto("/ledger")
    expect(page.locator("tbody tr")).to_have_count(len(rows))
    shoot(page, "table")
    page.keyboard.press("j")
    expect(page.locator(f"#row-{rows[0]}")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(f"#row-{rows[0]} td[data-label=审核]")).to_have_text("采纳")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(f"#row-{rows[1]} td[data-label=审核]")).to_have_text("不立项")
    page.keyboard.press("u")
    expect(page.locator(f"#row-{rows[1]} td[data-label=审核]")).to_have_text("待审")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator("#desk")).to_be_visible()
    shoot(page, "correct")
    page.locator("#desk-lead").fill("教育局")
    page.locator("#desk-theme").fill("没有的领域")
    page.locator("#desk-theme").press("Enter")
    expect(page.locator("#desk-fault")).to_contain_text("没有的领域")
    page.locator("#desk-theme").fill("民生保障")
    page.locator("#desk-theme").press("Enter")
    expect(page.locator("#desk")).not_to_be_visible()
    expect(page.locator(f"#row-{rows[3]} td[data-label=牵头单位]")).to_have_text("教育局")
    expect(page.locator(f"#row-{rows[3]}")).to_be_focused()
    assert served.store.row(rows[3]).status.review == "corrected"
    assert heard == []


def test_a_row_that_somebody_else_changed_is_shown_as_it_is(served, rows):
    page = served.open("reviewer")
    page.goto("/ledger")
    handling.reject(handling.desk(served.store, author="乙"), rows[:1])
    page.keyboard.press("j")
    page.keyboard.press("a")
    row = page.locator(f"#row-{rows[0]}")
    expect(row.get_by_role("alert")).to_be_visible()
    expect(row.locator("td[data-label=审核]")).to_have_text("不立项")


def test_many_rows_are_handed_out(served, rows):
    page = served.open("supervisor")
    page.goto("/ledger")
    for number in rows[:3]:
        page.locator(f"#row-{number} input[name=row]").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("已选 3 条")
    page.locator(".bulk-more summary", has_text="交办").click()
    page.locator("#bulk-due").fill("2026-09-30")
    page.get_by_role("button", name="一并交办").click()
    expect(page.locator("#bulk-fault")).to_be_visible()
    page.locator("#bulk-lead").fill("住建局")
    shoot(page, "bulk")
    page.get_by_role("button", name="一并交办").click()
    expect(page.locator(".toast")).to_contain_text("已交办 3 条")
    assert {served.store.row(number).lead for number in rows[:3]} == {"住建局"}


@pytest.mark.parametrize(("language", "width"), [("zh", 360), ("en", 1280), ("en", 360)])
def test_the_pages_in_both_languages_and_narrow(served, rows, language, width):
    page = served.open("supervisor", language=language, width=width)
    heard = complaints(page)
    for name, address in (
        ("overview", "/"),
        ("table", "/ledger?light=red&due_until=2026-12-31"),
        ("row", f"/ledger/{rows[2]}?act=report"),
        ("import", "/import"),
    ):
        page.goto(address)
        if name == "overview":
            expect(page.locator("figure[data-state=drawn]")).to_have_count(2)
        shoot(page, f"{name}-{language}-{width}")
    assert heard == []


def test_a_reporter_reports_without_scripts(served, rows, tmp_path):
    served.open("reporter")  # makes the account
    context = served.browser.new_context(base_url=served.address, java_script_enabled=False, locale="zh-CN")
    context.add_cookies(
        [{"name": "luoshi_session", "value": served._session("reporter"), "url": served.address}]
    )
    page = context.new_page()
    proof = tmp_path / "照片.txt"
    proof.write_text("已完成", encoding="utf-8")
    page.goto("/ledger")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th a").click()
    page.locator("#report summary").click()
    page.locator("#report-progress").fill("已完成8个小区")
    page.locator("#report-percentage").fill("40")
    page.locator("#report-evidence").set_input_files(proof)
    page.locator("#report button").click()
    expect(page.locator(".notice-done")).to_contain_text("进展已填报")
    expect(page.get_by_role("link", name="照片.txt")).to_be_visible()
    assert served.store.row(rows[1]).status.percentage == 40


def test_the_filter_is_folded_where_there_is_little_room(served, rows):
    page = served.open("supervisor", width=360)
    page.goto("/ledger")
    expect(page.locator("#f-state")).to_be_hidden()
    first = page.locator("[data-items] [data-item]").first
    assert first.bounding_box()["y"] < 400
    page.locator(".filter-fold > summary").click()
    page.locator("#f-state").select_option("created")
    page.locator(".filter button.primary").click()
    expect(page.locator(".filter-fold > summary")).to_contain_text("已设 1 项")
    expect(page.locator("#f-state")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/ledger")
    expect(page.locator("#f-state")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#f-words")).to_be_focused()
