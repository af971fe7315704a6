"""Progress on standard error, where it is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TypeVar

T = TypeVar("T")


def watched(items: Iterable[T], names: Sequence[str], *, of: Callable[[T], str] | None = None) -> Iterator[T]:
    """Pass the items on; show how many of ``names`` are done while a terminal watches.

    ``of`` gives the name that an item belongs to, where a name (an archive) may have several or none.
    """
    if len(names) < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(names[0], total=len(names))
        place = {name: number for number, name in enumerate(names)}
        for count, item in enumerate(items, 1):
            done = count if of is None else place.get(of(item), 0) + 1
            bar.update(task, completed=done, description=names[min(done, len(names) - 1)])
            yield item


def stopped_early(items: Iterable[T], source: Generator[T]) -> Iterator[T]:
    """Pass the items on, and close what they come from at once where they are not all taken."""
    with closing(source):
        yield from items
