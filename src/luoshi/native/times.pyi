from collections.abc import Callable, Iterable
from re import Match

class Openings:
    def __init__(
        self,
        pairs: object,
        prefixes: object,
        firsts: Iterable[str],
        letters: tuple[str, ...],
        match: Callable[[str, int], Match[str] | None],
    ) -> None: ...
    def matches(self, text: str) -> list[Match[str]]: ...
