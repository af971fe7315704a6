"""Holding a later text beside an earlier one: what became of its promises."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.model import Document, Finding


def follow(earlier: Document, later: Document) -> Iterator[Finding]:
    """Give what became of each promise of the earlier text, in the order of that text.

    A pure function of the two texts. Every ``evidence`` is a stretch of the later one.

    Raises:
        LuoshiError: at once, where the two cannot be a promise and its report: the same text twice,
            texts of two bodies, the later dated before the earlier, an earlier one that promises nothing.
    """
    from luoshi.following.prepare import prepare
    from luoshi.following.promises import follow_promises

    return follow_promises(prepare(earlier), prepare(later))
