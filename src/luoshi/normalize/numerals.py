"""The value of a numeral: ``1,234.5``, ``五万四千六百``, ``5万4千``, ``三分之二``, ``7.2成``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from luoshi.normalize.fold import fold_numerals

DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇○", "一壹", "二贰两俩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
SMALL = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
SCALES = {**SMALL, **BIG}
FINANCIAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
CHARACTERS = "".join(DIGITS) + "".join(SMALL) + "".join(BIG)

# Longer numerals are no numbers that anybody wrote to be read as a value.
LONGEST = 40

_TOKEN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+|.", re.DOTALL)
_ARABIC = re.compile(r"(?:[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")


class Numeral(NamedTuple):
    """A value and the unit that the numeral itself brings: ``%``, ``‰`` or none."""

    value: float
    unit: str


def numeral(text: str) -> Numeral | None:
    """The value of a whole numeral, or ``None`` where ``text`` is not one.

    ``百分之二十二`` and ``22%`` give 22 and ``%``, ``7.2成`` and ``七二折`` give 72 and ``%``;
    ``千分之三`` gives 3 and ``‰``; ``三分之二`` and ``2/3`` give the fraction; ``一打`` gives 12.
    """
    text = fold_numerals(text).replace(" ", "")
    if not 0 < len(text) <= LONGEST:
        return None
    if text[0] in "负-":
        rest = numeral(text[1:])
        return None if rest is None else Numeral(-rest.value, rest.unit)
    if text[-1] in "%‰":
        return _with_unit(plain_value(text[:-1]), text[-1])
    if "成" in text or text[-1] == "折":
        return _with_unit(tenths(text), "%")
    if text[-1] == "打":
        count = plain_value(text[:-1])
        return None if count is None else Numeral(count * 12, "")
    if "分之" in text or "/" in text:
        return _fraction(text)
    return _with_unit(plain_value(text), "")


def _with_unit(value: float | None, unit: str) -> Numeral | None:
    return None if value is None else Numeral(value, unit)


def _fraction(text: str) -> Numeral | None:
    if "/" in text:
        above, _, below = text.partition("/")
        whole_part = ""
    else:
        whole_part, _, rest = text.rpartition("又")
        below, _, above = rest.partition("分之")
    sign = -1 if above[:1] == "负" else 1
    top, bottom = plain_value(above.lstrip("负")), plain_value(below)
    if top is None:
        return None
    if below in {"百", "佰"}:
        return Numeral(sign * top, "%")
    if below == "千":
        return Numeral(sign * top, "‰")
    whole = plain_value(whole_part) if whole_part else 0
    if not bottom or whole is None:
        return None
    return Numeral(whole + sign * top / bottom, "")


def tenths(text: str) -> float | None:
    """Percent of ``N成``, ``N成半``, ``N成M`` and ``N折`` (``7.5折`` and ``75折`` are the same)."""
    head, mark, rest = text.partition("成") if "成" in text else text.partition("折")
    digits = [DIGITS.get(char) for char in head]
    if mark == "折" and len(digits) == 2 and None not in digits:
        return float(f"{digits[0]}{digits[1]}")
    if mark == "折" and head in {"十", "10"}:
        return None  # the full price
    value = (0.5 if mark == "成" else 5.0) if head == "半" else plain_value(head)
    if value is None or value > (100 if mark == "折" else 10):
        return None
    percent = value if mark == "折" and value >= 10 else round(value * 10, 6)
    if not rest:
        return percent
    extra = 5 if rest == "半" else DIGITS.get(rest)
    return None if extra is None else percent + extra


@lru_cache(maxsize=4096)
def plain_value(text: str) -> float | None:
    """The value of digits, Chinese numerals and their mixtures; ``None`` where they make no number."""
    if not 0 < len(text) <= LONGEST:
        return None
    text = text.replace(" ", "")
    if _ARABIC.fullmatch(text) and text[-1:] not in {"", ","}:
        return float(text.replace(",", ""))
    if text == "一半":
        return 0.5
    if text[:1] == "半":
        rest = SCALES.get(text[1:], 1 if text == "半" else 0)
        return rest / 2 or None
    whole, point, decimals = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    places = [DIGITS.get(char) for char in decimals]
    if not places or None in places:
        return None
    return float(f"{value:.0f}." + "".join(map(str, places)))


def _whole(text: str) -> float | None:
    if len(text) > 1 and all(char in DIGITS for char in text):
        return float("".join(str(DIGITS[char]) for char in text))
    tokens = _TOKEN.findall(text)
    total = section = term = 0.0
    digit: float | None = None
    small_limit = big_limit = 0
    for token in tokens:
        if token in BIG:
            total, term = _raise(total, term, section + (digit or 0), (BIG[token], big_limit))
            section, digit, small_limit, big_limit = 0.0, None, 0, BIG[token]
        elif token in SMALL:
            size = SMALL[token]
            if (small_limit and size >= small_limit) or (
                digit is None and size >= 100 and (section or total)
            ):
                return None
            section += size if digit is None else (digit or 1) * size
            digit, small_limit = None, size if size in (10, 100, 1000) else 10
        else:
            value = _digit(token)
            if value is None or digit:
                return None
            digit = value
    if digit and len(tokens) > 1 and tokens[-2] in SCALES and digit < 10:
        # 二百五 is 250 and 一万三 is 13000: without 零 the last digit counts the next place down.
        digit *= max(1, SCALES[tokens[-2]] // 10 if SCALES[tokens[-2]] not in (20, 30) else 1)
    return total + section + (digit or 0)


def _digit(token: str) -> float | None:
    if token in DIGITS:
        return float(DIGITS[token])
    return (
        float(token.replace(",", ""))
        if "0" <= token[0] <= "9" or (token[0] == "." and len(token) > 1)
        else None
    )


def _raise(total: float, term: float, current: float, scales: tuple[int, int]) -> tuple[float, float]:
    """Add ``current`` at a 万, 亿 or 兆; gives the total and its last term.

    万亿 and 万万 multiply what stands before them; 十二万三千亿 takes the whole of it.
    """
    scale, last = scales
    if not current:
        raised = (term or 1) * scale
        return total - term + raised, raised
    if total and scale > last:
        raised = (total + current) * scale
        return raised, raised
    return total + current * scale, current * scale
