"""Vectors of character bigrams: what stands in like sentences points the same way.

A vector is kept as one whole number with a lane of 32 bits a dimension, so that a weighted sum of
many is a few operations on whole numbers: that is the whole of its speed.

``data/models/similarity.tsv`` is made by ``python -m training.similarity``: head lines that begin
with ``!``, then a bigram a line with its vector, a signed byte a dimension, in base 64.
"""

from __future__ import annotations

import sys
from array import array
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

from luoshi.errors import LexiconError

SOURCE: Final = "data/models/similarity.tsv"
_BIAS: Final = 128  # makes every lane positive
_TYPE: Final = next(code for code in "IL" if array(code).itemsize == 4)
_LANE: Final = 4  # bytes; a sum over the whole table at its greatest weight stays below 2**32


class Vectors:
    """The vectors, each decoded when it is first asked for."""

    __slots__ = ("_coded", "_packed", "dimensions", "version")

    def __init__(self, version: str, dimensions: int, coded: dict[str, str]) -> None:
        self.version = version
        self.dimensions = dimensions
        self._coded = coded
        self._packed: dict[str, int] = {}

    def sum(self, weighted: Iterable[tuple[str, int]]) -> list[int]:
        """Give the sum of the vectors of terms, each by its weight (0 to 500); empty where none has one.

        Terms too rare or too common to have a vector are passed over.

        Raises:
            LexiconError: the line of a term is misformed.
        """
        total = weights = 0
        for term, weight in weighted:
            packed = self._packed.get(term)
            if packed is None:
                coded = self._coded.get(term)
                if coded is None:
                    continue
                packed = self._packed[term] = self._pack(term, coded)
            total += packed * weight
            weights += weight
        if not weights:
            return []
        lanes = array(_TYPE, total.to_bytes(self.dimensions * _LANE, sys.byteorder))
        if sys.byteorder == "big":
            lanes.reverse()
        return [lane - _BIAS * weights for lane in lanes]

    def _pack(self, term: str, coded: str) -> int:
        try:
            vector = array("b", b64decode(coded, validate=True))
        except Error as error:
            raise LexiconError(f"{SOURCE}: “{term}” has no vector: {error}") from error
        if len(vector) != self.dimensions:
            raise LexiconError(f"{SOURCE}: “{term}” has {len(vector)} numbers, not {self.dimensions}")
        return sum((value + _BIAS) << (8 * _LANE * lane) for lane, value in enumerate(vector))


@cache
def vectors() -> Vectors:
    """Load the vectors once.

    Raises:
        LexiconError: the file is missing or its head is misformed.
    """
    try:
        raw = resources.files("luoshi").joinpath("data", "models", "similarity.tsv").read_text("utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"{SOURCE}: the vectors are missing; reinstall luoshi") from error
    rows = dict(line.split("\t", 1) for line in raw.splitlines() if "\t" in line)
    version, dimensions = rows.pop("!version", ""), rows.pop("!dimensions", "")
    if not version or not dimensions.isdecimal():
        raise LexiconError(f"{SOURCE}: its head lines are missing; reinstall luoshi")
    return Vectors(version, int(dimensions), rows)
