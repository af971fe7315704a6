"""Numbers of a form of their own: fractions, tenths, dozens, powers, and the unit behind a number."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from luoshi.lexicon.number_words import number_words
from luoshi.lexicon.units import units
from luoshi.normalize.numerals import CHARACTERS, DIGITS, numeral, plain_value, tenths

CHINESE = CHARACTERS + "半几"
_PLACES = "".join(char for char in DIGITS if char not in "两俩")
# What may follow the first character of a Chinese numeral; no repeat gives back what it took.
RUN = f"(?: {{0,2}}[{CHINESE}])*+(?: {{0,2}}点 {{0,2}}[{_PLACES}](?: {{0,2}}[{_PLACES}])*+)?"
_DIGITS = r"[0-9]++(?:,[0-9]{3}(?![0-9]))*+(?:\.[0-9]++)?"
_PART = f"(?:{_DIGITS}|[{CHINESE}]{RUN})"
_FRACTION = re.compile(
    f"(?:({_PART}) {{0,2}}又 {{0,2}})?({_PART}) {{0,2}}分 {{0,2}}之 {{0,2}}(负?{_PART})"
    "(?: ?([kKM])(?![A-Za-z]))?"
)
_SLASHED = re.compile("(?:([0-9]{1,4}) )?([0-9]{1,4})/([0-9]{1,4})(?![0-9/])")
_MIXED = re.compile("[0-9]{1,9} ?[百千万亿兆]{1,2}(?: ?[0-9]{1,4} ?[十百千万亿]{1,2}){1,5}(?:[多余][万亿]?)?")
_MIXED_SCALES = re.compile("[十百千万亿兆]+")
_POWER = re.compile(
    r"([0-9]{1,15}(?:\.[0-9]{1,15})?)(?:[eE]([-+]?[0-9]{1,2})|\^([-+]*[0-9]{1,3}))(?![0-9A-Za-z])"
)
_THOUSANDS = re.compile(" ?([kM])(?![A-Za-z])")
_TENTHS = re.compile(" {0,2}([成折])(?: {0,2}(.))?")
_TENTHS_TAIL = re.compile(r" {0,2}(半|[一二三四五六七八九](?!\w))")
_DOZEN = re.compile(" {0,2}打(.)?")
_POINTS = re.compile("个 {0,2}百 {0,2}分 {0,2}点")
_HALVES = frozenset({"time", "multiple"})
_LETTERS = {"k": 1e3, "K": 1e3, "M": 1e6}


class Token(NamedTuple):
    """A number at ``start:end`` of the folded text.

    ``high`` is set where the numeral is a range of its own (两三个). ``more`` says that 多 or 余
    stands in it, ``rounded`` that it has no digits (百万辆), ``weak`` that it counts only as the
    begin of a range (三 in 三到五天).
    """

    start: int
    end: int
    low: float
    unit: str
    kind: str = ""
    high: float | None = None
    more: bool = False
    rounded: bool = False
    weak: bool = False


class Measure(NamedTuple):
    """A unit behind a number, as a record calls it, and where it ends."""

    name: str
    kind: str
    end: int
    rank: bool
    arabic_only: bool


NO_MEASURE = Measure("", "", 0, False, False)


def measure_at(text: str, at: int) -> Measure:
    """The unit at ``at``, behind up to four spaces; ``NO_MEASURE`` where there is none."""
    known = units()
    first = text[at : at + 1]
    if first == " ":
        spaces = at
        while at - spaces < 4 and text[at : at + 1] == " ":
            at += 1
        first = text[at : at + 1]
    if first not in known.by_first:
        return NO_MEASURE
    if first == "个" and (points := _POINTS.match(text, at)):
        return Measure("个百分点", "share", points.end(), False, False)
    unit = known.at(text, at)
    if unit is None:
        return NO_MEASURE
    end = at + len(unit.word)
    name = unit.name
    if text[end : end + 1] == "/" and (below := known.at(text, end + 1)):
        # 35微克/立方米, 600元/人: a rate is a unit of its own
        end += 1 + len(below.word)
        return Measure(f"{name}/{below.name}", unit.kind, end, False, unit.arabic_only)
    return Measure(name, unit.kind, end, unit.rank, unit.arabic_only)


def with_half(text: str, token: Token) -> Token:
    """三年半, 两倍半: the half behind the unit."""
    end = token.end
    if text[end : end + 1] != "半" or token.kind not in _HALVES or token.low >= 100:
        return token
    if text[end + 1 : end + 2] in number_words().half_words:
        return token
    return token._replace(end=end + 1, low=token.low + 0.5)


def special(text: str, start: int, end: int) -> Token | None:
    """The fraction, tenths, dozen, power or mixed numeral that ``text[start:end]`` begins, if any.

    ``end`` is where the plain numeral ends.
    """
    after = text[end : end + 4].lstrip(" ")[:1]
    if not after:
        return None
    reader = _SPECIAL.get(after)
    if reader is not None:
        return reader(text, start, end)
    if "0" <= after <= "9":
        return _mixed(text, start, end) or _slashed(text, start, end)
    return None


def _fraction(text: str, start: int, _end: int) -> Token | None:
    match = _FRACTION.match(text, start)
    if match is None:
        return None
    whole, below, above, letter = match.groups()
    found = numeral(f"{whole}又{below}分之{above}" if whole else f"{below}分之{above}")
    if found is None:
        return None
    return Token(start, match.end(), found.value * _LETTERS.get(letter or "", 1), found.unit, "share")


def _slashed(text: str, start: int, _end: int) -> Token | None:
    match = _SLASHED.match(text, start)
    if match is None or (start and text[start - 1] == "/"):
        return None
    whole, above, below = match.groups()
    if not int(below):
        return None
    return Token(start, match.end(), int(whole or 0) + int(above) / int(below), "")


def _mixed(text: str, start: int, _end: int) -> Token | None:
    match = _MIXED.match(text, start)
    if match is None:
        return None
    # 1亿3千多万 is 1亿3千万 and more
    digits = match.group().replace("多", "").replace("余", "")
    sizes = [plain_value(scale) or 0 for scale in _MIXED_SCALES.findall(digits)]
    value = plain_value(digits)
    # 5万4千 is one number, 5万 10万 are two
    if value is None or any(next_one >= size for size, next_one in pairwise(sizes)):
        return None
    measure = measure_at(text, match.end())
    more = len(digits) < len(match.group())
    return Token(start, measure.end or match.end(), value, measure.name, measure.kind, None, more)


def _power(text: str, start: int, _end: int) -> Token | None:
    match = _POWER.match(text, start)
    if match is None:
        return None
    base, exponent, raised = match.groups()
    if exponent is not None:
        value = float(f"{base}e{exponent}")
    else:
        sign = -1 if raised.count("-") % 2 else 1
        try:
            value = float(base) ** (sign * int(raised.lstrip("+-")))
        except (OverflowError, ZeroDivisionError):
            return None
    return Token(start, match.end(), value, "") if value < 1e30 else None


def _letters(text: str, start: int, end: int) -> Token | None:
    match = _THOUSANDS.match(text, end)
    value = plain_value(text[start:end])
    if match is None or value is None:
        return None
    measure = measure_at(text, match.end())
    return Token(
        start, measure.end or match.end(), value * _LETTERS[match.group(1)], measure.name, measure.kind
    )


def _tenths(text: str, start: int, end: int) -> Token | None:
    match = _TENTHS.match(text, end)
    if match is None or match.group(2) in number_words().tenths:
        return None
    stop = match.end(1)
    if match.group(1) == "成" and (tail := _TENTHS_TAIL.match(text, stop)):
        stop = tail.end()
    value = tenths(text[start:stop].replace(" ", ""))
    return None if value is None else Token(start, stop, value, "%", "share")


def _dozen(text: str, start: int, end: int) -> Token | None:
    match = _DOZEN.match(text, end)
    value = plain_value(text[start:end])
    if match is None or value is None or match.group(1) in number_words().dozen:
        return None
    stop = match.end() if match.group(1) is None else match.start(1)
    return Token(start, stop, value * 12, "")


_SPECIAL = {
    "分": _fraction,
    "又": _fraction,
    "/": _slashed,
    "^": _power,
    "e": _power,
    "E": _power,
    "k": _letters,
    "M": _letters,
    "成": _tenths,
    "折": _tenths,
    "打": _dozen,
}
