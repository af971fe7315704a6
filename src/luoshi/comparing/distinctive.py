"""What sets each side apart: log-odds ratio of its words with an informative Dirichlet prior.

Monroe, Colaresi and Quinn, “Fightin' Words: Lexical Feature Selection and Evaluation for Identifying
the Content of Political Conflict”, Political Analysis 16(4), 2008, equations 15, 16, 20 and 22. The prior
is what all sides together say; its weight is that of a text of ``_PRIOR`` words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from luoshi.comparing.mining import Word, words_of
from luoshi.comparing.quotes import stretch
from luoshi.model import Side, TermRow

_PRIOR: Final = 500.0
_PART: Final = 0.1
_SURE: Final = 1.96  # two-sided, 5 in 100
_MOST: Final = 30
_INSIDE: Final = 0.8  # of a word's uses, those inside a longer one that says more
_STOPS: Final = "。；！？\n，,;：:"


class _Scored(NamedTuple):
    z: float
    log_odds: float
    word: Word
    others: int


def term_rows(sides: Sequence[Side], most: int = _MOST) -> tuple[TermRow, ...]:
    """Give the terms distinctive of each side, side after side, most distinctive first.

    A term is left out where a longer one that holds it says nearly all of its uses, and where it is
    part of its side's own name.
    """
    texts = [side.document.text[side.start : side.end] for side in sides]
    words = words_of(texts)
    rows = []
    for at, side in enumerate(sides):
        for found in _telling(_scored(words, at), at, side.body or "")[:most]:
            start = side.start + found.word.first[at]
            rows.append(
                TermRow(
                    side.label,
                    found.word.text,
                    found.word.counts[at],
                    found.others,
                    round(found.log_odds, 4),
                    round(found.z, 4),
                    stretch(side, *_clause(side, start, start + len(found.word.text))),
                )
            )
    return tuple(rows)


def _scored(words: Sequence[Word], at: int) -> list[_Scored]:
    """Score each word of one side against all others together (the z-score of equation 22)."""
    own_total = sum(word.counts[at] for word in words)
    total = sum(sum(word.counts) for word in words)
    weight = min(_PRIOR, _PART * total)
    out = []
    for word in words:
        own, every = word.counts[at], sum(word.counts)
        if not own:
            continue
        prior = weight * every / total
        log_odds = _logit(own + prior, own_total + weight) - _logit(
            every - own + prior, total - own_total + weight
        )
        spread = math.sqrt(1 / (own + prior) + 1 / (every - own + prior))
        if log_odds / spread >= _SURE:
            out.append(_Scored(log_odds / spread, log_odds, word, every - own))
    out.sort(key=lambda found: (-found.z, found.word.text))
    return out


def _logit(part: float, whole: float) -> float:
    return math.log(part / max(whole - part, 1e-9))


def _telling(found: Sequence[_Scored], at: int, body: str) -> list[_Scored]:
    """Leave out what only repeats a longer or a better term, and the side's own name."""
    longest: dict[str, int] = {}
    for each in found:
        text, count = each.word.text, each.word.counts[at]
        for start in range(len(text)):
            for end in range(start + 2, len(text) + 1):
                if end - start < len(text):
                    part = text[start:end]
                    longest[part] = max(longest.get(part, 0), count)
    kept: list[_Scored] = []
    for each in found:
        text = each.word.text
        if text in body or longest.get(text, 0) >= _INSIDE * each.word.counts[at]:
            continue
        kept.append(each)
    return kept


def _clause(side: Side, start: int, end: int) -> tuple[int, int]:
    """The clause around a place, no further than the side reaches."""
    text = side.document.text
    while start > side.start and text[start - 1] not in _STOPS:
        start -= 1
    while end < side.end and text[end] not in _STOPS:
        end += 1
    while start < end and text[start].isspace():
        start += 1
    return start, end
