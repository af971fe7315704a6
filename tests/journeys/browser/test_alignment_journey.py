"""对标 and 追踪 in a browser: both quotes, accept and overrule by keyboard; in zh and en, and narrow."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.web.accessible import sticks_out, violations

from luoshi.app.record import record_files
from luoshi.examples import path

SHOTS = os.environ.get("LUOSHI_SHOTS", "")


@pytest.fixture
def filled(served):
    """The site with all packaged texts; their SHA-256 by name."""
    for name in ("zones.md", "central.txt", "report_2025.txt", "report_2026.txt"):
        assert [done.error for done in record_files(served.store, [path(name)])] == [None]
    entries = {e.source.replace("\\", "/").rpartition("/")[2]: e.sha256 for e in served.store.documents()}
    return served, entries


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True, caret="initial")


def sound(page):
    assert violations(page) == []
    assert sticks_out(page) == []


def test_align_and_open_both_quotes(filled):
    served, documents = filled
    page = served.open("reader")
    page.goto("/alignment")
    page.get_by_label("上级文件").select_option(documents["central.txt"])
    page.locator(f'input[value="{documents["zones.md"]}"]').check()
    shot(page, "align-ask")
    sound(page)
    page.get_by_role("button", name="对标").click()
    expect(page.get_by_role("columnheader", name="砚澜高新区")).to_be_visible()
    shot(page, "align-matrix")
    sound(page)
    # both quotes come in a dialog that the keyboard closes
    cell = page.locator(".firm td a").first
    cell.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("article").first).to_be_visible()
    assert re.search("台账序号 \\d+", dialog.inner_text())
    shot(page, "align-quotes")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    # the chart says the same as the table
    page.get_by_text("看图").click()
    expect(page.locator('figure[data-state="drawn"]')).to_be_visible()
    shot(page, "align-chart")
    for name in ("无人落实的条款", "没有对应条款的承诺"):
        page.get_by_role("link", name=re.compile(name)).click()
        expect(page.get_by_role("link", name=re.compile(name))).to_have_attribute("aria-current", "page")
        shot(page, f"align-{'un' + str(len(name))}")
        sound(page)
    assert served.faults == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_matrix_and_the_findings_fit_a_narrow_window(filled, language):
    served, documents = filled
    page = served.open("reviewer", language=language, width=360, height=780)
    aligned = f"/alignment?central={documents['central.txt']}&local={documents['zones.md']}"
    followed = f"/followup?earlier={documents['report_2025.txt']}&later={documents['report_2026.txt']}"
    for name, address in (
        ("ask", "/alignment"),
        ("matrix", aligned),
        ("unaligned", f"{aligned}&view=unaligned"),
        ("pairs", "/followup"),
        ("findings", followed),
    ):
        page.goto(address)
        shot(page, f"narrow-{language}-{name}")
        sound(page)
        assert not re.search(r"[a-z]+\.[a-z_]+\.[a-z_]+", page.locator("main").inner_text())
    page.goto(aligned)
    page.locator(".firm td a").first.click()
    expect(page.get_by_role("dialog").locator("article").first).to_be_visible()
    shot(page, f"narrow-{language}-quotes")
    assert served.faults == []


def test_accept_by_key_and_overrule_with_a_reason(filled):
    served, _ = filled
    page = served.open("reviewer", language="en")
    page.goto("/followup")
    shot(page, "follow-ask")
    sound(page)
    page.locator(".pairs a").click()
    expect(page.get_by_role("columnheader", name="Promise")).to_be_visible()
    shot(page, "follow-findings")
    sound(page)
    first = page.locator("tr[data-item]").first
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(first.get_by_text("accepted", exact=True)).to_be_visible()
    (row,) = [row for row in served.store.rows() if row.status.judged]
    assert (row.status.judged.decision, len(row.status.evidence)) == ("accepted", 1)
    second = page.locator("tr[data-item]").nth(1)
    second.locator("summary").click()
    second.get_by_label("Verdict").select_option("reported")
    second.get_by_label("Reason").fill("another measure")
    shot(page, "follow-overrule")
    second.get_by_role("button", name="Overrule").click()
    expect(second.get_by_text("overruled", exact=True)).to_be_visible()
    expect(second.get_by_text("found: missed")).to_be_visible()
    shot(page, "follow-judged")
    sound(page)
    page.get_by_label("Judged").select_option("overruled")
    expect(page.locator("tr[data-item]")).to_have_count(1)
    assert served.faults == []
