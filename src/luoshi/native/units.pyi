from collections.abc import Sequence
from typing import TypeVar

_Unit = TypeVar("_Unit")

def units(
    unit: type[_Unit], types: dict[str, str], clauses: tuple[object, ...], labels: Sequence[object]
) -> list[_Unit]: ...
