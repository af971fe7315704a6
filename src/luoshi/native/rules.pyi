from collections.abc import Sequence

class Doubts:
    def __init__(self, lasts: object) -> None: ...
    def doubts(
        self, text: str, clauses: Sequence[object], letters: list[str], roles: Sequence[str], aims: set[int]
    ) -> list[int]: ...
