"""One number with its unit, read at one place of a folded text; comparators and ranges are not known here."""

from __future__ import annotations

import re

from luoshi.extracting.numbers.chinese import chinese, ordinal, owed
from luoshi.extracting.numbers.forms import CHINESE, RUN, Token, measure_at, special, with_half
from luoshi.normalize.numerals import DIGITS, LONGEST, plain_value

# A scale word, unless it begins a unit (千瓦, 千克, 百分点).
_SCALE = "[十百千]?[万亿兆]{1,2}|[百千](?![瓦米克伏卡帕焦赫]|分点)"
# It begins with one character class, so that the scan from number to number stays in C; the
# lookbehinds then say which kind of number it is.
NUMBER = re.compile(
    f"[0-9{CHINESE}翻](?:"
    r"(?<=[0-9])([0-9]*+(?:(?<![0-9]{4}),[0-9]{3}(?![0-9]))*+(?:\.[0-9]++(?!\.[0-9]))?)"
    f"|(?<=翻)(了?[一两二三四]?番)"
    f"|(?<=[{CHINESE}])({RUN}))"
    f"(?: {{0,4}}([多余]))?(?: {{0,4}}({_SCALE})(?: ?([多余])(?!样|元化|方面|层次|功能|维度)([万亿])?)?)?"
)
_FACTORS = {"万": 1e4, "亿": 1e8, "兆": 1e12, "十": 10.0, "百": 1e2, "千": 1e3}


def read_token(text: str, match: re.Match[str]) -> Token | None:
    """The token that a ``match`` of ``NUMBER`` begins, or ``None`` where it counts nothing."""
    if match.end(1) >= 0:
        return _arabic(text, match)
    if match.end(2) >= 0:
        return _doubling(text, match)
    more = match.group(4) is not None or match.group(6) is not None
    factor = _factor(match.group(5)) * _factor(match.group(7))
    return chinese(text, (match.start(), match.end(3), match.end()), more, factor)


def _factor(scale: str | None) -> float:
    factor = 1.0
    for char in scale or "":
        factor *= _FACTORS[char]
    return factor


def _arabic(text: str, match: re.Match[str]) -> Token | None:
    start, stop, end = match.start(), match.end(1), match.end()
    if stop - start > LONGEST:
        return None
    before = text[start - 1 : start] if start else ""
    more, scale, over, above = match.group(4, 5, 6, 7)
    if more is None and over is None and (found := special(text, start, end)) is not None:
        return _signed(text, found, before)
    if before == "第":
        return ordinal(text, start, stop, float(text[start:stop].replace(",", "")))
    digits = text[start:stop]
    value = float(digits.replace(",", ""))
    if before == "." and digits.isdecimal() and not _in_dotted(text, start - 2):
        value, start = float("." + digits), start - 1
        before = text[start - 1 : start] if start else ""
    scale = (scale or "") + (above or "")
    measure = measure_at(text, end)
    unit = scale + measure.name
    stop = measure.end or end
    after = text[stop : stop + 1]
    if not unit and after.isascii() and after.isalpha():
        return None
    if before.isascii() and (before.isalpha() or before == "_") and not scale and measure.kind != "share":
        return None
    if scale and after == "级":
        # 30万吨级码头, 2万亿级产业: a class of things, not an amount
        return Token(start, stop + 1, value, unit + "级", "label")
    token = Token(start, stop, value, unit, measure.kind, None, bool(more or over))
    return _signed(text, with_half(text, token), before)


def _in_dotted(text: str, at: int) -> bool:
    """Whether a point behind ``at`` goes on with a version number or an ellipsis."""
    return at >= 0 and text[at] in "0123456789."


def _signed(text: str, token: Token, before: str) -> Token:
    if before == "负" and not owed(text, token.start - 1):
        return token._replace(start=token.start - 1, low=-token.low)
    if before == "-":
        ahead = text[token.start - 2 : token.start - 1] if token.start > 1 else ""
        if not (ahead.isascii() and ahead.isalnum()) and ahead not in {"-", "%", "—", "）", ")"}:
            return token._replace(start=token.start - 1, low=-token.low)
    return token


def _doubling(text: str, match: re.Match[str]) -> Token | None:
    """翻一番 is twice as much, 翻两番 four times."""
    start, end = match.start(), match.end(2)
    if text[start - 1 : start] == "推":
        return None
    times = match.group(2).lstrip("了")[:-1]
    count = 1 if not times else DIGITS.get(times, 0) or plain_value(times) or 1
    return Token(start, end, float(2**count), "倍", "multiple")
