from collections.abc import Iterable

class Lone:
    def __init__(self, begins: Iterable[str]) -> None: ...
