"""征求意见 in a browser: a draft by link, opinions on chosen words, answers by keys, the table out."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect
from tests.journeys.browser.conftest import DAY
from tests.web.accessible import sticks_out, violations

from luoshi.stores.office import Said

SHOTS = os.environ.get("LUOSHI_SHOTS", "")
TEXT = (
    "砚澜高新区“十五五”规划重点任务分工方案\n\n一、总体要求\n"
    "坚持稳中求进，到2030年基本建成区域科技创新中心。\n\n二、重点任务\n"
    "1．加快建设𠮷林路枢纽，2027年底前建成通车。（牵头单位：住房城乡建设局；配合单位：交通运输局）\n"
    "2．优化营商环境，企业开办时间压缩至半天。（牵头单位：行政审批局）\n"
    "3．新增公办幼儿园学位3000个，推动优质教育资源均衡布局。（牵头单位：教育局；配合单位：财政局）\n"
)


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True, caret="initial")


def sound(served, page):
    page.wait_for_load_state()
    heard = len(served.faults)
    assert violations(page) == []
    page.wait_for_timeout(100)  # what is told of the CSP comes later than the answer
    del served.faults[heard:]  # axe sets styles of its own, which the CSP forbids
    assert sticks_out(page) == []


LOOKED_AT: set[str] = set()


def sound_once(served, page, name):
    """Look at a page that every test of this module comes through in the same state."""
    if name not in LOOKED_AT:
        sound(served, page)
    LOOKED_AT.add(name)


def stranger(served, *, language="zh", width=1280):
    context = served.browser.new_context(
        viewport={"width": width, "height": 900},
        base_url=served.address,
        locale="zh-CN" if language == "zh" else "en-US",
    )
    page = context.new_page()
    page.on("pageerror", lambda error: served.faults.append(str(error)))
    return page


def choose(page, words):
    """Choose words of the draft as a mouse does."""
    page.evaluate(
        """(words) => {
          const lines = [...document.querySelectorAll("[data-start]")];
          const line = lines.find((one) => one.textContent.includes(words));
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          let node, at = -1;
          while ((node = walker.nextNode()) && (at = node.data.indexOf(words)) < 0);
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + words.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )


@pytest.fixture
def link(served):
    """A draft that is open by link; its address."""
    page = served.open("reviewer")
    page.goto("/opinions")
    shot(page, "list-empty")
    sound_once(served, page, "list-empty")
    page.get_by_role("link", name="发起征求意见").first.click()
    page.get_by_label("标题").fill("分工方案（征求意见稿）")
    page.get_by_label("粘贴正文").fill(TEXT)
    page.get_by_label("另外生成链接").check()
    page.get_by_label("看到意见，不署名").check()
    shot(page, "new")
    sound_once(served, page, "new")
    page.get_by_role("button", name="发起", exact=True).click()
    address = page.get_by_label("链接", exact=True).input_value()
    shot(page, "link")
    sound_once(served, page, "link")
    return address.removeprefix(served.address)


def comment(page, words, text, name=""):
    choose(page, words)
    page.get_by_role("button", name="对所选文字提意见").click()
    expect(page.get_by_label("所针对的原文")).to_have_value(words)
    page.get_by_label("意见", exact=True).or_(page.get_by_label(re.compile("^意见 必填"))).first.fill(text)
    if name:
        page.get_by_label("署名").fill(name)
    page.get_by_role("button", name="提交意见").click()


def test_strangers_comment_on_the_words_they_choose(served, link, monkeypatch):
    monkeypatch.setattr("luoshi.web.pages.opinions.saying.LEAST", 0)
    guest = stranger(served)
    guest.goto(link)
    shot(guest, "visitor")
    sound(served, guest)
    choose(guest, "吉林路枢纽".replace("吉", "𠮷"))
    expect(guest.get_by_text("已选 5 字")).to_be_visible()
    shot(guest, "visitor-chosen")
    comment(guest, "2027年底前建成通车", "工期太紧，建议改为2028年6月底。", "某设计院")
    expect(guest.get_by_text("意见已收到")).to_be_visible()
    comment(guest, "企业开办时间压缩至半天", "<b>写明</b>从何时起算 http://example.com")
    # the paragraph's own button takes its words without loading the page
    guest.get_by_role("link", name=re.compile("对第 9 段提意见")).click()
    expect(guest.get_by_label("所针对的原文")).to_have_value(re.compile("^3．新增公办幼儿园"))
    guest.get_by_label(re.compile("^意见 必填")).fill("学位数偏少。")
    guest.get_by_role("button", name="提交意见").click()
    expect(guest.locator("article")).to_have_count(3)
    expect(guest.get_by_text("某设计院")).to_have_count(0)
    guest.locator("a.mark").first.click()
    shot(guest, "visitor-after")
    sound(served, guest)
    opinions = served.store.office.opinions.of(1)
    assert opinions[0].quoted == "2027年底前建成通车"
    assert TEXT[opinions[0].start : opinions[0].end] == "2027年底前建成通车"
    assert served.faults == []


@pytest.fixture
def three(served, link):
    """Three opinions on the draft."""
    say, now = served.store.office.opinions.say, datetime.now(UTC)
    for words, text, name in (
        ("2027年底前建成通车", "工期太紧，建议改为2028年6月底。", "某设计院"),
        ("企业开办时间压缩至半天", "<b>写明</b>从何时起算 http://example.com", None),
        ("学位3000个", "学位数偏少。", "某小学家长"),
    ):
        start = TEXT.index(words)
        say(1, Said(text, start, start + len(words), name), day=DAY, now=now)


def test_answers_by_keys_and_several_at_once(served, three):
    page = served.open("supervisor")
    page.goto("/opinions/1")
    expect(page.get_by_text("某设计院")).to_be_visible()
    shot(page, "member")
    sound(served, page)
    page.get_by_role("link", name="答复", exact=True).click()
    page.wait_for_load_state()  # keys do something once the scripts are there
    shot(page, "answers")
    sound(served, page)
    page.keyboard.press("j")
    page.keyboard.press("a")
    first = page.locator("article").first
    expect(first.locator(".answer .badge")).to_have_text("采纳")
    expect(page.get_by_role("link", name="采纳 1", exact=True)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("d")
    second = page.locator("article").nth(1)
    reason = second.get_by_label("第 2 条的理由")
    expect(reason).to_be_focused()
    reason.fill("已在营商环境条例写明")
    shot(page, "answers-reason")
    second.get_by_role("button", name="不采纳").click()
    expect(second.locator(".answer .badge")).to_have_text("不采纳")
    page.locator("article").nth(2).get_by_role("checkbox").check()
    several = page.get_by_role("form", name="一起答复勾选的意见")
    several.get_by_label("同一理由").fill("按财力分步增加")
    several.get_by_role("button", name="部分采纳").click()
    expect(page.get_by_text("已答复。")).to_be_visible()
    assert [one.answer for one in served.store.office.opinions.of(1)] == ["adopted", "declined", "partly"]
    assert served.faults == []


def test_the_table_out_and_the_draft_closed(served, three, link):
    answer, now = served.store.office.opinions.answer, datetime.now(UTC)
    answer(1, "adopted", "", by="张三", now=now)
    answer(2, "declined", "已在营商环境条例写明", by="张三", now=now)
    page = served.open("supervisor")
    page.goto("/opinions/1/summary")
    shot(page, "summary")
    sound(served, page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 Word").click()
    made = docx.Document(waiting.value.path())
    assert [row.cells[4].text for row in made.tables[0].rows] == ["答复", "采纳", "不采纳", "未答复"]
    page.get_by_role("link", name="设置", exact=True).click()
    shot(page, "settings")
    sound(served, page)
    page.get_by_role("button", name="提前截止").click()
    page.get_by_role("dialog").get_by_role("button", name="提前截止").click()
    expect(page.locator(".badge", has_text="已截止")).to_be_visible()
    page.goto("/opinions")
    shot(page, "list")
    sound(served, page)
    guest = stranger(served)
    guest.goto(link)
    expect(guest.get_by_text("已经截止")).to_be_visible()
    shot(guest, "visitor-closed")
    sound(served, guest)
    assert served.faults == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_at_360_px(served, link, language, monkeypatch):
    monkeypatch.setattr("luoshi.web.pages.opinions.saying.LEAST", 0)
    guest = stranger(served, language=language, width=360)
    guest.goto(link)
    guest.locator("a[data-about]").nth(3).click()
    guest.locator("textarea[name=text]").fill("学位数偏少，建议增加到5000个。")
    shot(guest, f"narrow-{language}-visitor-form")
    guest.locator("form[data-say] button.primary").click()
    expect(guest.locator("article")).to_have_count(1)
    shot(guest, f"narrow-{language}-visitor")
    sound(served, guest)
    page = served.open("supervisor", language=language, width=360)
    for name, address in (
        ("list", "/opinions"),
        ("new", "/opinions/new"),
        ("text", "/opinions/1"),
        ("answers", "/opinions/1/answers"),
        ("summary", "/opinions/1/summary"),
        ("settings", "/opinions/1/settings"),
    ):
        page.goto(address)
        shot(page, f"narrow-{language}-{name}")
        sound(served, page)
        assert not re.search(r"[a-z]+\.[a-z_]+\.[a-z_]+", page.locator("main").inner_text())
    assert served.faults == []


def test_without_scripts(served, link):
    context = served.browser.new_context(java_script_enabled=False, base_url=served.address, locale="zh-CN")
    page = context.new_page()
    page.goto(link)
    page.get_by_role("link", name=re.compile("对第 8 段提意见")).click()
    expect(page.get_by_label("所针对的原文")).to_have_value(re.compile("^2．优化营商环境"))
    page.get_by_label("所针对的原文").fill("压缩至半天")
    page.get_by_label(re.compile("^意见 必填")).fill("写明起算时间")
    page.wait_for_timeout(3100)  # less is taken for a program
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("意见已收到")).to_be_visible()
    (opinion,) = served.store.office.opinions.of(1)
    assert opinion.quoted == "压缩至半天"
