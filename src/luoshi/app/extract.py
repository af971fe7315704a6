"""Read files and extract their statements, one outcome a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError
from luoshi.model import Document, Outline, Statement

if TYPE_CHECKING:
    from luoshi.reading.limits import Limits
    from luoshi.stores.shelf import KeptFile


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its statements, or the error that it cost.

    ``seconds`` is what reading and extracting took; ``file`` is the path that was asked for, which for
    a member of an archive is the archive. ``kept`` is the file's bytes, where they were asked for.
    """

    source: str
    document: Document | None = None
    outline: Outline | None = None
    statements: tuple[Statement, ...] = ()
    error: LuoshiError | None = None
    seconds: float = 0.0
    file: str = ""
    kept: KeptFile | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, those passed over with the reason, and the arguments that name nothing."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[str, str], ...]
    failed: tuple[LuoshiError, ...]


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Found:
    """Find what the paths name; folders are walked in the order of their names."""
    from luoshi.reading import Skipped, find

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


def extract_files(
    paths: Iterable[str | os.PathLike[str]],
    day: date | None = None,
    *,
    limits: Limits | None = None,
    skipped: Callable[[str, str], None] | None = None,
    keep: bool = False,
    named: Mapping[str, str] | None = None,
) -> Iterator[Outcome]:
    """Give the outcome of each file as it is done, one document in memory at a time.

    A zip archive gives an outcome for each of its members; ``skipped`` is told the name and the reason
    of those passed over. ``day`` is the date of a single file, whatever its text says; of several files,
    which can hardly share one, it is only the date of those whose text says none. ``keep`` gives each
    outcome the bytes of its file. ``named`` gives the names that records carry by the path of each file.

    Raises:
        UsageError: the settings are wrong.
    """
    from luoshi import settings
    from luoshi.reading import Skipped, read_each
    from luoshi.reading.files import shown
    from luoshi.stores.shelf import KeptFile

    bounds = limits or settings.limits()
    files = list(paths)
    tell = skipped or (lambda name, reason: None)

    def tell_member(member: Skipped) -> None:
        tell(str(member.path), member.reason)

    for path in files:
        start = perf_counter()
        source = (named or {}).get(os.fspath(path)) or shown(path)
        taken: list[KeptFile] = []

        def take(raw: bytes, name: str, taken: list[KeptFile] = taken) -> None:
            if keep:
                taken.append(KeptFile.of(raw, name))

        for given in read_each(path, source=source, limits=bounds, skipped=tell_member, took=take):
            is_alone = len(files) == 1 and getattr(given, "source", "") == source
            outcome = _outcome(_dated(given, day, is_alone=is_alone), os.fspath(path), start)
            yield replace(outcome, kept=taken.pop()) if taken else outcome
            start = perf_counter()


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
    return Outcome(source, document, outline, found, seconds=perf_counter() - start, file=file)


def _too_much(source: str, error: MemoryError | RecursionError) -> LuoshiError:
    # hostile input may exhaust what the machine gives: it costs its file, not the run
    reason = type(error).__name__
    said = f"{source}: too large or too deep to read here ({reason})"
    return LuoshiError(said, code="too_much", details={"source": source, "reason": reason})
