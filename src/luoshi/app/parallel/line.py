"""Hands out files in order and gives back what became of them in the same order, never too much ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from threading import Condition
from typing import Final, Generic, TypeVar

_Item = TypeVar("_Item")
_BLINK: Final = 0.25  # seconds between two looks: on Windows Ctrl-C waits for one


class ClosedError(Exception):
    """Nobody takes the items any more."""


class Line(Generic[_Item]):
    """Numbers from 0 to ``count``; for several threads that work and one that takes.

    What was done before its turn may be ``most`` bytes in all and ``ahead`` numbers from the one whose turn
    it is, which itself may always go on: so nobody waits for ever.
    """

    def __init__(self, count: int, *, most: int, ahead: int) -> None:
        self._count = count
        self._most = most
        self._ahead = ahead
        self._next = 0
        self._turn = 0
        self._bytes = 0
        self._items: dict[int, deque[tuple[_Item, int]]] = {}
        self._done: set[int] = set()
        self._closed = False
        self._error: Exception | None = None
        self._changed = Condition()

    def next(self, *, wait: bool = True) -> int | None:
        """Give the next number; ``None`` where there is none, or none now and ``wait`` is not set."""
        with self._changed:
            while wait and not self._closed and self._count > self._next >= self._turn + self._ahead:
                self._changed.wait(_BLINK)
            if self._closed or self._next >= min(self._count, self._turn + self._ahead):
                return None
            self._next += 1
            return self._next - 1

    @property
    def left(self) -> int:
        """How many numbers nobody has yet."""
        return self._count - self._next

    def put(self, number: int, item: _Item, size: int) -> None:
        """Put an item of so many bytes in its place, when there is room.

        Raises:
            ClosedError: nobody takes it any more.
        """
        with self._changed:
            while not self._closed and number != self._turn and self._bytes > self._most:
                self._changed.wait(_BLINK)
            if self._closed:
                raise ClosedError
            self._items.setdefault(number, deque()).append((item, size))
            self._bytes += size
            if number == self._turn:
                self._changed.notify_all()

    def done(self, number: int) -> None:
        """Say that nothing more comes of a number."""
        with self._changed:
            self._done.add(number)
            if number == self._turn:
                self._changed.notify_all()

    def taken(self) -> Iterator[_Item]:
        """Give the items in order, waiting for each."""
        for number in range(self._count):
            while (item := self._first(number)) is not None:
                yield item

    def fail(self, error: Exception) -> None:
        """Have whoever takes the items raise an error."""
        with self._changed:
            self._error = error
            self._changed.notify_all()

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _first(self, number: int) -> _Item | None:
        with self._changed:
            waiting = self._items.get(number)
            while not waiting and number not in self._done:
                if self._error is not None:
                    raise self._error
                self._changed.wait(_BLINK)
                waiting = self._items.get(number)
            if waiting:
                item, size = waiting.popleft()
                self._bytes -= size
                self._changed.notify_all()
                return item
            self._items.pop(number, None)
            self._done.discard(number)
            self._turn = number + 1
            self._changed.notify_all()
            return None
