"""Read files and extract their statements, one outcome a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError, ReadingError
from luoshi.model import Document, Outline, Statement

if TYPE_CHECKING:
    from luoshi.app.parallel.task import Task
    from luoshi.ledger import DocumentEntry
    from luoshi.reading import Skipped
    from luoshi.reading.limits import Limits
    from luoshi.stores.shelf import KeptFile
    from luoshi.stores.written import Ready, Writer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its statements, or the error that it cost.

    ``seconds`` is what reading and extracting took; ``file`` is the path that was asked for, which for
    a member of an archive is the archive. ``kept`` is the file's bytes, where they were asked for.
    ``known`` is the document of a ledger that holds all that the file gives, so that it was not read.
    ``made`` is what its ledger takes of it, where a process made it beside.
    """

    source: str
    document: Document | None = None
    outline: Outline | None = None
    statements: tuple[Statement, ...] = ()
    error: LuoshiError | None = None
    seconds: float = 0.0
    file: str = ""
    kept: KeptFile | None = None
    known: DocumentEntry | None = None
    made: Ready | None = None


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
        document = _too_much(os.fspath(path), error)
    return _outcome(document, os.fspath(path), start)


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
) -> Generator[Outcome]:
    """Give the outcome of each file as it is done, one document in memory at a time.

    A zip archive gives an outcome for each of its members; ``skipped`` is told the name and the reason
    of those passed over. ``day`` is the date of a single file, whatever its text says; of several files,
    which can hardly share one, it is only the date of those whose text says none. ``keep`` gives each
    outcome the bytes of its file. ``named`` gives the names that records carry by the path of each file.
    ``jobs`` processes share the files; what is given, and its order, is the same for any number.
    ``known`` gives the outcome of a file that need not be read; where ``jobs`` is over 1, threads call it.
    ``writer`` is of the ledger that takes the outcomes: where ``jobs`` is over 1, each comes ready for it.

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
    tasks = [Task(path, names.get(path) or shown(path), day, alone, keep, bounds, beside) for path in files]
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


def outcomes_of(task: Task) -> Iterator[Outcome | tuple[str, str]]:
    """Give the outcome of each document of one file; a name and a reason for members passed over."""
    from luoshi.reading import read_each
    from luoshi.stores.shelf import KeptFile

    passed: list[Skipped] = []
    taken: list[KeptFile] = []

    def take(raw: bytes, name: str) -> None:
        if task.keep:
            taken.append(KeptFile.of(raw, name))

    start = perf_counter()
    for given in read_each(
        task.path, source=task.source, limits=task.limits, skipped=passed.append, took=take
    ):
        yield from _told(passed)
        is_alone = task.alone and getattr(given, "source", "") == task.source
        outcome = _outcome(_dated(given, task.day, is_alone=is_alone), task.path, start)
        outcome = _readied(outcome, task.writer)
        yield replace(outcome, kept=taken.pop()) if taken else outcome
        start = perf_counter()
    yield from _told(passed)


def _told(passed: list[Skipped]) -> Iterator[tuple[str, str]]:
    yield from ((str(member.path), member.reason) for member in passed)
    passed.clear()


def _one_by_one(
    tasks: Iterable[Task], known: Callable[[Task], Outcome | None] | None
) -> Generator[Outcome | tuple[str, str]]:
    for task in tasks:
        found = known(task) if known is not None else None
        if found is not None:
            yield found
        else:
            yield from outcomes_of(task)


def _readied(outcome: Outcome, writer: Writer | None) -> Outcome:
    if writer is None or outcome.document is None or outcome.outline is None:
        return outcome
    from luoshi.stores.written import ready

    document, facts = outcome.document, outcome.outline.facts
    made = ready(document, facts, outcome.statements, writer, source=outcome.source)
    return replace(outcome, made=made)


def _dated(given: Document | LuoshiError, day: date | None, *, is_alone: bool) -> Document | LuoshiError:
    if day is None or not isinstance(given, Document):
        return given
    return replace(given, date=day if is_alone else given.date, fallback=day)


def _outcome(document: Document | LuoshiError, file: str, start: float) -> Outcome:
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse

    if isinstance(document, LuoshiError):
        source = getattr(document, "source", None) or document.details.get("source") or file
        return Outcome(str(source), error=document, seconds=perf_counter() - start, file=file)
    source = document.source
    try:
        outline = parse(document)
        found = tuple(statements(outline))
    except LuoshiError as error:
        return Outcome(source, error=error, seconds=perf_counter() - start, file=file)
    except (MemoryError, RecursionError) as error:
        return Outcome(source, error=_too_much(source, error), seconds=perf_counter() - start, file=file)
    except Exception as error:  # a mistake of the program's own costs its file, not the thousands after it
        return Outcome(source, error=_mistake(source, error), seconds=perf_counter() - start, file=file)
    return Outcome(source, document, outline, found, seconds=perf_counter() - start, file=file)


def _too_much(source: str, error: MemoryError | RecursionError) -> LuoshiError:
    # hostile input may exhaust what the machine gives: it costs its file, not the run
    reason = type(error).__name__
    said = f"{source}: too large or too deep to read here ({reason})"
    return LuoshiError(said, code="too_much", details={"source": source, "reason": reason})


def _mistake(source: str, error: Exception) -> LuoshiError:
    reason = type(error).__name__
    said = f"the program that read it stopped ({reason}); other files are not affected"
    wrong = ReadingError(source, said, code="crashed", details={"reason": reason})
    wrong.__cause__ = error
    return wrong
