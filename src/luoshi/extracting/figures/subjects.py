"""What a value is said of: the words before it, cut into indicator and predicate."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from luoshi.lexicon.figure_words import FigureWords

_YEAR: Final = "(?:19|20)[0-9０-９]{2}年"
_COUNT: Final = "[一二两三四五六七八九十0-9]"
_PLAN: Final = "“?十[一二三四五六]五”?"
# 比上年, 较2020年末, 同比
_BASE: Final = re.compile(
    "同比|环比|同口径|(?:按)?可比(?:价格|口径|价)?(?:计算)?|不变价"
    "|(?:[比较]|与|相比|对比)(?:上年|去年|前年|上月|上季度|上一年|年初|同期|基期|改革前"
    f"|“?十[一二三四]?五”?(?:期?末|时期|期间|初期?)?|{_YEAR}|{_COUNT}+年前)(?:同期|年?末|底|初)?(?:相比)?"
)
# 是2020年的, 为“十三五”时期的 before a multiple
_TIMES_OF: Final = re.compile(
    "(?:(?:是|相当于)(?P<is>[^，、；是]{2,14}?)|(?:是|为|达到|相当于|达)?"
    f"(?P<of>(?:上年|去年|{_YEAR}(?:末|底)?|{_COUNT}+年前|{_PLAN}(?:末|时期|初)?|全国平均)(?:水平)?))的$"
)
_RISE_FROM: Final = re.compile("[从由][^，；]{0,26}$")
_TIME_TAIL: Final = re.compile(
    f"(?:到|至|截至)?(?<![比较与])(?:20[0-9]{{2}}年[底末]?|连续{_COUNT}+(?:年|个?月|个季度)"
    f"|(?<![0-9一二两三四五十])[一二两三四五十0-9]{{1,2}}年(?:间|来)?|{_PLAN}(?:期间|时期))$"
)
_TIME_HEAD: Final = re.compile(
    f"(?:到|截至|至|自)?{_YEAR}(?:1?[0-9]月)?(?:底|末|初|前|以来|上半年)?|{_PLAN}(?:时期|期间|以来|末)?，?"
    f"|{_COUNT}+年(?:来|内|间)|(?:到|截至|至)?[0-9]{{1,2}}月[底末]?|上半年|[一二三四]季度|前三季度|年底前?|每年|当年"
)
# 居中西部地级城市|首位
_PLACED: Final = re.compile(
    "(?:稳居|保持|荣登|进入|迈入|跃居|位居|排名|位列|升至|跻身|居|列|排)[^，、居列排]{1,14}$"
)
_CUT: Final = re.compile("[：；:;，\n！]|——|其中")
# What each of these expressions begins or ends with: a look at it spares most searches.
_CUT_BEGINS: Final = re.compile("[：；:;，\n！—其]")
_BASE_BEGINS: Final = re.compile("[同环按可不比较与相对]")
_BASE_ENDS: Final = frozenset("比径价格算年月度初期前末底五”间")
_TIME_ENDS: Final = frozenset("年底末月度间来期\n")
_TIMES_OF_ENDS: Final = frozenset("的\n")
_LINKS: Final = "、 \u3000\n"
_EACH: Final = frozenset({"分别", "均", "都", "双双", "各"})
_PREDICATE: Final = 6  # characters that may stand between a base and the value


class Left(NamedTuple):
    """The words before a value: ``subject`` at ``start`` of the text, and what stands between.

    ``says`` holds the classes of the words taken off (``up down to rank scope by``); ``shared``
    says that 分别, 均 or 都 stands among them; ``verb`` is where these words begin; ``base`` is
    what the value is measured from (``较2020年``).
    """

    subject: str
    start: int
    verb: int
    says: frozenset[str]
    shared: bool
    base: str | None


def left_of(
    text: str, start: int, end: int, words: FigureWords, *, moved: bool = False, placed: bool = False
) -> Left:
    """Read ``text[start:end]``, the words before a value.

    ``moved`` says that the value has a base in numbers (由…提高到), ``placed`` that it is a place
    in an order.
    """
    start = _opening(text, start, end)
    says, shared, base, verb = _stripped(text, start, end, words)
    if moved and (rise := _RISE_FROM.search(text, start, verb)):
        inner = left_of(text, start, rise.start(), words)
        return inner._replace(says=says | {"to"}, shared=shared or inner.shared)
    if placed and (among := _PLACED.search(text, start, verb)):
        says |= {"rank", "scope"}
        verb = among.start()
        if time := _TIME_TAIL.search(text, start, verb):
            verb = time.start()
    times = _TIMES_OF.search(text, start, end) if end > start and text[end - 1] in _TIMES_OF_ENDS else None
    if times is not None:
        base, verb = times.group("of") or times.group("is"), times.start()
    elif base is None and _BASE_BEGINS.search(text, start, verb):
        for found in _BASE.finditer(text, start, verb):
            if verb - found.end() <= _PREDICATE:
                base, verb = found.group(), found.start()
    head = _head(text, start, verb, words)
    while verb < end and text[verb] in _LINKS + "和与及":
        verb += 1
    head = min(head, verb)
    return Left(text[head:verb].rstrip(_LINKS), head, verb, says, shared, base)


def _opening(text: str, start: int, end: int) -> int:
    if _CUT_BEGINS.search(text, start, end) is not None:
        for cut in _CUT.finditer(text, start, end):
            start = cut.end()
    opened = text.rfind("（", start, end)
    return opened + 1 if opened >= 0 and text.find("）", opened, end) < 0 else start


def _stripped(
    text: str, start: int, end: int, words: FigureWords
) -> tuple[frozenset[str], bool, str | None, int]:
    """Take the words of the predicate off the end: their classes, 分别, the base, where they begin."""
    says: set[str] = set()
    shared = False
    base: str | None = None
    verb = end
    while verb > start:
        if text[verb - 1] in _LINKS:
            verb -= 1
            continue
        found = _tail(text, start, verb, words)
        if found is None:
            based = _based(text, start, verb)
            if based is None:
                break
            base, verb = based[0] or base, based[1]
            continue
        word, kind = found
        if kind in ("up", "down") and not says.isdisjoint(("rank", "scope")):
            break  # 增速居全国第4位: it is the 增速 that holds the place
        says.add(kind)
        shared = shared or word in _EACH
        verb -= len(word)
    return frozenset(says), shared, base, verb


def _tail(text: str, start: int, end: int, words: FigureWords) -> tuple[str, str] | None:
    for pair in words.tails.get(text[end - 1], ()):
        word = pair[0]
        if end - len(word) >= start and text.startswith(word, end - len(word)):
            return pair
    return None


def _based(text: str, start: int, end: int) -> tuple[str, int] | None:
    low = max(start, end - 14)
    last_letter = text[end - 1]
    if last_letter in _TIME_ENDS and (time := _TIME_TAIL.search(text, low, end)):
        return "", time.start()
    if last_letter not in _BASE_ENDS:
        return None
    last = None
    for match in _BASE.finditer(text, low, end):
        if match.end() == end:
            last = match
    return None if last is None else (last.group(), last.start())


def _head(text: str, start: int, end: int, words: FigureWords) -> int:
    """Where the indicator begins: times, auxiliaries and links in front of it are none of its."""
    at = start
    while at < end:
        char = text[at]
        if char in "、，和与及并且 \u3000\n的”" or (char == "“" and text.find("”", at, end) < 0):
            at += 1
            continue
        if char == "（" and (close := text.find("）", at, end)) > 0:
            at = close + 1  # 280万件（辆）、惠及消费者
            continue
        time = _TIME_HEAD.match(text, at, end)
        if time is not None:
            at = time.end()
            continue
        word = next((w for w in words.heads.get(char, ()) if text.startswith(w, at, end)), None)
        if word is None:
            break
        at += len(word)
    return at
