"""The encoding of a web page: its mark, what it declares, and what its bytes say."""

from __future__ import annotations

import re

from luoshi.reading.decode import decode

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HEAD = 16384
_GB = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936", "ms936"})
_BIG5 = frozenset({"big5", "big5-hkscs", "x-x-big5"})


def decode_page(raw: bytes, source: str) -> tuple[str, str]:
    """The page's text and its encoding.

    Pages often declare what they are not, so a declaration is believed only where the bytes allow
    it: valid UTF-8 with characters that Chinese is written in stays UTF-8 whatever is declared.

    Raises:
        ReadingError: as ``decode`` does.
    """
    said = _declared(raw)
    if said in _GB and b"\x00" not in raw and not _is_utf8_chinese(raw):
        return _as(raw, "gb18030", source)
    if said in _BIG5 and not _is_utf8_chinese(raw):
        return _as(raw, "big5hkscs", source)
    return decode(raw, source)


def _declared(raw: bytes) -> str:
    head = raw[:_HEAD]
    found = _META.search(head) or _XML.search(head)
    return found[1].decode("ascii").lower() if found else ""


def _as(raw: bytes, encoding: str, source: str) -> tuple[str, str]:
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError:
        return decode(raw, source)


def _is_utf8_chinese(raw: bytes) -> bool:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return text.isascii() or max(text) >= "\u0800"
