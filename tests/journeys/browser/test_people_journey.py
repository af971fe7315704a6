"""People in a browser: first administrator, invitation, tokens, audit; 360 px, English, keys alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.web.accessible import complaints, sticks_out, violations

WORDS = "春天的 第一班 列车"


@pytest.fixture
def shoot():
    """Keep a picture where ``LUOSHI_SHOTS`` names a folder, and check what is on the page."""

    def shot(page: Page, name: str) -> None:
        assert violations(page) == [], name
        assert sticks_out(page) == [], name
        folder = os.environ.get("LUOSHI_SHOTS")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return shot


def stranger(served, language="zh", width=1280) -> Page:
    locale = "zh-CN" if language == "zh" else "en-GB"
    size = {"width": width, "height": 900}
    return served.browser.new_context(base_url=served.address, locale=locale, viewport=size).new_page()


def test_from_the_first_link_to_somebody_invited(served, shoot):
    now = datetime.now(UTC)
    secret = served.store.office.links.issue("first", None, expires=now + timedelta(1), now=now)
    page = stranger(served)
    heard = complaints(page)
    page.goto(f"/welcome/{secret}")
    shoot(page, "welcome")
    page.get_by_label("姓名").fill("管甲")
    page.get_by_label("新密码").fill(WORDS)
    page.get_by_label("再输一次").fill(WORDS)
    page.get_by_role("button", name="设置并进入").click()
    expect(page.locator("details.menu summary")).to_have_text("管甲")

    page.goto("/admin/people")
    page.get_by_label("姓名").fill("李四")
    page.get_by_role("button", name="邀请并生成链接").click()  # a reporter needs a unit: the browser says so
    assert page.url.endswith("/admin/people")
    page.get_by_label("单位").fill("发展改革局")
    page.get_by_role("button", name="邀请并生成链接").click()
    expect(page.get_by_role("heading", name="给李四的链接")).to_be_visible()
    shoot(page, "link")
    link = page.get_by_label("链接", exact=True).input_value()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_text("已复制。")).to_be_visible()

    invited = stranger(served, "en", 360)
    invited.goto(link)
    shoot(invited, "invite-en-360")
    invited.get_by_label("New password").fill(WORDS)
    invited.get_by_label("The same again").fill(WORDS)
    invited.get_by_role("button", name="Set it and enter").click()
    expect(invited.locator("details.menu summary")).to_have_text("李四")
    invited.goto("/me")
    shoot(invited, "account-en-360")
    invited.locator("details.menu summary").click()
    invited.get_by_role("button", name="Sign out", exact=True).click()
    expect(invited.get_by_text("You are signed out.")).to_be_visible()
    shoot(invited, "sign-in-en-360")

    _shut(page, shoot)
    assert heard == []


def _shut(page: Page, shoot) -> None:
    """Shut the account of 李四, and see it in the audit."""
    page.goto("/admin/people")
    expect(page.get_by_role("row", name="李四")).to_contain_text("在用")
    shoot(page, "people")
    page.get_by_role("link", name="李四").click()
    expect(page.get_by_role("heading", name="李四")).to_be_visible()
    shoot(page, "person")
    page.get_by_role("button", name="停用账号").click()
    page.get_by_role("dialog").get_by_role("button", name="停用账号").click()
    expect(page.get_by_text("账号已停用。", exact=True)).to_be_visible()
    page.goto("/admin/audit")
    shoot(page, "audit")
    page.set_viewport_size({"width": 360, "height": 800})
    shoot(page, "audit-360")
    page.goto("/admin/people")
    shoot(page, "people-360")


def test_signing_in_and_making_a_token_with_the_keyboard_alone(served, shoot):
    accounts = served.store.office.accounts
    account = accounts.create("张三", "reviewer", now=datetime.now(UTC))
    accounts.set_password(account.id, WORDS)
    page = stranger(served)
    heard = complaints(page)
    page.goto("/me")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    shoot(page, "sign-in")
    page.get_by_label("姓名").focus()
    page.keyboard.type("张三")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong words")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("姓名或密码不对")
    shoot(page, "sign-in-wrong")
    page.get_by_label("密码").focus()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served.address}/me")
    page.get_by_label("名称").focus()
    page.keyboard.type("月报程序")
    page.get_by_label("查看全部台账和文件").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="生成令牌").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="令牌已生成")).to_be_visible()
    shoot(page, "token")
    assert page.get_by_label("月报程序").input_value().startswith("luoshi_")
    page.get_by_role("link", name="已保存，返回").click()
    expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    shoot(page, "account")
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(page.get_by_text("令牌已撤销。")).to_be_visible()
    expect(page.get_by_role("row", name="月报程序")).to_contain_text("已撤销")
    assert heard == []
