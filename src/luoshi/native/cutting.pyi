from collections.abc import Callable
from typing import Generic, TypeVar

_Clause = TypeVar("_Clause")
_Sentence = TypeVar("_Sentence")

class Cutter:
    def __init__(self, opens: str, closes: str, marks: str, edges: str) -> None: ...
    def pieces(self, text: str, start: int, end: int) -> list[tuple[int, int, str]]: ...

class Parts(Generic[_Clause, _Sentence]):
    clauses: list[_Clause]
    sentences: list[_Sentence]
    def __init__(
        self,
        pieces: Callable[[str, int, int], object],
        clause: type[_Clause],
        sentence: type[_Sentence],
        text: str,
    ) -> None: ...
    def add(self, start: int, end: int, resumes: bool, limit: int, section: int) -> None: ...
    def end_sentence(self) -> None: ...
