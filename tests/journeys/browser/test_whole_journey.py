"""The whole way through the site in a browser: from the first link over four people's work to the tables out.

The site is ``luoshi serve`` as an office starts it, over an empty folder, with its worker.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from tests.shared import CORPORA, needs_shared
from tests.web.accessible import complaints, sticks_out

from luoshi.examples import path as example

pytestmark = pytest.mark.slow
EXAMPLES = ("zones.md", "central.txt", "report_2025.txt", "report_2026.txt")
WORDS = "春天的 第一班 列车"
UNIT = "区投资促进局"
WAIT = 60_000
"""Milliseconds that a worker is given for its work on a busy machine."""
TASKS = "/ledger?type=commitment&section=2026年重点工作"
DRAFT = """重点任务分工方案
1．加快建设三个中试平台，2027年底前全部投入运行。
2．全年盘活低效用地600亩。
"""
_DROP = """([zone, files]) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) carried.items.add(new File([text], name));
  zone.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }));
}"""
_CHOOSE = """(words) => {
  const line = [...document.querySelectorAll("[data-start]")].find((one) => one.textContent.includes(words));
  const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (text.nextNode() && !text.currentNode.data.includes(words));
  const at = text.currentNode.data.indexOf(words);
  getSelection().setBaseAndExtent(text.currentNode, at, text.currentNode, at + words.length);
}"""


@dataclass(slots=True)
class Office:
    """The site as a process, and whoever opened a browser on it; ``heard`` is what went wrong in them."""

    folder: Path
    chrome: Browser
    process: subprocess.Popen[str] = field(init=False)
    said: list[str] = field(default_factory=list)
    heard: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "luoshi.cli", "serve", "--port", "0", "--store", "luoshi.db"]
        environment = os.environ | {"LUOSHI_LANG": "zh"}
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stderr:
            self.said.append(line)

    def link(self) -> str:
        """The one-time link that the terminal shows."""
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            for line in list(self.said):
                if found := re.search(r"http\S+/welcome/\S+", line):
                    return found[0]
            time.sleep(0.05)
        raise AssertionError("".join(self.said))

    @property
    def address(self) -> str:
        return self.link().partition("/welcome/")[0]

    def stranger(self) -> Page:
        """A browser in which nobody is signed in."""
        context = self.chrome.new_context(
            base_url=self.address, locale="zh-CN", viewport={"width": 1280, "height": 900}
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        self.heard.append(complaints(page))
        return page

    def enter(self, link: str, name: str = "") -> Page:
        """Somebody follows a link, chooses a password and is in."""
        page = self.stranger()
        page.goto(link)
        if name:
            page.get_by_label("姓名").fill(name)
        page.get_by_label("新密码").fill(WORDS)
        page.get_by_label("再输一次").fill(WORDS)
        page.get_by_role("button", name="设置并进入").click()
        expect(page.get_by_role("heading", name="概览")).to_be_visible()
        return page

    def stop(self) -> int:
        """Stop the site as the system does; give its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@pytest.fixture
def office(tmp_path: Path, chrome: Browser) -> Iterator[Office]:
    opened = Office(tmp_path, chrome)
    try:
        yield opened
    finally:
        for context in list(chrome.contexts):
            context.close()
        opened.stop()


def invited(office: Office, admin: Page, name: str, role: str, unit: str = "") -> Page:
    """The administrator makes a link for somebody, who follows it."""
    admin.goto("/admin/people")
    admin.get_by_label("姓名").fill(name)
    admin.get_by_label("角色").select_option(label=role)
    if unit:
        admin.get_by_label("单位").fill(unit)
    admin.get_by_role("button", name="邀请并生成链接").click()
    link = admin.get_by_label("链接", exact=True).input_value()
    page = office.enter(link)
    expect(page.locator("details.menu summary")).to_have_text(name)
    return page


def dropped(page: Page, files: list[tuple[str, str]]) -> None:
    """Drop files on the page of documents and wait until the worker has read them."""
    page.goto("/documents")
    zone = page.locator("[data-drop]").element_handle()
    page.evaluate(_DROP, [zone, files])
    page.get_by_role("button", name="添加", exact=True).click()
    job = page.locator("[data-job]")
    expect(job.get_by_text("已完成", exact=True)).to_be_visible(timeout=WAIT)
    expect(job.get_by_text("已记入", exact=True)).to_have_count(len(files))


def reviewed(page: Page) -> None:
    """Ten rows are decided on with the keys alone."""
    page.goto(TASKS)
    rows = page.locator("tbody tr")
    cell = "td[data-label=审核]"
    expect(rows.first.locator(cell)).to_have_text("待审")
    for at, key in enumerate("aaaaaxaaea"):
        page.keyboard.press("j")
        expect(rows.nth(at)).to_be_focused()
        page.keyboard.press(key)
        if key == "e":
            expect(page.locator("#desk")).to_be_visible()
            page.locator("#desk-lead").press("Control+a")
            page.keyboard.type(UNIT)
            page.keyboard.press("Enter")
            expect(page.locator("#desk")).not_to_be_visible()
            expect(rows.nth(at).locator("td[data-label=牵头单位]")).to_have_text(UNIT)
        told = {"a": "采纳", "x": "不立项", "e": "更正"}[key]
        expect(rows.nth(at).locator(cell)).to_have_text(told)
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(rows.nth(7).locator(cell)).to_have_text("待审")
    page.keyboard.press("a")
    expect(rows.nth(7).locator(cell)).to_have_text("采纳")


def handed_out(page: Page) -> str:
    """Rows are handed out together, one of them with a day that is past; give the number of that one."""
    page.goto(f"{TASKS}&review=accepted")
    page.get_by_label("选择本页全部").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("已选 8 条")
    page.locator(".bulk-more summary", has_text="交办").click()
    page.locator("#bulk-lead").fill(UNIT)
    page.locator("#bulk-due").fill((date.today() + timedelta(days=300)).isoformat())
    page.get_by_role("button", name="一并交办").click()
    expect(page.locator(".toast")).to_contain_text("已交办 8 条")
    lights = page.locator("td[data-label=预警]")
    expect(lights.filter(has_text="绿")).to_have_count(8)
    link = page.locator("tbody tr th a").first
    number = link.inner_text()
    link.click()
    page.locator("#assign summary").click()
    page.locator("#assign-due").fill((date.today() - timedelta(days=1)).isoformat())
    page.locator("#assign button").click()
    expect(page.locator(".title .light")).to_have_text("红")
    page.goto("/")
    expect(page.locator(".count-red strong")).to_have_text("1")
    expect(page.locator(".count-green strong")).to_have_text("7")
    return number


def reported(page: Page, number: str) -> None:
    """The unit's reporter sees the unit's rows, no documents, and reports."""
    page.goto("/ledger")
    expect(page.locator(f"#row-{number}")).to_be_visible()
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text=UNIT)).to_have_count(rows.count())
    expect(page.get_by_role("navigation").get_by_role("link", name="文件")).to_have_count(0)
    page.locator(f"#row-{number} th a").click()
    page.locator("#report summary").click()
    page.locator("#report-progress").fill("<b>已完成</b>，通过验收")
    page.locator("#report-percentage").fill("100")
    page.locator("#report button").click()
    expect(page.get_by_text("进展已填报")).to_be_visible()
    expect(page.get_by_text("<b>已完成</b>，通过验收").first).to_be_visible()
    expect(page.locator("#verify")).to_have_count(0)


def ended(page: Page, number: str) -> None:
    """The supervisor verifies and closes: red becomes blue, in the table and on the overview."""
    page.goto(f"/ledger?light=red&type=commitment&unit={UNIT}")
    row = page.locator(f"#row-{number}")
    expect(row).to_contain_text("红")
    expect(row).to_contain_text("100%")
    row.locator("th a").click()
    page.locator("#verify summary").click()
    page.locator("#verify-result").fill("现场核实，属实")
    page.locator("#verify button").click()
    page.locator("#close summary").click()
    page.locator("#close button").click()
    expect(page.locator(".title .light")).to_have_text("蓝")
    expect(page.locator(".history")).to_contain_text("销号 周督办")
    page.goto(f"/ledger?unit={UNIT}&light=blue")
    expect(page.locator(f"#row-{number} td[data-label=预警]")).to_have_text("蓝")
    page.goto("/")
    expect(page.locator(".count-red strong")).to_have_text("0")
    expect(page.locator(".count-blue strong")).to_have_text("1")


def around(page: Page, folder: Path) -> None:
    """The table goes out, a cell is changed, the table comes back in."""
    page.goto(f"{TASKS}&state=assigned")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 Excel").click()
    table = folder / "台账.xlsx"
    waiting.value.save_as(table)
    book = load_workbook(table)
    titles = [cell.value for cell in book.active[1]]
    assert book.active.max_row == 8
    book.active.cell(2, titles.index("进展情况") + 1).value = "正在招标"
    book.save(table)
    page.get_by_role("link", name="导入改过的表").click()
    page.locator("input[type=file]").set_input_files(table)
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.get_by_text("会改 1 条事项")).to_be_visible()
    change = page.get_by_role("row").filter(has_text="正在招标")
    number = change.locator("td[data-label=序号]").inner_text()
    page.get_by_role("button", name="确认导入 1 条").click()
    expect(page.get_by_text("改了 1 条")).to_be_visible()
    page.goto(f"/ledger/{number}")
    expect(page.get_by_text("正在招标").first).to_be_visible()


def followed(page: Page) -> None:
    """Last year's promises beside this year's report; a finding is accepted by key."""
    page.goto("/followup")
    page.locator(".pairs a").click()
    expect(page.get_by_role("columnheader", name="结论")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("link", name="达到 16", exact=True)).to_be_visible()
    first = page.locator("tr[data-item]").first
    expect(first).to_contain_text("目标6.5%左右，实际6.4%")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(first.get_by_text("已采纳", exact=True)).to_be_visible()


def aligned(page: Page) -> None:
    """Provisions by zones, and both quotes behind a cell."""
    page.goto("/alignment")
    page.get_by_label("上级文件").select_option(
        label="关于制定经济社会发展第十五个五年规划的建议（2025-10-20）"
    )
    page.get_by_role("checkbox", name="绘好新蓝图").check()
    page.get_by_role("button", name="对标", exact=True).click()
    expect(page.get_by_role("columnheader", name="砚澜高新区")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("58 条承诺中，46 条有对应条款。")).to_be_visible()
    page.locator(".firm td a").first.click()
    expect(page.get_by_role("dialog").locator("article").first).to_be_visible()


def compared(page: Page) -> None:
    """Targets and outcomes as a chart with its table; a number leads to its rows."""
    page.goto("/compare")
    expect(page.locator("figure[data-state=drawn]")).to_be_visible()
    page.get_by_label("指标").select_option(label="生产总值 · 增速 · % · 3 年")
    page.get_by_role("button", name="筛选", exact=True).click()
    expect(page.locator("figure table")).to_contain_text("6.4%")
    page.get_by_role("link", name="主题与力度").click()
    page.get_by_role("checkbox", name="绘好新蓝图").check()
    page.get_by_role("button", name="比较", exact=True).click()
    expect(page.locator("figure[data-chart]:not([data-state=drawn])")).to_have_count(0)
    expect(page.locator("#chart-themes th", has_text="沧屿高新区")).to_be_visible()


def searched(page: Page) -> None:
    """Two characters, as they are typed."""
    page.goto("/search")
    page.keyboard.type("低空")
    expect(page.locator("#found [data-item] mark").first).to_have_text("低空")
    expect(page.locator(".facet").first).to_be_visible()


def asked(office: Office, page: Page, folder: Path) -> None:
    """A draft goes out by link, a stranger comments on chosen words, the answer and the table go out."""
    page.goto("/opinions/new")
    page.get_by_label("标题").fill("分工方案")
    page.get_by_label("粘贴正文").fill(DRAFT)
    page.get_by_label("另外生成链接").check()
    page.get_by_role("button", name="发起", exact=True).click()
    guest = office.stranger()
    guest.goto(page.get_by_label("链接", exact=True).input_value())
    opened = time.monotonic()
    guest.evaluate(_CHOOSE, "2027年底前全部投入运行")
    guest.get_by_role("button", name="对所选文字提意见").click()
    guest.get_by_label(re.compile("^意见 必填")).fill("工期太紧，<i>建议</i>放宽到2028年。")
    guest.get_by_label("署名").fill("某研究院")
    guest.wait_for_timeout(max(0, 3.1 - (time.monotonic() - opened)) * 1000)  # less is taken for a program
    guest.get_by_role("button", name="提交意见").click()
    expect(guest.get_by_text("意见已收到")).to_be_visible()
    page.goto("/opinions/1/answers")
    expect(page.get_by_text("工期太紧，<i>建议</i>放宽到2028年。")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(page.get_by_label("第 1 条的理由")).to_be_focused()
    page.keyboard.type("分年度写明")
    page.get_by_role("button", name="部分采纳").first.click()
    expect(page.locator("article .answer .badge").first).to_have_text("部分采纳")
    page.get_by_role("link", name="汇总表").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 Word").click()
    waiting.value.save_as(folder / "汇总.docx")
    cells = [cell.text for cell in docx.Document(str(folder / "汇总.docx")).tables[0].rows[1].cells]
    assert {"部分采纳", "某研究院", "2027年底前全部投入运行"} <= set(cells)


def in_english_and_narrow(page: Page) -> None:
    """The switch changes the words; at 360 px nothing sticks out."""
    page.goto("/ledger")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Ledger", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.set_viewport_size({"width": 360, "height": 760})
    for address in (
        "/",
        "/ledger",
        "/documents",
        "/alignment",
        "/followup",
        "/compare",
        "/opinions",
        "/search",
    ):
        page.goto(address)
        assert sticks_out(page) == [], address
        assert not re.search(r"\b[a-z]+\.[a-z_]+\.[a-z_]+\b", page.locator("main").inner_text()), address
    page.get_by_text("Menu").click()
    page.get_by_role("navigation").get_by_role("link", name="Ledger").click()
    expect(page.get_by_role("heading", name="Ledger", exact=True)).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="台账", exact=True)).to_be_visible()


def test_the_whole_journey(office: Office, tmp_path: Path):
    admin = office.enter(office.link(), "管理员甲")
    reviewer = invited(office, admin, "李审核", "审核员")
    reporter = invited(office, admin, "王填报", "填报员", UNIT)
    supervisor = invited(office, admin, "周督办", "督办员")

    dropped(reviewer, [(name, example(name).read_text("utf-8")) for name in EXAMPLES])
    expect(reviewer.locator("#documents tbody tr")).to_have_count(4)
    reviewed(reviewer)
    number = handed_out(supervisor)
    reported(reporter, number)
    ended(supervisor, number)
    around(supervisor, tmp_path)
    followed(reviewer)
    aligned(reviewer)
    compared(reviewer)
    searched(reviewer)
    asked(office, reviewer, tmp_path)
    in_english_and_narrow(supervisor)

    admin.goto("/admin/audit")
    expect(admin.get_by_text("王填报").first).to_be_visible()
    assert [fault for heard in office.heard for fault in heard] == []
    assert office.stop() == 0 or os.name == "nt"  # Windows has no SIGTERM to answer


@needs_shared
def test_the_seed_is_added_and_read(office: Office):
    (seed,) = (CORPORA / "seed").glob("*.md")
    admin = office.enter(office.link(), "管理员甲")
    dropped(admin, [(seed.name, seed.read_text("utf-8"))])
    admin.locator("[data-job]").get_by_role("link", name=seed.name).click()
    expect(admin.locator("a.mark").first).to_be_visible()
    admin.locator("a.mark").first.click()
    expect(admin.locator('[data-item][aria-current="true"]')).to_be_in_viewport()
    admin.keyboard.press("a")
    expect(admin.locator('[data-item][aria-current="true"] .badge').first).to_have_text("采纳")
    assert [fault for heard in office.heard for fault in heard] == []
