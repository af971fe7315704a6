"""Briefs in a browser: chosen, looked at, taken away; the pictures for papers."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.browser.conftest import UNIT
from tests.web.accessible import complaints, sticks_out, violations

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.briefing import KINDS
from luoshi.examples import path as example
from luoshi.stores import Filter

TEXTS = ("zones.md", "central.txt", "report_2025.txt", "report_2026.txt")


@pytest.fixture
def documents(served):
    """The packaged example, some rows handed out and one closed; SHA-256 by file name."""
    store = served.store
    assert [done.error for done in record_files(store, [example(name) for name in TEXTS])] == [None] * 4
    found = {entry.source.replace("\\", "/").rpartition("/")[2]: entry.sha256 for entry in store.documents()}
    wanted = Filter(document=found["report_2026.txt"], type="commitment")
    numbers = [row.number for row in store.rows(wanted)][:6]
    desk = handling.desk(store, author="督办", day=date(2026, 1, 20))
    handling.accept(desk, numbers)
    handling.assign(desk, numbers, UNIT, due=date(2026, 2, 10))
    handling.report(desk, numbers[:1], "已办结", percentage=100)
    handling.verify(desk, numbers[:1], result="属实")
    handling.close(desk, numbers[:1])
    return found


def shoot(page: Page, name: str) -> None:
    """Check what is on the page, and keep a picture where ``LUOSHI_SHOTS`` names a folder."""
    assert violations(page) == [], name
    assert sticks_out(page) == [], name
    folder = os.environ.get("LUOSHI_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"briefs-{name}.png", full_page=True)


def choose(page: Page, kind: str, documents: dict[str, str]) -> None:
    """Fill in what a kind needs."""
    page.goto(f"/briefs?kind={kind}")
    if kind == "alignment":
        page.locator("#local").select_option(documents["zones.md"])
        page.locator("#central").select_option(documents["central.txt"])
    if kind == "shortcomings":
        page.locator("#side").fill("云栖口高新区")
    if kind in ("compare", "shortcomings"):
        page.locator("details.texts > summary").click()
        page.locator(f'input[value="{documents["zones.md"]}"]').check()


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("zh", 360), ("en", 1280), ("en", 360)])
def test_every_kind_in_both_languages_and_narrow(served, documents, language, width):
    page = served.open("supervisor", language=language, width=width)
    heard = complaints(page)
    for kind in KINDS:
        choose(page, kind, documents)
        shoot(page, f"{kind}-form-{language}-{width}")
        page.locator("form.brief-form button.primary").click()
        expect(page.locator("article.brief table").first).to_be_visible()
        page.wait_for_load_state()  # its styles too
        shoot(page, f"{kind}-{language}-{width}")
    assert heard == []


def test_a_brief_is_taken_away(served, documents):
    page = served.open("reader")
    heard = complaints(page)
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="通报").click()
    page.get_by_role("link", name="进展通报").click()
    page.get_by_label("署名单位").fill("区政府办公室")
    page.get_by_label("截止日").fill("2026-03-01")
    page.get_by_role("button", name="生成").click()
    expect(page.locator("article.brief")).to_contain_text("区政府办公室")
    for name, opening in (("下载 Word", b"PK"), ("下载网页", b"<!doctype html>")):
        with page.expect_download() as got:
            page.get_by_role("link", name=name).click()
        assert Path(got.value.path()).read_bytes().startswith(opening)
        assert "通报" in got.value.suggested_filename
    note = page.locator("article.brief sup a").first
    note.click()
    expect(page.locator("#n1")).to_be_in_viewport()
    page.get_by_role("link", name="改选项重做").click()
    expect(page.get_by_label("署名单位")).to_have_value("区政府办公室")
    expect(page.get_by_label("截止日")).to_have_value("2026-03-01")
    page.get_by_label("单位", exact=True).fill("没有这个单位")
    page.get_by_role("button", name="生成").click()
    expect(page.get_by_role("alert")).to_contain_text("台账里没有可写入进展通报的任务")
    assert heard == []


def test_without_scripts_a_brief_and_a_picture(served, documents):
    context = served.browser.new_context(base_url=served.address, java_script_enabled=False, locale="zh-CN")
    context.add_cookies(
        [{"name": "luoshi_session", "value": served._session("reader"), "url": served.address}]
    )
    page = context.new_page()
    page.goto("/briefs?kind=tasks")
    page.locator("form.brief-form button.primary").click()
    expect(page.locator("article.brief table").first).to_be_visible()
    page.wait_for_load_state()  # its styles too
    page.goto(f"/compare?view=themes&document={documents['zones.md']}")
    with page.expect_download() as got:
        page.locator('a[href*="picture.png"]').first.click()
    assert Path(got.value.path()).read_bytes().startswith(b"\x89PNG")
    context.close()
