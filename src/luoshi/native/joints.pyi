from collections.abc import Callable, Sequence

from luoshi.native.shapes import Lone
from luoshi.native.weights import Flattener, Weights
from luoshi.native.words import Words

class Joiner:
    def __init__(
        self,
        weights: Weights,
        threshold: int,
        flattener: Flattener,
        lone: Lone,
        words: tuple[Words, ...],
        step_row: Callable[..., list[int]],
    ) -> None: ...
    def joined(
        self, text: str, clauses: Sequence[object], sentences: Sequence[object], labels: list[str]
    ) -> list[bool]: ...
