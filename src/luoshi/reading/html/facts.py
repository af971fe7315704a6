"""What a page's head, labels and templates say of its title, its day and its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from luoshi.reading.html.blocks import Block, Element
from luoshi.reading.html.chrome import DAY, chrome, squash

_DAY = re.compile(DAY)
_NUMBERS = re.compile(r"\d+")
_TITLE_PARTS = re.compile(r"\s*[_|｜]\s*|\s*--+\s*|\s+[-–—]\s+|-")
_UNLABELLED = re.compile(rf"^{DAY}\s*(?:\d\d?:\d\d(?::\d\d)?)?(?=$|\s|[|｜]|[^\d。，]{{0,20}}$)")
# the publishing systems of papers keep an article's facts in a comment
_PAPER = re.compile(r"<!--\s*enpproperty(.{0,8000}?)/enpproperty\s*-->", re.DOTALL | re.IGNORECASE)
_PAPER_FACT = re.compile(r"<(title|date|source)>\s*([^<]{1,300}?)\s*</\1>", re.IGNORECASE)
# messengers' templates write the day by a script: seconds since 1970, or the day itself
_SCRIPT_DAY = re.compile(
    r"\bvar\s+(?:ct|publish_time|create_time)\s*=\s*[\"'](?:(\d{10})|([\d\- :]{10,19}))[\"']"
)
_LONGEST_SOURCE = 40


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says of itself; ``publisher`` is whom it names as its source (来源)."""

    title: str | None
    date: date | None
    publisher: str | None


@dataclass(frozen=True, slots=True)
class _Said:
    """A page and what its meta elements and its paper's comment say, by lower-case name."""

    page: str
    root: Element
    blocks: list[Block]
    metas: dict[str, str]
    paper: dict[str, str]

    def meta(self, names: tuple[str, ...]) -> str | None:
        return next((self.metas[name] for name in names if name in self.metas), None)


def stated(page: str, root: Element, blocks: list[Block]) -> Stated:
    """Give what the page states: in meta elements, in its template, in labelled lines."""
    paper = {name.lower(): value for name, value in _paper(page)}
    said = _Said(page, root, blocks, _metas(root), paper)
    return Stated(_title(said), _date(said), _publisher(said))


def _paper(page: str) -> Iterator[tuple[str, str]]:
    for found in _PAPER.finditer(page):
        yield from _PAPER_FACT.findall(found[1])
        return


def _title(said: _Said) -> str | None:
    """The title: a meta element's, the paper's, the page's only <h1>, or <title> without the site's name."""
    named = said.meta(chrome().meta_title) or said.paper.get("title")
    if named:
        return named
    headings = [block.text for block in said.blocks if block.owner.tag == "h1" and not block.linked]
    if len(headings) == 1 and not headings[0].endswith(chrome().site_endings):
        return headings[0]
    element = next(said.root.iter("title"), None)
    title = "" if element is None else " ".join(" ".join(element.itertext()).split())
    return _without_site(title, {squash(block.text) for block in said.blocks}) if title else None


def _without_site(title: str, lines: set[str]) -> str:
    """The title's longest opening that is a line of the page; else without the parts that name a site."""
    ends = [found.start() for found in _TITLE_PARTS.finditer(title) if found.start()]
    for end in reversed(ends):
        if squash(title[:end]) in lines:
            return title[:end].strip()
    parts = [part for part in _TITLE_PARTS.split(title) if part]
    while len(parts) > 1 and parts[-1].endswith(chrome().site_endings):
        title = title[: title.rindex(parts.pop())].rstrip(" _|｜-–—")
    return title


def _date(said: _Said) -> date | None:
    """The day of publication: a meta element's, the template's, the one labelled 发布日期 and the like."""
    for name in chrome().meta_date:
        day = _day(said.metas.get(name, ""))
        if day is not None:
            return day
    stated_day = _day(said.paper.get("date", "")) or _script_day(said.page)
    return stated_day or _labelled_day(said.blocks) or _head_day(said.blocks)


def _script_day(page: str) -> date | None:
    found = _SCRIPT_DAY.search(page)
    if found is None:
        return None
    if found[1] is None:
        return _day(found[2])
    return (datetime.fromtimestamp(int(found[1]), UTC) + timedelta(hours=8)).date()  # as read in China


def _labelled_day(blocks: list[Block]) -> date | None:
    for label in chrome().date_labels:
        before = "" if len(label) > 2 else r"(?<![\u4e00-\u9fff])"
        labelled = re.compile(f"{before}{label}[:：]\\s*({DAY})")
        for number, block in enumerate(blocks):
            follows = number + 1 < len(blocks) and block.text.endswith((":", "："))
            for line in (block.text, squash(block.text)):
                found = labelled.search((line + (blocks[number + 1].text if follows else ""))[:400])
                day = _day(found[1]) if found else None
                if day is not None:
                    return day
    return None


def _head_day(blocks: list[Block]) -> date | None:
    """The day that a line above the text opens with, as under many titles."""
    for block in blocks[:200]:
        if "。" in block.text:
            return None
        found = _UNLABELLED.match(block.text)
        if found is not None and re.match(r"\d{4}\s*[-/.]", found[0]):
            return _day(found[0])
    return None


def _publisher(said: _Said) -> str | None:
    """The source: a meta element's, the paper's, the account's, or what stands after 来源."""
    labels = chrome().publisher_labels
    named = said.meta(chrome().meta_publisher) or said.paper.get("source")
    if named:
        return _value(re.sub(f"^(?:{'|'.join(labels)})[:：]\\s*", "", named)) or None
    account = next((e for e in said.root.iter() if e.get("id") in chrome().publisher_ids), None)
    if account is not None:
        return _value(" ".join("".join(account.itertext()).split())) or None
    places = range(len(said.blocks))
    values = (_after(label, said.blocks, number) for label in labels for number in places)
    return next((value for value in values if value), None)


def _after(label: str, blocks: list[Block], number: int) -> str:
    spaced = r"\s*".join(label)
    line = blocks[number].text
    found = re.search(rf"(?<![\u4e00-\u9fff]){spaced}\s*[:：]\s*", line[:400])
    if found is None:
        return ""
    rest = line[found.end() :]
    if not rest and number + 1 < len(blocks):
        rest = blocks[number + 1].text
        return rest if len(rest) <= _LONGEST_SOURCE and not re.search("[。，：:]", rest) else ""
    return _value(rest)


def _value(text: str) -> str:
    end = chrome().value_ends.search(text)
    value = text[: end.start()] if end else text
    return value if len(value) <= _LONGEST_SOURCE else ""


def _metas(root: Element) -> dict[str, str]:
    """The content of the page's meta elements by lower-case name, the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name.strip() and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    year, month, day = (int(number) for number in _NUMBERS.findall(found[0])[:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None
