"""Read files and extract their statements, one outcome a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from luoshi.app.outcomes import Outcome, extracted, outcomes_of, too_much
from luoshi.errors import LuoshiError
from luoshi.model import Document

if TYPE_CHECKING:
    from luoshi.app.parallel.task import Task
    from luoshi.reading import Skipped
    from luoshi.reading.limits import Limits
    from luoshi.stores.written import Writer


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, those passed over with the reason, and the arguments that name nothing."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[str, str], ...]
    failed: tuple[LuoshiError, ...]


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Found:
    """Find what the paths name; folders are walked in the order of their names."""
    from luoshi.reading import find

    skipped: list[Skipped] = []
    failed: list[LuoshiError] = []
    files = tuple(find(paths, skipped=skipped.append, failed=failed.append))
    return Found(files, tuple((str(item.path), item.reason) for item in skipped), tuple(failed))


def extract_file(
    path: str | os.PathLike[str],
    day: date | None = None,
    *,
    fallback: date | None = None,
    source: str | None = None,
    limits: Limits | None = None,
) -> Outcome:
    """Read one file and extract its statements; what goes wrong is in the outcome, not raised.

    ``day`` is the document's date, whatever its text says; ``fallback`` is its date where the text
    says none. ``source`` is the name that its records carry, else the path. An archive of several files
    is an error (``extract_files`` gives its members). ``limits`` are those of the settings unless given.

    Raises:
        UsageError: the settings are wrong.
    """
    from luoshi import settings
    from luoshi.reading import read

    bounds = limits or settings.limits()
    start = perf_counter()
    try:
        document: Document | LuoshiError = read(
            path, date=day, source=source, fallback=fallback, limits=bounds
        )
    except LuoshiError as error:
        document = error
    except (MemoryError, RecursionError) as error:
        document = too_much(os.fspath(path), error)
    return extracted(document, os.fspath(path), start)


def extract_files(  # noqa: PLR0913 - what callers may say of a whole run
    paths: Iterable[str | os.PathLike[str]],
    day: date | None = None,
    *,
    limits: Limits | None = None,
    skipped: Callable[[str, str], None] | None = None,
    keep: bool = False,
    named: Mapping[str, str] | None = None,
    jobs: int = 1,
    known: Callable[[Task], Outcome | None] | None = None,
    writer: Writer | None = None,
    lines: bool = False,
) -> Generator[Outcome]:
    """Give the outcome of each file as it is done, one document in memory at a time.

    A zip archive gives an outcome for each of its members; ``skipped`` is told the name and the reason
    of those passed over. ``day`` is the date of a single file, whatever its text says; of several files,
    which can hardly share one, it is only the date of those whose text says none. ``keep`` gives each
    outcome the bytes of its file. ``named`` gives the names that records carry by the path of each file.
    ``jobs`` processes share the files; what is given, and its order, is the same for any number.
    ``known`` gives the outcome of a file that need not be read; where ``jobs`` is over 1, threads call it.
    ``writer`` is of the ledger that takes the outcomes: where ``jobs`` is over 1, each comes ready for it.
    ``lines`` gives each outcome its records as JSON Lines, in place of statements and outline.

    Raises:
        UsageError: the settings are wrong.
    """
    from luoshi import settings
    from luoshi.app.parallel.task import Task
    from luoshi.reading.files import shown

    bounds = limits or settings.limits()
    files = [os.fspath(path) for path in paths]
    names = named or {}
    # one process alone has no use for it: a text that is held already needs none
    beside = writer if jobs > 1 and len(files) > 1 else None
    alone = len(files) == 1
    tasks = [
        Task(path, names.get(path) or shown(path), day, alone, keep, bounds, beside, lines) for path in files
    ]
    if jobs > 1 and len(tasks) > 1:
        from luoshi.app.parallel import given

        items = given(tasks, min(jobs, len(tasks)), known=known)
    else:
        items = _one_by_one(tasks, known)
    with closing(items):
        for item in items:
            if isinstance(item, Outcome):
                yield item
            elif skipped is not None:
                skipped(*item)


def _one_by_one(
    tasks: Iterable[Task], known: Callable[[Task], Outcome | None] | None
) -> Generator[Outcome | tuple[str, str]]:
    for task in tasks:
        found = known(task) if known is not None else None
        if found is not None:
            yield found
        else:
            yield from outcomes_of(task)
