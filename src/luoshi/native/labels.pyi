from collections.abc import Callable, Sequence

from luoshi.native.shapes import Lone
from luoshi.native.weights import Flattener, Weights

class Labeller:
    def __init__(
        self,
        weights: Weights,
        transitions: Sequence[Sequence[int]],
        flattener: Flattener,
        lone: Lone,
        frames: tuple[object, ...],
        rows: tuple[Callable[..., list[int]], ...],
    ) -> None: ...
    def tags(
        self, text: str, clauses: Sequence[object], roles: list[str], kind: str, year: int
    ) -> list[int]: ...
    def scores(
        self, text: str, clauses: Sequence[object], roles: list[str], kind: str, year: int
    ) -> list[list[int]]: ...
