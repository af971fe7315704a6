from collections.abc import Callable
from re import Pattern

_Deed = tuple[object, ...]

class Forces:
    def __init__(
        self,
        auxiliaries: dict[str, int],
        verbs: dict[str, int],
        names: tuple[str, ...],
        others: object,
        counted: Pattern[str],
    ) -> None: ...
    def force_of(self, text: str, deed: _Deed) -> tuple[str, str]: ...

class Kinds:
    def __init__(self, verbs: dict[str, int], cues: dict[str, int], names: tuple[str, ...]) -> None: ...
    def kind_of(self, text: str, deed: _Deed, has_target: bool, heading: bool) -> str: ...

class Things:
    def __init__(self, deeds: object, things: object) -> None: ...
    def checkable(self, text: str, kind_of: str, deed: _Deed) -> bool: ...

class Objects:
    def __init__(self, after: object, complements: object, longer: Callable[..., object]) -> None: ...
    def deed_of(self, text: str, deed: _Deed) -> tuple[str | None, str | None]: ...
