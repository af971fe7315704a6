"""Reads what one file holds: itself, or each member of an archive, one error costing one member."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from luoshi.errors import LuoshiError, ReadingError
from luoshi.model.document import Document, Remark
from luoshi.reading.archives import Budget, Member, members
from luoshi.reading.content import Content
from luoshi.reading.files import Skipped
from luoshi.reading.formats import ARCHIVE, Format
from luoshi.reading.limits import Limits
from luoshi.reading.recognise import recognised


@dataclass(frozen=True, slots=True)
class Walk:
    """What holds for all that one file holds; the budget is spent on the way.

    ``took`` is told the bytes and the name of each file before its Document is given.
    """

    limits: Limits
    budget: Budget
    skipped: Callable[[Skipped], None]
    took: Callable[[bytes, str], None] = lambda raw, name: None


def as_document(raw: bytes, source: str, kind: Format, remark: Remark | None, limits: Limits) -> Document:
    """The Document of bytes whose format is known; ``remark`` comes before those of its reader."""
    content = _content(raw, source, kind, limits)
    return Document(
        text=content.text,
        source=source,
        date=content.date,
        format=kind.name,
        encoding=content.encoding,
        title=content.title,
        parser=content.parser,
        layout=content.layout,
        tasks=content.tasks,
        remarks=content.remarks if remark is None else (remark, *content.remarks),
        publisher=content.publisher,
    )


def each(raw: bytes, name: str, source: str, walk: Walk, depth: int) -> Iterator[Document | LuoshiError]:
    """The documents in the bytes; archives are opened down to ``depth`` levels."""
    try:
        kind, remark = recognised(raw, name, source, walk.limits)
        if kind is not ARCHIVE:
            document = as_document(raw, source, kind, remark, walk.limits)
            walk.took(raw, name)
            yield document
            return
        if depth <= 0:
            reason = f"more than {walk.limits.depth} archives in one another"
            said = f"nested too deep; it was not read ({reason})"
            raise ReadingError(source, said, code="too_deep", details={"reason": reason})
        for member in members(raw, source, walk.limits, walk.budget, walk.skipped):
            if isinstance(member, Member):
                yield from each(member.raw, member.name, member.source, walk, depth - 1)
            else:
                yield member
    except LuoshiError as error:
        yield error
    except (MemoryError, RecursionError) as error:
        # hostile input may exhaust what the machine gives: it costs its file, not the run
        said = f"{source}: too large or too deep to read here ({type(error).__name__})"
        yield LuoshiError(said, code="too_much", details={"source": source, "reason": type(error).__name__})


def _content(raw: bytes, source: str, kind: Format, limits: Limits) -> Content:
    if not kind.contained:
        return kind.reader()(raw, source, limits)
    from luoshi.reading.worker import read_contained

    return read_contained(kind, raw, source, limits)
