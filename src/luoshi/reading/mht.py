"""Reads .mht and .mhtml (“single file web page”, as Word and browsers save it): its first web page."""

from __future__ import annotations

import email
import email.policy

from luoshi.errors import ReadingError
from luoshi.reading.content import Content
from luoshi.reading.limits import Limits


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """The text of the page that the file holds; its pictures and styles are not looked at.

    Raises:
        ReadingError: ``no_text`` where it holds no web page; and what reading the page raises.
    """
    from luoshi.reading import html

    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return html.read(_unicode(page, part.get_content_charset()), source, limits)
    why = "it holds no web page"
    raise ReadingError(source, f"no text was found ({why})", code="no_text", details={"reason": why})


def _unicode(page: bytes, charset: str | None) -> bytes:
    """The page in UTF-8 with a mark where its part says an encoding that holds; else as it is."""
    if charset is None or charset.lower() in ("us-ascii", "unicode"):
        return page
    try:
        return page.decode("gb18030" if charset.lower() in ("gb2312", "gbk") else charset).encode("utf-8-sig")
    except (LookupError, UnicodeError, ValueError):
        return page
