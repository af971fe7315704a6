"""What a cell shows: its value in the number format that it has (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from math import isfinite
from typing import Final, NamedTuple

from luoshi.reading.sheets.days import is_day, shown_day

# formats that have a number and stand in no file; those of days are in days.py
BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|([0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+)|(.)', re.DOTALL
)
_PIECE = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]|_.|\*.|.', re.DOTALL)
_CURRENCY = re.compile(r"\$([^-]*)")
_TYPED_DIGITS: Final = 15  # what Excel keeps of a number
_GENERAL_DIGITS: Final = 10  # what it shows of one that was computed
_LONGEST_FORMAT: Final = 400
_HUGE: Final = 1e21
_TINY: Final = 1e-9


class _Pattern(NamedTuple):
    """One section of a format: what stands before and behind the number, and how that is written."""

    before: str
    behind: str
    digits: str  # as "#,##0.00", "" for none
    percents: int
    is_general: bool
    is_other: bool  # exponents, fractions: shown plainly


def shown_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """Give the number as its cell shows it; a day as written by its format (see ``days``).

    Exponents and fractions are written plainly, and so is what the format does not explain.
    """
    if not isfinite(value):
        return ""
    if code == "General" or len(code) > _LONGEST_FORMAT:
        return plain(value)
    sections = _sections(code)
    if is_day(sections[0]):
        return shown_day(value, sections[0], from_1904=from_1904) or plain(value)
    chosen, negative = sections[0], value < 0
    if len(sections) > 1 and value < 0:
        chosen, negative = sections[1], False
    elif len(sections) > 2 and value == 0:
        chosen = sections[2]
    if not chosen:
        return ""  # hidden: 0;-0;;@ shows no zeros
    pattern = _pattern(chosen)
    if pattern.is_other:
        return plain(value)
    if pattern.is_general:
        return pattern.before + plain(value) + pattern.behind
    if not pattern.digits:
        said = pattern.before + pattern.behind
        return said if said.strip() else plain(value)
    number = _written(abs(value), pattern)
    is_zero = not any(digit in "123456789" for digit in number)
    if is_zero and "0" not in pattern.digits:
        number = ""
    return ("-" if negative and not is_zero else "") + pattern.before + number + pattern.behind


def plain(value: float) -> str:
    """Give a number without the noise of binary fractions: 0.3 for 0.1+0.2, 1/3 with ten digits."""
    digits = repr(abs(value)).split("e")[0].replace(".", "").strip("0")
    is_typed = len(digits) <= _TYPED_DIGITS or value == int(value)
    kept = f"{value:.{_TYPED_DIGITS if is_typed else _GENERAL_DIGITS}g}"
    return format(Decimal(kept), "f") if _TINY < abs(value) < _HUGE or not value else kept


def _written(value: float, pattern: _Pattern) -> str:
    """Write a number that is not negative: scaled, rounded half up, padded, in groups of three."""
    code = pattern.digits
    scale = len(code) - len(code.rstrip(","))
    whole_part, _, fraction = code.rstrip(",").partition(".")
    grouped = "," in whole_part
    try:
        with localcontext() as context:
            context.prec = 60
            exact = Decimal(f"{value:.{_TYPED_DIGITS}g}").scaleb(2 * pattern.percents - 3 * scale)
            rounded = exact.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    except InvalidOperation:
        return plain(value)
    whole, _, decimals = format(rounded, "f").partition(".")
    needed = whole_part.replace(",", "").count("0")
    whole = whole.lstrip("0").rjust(needed, "0")
    if grouped:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    least = len(fraction.rstrip("#?"))
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    return f"{whole}.{decimals}" if decimals else whole


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    """Cut a format at its semicolons, but not at those in quotes."""
    parts = [""]
    for piece in _PIECE.findall(code):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return tuple(parts[:4])


@lru_cache(maxsize=512)
def _pattern(section: str) -> _Pattern:
    before = behind = digits = ""
    percents, general, other = 0, "general" in section.lower(), False
    text = re.sub("(?i)general", "", section)
    for quoted, escaped, bracket, places, mark in _TOKEN.findall(text):
        if places:
            other = other or bool(digits)
            digits = digits or places
            continue
        said = quoted or escaped
        if bracket:
            found = _CURRENCY.match(bracket)
            said = found[1] if found else ""
        elif mark:
            percents += mark == "%"
            other = other or mark in "Ee/"
            said = "" if mark in "Ee/@?" else mark
        if digits or (general and _behind_general(section, said)):
            behind += said
        else:
            before += said
    return _Pattern(before, behind, digits, percents, general, other)


def _behind_general(section: str, said: str) -> bool:
    return bool(said) and section.lower().find("general") < section.find(said)
