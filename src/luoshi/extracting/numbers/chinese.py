"""Numbers in Chinese characters, told from the words that merely hold such characters."""

from __future__ import annotations

from luoshi.extracting.numbers.forms import NO_MEASURE, Measure, Token, measure_at, special, with_half
from luoshi.lexicon.number_words import NumberWords, number_words
from luoshi.normalize.numerals import BIG, DIGITS, FINANCIAL, LONGEST, SMALL, plain_value

_QUOTES = frozenset("“‘「『《〈\"'")
_SCALES_ONLY = frozenset("百千万亿兆佰仟")
_RANGE = frozenset("至到-—~–")


def chinese(text: str, span: tuple[int, int, int], more: bool, factor: float) -> Token | None:
    """The quantity of the numeral at ``span``: its start, its end, and its end with 多, 余 and scale words.

    Gives ``None`` for a numeral that is part of a word (一体化, 十分, 第一产业, 二十大).
    """
    start, stop, _ = span
    if stop - start > LONGEST:
        return None
    words = number_words()
    run = text[start:stop]
    before = text[start - 1] if start else ""
    if _in_word(text, start, run, before, words):
        return None
    if before == "第":
        return ordinal(text, start, stop, plain_value(run))
    if not more and (found := special(text, start, stop)) is not None:
        return _negative(text, found)
    if run == "一半":
        return Token(start, stop, 0.5, "")
    if all(char in _SCALES_ONLY for char in run):
        return _rounded(text, start, stop, run, before)
    return _counted(text, span, more, factor)


def _counted(text: str, span: tuple[int, int, int], more: bool, factor: float) -> Token | None:
    start, stop, end = span
    run = text[start:stop]
    if "几" in run:
        # 二十几万 is 二十万 and more
        head, _, scale = run.partition("几")
        run, more = head.rstrip("零 "), True
        factor *= (plain_value(scale) or 1) if scale else 1
        if not run:
            return None
    measure = measure_at(text, end)
    if measure.arabic_only:
        measure = NO_MEASURE
    value = plain_value(run)
    if value is None or (_digits_only(run) and len(run) > 1):
        return _pair(text, span, run, measure) or _spelled(text, span, value, measure)
    value *= factor
    if not measure.end:
        return _bare(text, (start, end), run, value, more)
    token = Token(start, measure.end, value, measure.name, measure.kind, None, more)
    return _negative(text, with_half(text, token))


def _in_word(text: str, start: int, run: str, before: str, words: NumberWords) -> bool:
    first = run[0]
    if first in BIG and len(run) > 1 and any(char in DIGITS for char in run):
        return True  # 万一
    if first == "几" or before in words.vague or (before in _QUOTES and len(run) <= 2):
        return True
    if first == "一" and before in words.glued and before != "第":
        return True
    if first == "半" and before in words.half_glued:
        return True
    if first in FINANCIAL and len(run) == 1 and before.isalnum():
        return True
    return any(text.startswith(idiom, start) for idiom in words.idioms.get(text[start : start + 2], ()))


def ordinal(text: str, start: int, stop: int, value: float | None) -> Token | None:
    """第三 where it stands alone, 第四位; not 第三产业, 第21届."""
    if value is None:
        return None
    measure = measure_at(text, stop)
    if measure.rank:
        return Token(start - 1, measure.end, value, measure.name, measure.kind)
    after = text[stop : stop + 1]
    if after.isalnum() and after not in number_words().links:
        return None
    return Token(start - 1, stop, value, "")


def owed(text: str, at: int) -> bool:
    """Whether the 负 at ``at`` ends a word (税负, 减负) and so is no sign."""
    before = text[at - 1 : at] if at else ""
    return before.isalnum() and before not in number_words().signed


def _negative(text: str, token: Token) -> Token:
    if token.start and text[token.start - 1] == "负" and not owed(text, token.start - 1):
        return token._replace(start=token.start - 1, low=-token.low)
    return token


def _rounded(text: str, start: int, stop: int, run: str, before: str) -> Token | None:
    """百万辆 as 100 万辆 and 万亿元 as 1 万亿元; only a comparator or a clear left edge makes it a number."""
    head = run.rstrip("万亿兆")
    value = plain_value(head) if head else 1.0
    if value is None or (head and len(head) > 1):
        return None
    measure = measure_at(text, stop)
    end = measure.end or stop
    if measure.arabic_only or text[end : end + 1] == "级" or (measure.kind == "label"):
        return None
    if not measure.end and len(run) == 1 and text[end : end + 1].isalnum() and before + run != "上亿":
        # 成达万高铁; of the single ones only 上亿 counts without a measure word (上亿市场主体)
        return None
    unit = run[len(head) :] + measure.name
    # 万亿元以上项目 names a class of things; 百万辆 with nothing before it is a number
    alone = bool(head) and len(run) > 1 and bool(measure.end) and not before.isalnum()
    return Token(start, end, value, unit, measure.kind, None, False, not alone)


def _digits_only(run: str) -> bool:
    return all(char in DIGITS for char in run)


def _pair(text: str, span: tuple[int, int, int], run: str, measure: Measure) -> Token | None:
    """两三个, 三五家, 四五百人: neighbouring digits are a range."""
    start, _, end = span
    low, high = DIGITS.get(run[0], 0), DIGITS.get(run[1:2], 0)
    if not low or not (high == low + 1 or (low, high) == (3, 5)):
        return None
    scale = plain_value(run[2:]) if len(run) > 2 else 1.0
    if scale is None or any(char in DIGITS for char in run[2:]) or not (measure.end or len(run) > 2):
        return None
    return Token(start, measure.end or end, low * scale, measure.name, measure.kind, high * scale)


def _spelled(text: str, span: tuple[int, int, int], value: float | None, measure: Measure) -> Token | None:
    """二〇三五年: digits read one by one, where they can be nothing else."""
    start, stop, end = span
    run = text[start:stop]
    if value is None or " " in run or run[0] in FINANCIAL:
        return None
    zero = any(char in "零〇○" for char in run)
    before = text[start - 1] if start else ""
    apart = not before.isalnum() and not text[stop : stop + 1].isalnum()
    if measure.kind == "time" and (zero or len(run) == 4):
        return Token(start, measure.end, value, measure.name, measure.kind)
    if (zero and (measure.end or apart)) or (apart and len(run) > 2):
        return Token(start, measure.end or end, value, measure.name, measure.kind)
    return None


def _bare(text: str, span: tuple[int, int], run: str, value: float, more: bool) -> Token | None:
    """A numeral without a unit: a number only where its neighbours leave no other reading."""
    start, end = span
    words = number_words()
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    token = Token(start, end, value, "", "", None, more)
    if before == "负":
        return _negative(text, token)
    if any(text.startswith(name, end) for name in words.names.get(after, ())):
        return None
    if after in {"、", "."} or (before in "（(" and before and after in "）)" and after):
        # 一、 and （二） number the parts of a text
        return None
    if _opens_range(text, end):
        return token._replace(weak=True)
    strong = len(run) > 1 and any(char in SMALL or char in BIG for char in run) and not run.startswith("半")
    if strong and any(char not in "十拾廿卅" and (char in SMALL or char in BIG) for char in run):
        return token
    if "点" in run:
        return token
    if not before.isalnum() and not after.isalnum():
        return token
    # A comparator beside it or a link word may still make a number of it; the caller sees that.
    return token._replace(weak=True)


def _opens_range(text: str, end: int) -> bool:
    after = text[end : end + 1]
    return bool(after) and after in _RANGE and text[end + 1 : end + 2].isalnum()
