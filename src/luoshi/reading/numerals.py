"""A count in the formats of automatic numbers: Word's (ECMA-376 part 1, 17.18.59) and letters as in CSS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys

_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MOST_REPEATS: Final = 30  # Word writes AAA for 53 and so on; nobody numbers so far


@dataclass(frozen=True, slots=True)
class _Formats:
    sequences: dict[str, str]
    digits: dict[str, str]
    counting: dict[str, dict[str, Any]]
    bullets: dict[str, str]


def written(count: int, style: str) -> str:
    """Give a count as the format ``style`` (a name of ST_NumberFormat) writes it.

    An unknown format, and a count that a format has no characters for, comes out in Arabic digits.
    """
    made = _BY_NAME.get(style)
    if made is not None:
        return made(count)
    formats = _formats()
    if style in formats.sequences:
        sequence = formats.sequences[style]
        return sequence[count - 1] if 0 < count <= len(sequence) else str(count)
    if style in formats.digits:
        return _side_by_side(count, formats.digits[style])
    if style in formats.counting:
        return _counted(count, formats.counting[style])
    return str(count)


def letters(count: int) -> str:
    """Give a count from 1 in letters as browsers write it: a, …, z, aa, ab, … (Word: a, …, z, aa, bb)."""
    out = ""
    while count > 0:
        count, rest = divmod(count - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


def padded(count: int, pattern: str) -> str:
    """Give a count as a pattern of its own (“001, 002, 003, ...”) writes it."""
    first = pattern.split(",", 1)[0].strip()
    return str(count).zfill(min(len(first), 9)) if first.isdigit() else str(count)


def bullet(text: str) -> str:
    """Give the characters of a bullet, those of symbol fonts as the characters that look like them."""
    known = _formats().bullets
    return "".join(known.get(one, "•" if "\ue000" <= one <= "\uf8ff" else one) for one in text)


def _counted(count: int, how: dict[str, Any]) -> str:
    digits, units = how["digits"], how["units"]
    if not 0 <= count < 100_000:
        return str(count)
    if count < 10:
        return str(digits[count])
    if "until" in how and count > how["until"]:
        return _side_by_side(count, how["beyond"])
    out, gap = "", False
    for power in range(len(str(count)) - 1, -1, -1):
        digit = count // 10**power % 10
        if digit == 0:
            gap = True
            continue
        out += digits[0] if gap and out and how["zero"] else ""
        # 十五, not 一十五; Japanese leaves 一 out before 百 and 千 too
        bare = how["bare"] or (power == 1 and not out and how["bare_ten"])
        out += ("" if digit == 1 and 0 < power < 4 and bare else digits[digit]) + (
            units[power - 1] if power else ""
        )
        gap = False
    return out


def _side_by_side(count: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(count)) if count >= 0 else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    out = ""
    for worth, written_as in _ROMAN:
        out += written_as * (count // worth)
        count %= worth
    return out


def _repeated(count: int) -> str:
    if not 0 < count <= 26 * _MOST_REPEATS:
        return str(count)
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _full_width(count: int) -> str:
    return str(count).translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"})


def _ordinal(count: int) -> str:
    teens = 10 < count % 100 < 14
    return f"{count}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


_BY_NAME: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "none": lambda count: "",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _repeated,
    "lowerLetter": lambda count: _repeated(count).lower(),
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "ordinal": _ordinal,
    "hex": lambda count: f"{count:X}" if count >= 0 else str(count),
    "numberInDash": lambda count: f"- {count} -",
}


@cache
def _formats() -> _Formats:
    name = "number_formats"
    table = load(name)
    only_keys(name, table, ("sequences", "digits", "counting", "bullets"))
    try:
        found = _Formats(table["sequences"], table["digits"], table["counting"], table["bullets"])
        whole = all(len(digits) == 10 for digits in found.digits.values())
        whole &= all(len(how["digits"]) == 10 and len(how["units"]) == 4 for how in found.counting.values())
    except (KeyError, TypeError) as error:
        raise LexiconError(f"data/{name}.yaml: {error} is missing or of the wrong kind") from error
    if not whole:
        raise LexiconError(f"data/{name}.yaml: ten digits and four units (十百千万) are expected")
    return found
