"""A tuple on its way that is unpacked only when somebody looks into it.

Who writes a ledger needs what a process made ready of a document, not its statements themselves, unless the
ledger holds the text already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast, overload

_Item = TypeVar("_Item")


class Later(Sequence[_Item]):
    """Items packed as bytes; ``count`` of them. It can be read as the tuple that ``unpack`` gives."""

    def __init__(self, raw: bytes, count: int, unpack: Callable[[bytes], Any]) -> None:
        self._raw = raw
        self._count = count
        self._unpack = unpack
        self._items: tuple[_Item, ...] | None = None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_Item]:
        return iter(self._all())

    @overload
    def __getitem__(self, at: int) -> _Item: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[_Item, ...]: ...
    def __getitem__(self, at: int | slice) -> _Item | tuple[_Item, ...]:
        return self._all()[at]

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def carried(self) -> tuple[Any, ...]:
        """Give what a pickle needs so that it is packed on the other side too."""
        return Later, (self._raw, self._count, self._unpack)

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._all(),)

    def _all(self) -> tuple[_Item, ...]:
        if self._items is None:
            self._items = cast("tuple[_Item, ...]", self._unpack(self._raw))
            self._raw = b""
        return self._items
