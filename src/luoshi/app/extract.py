"""Read files and extract their statements, one outcome a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from luoshi.errors import LuoshiError
from luoshi.model import Document, Outline, Statement


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its statements, or the error that it cost."""

    source: str
    document: Document | None = None
    outline: Outline | None = None
    statements: tuple[Statement, ...] = ()
    error: LuoshiError | None = None


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
) -> Outcome:
    """Read one file and extract its statements; what goes wrong is in the outcome, not raised.

    ``day`` is the document's date, whatever its text says; ``fallback`` is its date where the text
    says none. ``source`` is the name that its records carry, else the path.
    """
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse
    from luoshi.reading import read

    try:
        document = read(path, date=day, source=source, fallback=fallback)
        outline = parse(document)
        return Outcome(document.source, document, outline, tuple(statements(outline)))
    except LuoshiError as error:
        return Outcome(os.fspath(path), error=error)
    except (MemoryError, RecursionError) as error:
        # hostile input may exhaust what the machine gives: it costs its file, not the run
        said = f"{os.fspath(path)}: too large or too deep to read here ({type(error).__name__})"
        details = {"source": os.fspath(path), "reason": type(error).__name__}
        return Outcome(os.fspath(path), error=LuoshiError(said, code="too_much", details=details))


def extract_files(paths: Iterable[str | os.PathLike[str]], day: date | None = None) -> Iterator[Outcome]:
    """Give the outcome of each file as it is done, one document in memory at a time.

    ``day`` is the date of a single file, whatever its text says; of several files, which can hardly
    share one, it is only the date of those whose text says none.
    """
    files = list(paths)
    alone = len(files) == 1
    for path in files:
        yield extract_file(path, day if alone else None, fallback=day)
