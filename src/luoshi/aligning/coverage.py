"""Both ways: what takes up each provision, and what no provision asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from luoshi.aligning.shared import shared
from luoshi.lexicon.force import FORCES
from luoshi.model import Alignment, Coverage, Match, Provision, Statement, Uptake, Wording

_COUNTS: Final = 0.5  # the score of the threshold
_LEAST: Final = 3  # characters of a shared stretch worth marking
_SAME_WORDS: Final = 4  # shared characters from which two wordings are one task


def coverage(provisions: Sequence[Provision], alignments: Iterable[Alignment]) -> Coverage:
    """Count both ways.

    An aligned statement takes up its best provision; those further down that count too have it in
    ``also``. Provisions stay in the order of the central text, statements under one by their score.
    """
    taken: dict[int, list[Wording]] = {}
    also: Counter[int] = Counter()
    unaligned: list[Alignment] = []
    for alignment in alignments:
        if alignment.standing != "aligned":
            unaligned.append(alignment)
            continue
        best, *others = alignment.provisions
        taken.setdefault(best.provision_start, []).append(wording(alignment.statement, best))
        also.update(match.provision_start for match in others if match.score >= _COUNTS)
    return Coverage(
        tuple(
            Uptake(p, tuple(sorted(taken.get(p.start, ()), key=_by_score)), also[p.start]) for p in provisions
        ),
        tuple(sorted(unaligned, key=lambda a: _place(a.statement))),
    )


def _by_score(wording: Wording) -> tuple[float, tuple[str, str, int]]:
    return -wording.match.score, _place(wording.statement)


def _place(statement: Statement) -> tuple[str, str, int]:
    return statement.source, statement.document, statement.start


def wording(statement: Statement, match: Match) -> Wording:
    """Set a statement beside the central sentence: what they share, and which asks more firmly."""
    same = tuple(shared(statement.text, match.text, _LEAST))
    change = ""
    if statement.force in FORCES and match.force in FORCES and sum(s[2] for s in same) >= _SAME_WORDS:
        step = FORCES.index(match.force) - FORCES.index(statement.force)
        change = "kept" if not step else "hardened" if step > 0 else "softened"
    return Wording(statement, match, change, same)
