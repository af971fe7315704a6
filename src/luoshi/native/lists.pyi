from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

_List = TypeVar("_List")

class Lister(Generic[_List]):
    def __init__(
        self,
        governor: object,
        words: tuple[object, object, object],
        figure: object,
        longer: Callable[[str, int, int], tuple[_List, ...]],
        part: Callable[..., object],
        made: Callable[..., _List],
        ordered: Callable[[Sequence[_List]], tuple[_List, ...]],
    ) -> None: ...
    def lists(self, document: str, start: int, end: int) -> tuple[_List, ...]: ...
