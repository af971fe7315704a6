"""Indicators that share words: 城镇、农村居民收入 in one clause, 增速 of what the clause before named."""

from __future__ import annotations

import re

from luoshi.lexicon.figure_words import FigureWords

_SPLIT = re.compile("、|以及|和|与|及(?!以上|以下|其)|(?<=”)(?=“)")
_SECTORS = re.compile("([一二三]{2,3})(?=产)")


def split_subjects(subject: str, count: int, words: FigureWords) -> list[tuple[str, int]] | None:
    """Cut a shared subject into ``count`` indicators, each with its place in ``subject``.

    城镇、农村居民人均可支配收入 gives 城镇居民人均可支配收入 and 农村居民人均可支配收入. ``None`` where
    it does not hold ``count`` parts.
    """
    merged = _SECTORS.match(subject)
    if merged and len(merged.group(1)) == count:
        return [(number + subject[count:], 0) for number in merged.group(1)]
    cuts = _cuts(subject)
    if count < 2 or len(cuts) < count - 1:
        return None
    if len(cuts) >= count:
        cuts = _strongest(subject, cuts, count - 1)
    edges = [0, *(edge for cut in cuts for edge in cut), len(subject)]
    parts = [(subject[a:b], a) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    last, at = parts[-1]
    tail = _shared_tail(last, parts[0][0], words)
    if tail:
        parts[-1] = (last.replace("等" + tail, tail), at)
    return [(part if part.endswith(words.measures) else part + tail, at) for part, at in parts[:-1]] + [
        parts[-1]
    ]


def count_subjects(subject: str) -> int:
    """How many indicators a subject joins."""
    return 1 + len(_cuts(subject))


def _cuts(subject: str) -> list[tuple[int, int]]:
    return [m.span() for m in _SPLIT.finditer(subject) if m.start() and m.end() < len(subject)]


def _strongest(subject: str, cuts: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """The cuts that part the list, where 和 stands inside one of its members too."""
    strong = [cut for cut in cuts if subject[cut[0]] == "、"]
    joined = [cut for cut in cuts if subject[cut[0]] != "、"]
    if len(strong) == count:
        return strong
    if len(strong) == count - 1 and joined:
        return sorted([*strong, joined[-1]])
    return joined if len(joined) == count else cuts[-count:]


def _shared_tail(last: str, first: str, words: FigureWords) -> str:
    if len(first) == 1 and len(last) > 1:
        return last[1:]  # 一、二、三产增加值
    for match in words.measure.finditer(last):
        if match.start() and len(match.group()) > 1:
            return last[match.start() :]
    return ""


def owned(subject: str, owner: str, words: FigureWords) -> str:
    """The indicator that ``subject`` is short for after ``owner``: 增速 of 进出口总额."""
    if not subject or not owner:
        return subject or owner
    if subject in words.added:
        return owner + subject
    if subject in words.replaced:
        for measure in words.measures:
            if owner.endswith(measure) and len(owner) > len(measure):
                return owner[: -len(measure)] + subject
        return owner + subject
    return subject
