"""Drops what repeats at the heads and feet of pages, and page numbers, but no line of the text.

From the edge inwards: a row is looked at only where all rows nearer the edge were dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from luoshi.lexicon.pages import page_numbers
from luoshi.reading.pages.fitting import is_final
from luoshi.reading.pages.rows import Line, Row, merged

_ROWS = 4  # looked at from either edge
_ZONE = 0.14  # of the page's height
_NEAR = 4.0  # points by which a repeated row may move
_SIZE = 1.08  # type of a head differs from the text's by at least this
_FARTHER = 1.3  # than rows of the text from one another
_APART = 1.6  # sizes between a page number and the text, where nothing else tells
_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十〇]+")
_WORD = re.compile(r"[^\W\d_]")
_SURELY = 3  # pages, and
_MOST = 0.35  # of all pages: what stands at one height on these is no paragraph

_Key = tuple[int, str]  # 1 at the head, -1 at the foot; the words, numbers left out


@dataclass(slots=True)
class Face:
    """A page's runs of characters and its height, as ``without_heads`` needs them."""

    number: int
    height: float
    runs: list[Row]


@dataclass(slots=True)
class _Edge:
    """A row near an edge of a page (``sign`` 1: the upper), with its distance to the next row inwards.

    ``stands_out``: it is farther from that row than rows of the text are, or of another size.
    """

    line: Line
    sign: int
    apart: float
    page: int
    stands_out: bool


def without_heads(faces: Sequence[Face]) -> list[list[Row]]:
    """Give the runs of each page that are no running head, foot or page number."""
    edges = [[*_edges(face, 1), *_edges(face, -1)] for face in faces]
    repeated, sure = _repeated(faces, edges)
    counted = _counted(faces, edges)
    kept = []
    for face, rows in zip(faces, edges, strict=True):
        gone: set[int] = set()
        for sign in (1, -1):
            gone.update(_gone([row for row in rows if row.sign == sign], repeated, sure, counted))
        kept.append([run for run in face.runs if id(run) not in gone])
    return kept


def _gone(rows: list[_Edge], repeated: set[_Key], sure: set[_Key], counted: set[tuple[int, int]]) -> set[int]:
    """Give the ``id`` of the runs to drop at one edge.

    What repeats is dropped down to a row that stands out from the text, since paragraphs may repeat too;
    what ``sure`` holds repeats too often to be one.
    """
    gone: set[int] = set()
    held: set[int] = set()
    for at, edge in enumerate(rows):
        parts = edge.line.parts
        numbers = [run for run in parts if _numbers(run, edge, counted)]
        if _numbers(edge.line.row, edge, counted):
            numbers = parts
        dropped = [run for run in parts if run in numbers or _key(run, edge) in repeated]
        held.update(map(id, dropped))
        always = [run for run in dropped if run in numbers or _key(run, edge) in sure]
        # Where two rows repeat, pages repeat whole: forms filled in one after another.
        below = [run for other in rows[at + 1 : at + 2] for run in other.line.parts]
        alone = (
            not is_final(edge.line.row)
            and held <= set(map(id, parts))
            and not any(_key(run, edge) in repeated for run in below)
        )
        if (
            (dropped and edge.stands_out)
            or len(numbers) == len(parts)
            or (alone and len(always) == len(parts))
        ):
            gone |= held
        if len(dropped) < len(parts):
            break
    return gone


def _edges(face: Face, sign: int) -> list[_Edge]:
    """Give the rows near the upper or lower edge, the outermost first."""
    zone = _ZONE * face.height
    near = [
        run for run in face.runs if (run.top < 2 * zone if sign > 0 else run.bottom > face.height - 2 * zone)
    ]
    lines = list(merged(near))[::sign][: 2 * _ROWS]
    gaps = [
        other.row.top - line.row.bottom if sign > 0 else line.row.top - other.row.bottom
        for line, other in pairwise(lines)
    ]
    usual = sorted(gaps[1:])[len(gaps[1:]) // 2] if len(gaps) > 1 else 0.0
    found = []
    for at, line in enumerate(lines[:_ROWS]):
        row = line.row
        if (row.bottom > zone) if sign > 0 else (row.top < face.height - zone):
            break
        apart = gaps[at] if at < len(gaps) else zone
        inner = lines[at + 1].row.size if at + 1 < len(lines) else row.size
        other_size = max(inner, row.size) > _SIZE * min(inner, row.size)
        stands_out = other_size or apart > _FARTHER * max(usual, row.size / 2)
        found.append(_Edge(line, sign, apart, face.number, stands_out))
    return found


def _key(run: Row, edge: _Edge) -> _Key:
    return edge.sign, _DIGITS.sub("#", run.text)


def _repeated(faces: Sequence[Face], edges: list[list[_Edge]]) -> tuple[set[_Key], set[_Key]]:
    """Give the words that stand at one height on three pages and more (two of few), and on most pages.

    Left and right pages may have heads of their own: a good third of all pages are most.
    """
    heights: dict[_Key, list[float]] = {}
    for rows in edges:
        for edge in rows:
            for run in edge.line.parts:
                if _WORD.search(run.text):
                    heights.setdefault(_key(run, edge), []).append(run.base)
    enough = 3 if len(faces) > 4 else 2
    found, sure = set(), set()
    for key, bases in heights.items():
        most = max(sum(1 for base in bases if abs(base - other) <= _NEAR) for other in set(bases))
        if most >= enough:
            found.add(key)
        if most >= max(_SURELY, _MOST * len(faces)):
            sure.add(key)
    return found, sure


def _counted(faces: Sequence[Face], edges: list[list[_Edge]]) -> set[tuple[int, int]]:
    """Give the differences of printed and real page number, by edge, that two pages and more share."""
    offsets: Counter[tuple[int, int]] = Counter()
    for face, rows in zip(faces, edges, strict=True):
        on_page = set()
        for edge in rows:
            for run in (edge.line.row, *edge.line.parts):
                number = _plain(run)
                if number is not None:
                    on_page.add((edge.sign, number - face.number))
        offsets.update(on_page)
    return {key for key, count in offsets.items() if count >= 2}


def _plain(run: Row) -> int | None:
    match = page_numbers().plain.fullmatch(run.text)
    if match is None:
        return None
    return int(match["n"]) if match["n"].isdecimal() else _roman(match["n"].lower())


def _roman(word: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in word]
    return sum(
        -value if value < max(values[at:], default=value) else value for at, value in enumerate(values)
    )


def _numbers(run: Row, edge: _Edge, counted: set[tuple[int, int]]) -> bool:
    """Whether a run numbers its page: by its form, by the pages' count, or as it stands apart below."""
    if any(form.fullmatch(run.text) for form in page_numbers().formed):
        return True
    number = _plain(run)
    if number is None:
        return False
    if (edge.sign, number - edge.page) in counted:
        return True
    return edge.sign < 0 and len(edge.line.parts) == 1 and edge.apart >= _APART * run.size
