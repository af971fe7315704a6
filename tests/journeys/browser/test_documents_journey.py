"""A person drops files on 文件 and sees what becomes of each while a worker reads them."""

import threading

import pytest
from tests.web.accessible import complaints, sticks_out, violations
from tests.web.test_documents_page import PLAN

from luoshi.serving.queue.worker import Worker


@pytest.fixture
def working(served):
    """A worker in a thread beside the site."""
    stop = threading.Event()
    worker = Worker(served.store, stop)
    thread = threading.Thread(target=worker.run)
    thread.start()
    yield
    stop.set()
    thread.join()


def chosen(page, folder, **files):
    """Choose files by their stems; a text of nothing becomes a broken Word file."""
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.{'txt' if text else 'docx'}"
        path.write_text(text, "utf-8")
        paths.append(str(path))
    page.set_input_files("#files", paths)


def test_files_go_in_and_come_out_as_rows(served, working, tmp_path):
    page = served.open("reviewer")
    heard = complaints(page)
    page.goto("/documents")
    assert not violations(page)
    chosen(page, tmp_path, 重点任务=PLAN, 坏="")
    page.get_by_role("button", name="添加", exact=True).click()
    panel = page.locator("[data-job]")
    panel.get_by_text("已完成").wait_for()
    assert panel.get_by_role("link", name="重点任务.txt").is_visible()
    assert panel.get_by_text("未读成").is_visible()
    page.locator("#documents").get_by_role("link", name="云川市2026年重点任务").wait_for()
    assert not violations(page)

    chosen(page, tmp_path, 重点任务=PLAN.replace("12所", "15所"))
    page.get_by_role("button", name="添加", exact=True).click()
    page.get_by_role("button", name="取代旧版本").click()
    page.get_by_text("已更新").wait_for()
    assert page.url.endswith("/jobs/3")
    assert not violations(page)
    assert heard == served.faults == []


def test_without_scripts_the_form_leads_to_the_job(served, tmp_path):
    page = served.open("reviewer")
    page.context.close()
    context = served.browser.new_context(java_script_enabled=False, base_url=served.address, locale="zh-CN")
    context.add_cookies(
        [{"name": "luoshi_session", "value": served._session("reviewer"), "url": served.address}]
    )
    page = context.new_page()
    page.goto("/documents")
    chosen(page, tmp_path, 重点任务=PLAN)
    page.locator("[data-upload] button").click()
    assert page.url.endswith("/jobs/1")
    stop = threading.Event()
    assert Worker(served.store, stop).once()
    page.reload()
    assert page.get_by_text("已记入").is_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_fit_a_narrow_window(served, working, tmp_path, language):
    page = served.open("administrator", language=language, width=360, height=800)
    page.goto("/documents")
    chosen(page, tmp_path, **{"很长的文件名" * 12: PLAN, "坏": ""})
    page.locator("[data-upload] button").click()
    page.locator("[data-job]:not([data-alive])").wait_for()
    page.locator("#documents tbody tr").first.wait_for()
    for path in ("/documents", "/jobs/1", "/jobs", "/jobs?everyone=1"):
        if path != "/documents":
            page.goto(path)
        assert sticks_out(page) == []
        assert not violations(page)
