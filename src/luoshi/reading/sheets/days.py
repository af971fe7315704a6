"""Days and hours in a cell: the serial number of a day, written by the cell's format."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

# the formats of a Chinese Windows; those it shows by the system's settings are written as ISO 8601 has them
BUILT_IN_DAYS: Final = {
    **dict.fromkeys((14, 15, 30), "yyyy-mm-dd"),
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    17: "yyyy-mm",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), 'AM/PMh"时"mm"分"'),
    **dict.fromkeys((35, 56), 'AM/PMh"时"mm"分"ss"秒"'),
    **dict.fromkeys((45, 47), "mm:ss"),
    46: "[h]:mm:ss",
}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_SIGNS = re.compile(r"[ymdhsaegYMDHSAEG]")
_NUMBERS = re.compile(r"[0#?@%]|general", re.IGNORECASE)
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[(h+|m+|s+)\]|\[[^\]]*\]'
    r"|(AM/PM|A/P|上午/下午|y+|e+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(.)",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS: Final = "一二三四五六日"
_LAST: Final = 2_958_466.0  # the day after 9999-12-31


@lru_cache(maxsize=512)
def is_day(section: str) -> bool:
    """Say whether a section of a number format writes a day or an hour."""
    bare = _QUOTED.sub("", section)
    if bare.lower() == "general" or _NUMBERS.search(re.sub(r"s+\.0+", "s", bare, flags=re.IGNORECASE)):
        return False
    return _SIGNS.search(bare) is not None


def shown_day(serial: float, section: str, *, from_1904: bool = False) -> str | None:
    """Give the day as the format writes it; ``None`` where the number is no day of the calendar.

    A format that opens with the year, or has Chinese words, is followed. One that depends on the
    system's settings (m/d/yy) and one with English months is written as 2026-06-30.
    """
    moment = moment_of(serial, from_1904=from_1904)
    if moment is None:
        return None
    tokens = _tokens(section)
    return "".join(_piece(token, moment, serial, tokens) for token in tokens).strip()


def moment_of(serial: float, *, from_1904: bool = False) -> datetime | None:
    """Give the moment of a serial number; day 60 of the 1900 calendar, which never was, is 1900-02-28."""
    if not 0 <= serial < _LAST - (1462 if from_1904 else 0):
        return None
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)
    seconds = round(serial % 1 * 86400)
    return first + timedelta(days=int(serial), seconds=seconds)


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    """Cut a format into ``(kind, written)``: a literal has the kind ``""``; minutes have ``n``."""
    out: list[tuple[str, str]] = []
    for quoted, escaped, elapsed, sign, mark in _TOKEN.findall(section):
        if elapsed:
            out.append(("elapsed", elapsed.lower()))
        elif sign:
            lower = sign.lower()
            out.append(("half" if "/" in lower else lower[0], lower))
        else:
            out.append(("", quoted or escaped or mark))
    signs = [at for at, (kind, _) in enumerate(out) if kind]
    for place, at in enumerate(signs):
        before = out[signs[place - 1]][0] if place else ""
        behind = out[signs[place + 1]][0] if place + 1 < len(signs) else ""
        if out[at][0] == "m" and len(out[at][1]) <= 2 and (before in ("h", "elapsed") or behind == "s"):
            out[at] = ("n", out[at][1])
    return _as_iso(out)


def _as_iso(tokens: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    kinds = [kind for kind, _ in tokens if kind in ("y", "e", "m", "d")]
    is_chinese = any(not kind and re.search("[年月日]", said) for kind, said in tokens)
    english = any(kind in ("m", "d") and len(said) > 2 for kind, said in tokens)
    if not kinds or is_chinese or (kinds[0] in ("y", "e") and not english):
        return tuple(tokens)
    if not {"y", "e"} & set(kinds) and not english:
        return tuple(tokens)
    day = [("y", "yyyy"), ("", "-"), ("m", "mm"), *([("", "-"), ("d", "dd")] if "d" in kinds else [])]
    hours = [token for token in tokens if token[0] in ("h", "n", "s", "half")]
    clock = [piece for at, token in enumerate(hours) for piece in ((("", ":"), token) if at else (token,))]
    return (*day, *((("", " "), *clock) if clock else ()))


def _piece(
    token: tuple[str, str], moment: datetime, serial: float, tokens: tuple[tuple[str, str], ...]
) -> str:
    kind, said = token
    if not kind:
        return said
    if kind == "half":
        return "下午" if moment.hour >= 12 else "上午"
    if kind == "elapsed":
        unit = {"h": 24, "m": 1440, "s": 86400}[said[0]]
        return str(int(round(serial * 86400) * unit // 86400)).rjust(len(said), "0")
    if kind == "a":
        return ("星期" if len(said) > 3 else "") + _WEEKDAYS[moment.weekday()]
    hour = moment.hour
    if kind == "h" and any(other == "half" for other, _ in tokens):
        hour = hour % 12 or 12
    value = {"y": moment.year, "e": moment.year, "m": moment.month, "d": moment.day, "h": hour,
             "n": moment.minute, "s": moment.second}.get(kind)  # fmt: skip
    if value is None:
        return ""
    if kind == "y" and len(said) <= 2:
        return f"{value % 100:02d}"
    if kind in ("m", "d") and len(said) > 2:
        return str(value)
    return f"{value:0{min(len(said.split('.')[0]), 4)}d}" if kind != "e" else str(value)
