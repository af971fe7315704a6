"""Reading a document in a browser: from its marks to its cards and back, decisions by key, its pages."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.formats.pdfs import as_pdf
from tests.web.accessible import sticks_out, violations

from luoshi.app.handling import accept, desk, split
from luoshi.app.record import record_files
from luoshi.stores import Filter

PLAN = """清河县2026年工作要点
一、主要目标
地区生产总值增长6%左右，力争年底前建成标准厂房30万平方米。
二、重点任务
由县水利局牵头，6月底前完成12座水库除险加固。改造老旧小区20个。
三、存在问题
去年完成投资30亿元，但农村道路养护跟不上。
"""
LONG = "\n".join(
    f"{number}、加快建设第{number}个产业园，年底前完成投资{number}亿元。改造老旧小区{number}个。"
    for number in range(1, 161)
)


def added(served, path, content: bytes) -> str:
    """The hash of a document that was added."""
    path.write_bytes(content)
    (done,) = record_files(served.store, [path], date(2026, 1, 5))
    assert done.error is None
    return next(one.sha256 for one in served.store.documents() if one.source == done.source)


def rows_of(served, sha256: str):
    """Its rows in order of the text."""
    return sorted(served.store.rows(Filter(document=sha256)), key=lambda row: row.statement.start)


def at_hand(page: Page) -> str:
    """The id of the card that is taken in hand."""
    return page.locator('[data-item][aria-current="true"]').get_attribute("id") or ""


def test_marks_and_cards_lead_to_one_another(served, tmp_path):
    sha256 = added(served, tmp_path / "要点.md", PLAN.encode())
    row = rows_of(served, sha256)[2]
    page = served.open("reviewer")
    page.goto(f"/documents/{sha256}")
    page.locator(f"#mark-{row.number}").click()
    assert at_hand(page) == f"card-{row.number}"
    expect(page.locator(f"#mark-{row.number}")).to_have_class(r"mark mark-commitment now")
    other = rows_of(served, sha256)[0]
    page.locator(f"#card-{other.number} a.to-source").click()
    expect(page.locator(f"#mark-{other.number}")).to_be_focused()
    expect(page.locator(f"#mark-{row.number}")).not_to_have_class(r"mark mark-commitment now")
    page.keyboard.press("Enter")
    assert at_hand(page) == f"card-{other.number}"
    assert served.faults == []


def test_words_of_several_records_lead_to_each_of_them(served, tmp_path):
    sha256 = added(
        served, tmp_path / "要点.md", "二、重点任务\n改造老旧小区20个并新增绿地五十公顷。\n".encode()
    )
    whole = rows_of(served, sha256)[-1]
    _, first, _ = split(desk(served.store, author="甲"), whole.number, ["改造", "新增绿地"])
    page = served.open("reader")
    page.goto(f"/documents/{sha256}")
    words = page.locator(f"#mark-{first.number}")
    words.click()
    assert at_hand(page) == f"card-{first.number}"
    words.click()
    assert at_hand(page) == f"card-{whole.number}"
    assert page.locator("a.mark.now").count() > 1, "all words of the whole row light up"
    page.locator(f"#card-{whole.number} a.to-source").click()
    expect(page.locator(f"#mark-{whole.number}")).to_be_focused()


def test_rows_are_decided_by_key_without_leaving_the_page(served, tmp_path):
    sha256 = added(served, tmp_path / "要点.md", PLAN.encode())
    first, second, third = rows_of(served, sha256)[:3]
    page = served.open("reviewer")
    page.goto(f"/documents/{sha256}")
    page.keyboard.press("n")
    assert at_hand(page) == f"card-{first.number}"
    page.keyboard.press("a")
    expect(page.locator(f"#card-{first.number} .badge").first).to_have_text("采纳")
    assert at_hand(page) == f"card-{first.number}"
    page.keyboard.press("n")
    page.keyboard.press("x")
    expect(page.locator(f"#card-{second.number} .badge").first).to_have_text("不立项")
    page.keyboard.press("u")
    expect(page.locator(f"#card-{second.number} .badge").first).to_have_text("待审")
    assert served.store.row(first.number).status.review == "accepted"
    assert served.store.row(second.number).status.review == "pending"
    accept(desk(served.store, author="别人"), [third.number])
    page.locator(f"#card-{third.number}").focus()
    page.keyboard.press("x")
    expect(page.locator("#toasts .toast-error")).to_be_visible()
    expect(page.locator(f"#card-{third.number} .badge").first).to_have_text("采纳")
    assert served.store.row(third.number).status.review == "accepted"
    assert page.url.startswith(f"{served.address}/documents/{sha256}")


def test_a_row_of_another_part_is_found(served, tmp_path):
    sha256 = added(served, tmp_path / "长文.md", LONG.encode())
    row = rows_of(served, sha256)[-1]
    page = served.open("reader")
    page.goto(f"/documents/{sha256}#row-{row.number}")
    expect(page.locator(f"#card-{row.number}")).to_be_in_viewport()
    expect(page.locator(f"#mark-{row.number}")).to_be_in_viewport()
    page.goto(f"/documents/{sha256}")
    before = page.locator("[data-source]").inner_text()
    page.locator(".bar a[rel=next]").click()
    expect(page.locator(".pane-source")).to_be_focused()
    after = page.locator("[data-source]").inner_text()
    assert before != after
    assert page.url.endswith("?part=1")
    page.go_back()
    expect(page.locator("[data-source]")).to_have_text(before, use_inner_text=True)
    assert served.faults == []


def test_without_scripts_links_and_forms_do_the_work(served, tmp_path):
    sha256 = added(served, tmp_path / "要点.md", PLAN.encode())
    first, second = rows_of(served, sha256)[:2]
    cookies = served.open("reviewer").context.cookies()
    context = served.browser.new_context(java_script_enabled=False, base_url=served.address)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"/documents/{sha256}")
    page.locator(f"#card-{first.number} form[action$=review] button").first.click()
    assert page.url.endswith(f"#card-{first.number}")
    expect(page.locator(f"#card-{first.number} .badge").first).to_have_text("采纳")
    page.locator("a[data-next]").click()
    assert page.url.endswith(f"#card-{second.number}")


def test_the_pages_of_a_file_show_where_its_records_stand(served, tmp_path):
    sha256 = added(served, tmp_path / "要点.pdf", as_pdf(PLAN, maker="chromium"))
    row = rows_of(served, sha256)[1]
    page = served.open("reviewer")
    page.goto(f"/documents/{sha256}/pages")
    expect(page.locator(".page-image svg")).to_be_visible(timeout=60_000)
    drawn = page.evaluate(
        """async () => {
          const picture = new Image();
          picture.src = document.querySelector('.page-image image').getAttribute('href');
          await picture.decode();
          return picture.naturalWidth;
        }"""
    )
    assert drawn > 800
    page.locator(f"#mark-{row.number} .box").first.click()
    assert at_hand(page) == f"card-{row.number}"
    page.locator(".turn a", has_text="200%").click()
    expect(page.locator(".zoom-200")).to_be_visible()
    assert served.faults == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_view_can_be_used_by_everybody(served, tmp_path, language, width):
    sha256 = added(served, tmp_path / "要点.pdf", as_pdf(PLAN, maker="reportlab"))
    page = served.open("reviewer", language=language, width=width, height=800)
    for ending in ("", "?type=commitment", "?light=red", "/pages"):
        page.goto(f"/documents/{sha256}{ending}")
        if ending == "/pages":
            expect(page.locator(".page-image svg")).to_be_visible(timeout=60_000)
        assert violations(page) == []
        assert sticks_out(page) == []
    assert served.faults == []
