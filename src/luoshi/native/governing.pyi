from re import Pattern
from typing import Generic, TypeVar

_Governing = TypeVar("_Governing")

def mask(text: str) -> str: ...

class Governor(Generic[_Governing]):
    def __init__(
        self,
        record: type[_Governing],
        verbs: object,
        lists: dict[str, int],
        words: tuple[object, ...],
        dated: Pattern[str],
        ordered: Pattern[str],
    ) -> None: ...
    def governing(self, text: str) -> _Governing: ...
    def head(self, text: str, at: int, stop: int) -> int: ...
