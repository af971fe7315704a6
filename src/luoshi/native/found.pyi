from collections.abc import Sequence
from typing import TypeVar

_Place = TypeVar("_Place")

def between(found: list[_Place], starts: list[int], start: int, end: int) -> Sequence[_Place]: ...
