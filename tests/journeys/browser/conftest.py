"""A site that listens, and browsers in which people of every role are signed in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright
from tests.blank import blank
from tests.programs import browser as chromium

from luoshi.app.ledger import open_ledger
from luoshi.serving.identity import SESSION, _signer
from luoshi.serving.language import COOKIE
from luoshi.settings import WebSettings
from luoshi.web.application import create_app
from luoshi.web.running import listening

DAY = date(2026, 3, 2)
UNIT = "发展改革局"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """One Chromium for the journeys of a module: the event loop that drives it may not outlast them."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass(slots=True)
class Served:
    """A running site: its application and address, the faults that browsers told of its scripts."""

    app: FastAPI
    address: str
    browser: Browser
    faults: list[str]

    @property
    def store(self):
        return self.app.state.site.store

    def open(self, role: str, *, language: str = "zh", width: int = 1280, height: int = 900) -> Page:
        """Give a page of a person with a role; faults of scripts and of the CSP are noted."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, base_url=self.address)
        context.add_cookies(
            [
                {"name": SESSION, "value": self._session(role), "url": self.address},
                {"name": COOKIE, "value": language, "url": self.address},
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        return page

    def _session(self, role: str) -> str:
        site = self.app.state.site
        accounts = site.store.office.accounts
        account = accounts.by_name(f"{role}一")
        if account is None:
            unit = UNIT if role == "reporter" else None
            account = accounts.create(f"{role}一", role, unit=unit, now=datetime.now(UTC))
        cookie = _signer(site, SESSION).dumps(f"{account.id}.{account.epoch}.key-of-tests")
        return cookie if isinstance(cookie, str) else cookie.decode()


@pytest.fixture
def served(tmp_path: Path, chrome: Browser) -> Iterator[Served]:
    """A site over an empty ledger, without workers; today is ``DAY``."""
    with open_ledger(blank(tmp_path / "luoshi.db")) as store:
        app = create_app(store, WebSettings(workers=0), clock=lambda: DAY)
        yield from _running(app, chrome)


def _running(app: FastAPI, chrome: Browser) -> Iterator[Served]:
    bound = listening("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    host, port = bound.getsockname()[:2]
    served = Served(app, f"http://{host}:{port}", chrome, [])
    try:
        yield served
    finally:
        for context in list(chrome.contexts):
            context.close()
        server.should_exit = True
        thread.join(10)
        bound.close()
