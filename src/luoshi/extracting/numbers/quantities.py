"""Numbers with units and comparators: ``5%左右``, ``5—5.5%``, ``不低于1.3万亿斤``, ``翻一番``."""

from __future__ import annotations

from functools import lru_cache

from luoshi.extracting.numbers.forms import Token
from luoshi.extracting.numbers.tokens import NUMBER, read_token
from luoshi.lexicon.number_words import Comparator, NumberWords, number_words
from luoshi.lexicon.units import units
from luoshi.model.quantity import Quantity
from luoshi.normalize.fold import fold_numerals

_LOWER = frozenset({"ge", "gt"})
_UPPER = frozenset({"le", "lt"})
_WIDEST_GAP = 4


def quantities(text: str) -> list[Quantity]:
    """The quantities in ``text``, in order and without overlap.

    A quantity covers its number, its unit and the comparator words beside it. Dates come as
    numbers too (``2025年`` is 2025 with unit ``年``): whoever reads times sorts them out by offset.
    ``low`` is as written where digits are (``1200万人`` is 1200 ``万人``) and the whole value where
    the numeral is Chinese (``五万四千六百个`` is 54600 ``个``); ``base_value`` makes them comparable.
    """
    folded = fold_numerals(text)
    words = number_words()
    found: list[Quantity] = []
    waiting: Quantity | None = None
    done = 0
    for match in NUMBER.finditer(folded):
        if match.start() < done:
            continue
        token = read_token(folded, match)
        if token is None:
            continue
        quantity, certain = _with_comparators(folded, token, words, done)
        previous = waiting or (found[-1] if found else None)
        joined = None
        if previous is not None and quantity.start - previous.end <= _WIDEST_GAP:
            joined = _joined(folded, previous, quantity, words)
        if joined is not None and (joined.unit or certain or waiting is None):
            if waiting is None:
                found.pop()
            quantity, certain = joined, True
        waiting = None if certain else quantity
        if certain:
            found.append(quantity)
            done = quantity.end
    return found


def base_value(value: float, unit: str) -> tuple[float, str]:
    """``value`` with the scale word of its unit worked in: 1200 ``万人`` gives 12000000 ``人``."""
    scale, base = _split(unit)
    return value * scale, base


@lru_cache(maxsize=1024)
def _split(unit: str) -> tuple[int, str]:
    known = units()
    scale = 1
    while unit not in known.kind and unit[:1] in known.scales:
        scale *= known.scales[unit[0]]
        unit = unit[1:]
    return scale, unit


def _with_comparators(text: str, token: Token, words: NumberWords, done: int) -> tuple[Quantity, bool]:
    """The token with what stands beside it, no earlier than ``done``; and whether it counts by itself."""
    start, end, low, unit = token.start, token.end, token.low, token.unit
    before = after = None
    means = "eq"
    if (start > done and text[start - 1] in words.before) or (start and text[start - 1] == " "):
        before, start = _before(text, token, words, done)
    if text[end : end + 1] in words.after and (after := _after(text, token, words)):
        end += len(after.word)
    if token.high is not None:
        means = "range"
    elif before is not None and not (before.yields and after is not None):
        means = before.means
    elif after is not None:
        means = after.means
    elif token.more:
        means = "gt"
    certain = True
    if token.rounded:
        certain = before is not None and (
            unit != "" or not text[end : end + 1].isalnum() or after is not None
        )
    elif token.weak:
        following = text[end : end + 1]
        alone = not following.isalnum() or following in words.links
        certain = after is not None or (before is not None and alone)
    return Quantity(start, end, low, token.high, unit, means), certain


def _before(text: str, token: Token, words: NumberWords, done: int) -> tuple[Comparator | None, int]:
    stop = token.start
    while stop > done and token.start - stop < 2 and text[stop - 1] == " ":
        stop -= 1
    for entry in words.before.get(text[stop - 1] if stop else "", ()):
        start = stop - len(entry.word)
        if start < done or not text.startswith(entry.word, start):
            continue
        if entry.not_after and start and text[start - 1] in entry.not_after:
            continue
        if (entry.not_time and token.kind == "time") or (entry.round and not token.rounded):
            continue
        if entry.units and token.unit not in entry.units:
            continue
        return entry, start
    return None, token.start


def _after(text: str, token: Token, words: NumberWords) -> Comparator | None:
    for entry in words.after[text[token.end]]:
        if not text.startswith(entry.word, token.end):
            continue
        following = text[token.end + len(entry.word) : token.end + len(entry.word) + 1]
        if following and following in entry.not_before:
            continue
        if (entry.kinds and token.kind not in entry.kinds) or (entry.units and token.unit not in entry.units):
            continue
        return entry
    return None


def _joined(text: str, first: Quantity, second: Quantity, words: NumberWords) -> Quantity | None:
    """``first`` and ``second`` as one range, where the words between them make them one."""
    if first.high is not None or second.high is not None:
        return None
    gap = text[first.end : second.start]
    if not gap and text[second.start] == "-" and second.low < 0:
        # 8000万-1亿元: the sign was a dash
        gap, second = "-", second._replace(start=second.start + 1, low=-second.low)
    bounds = {first.comparator, second.comparator}
    closed = text.startswith("之间", second.end)
    between = gap in words.ranges or (closed and gap in words.between)
    if not between and not (gap.strip(" ") in words.pairs and bounds & _LOWER and bounds & _UPPER):
        return None
    shared = _shared_unit(first, second)
    if shared is None:
        return None
    one, other, unit = shared
    if one == other or (between and one > other):
        return None
    end = second.end + 2 if closed else second.end
    return Quantity(first.start, end, min(one, other), max(one, other), unit, "range")


def _shared_unit(first: Quantity, second: Quantity) -> tuple[float, float, str] | None:
    """Both values in one unit: that of the second, or of the first where the second has none."""
    if first.unit in ("", second.unit):
        return first.low, second.low, second.unit
    if not second.unit:
        return first.low, second.low, first.unit
    one, base = _split(first.unit)
    other, wanted = _split(second.unit)
    if base not in ("", wanted):
        return None
    return first.low * one / other, second.low, second.unit
