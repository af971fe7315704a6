"""Every link that a page shows leads somewhere, for whoever sees it; words are in the page's language."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from tests.web.conftest import ROLES, UNIT

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.examples import path
from luoshi.serving.language import COOKIE

LINK = re.compile(r'(?:href|src|hx-get|data-chart)="([^"#]+)')
NUMBERS = re.compile(r"[0-9a-f]{64}|\d+")
RAW = re.compile(r">\s*[a-z]+(?:\.[a-z_]+)+\s*<")
LABEL = re.compile(r"<(?:legend|h2|button)(?![^>]* (?:lang=|class=.line))[^>]*>([^<]*[㐀-鿿][^<]*)<")
ASIDE = re.compile(r"<(kbd|code|time)\b.*?</\1>|<(?:meta|template)[^>]*>")
ENOUGH = 2
"""Addresses of one kind that are followed."""


@pytest.fixture
def filled(store):
    """Two documents, one row handed out to the reporter's unit."""
    texts = [path("zones.md"), path("report_2026.txt")]
    assert [done.error for done in record_files(store, texts)] == [None, None]
    desk = handling.desk(store, author="督办")
    handling.assign(desk, [row.number for row in store.rows()][:2], UNIT)
    return store


def kind_of(address: str) -> str:
    asked = urlsplit(address)
    return NUMBERS.sub("N", asked.path) + "?" + ",".join(sorted(re.findall(r"(\w+)=", asked.query)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_links_lead_somewhere(filled, client_as, role, language):
    client = client_as(role)
    client.http.cookies.set(COOKIE, language)
    followed, waiting, asked = Counter(), ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code < 400, f"{answer.status_code} {address}"
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        words = ASIDE.sub("", answer.text)
        assert RAW.search(words) is None, f"{address}: {RAW.search(words)[0]}"
        if language == "en":
            assert LABEL.findall(words) == [], address
        for found in LINK.findall(answer.text):
            after = urljoin(address, unescape(found))
            if after in asked or not after.startswith("/") or after.startswith("/static/"):
                continue
            asked.add(after)
            followed[kind_of(after)] += 1
            if followed[kind_of(after)] <= ENOUGH:
                waiting.append(after)
    assert len(followed) > 10
