"""Draw docs/images/web/*.png: the pages over the packaged example, as a browser shows them.

``make web-screenshots``, or ``python docs/web_screenshots.py [FOLDER]``. The example's day is ``DAY``; times
of the clock are shown as that day, so that a picture changes only where a page did.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from luoshi.app import handling
from luoshi.app.ledger import open_ledger
from luoshi.app.record import record_files
from luoshi.examples import path
from luoshi.settings import WebSettings
from luoshi.stores import Filter, Store
from luoshi.stores.office import Said
from luoshi.web.application import create_app
from luoshi.web.running import first_link, listening

OUT = Path(__file__).parent / "images" / "web"
DAY = date(2026, 3, 16)
WIDE, NARROW = 1280, 360
HEIGHTS = {"overview": 1240}
COLOURS = 128
TEXTS = ("zones.md", "central.txt", "report_2025.txt", "report_2026.txt")
NAME = "周督查"
WHOLE = 100
DUE = {2: "2026-03-10", 3: "2026-03-20", 8: "2026-04-30"}  # places among the rows, with a day of the office's
REPORTS = (
    ("一期已投产，二期主体封顶", 60),
    ("设备安装过半，预计9月试产", 55),
    ("第三条中试线尚未招标", 10),
    ("已完成可行性研究和选址", 15),
    ("调度台账已建，按月通报", 100),
    ("已开工21个，其余6月底前开工", 38),
)
DRAFT = """砚澜高新区“十五五”规划重点任务分工方案（征求意见稿）

一、重点任务
1．加快建设三个中试平台，2027年底前全部投入运行。（牵头单位：区科技创新局；配合单位：区财政局）
2．探索工业用地弹性供应，全年盘活低效用地600亩。（牵头单位：区建设局）
3．新增公办学位3000个，改造老旧小区10个。（牵头单位：区社会事业局；配合单位：区建设局）
"""
OPINIONS = (
    ("2027年底前全部投入运行", "设备采购周期较长，建议放宽到2028年6月底。", "某研究院"),
    ("全年盘活低效用地600亩", "建议写明2026年、2027年各盘活多少亩。", None),
    ("新增公办学位3000个", "请列出新建学校的选址和开学时间。", "社区居民"),
)
_CLOCK = """([now, day]) => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const shown = text.data.replace(new RegExp(now + "( \\\\d\\\\d:\\\\d\\\\d)?", "g"), day);
    if (shown !== text.data) text.data = shown;
  }
}"""


def fill(store: Store) -> dict[str, str]:
    """Record the example and let its people work on it; give SHA-256 by name."""
    with contextlib.chdir(path(TEXTS[0]).parent):
        for done in record_files(store, map(Path, TEXTS)):
            if done.error is not None:
                raise done.error
    documents = {entry.source: entry.sha256 for entry in store.documents()}
    report = Filter(document=documents["report_2026.txt"], type="commitment")
    rows = [row for row in store.rows(report) if (row.lead or "").startswith("区")]
    numbers = [row.number for row in rows]
    at = partial(handling.desk, store)
    handling.accept(at(author=NAME, day=date(2026, 1, 19)), numbers)
    for place, row in enumerate(rows):
        others = [each.name for each in row.statement.actors if each.role == "supporting"]
        day = DUE.get(place) or row.due or "2026-12-31"
        desk = at(author=NAME, day=date(2026, 1, 20))
        handling.assign(desk, [row.number], row.lead or "", supporting=others, due=date.fromisoformat(day))
    for number, words, share in zip(numbers, *zip(*REPORTS, strict=True), strict=False):
        told = at(author="填报员", day=date(2026, 3, 11))
        handling.report(told, [number], words, percentage=share)
        if share == WHOLE:
            handling.verify(at(author=NAME, day=date(2026, 3, 13)), [number], result="现场核实，属实")
            handling.close(at(author=NAME, day=date(2026, 3, 13)), [number])
    return documents


@contextlib.contextmanager
def served(store: Store) -> Iterator[str]:
    """Run the site; give its address."""
    app = create_app(store, WebSettings(workers=0), clock=lambda: DAY)
    bound = listening("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        bound.close()


def enter(browser: Browser, store: Store, address: str) -> Page:
    """Sign in as the first administrator does."""
    page = browser.new_context(viewport={"width": WIDE, "height": 860}, locale="zh-CN").new_page()
    page.context.set_default_timeout(60_000)
    page.goto(first_link(store, address) or address)
    page.get_by_label("姓名").fill(NAME)
    for label in ("新密码", "再输一次"):
        page.get_by_label(label).fill("春天的 第一班 列车")
    page.get_by_role("button", name="设置并进入").click()
    page.wait_for_url(f"{address}/")
    return page


def open_draft(page: Page, store: Store, address: str) -> None:
    """Open the draft for comment, let three people speak, answer two."""
    page.goto(f"{address}/opinions/new")
    page.get_by_label("标题").fill("“十五五”规划重点任务分工方案")
    page.get_by_label("粘贴正文").fill(DRAFT)
    page.get_by_role("button", name="发起", exact=True).click()
    page.wait_for_load_state()
    rooms, now = store.office, datetime.now(UTC)
    for words, text, name in OPINIONS:
        start = DRAFT.index(words)
        rooms.opinions.say(1, Said(text, start, start + len(words), name), day=DAY, now=now)
    rooms.opinions.answer(1, "adopted", "", by=NAME, now=now)
    rooms.opinions.answer(2, "partly", "年度数在实施计划里写明。", by=NAME, now=now)


def pages(documents: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the name of each picture and the address of its page."""
    report, zones = documents["report_2026.txt"], documents["zones.md"]
    yield "overview", "/"
    yield "documents", "/documents"
    yield "reader", f"/documents/{report}?part=4"
    yield "ledger", "/ledger?review=accepted"
    yield "row", "/ledger/ROW?act=reopen"
    yield "alignment", f"/alignment?central={documents['central.txt']}&local={zones}"
    yield "followup", f"/followup?earlier={documents['report_2025.txt']}&later={report}"
    yield "compare", "/compare?view=series"
    yield "search", "/search?q=创新"
    yield "opinions", "/opinions/1/answers"


def draw(page: Page, name: str, folder: Path) -> None:
    """Keep what the window shows, in few colours."""
    page.wait_for_load_state("networkidle")
    page.locator("figure[data-chart]:not([data-state=drawn])").first.wait_for(state="hidden")
    page.wait_for_function("() => !document.querySelector('figure[data-chart]:not([data-state=drawn])')")
    page.evaluate(_CLOCK, [datetime.now().astimezone().date().isoformat(), DAY.isoformat()])
    page.evaluate("() => document.activeElement?.blur()")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(folder / f"{name}.png", optimize=True)


def main() -> int:
    """Draw them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["LUOSHI_AUTHOR"] = NAME
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with (
        tempfile.TemporaryDirectory() as place,
        open_ledger(Path(place) / "luoshi.db") as store,
        sync_playwright() as playwright,
    ):
        documents = fill(store)
        closed = next(row.number for row in store.rows() if row.status.state == "closed")
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},
        )
        with served(store) as address:
            page = enter(browser, store, address)
            open_draft(page, store, address)
            for name, where in pages(documents):
                page.set_viewport_size({"width": WIDE, "height": HEIGHTS.get(name, 860)})
                page.goto(address + where.replace("ROW", str(closed)))
                draw(page, name, folder)
            page.set_viewport_size({"width": NARROW, "height": 760})
            page.goto(f"{address}/ledger?review=accepted")
            page.locator(".totals").evaluate("each => each.scrollIntoView()")
            draw(page, "phone", folder)
            browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
