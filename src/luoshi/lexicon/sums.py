"""Sums of weights over named features, each key that occurs added up once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

_MOST_KEYS = 50_000  # more than all planning texts need; a hostile text cannot fill the memory


class Sums(dict[tuple[Hashable, ...], int]):
    """``sums[key]`` is the sum of the weights of ``names(*key)``.

    The keys must be small and few: what was added up for one text then serves the next.
    """

    def __init__(self, weights: Mapping[str, int], names: Callable[..., list[str]]) -> None:
        self.weights = weights
        self.names = names

    def __missing__(self, key: tuple[Hashable, ...]) -> int:
        if len(self) >= _MOST_KEYS:
            self.clear()
        get = self.weights.get
        total = self[key] = sum([get(name, 0) for name in self.names(*key)])
        return total
