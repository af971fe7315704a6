from typing import Generic, TypeVar

_Record = TypeVar("_Record")

class Maker(Generic[_Record]):
    def __init__(self, cls: type[_Record]) -> None: ...
    def __call__(self, *values: object) -> _Record: ...
