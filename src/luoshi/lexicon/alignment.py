"""The few weights that decide an alignment, and from where on it counts.

``data/models/alignment.tsv`` is made by ``python -m training.alignment``: a name and a number a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from luoshi.errors import LexiconError

SOURCE: Final = "data/models/alignment.tsv"
SIGNALS: Final = ("words", "near", "titles", "themes", "similar")
PLACES: Final = ("statement", "sentence", "paragraph", "heading")


@dataclass(frozen=True, slots=True)
class AlignmentWeights:
    """``signals`` weighs each signal at each place (``words.statement``); 0 where it is left out.

    The evidence for a provision is the weighted sum, less ``local`` where the statement holds a word
    of a purely local matter. It is ``aligned`` from ``threshold`` on; ``slope`` brings it to a score.
    """

    signals: dict[tuple[str, str], float]
    local: float
    threshold: float
    slope: float


@cache
def alignment_weights() -> AlignmentWeights:
    """Load the weights once.

    Raises:
        LexiconError: the file is missing, or a name or number in it is not known.
    """
    try:
        raw = resources.files("luoshi").joinpath("data", "models", "alignment.tsv").read_text("utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"{SOURCE}: the weights are missing; reinstall luoshi") from error
    try:
        values = {name: float(value) for name, value in (line.split("\t") for line in raw.splitlines())}
        return AlignmentWeights(
            local=values.pop("local"),
            threshold=values.pop("threshold"),
            slope=values.pop("slope"),
            signals={_place(name): value for name, value in values.items()},
        )
    except (ValueError, KeyError) as error:
        raise LexiconError(f"{SOURCE}: not a table of weights: {error}") from error


def _place(name: str) -> tuple[str, str]:
    signal, _, place = name.partition(".")
    if signal not in SIGNALS or place not in PLACES:
        raise ValueError(f"“{name}” is no signal")
    return signal, place
