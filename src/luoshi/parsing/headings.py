"""Numbers that open a heading, and how deep each style of number stands."""

from __future__ import annotations

import re
from typing import NamedTuple

_CN = "[一二三四五六七八九十百零〇]"
# GB/T 9704 numbers its levels 一、（一）1.（1）; laws and plans add 编 章 节 条 above and beside
_STYLES: tuple[tuple[str, int], ...] = (
    (f"第{_CN}{{1,4}}(?:编|部分)", 7),
    (f"第{_CN}{{1,4}}章", 8),
    (f"第{_CN}{{1,4}}节", 9),
    (f"{_CN}{{1,3}}、", 10),
    (f"[（(]{_CN}{{1,3}}[）)]", 11),
    (f"第{_CN}{{1,5}}条", 12),
    (r"\d{1,3}[．.、](?!\d)", 13),
    (r"[（(]\d{1,3}[）)]", 14),
    (r"[①-⑳]", 15),
)
_NUMBER = re.compile("|".join(f"(?P<l{level}>{style})" for style, level in _STYLES))
_MARKDOWN = re.compile(r"(#{1,6})[ \t]+")
TOP_LEVEL = 10  # 一、 and what stands above it
LINE_LEVEL = 16  # a short line that stands alone and carries no number


class Heading(NamedTuple):
    """A number at the begin of a line; ``end`` is where the title begins."""

    number: str
    level: int
    end: int


def heading_at(text: str, start: int, end: int) -> Heading | None:
    """Give the heading number that opens ``text[start:end]``, or ``None``.

    Markdown marks stand above Chinese numbers: levels 1 to 6 are their count.
    Levels are comparable within one document only.
    """
    if text[start] == "#":
        mark = _MARKDOWN.match(text, start, end)
        return Heading(mark.group(1), len(mark.group(1)), mark.end()) if mark else None
    found = _NUMBER.match(text, start, end)
    if found is None or found.lastgroup is None:
        return None
    at = found.end()
    while at < end and text[at] in " \t\u3000":
        at += 1
    return Heading(found.group(), int(found.lastgroup[1:]), at) if at < end else None
