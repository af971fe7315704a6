"""How rare a pair of characters is in planning texts: weights learnt from public texts."""

from __future__ import annotations

import math
from functools import cache
from importlib import resources
from typing import Final

from luoshi.errors import LexiconError

SOURCE: Final = "data/models/rarity.tsv"


class Rarity:
    """Document frequencies of character bigrams; ``documents`` is how many stretches were counted."""

    __slots__ = ("_counts", "_unseen", "documents")

    def __init__(self, documents: int, counts: dict[str, int]) -> None:
        self.documents = documents
        self._counts = counts
        self._unseen = math.log((documents + 1) / 1.5)

    def idf(self, bigram: str) -> float:
        """Give the weight: 0 or a little more for what stands everywhere, the most for what is not known."""
        count = self._counts.get(bigram)
        if count is None:
            return self._unseen
        return math.log((self.documents + 1) / (count + 0.5))


@cache
def rarity() -> Rarity:
    """The table of ``data/models/rarity.tsv``, made by ``python -m training.rarity``.

    Raises:
        LexiconError: the table is missing or misformed.
    """
    try:
        raw = resources.files("luoshi").joinpath("data", "models", "rarity.tsv").read_text("utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"{SOURCE}: the table is missing; reinstall luoshi") from error
    try:
        head, *rows = raw.splitlines()
        counts: dict[str, int] = {}
        for row in rows:
            count, joined = row.split("\t")
            for at in range(0, len(joined), 2):
                counts[joined[at : at + 2]] = int(count)
        return Rarity(int(head.removeprefix("documents\t")), counts)
    except ValueError as error:
        raise LexiconError(f"{SOURCE}: not a table of counts: {error}") from error


def idf(bigram: str) -> float:
    """The weight of a pair of characters; see ``Rarity.idf``."""
    return rarity().idf(bigram)
