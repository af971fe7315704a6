"""Chromium's print of an HTML page: one browser for all pages of a run, started when the first is printed.

It is driven from a thread of its own: what drives a browser keeps an event loop, and tests have their own.
"""

from __future__ import annotations

import atexit
import threading
from concurrent.futures import Future
from functools import cache
from queue import SimpleQueue

from tests.programs import browser

_PATIENCE = 180
"""Seconds that a page may take."""


@cache
def _asked() -> SimpleQueue[tuple[str, Future[bytes]] | None]:
    """Start the thread; give the queue of pages that it prints, ``None`` at the end."""
    pages: SimpleQueue[tuple[str, Future[bytes]] | None] = SimpleQueue()
    thread = threading.Thread(target=_prints, args=(browser(), pages), daemon=True)
    thread.start()

    def close() -> None:
        pages.put(None)
        thread.join(10)

    atexit.register(close)
    return pages


def _prints(program: str, pages: SimpleQueue[tuple[str, Future[bytes]] | None]) -> None:
    from playwright.sync_api import sync_playwright

    asked = pages.get()
    try:
        with sync_playwright() as driver:
            chrome = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            while asked is not None:
                page = chrome.new_page()
                page.set_content(asked[0])
                asked[1].set_result(page.pdf(prefer_css_page_size=True, print_background=True, tagged=True))
                page.close()
                asked = pages.get()
            chrome.close()
    except Exception as error:
        while asked is not None:
            asked[1].set_exception(error)
            asked = pages.get()


def printed(html: str) -> bytes:
    """Give a page as PDF; skips where Chromium is absent."""
    answer: Future[bytes] = Future()
    _asked().put((html, answer))
    return answer.result(_PATIENCE)
