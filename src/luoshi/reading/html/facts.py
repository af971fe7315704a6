"""What a page's head and labels say of its title and its day."""

from __future__ import annotations

import re
from datetime import date

from luoshi.reading.html.blocks import Block, Element
from luoshi.reading.html.chrome import DAY, chrome, squash

_DAY = re.compile(DAY)
_NUMBERS = re.compile(r"\d+")
_TITLE_PARTS = re.compile(r"\s*[_|｜]\s*|\s*--+\s*|\s+[-–—]\s+|-")


def title_of(root: Element, blocks: list[Block]) -> str | None:
    """The title: a meta element's, the page's only <h1>, or <title> without the site's name."""
    metas = _metas(root)
    named = next((metas[name] for name in chrome().meta_title if metas.get(name)), None)
    if named:
        return named
    headings = [block.text for block in blocks if block.owner.tag == "h1" and not block.linked]
    if len(headings) == 1 and not headings[0].endswith(chrome().site_endings):
        return headings[0]
    titles = [" ".join(element.itertext()).split() for element in root.iter("title")]
    return _without_site(" ".join(titles[0])) if titles and titles[0] else None


def date_of(root: Element, blocks: list[Block]) -> date | None:
    """The day of publication: a meta element's, or the one labelled 发布日期 and the like."""
    metas = _metas(root)
    for name in chrome().meta_date:
        day = _day(metas.get(name, ""))
        if day is not None:
            return day
    lines = [squash(block.text) for block in blocks]
    for label in chrome().date_labels:
        labelled = re.compile(f"(?<![\\u4e00-\\u9fff]){label}[:：]({DAY})")
        for number, line in enumerate(lines):
            pair = line + (
                lines[number + 1] if line.endswith((":", "：")) and number + 1 < len(lines) else ""
            )
            found = labelled.search(pair[:400])
            day = _day(found[1]) if found else None
            if day is not None:
                return day
    return None


def _metas(root: Element) -> dict[str, str]:
    """The content of the page's meta elements by lower-case name, the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _without_site(title: str) -> str:
    parts = [part for part in _TITLE_PARTS.split(title) if part]
    while len(parts) > 1 and parts[-1].endswith(chrome().site_endings):
        title = title[: title.rindex(parts.pop())].rstrip(" _|｜-–—")
    return title


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    year, month, day = (int(number) for number in _NUMBERS.findall(found[0])[:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None
