"""Ordering the provisions of an alignment anew by an outside measure of likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from luoshi.model import Alignment

_SHARE: Final = 0.5  # of the outside likeness in the new order


def rerank(alignment: Alignment, likeness: Sequence[float]) -> Alignment:
    """Give the alignment with its provisions in the order of the mean of score and likeness.

    ``likeness`` holds a number from -1 to 1 for each provision. Scores and standing stay, so that
    what counts as aligned does not depend on an outside service.
    """
    rated = zip(alignment.provisions, likeness, strict=True)
    ordered = sorted(
        rated, key=lambda item: (-((1 - _SHARE) * item[0].score + _SHARE * item[1]), item[0].start)
    )
    return replace(
        alignment,
        provisions=tuple(
            replace(match, why=(*match.why, f"嵌入模型相似度{value:.2f}")) for match, value in ordered
        ),
    )
