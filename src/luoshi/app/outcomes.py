"""What becomes of one file: what was read and extracted, made ready for a ledger where it is wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from luoshi.errors import LuoshiError, ReadingError
from luoshi.model import Document, Outline, Statement

if TYPE_CHECKING:
    from luoshi.app.parallel.task import Task
    from luoshi.ledger import DocumentEntry
    from luoshi.reading import Skipped
    from luoshi.stores.shelf import KeptFile
    from luoshi.stores.written import Ready, Writer


class Lines(NamedTuple):
    """The records of a document as JSON Lines, without the last line's end, and how many of each type."""

    text: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its statements, or the error that it cost.

    ``seconds`` is what reading and extracting took; ``file`` is the path that was asked for, which for
    a member of an archive is the archive. ``kept`` is the file's bytes, where they were asked for.
    ``known`` is the document of a ledger that holds all that the file gives, so that it was not read.
    ``made`` is what its ledger takes of it, where a process made it beside;
    ``lines`` its records in JSON, where these were asked for in place of ``statements`` and ``outline``.
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
    lines: Lines | None = None

    @property
    def records(self) -> int:
        """How many records were extracted."""
        return sum(self.lines.counts.values()) if self.lines else len(self.statements)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records of each type were extracted."""
        return self.lines.counts if self.lines else Counter(one.type for one in self.statements)


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
        outcome = extracted(dated(given, task.day, is_alone=is_alone), task.path, start)
        outcome = _readied(outcome, task.writer)
        if task.lines:
            outcome = _in_lines(outcome)
        yield replace(outcome, kept=taken.pop()) if taken else outcome
        start = perf_counter()
    yield from _told(passed)


def _told(passed: list[Skipped]) -> Iterator[tuple[str, str]]:
    yield from ((str(member.path), member.reason) for member in passed)
    passed.clear()


def _readied(outcome: Outcome, writer: Writer | None) -> Outcome:
    if writer is None or outcome.document is None or outcome.outline is None:
        return outcome
    from luoshi.stores.written import ready

    document, facts = outcome.document, outcome.outline.facts
    made = ready(document, facts, outcome.statements, writer, source=outcome.source)
    return replace(outcome, made=made)


def _in_lines(outcome: Outcome) -> Outcome:
    from luoshi.codec import to_json_line

    lines = Lines("\n".join(map(to_json_line, outcome.statements)), outcome.counts)
    return replace(outcome, lines=lines, statements=(), outline=None)


def dated(given: Document | LuoshiError, day: date | None, *, is_alone: bool) -> Document | LuoshiError:
    """Give a document the date that was said for it: whatever it says itself where it ``is_alone``."""
    if day is None or not isinstance(given, Document):
        return given
    return replace(given, date=day if is_alone else given.date, fallback=day)


def extracted(document: Document | LuoshiError, file: str, start: float) -> Outcome:
    """Give what becomes of a document that was read, or of a file that was not.

    ``start`` is the ``perf_counter`` from which its seconds count.
    """
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
        return Outcome(source, error=too_much(source, error), seconds=perf_counter() - start, file=file)
    except Exception as error:  # a mistake of the program's own costs its file, not the thousands after it
        return Outcome(source, error=_mistake(source, error), seconds=perf_counter() - start, file=file)
    return Outcome(source, document, outline, found, seconds=perf_counter() - start, file=file)


def too_much(source: str, error: MemoryError | RecursionError) -> LuoshiError:
    """Give the error for a file that takes more than the machine gives."""
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
