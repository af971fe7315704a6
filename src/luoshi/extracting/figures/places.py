"""Places in an order: 第4位, 首位, 全国第一, 前十."""

from __future__ import annotations

import re

from luoshi.extracting.figures.units import LISTED, RISES_FROM, Value
from luoshi.lexicon.figure_words import FigureWords
from luoshi.normalize.numerals import plain_value

_PLACE = re.compile(
    "第(?P<nth>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[位名]?|(?P<first>首位|榜首|魁首)"
    "|(?P<among>前(?P<top>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[位名强]?)"
)
_CUE = re.compile("[第首榜前魁]")
# what may stand behind 全国第一 without making another word of it (第一批, 第一产业, 首位度)
_AFTER = frozenset("，、。；：）)”！的和及与且并而以；\n")
_REACH = 10  # characters in which the words before a place say that it is one
_NEAR = 4  # between two places of one list


def places(text: str, start: int, end: int, words: FigureWords) -> list[Value]:
    """The places in an order that ``text[start:end]`` names, in order."""
    if _CUE.search(text, start, end) is None:
        return []
    out: list[Value] = []
    for match in _PLACE.finditer(text, start, end):
        at, stop = match.span()
        word = match.group()
        if word[0] != "第" or word[-1] not in "位名":
            if stop < end and text[stop] not in _AFTER:
                continue
            near = bool(out) and at - out[-1].end <= _NEAR
            if not near and not words.place_behind.search(text, max(start, at - _REACH), at):
                continue
        figure = match.group("nth") or match.group("top") or "1"
        value = float(figure) if figure.isdecimal() else plain_value(figure)
        if value:
            out.append(Value(at, stop, value, None, "位", "le" if match.group("among") else "eq", "rank"))
    return out


def moved(text: str, values: list[Value], words: FigureWords) -> list[Value]:
    """从全国第10位升至第7位 reports the seventh place only; the tenth is its base."""
    out: list[Value] = []
    begin = -1  # of the places that the next one is measured from
    for at, value in enumerate(values):
        if value.kind == "rank" and at + 1 < len(values):
            from_ = begin >= 0 or RISES_FROM.search(text, max(0, value.start - 8), value.start)
            listed = text[value.end : min(values[at + 1].start, value.end + 3)] in LISTED
            if from_ and (listed or words.moved.match(text, value.end)):
                begin = value.start if begin < 0 else begin
                continue
        out.append(value if begin < 0 else value._replace(base=text[begin : values[at - 1].end]))
        begin = -1
    return out
