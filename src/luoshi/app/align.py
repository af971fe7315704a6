"""Align local files with one central file, one outcome a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import mul

from luoshi.aligning.aligner import alignments
from luoshi.aligning.central import central_index, refuse_same
from luoshi.aligning.index import CentralIndex
from luoshi.aligning.rerank import rerank
from luoshi.app.embeddings import Service, embed
from luoshi.app.extract import extract_file
from luoshi.errors import LuoshiError
from luoshi.model import Alignment, Document
from luoshi.parsing.outline import parse
from luoshi.reading import read

Source = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Central:
    """A central document, ready to be asked by any number of local ones."""

    document: Document
    index: CentralIndex


@dataclass(frozen=True, slots=True)
class Aligned:
    """What became of one local file: its alignments, or the error that it cost.

    ``remark`` says why an embeddings service that was named did not help.
    """

    source: str
    alignments: tuple[Alignment, ...] = ()
    error: LuoshiError | None = None
    remark: LuoshiError | None = None


def open_central(path: Source) -> Central:
    """Read a central document.

    Raises:
        LuoshiError: it cannot be read, has no provisions, or the settings are wrong.
    """
    from luoshi import settings

    document = read(path, limits=settings.limits())
    return Central(document, central_index(parse(document)))


def align_files(
    paths: Iterable[Source], central: Central, day: date | None = None, *, asked: Service | None = None
) -> Iterator[Aligned]:
    """Give the outcome of each file as it is done, one document in memory at a time.

    ``day`` is the date of a single file, of several only of those whose text says none;
    ``asked`` is an embeddings service to order by as well.
    """
    files = list(paths)
    for path in files:
        yield align_file(path, central, day if len(files) == 1 else None, fallback=day, asked=asked)


def align_file(
    path: Source,
    central: Central,
    day: date | None = None,
    *,
    fallback: date | None = None,
    asked: Service | None = None,
) -> Aligned:
    """Align one file; what goes wrong is in the outcome, not raised."""
    outcome = extract_file(path, day, fallback=fallback)
    if outcome.error is not None or outcome.outline is None or outcome.document is None:
        return Aligned(outcome.source, error=outcome.error)
    try:
        refuse_same(outcome.document, central.document)
    except LuoshiError as error:
        return Aligned(outcome.source, error=error)
    found = tuple(alignments(outcome.outline, outcome.statements, central.index))
    if asked is None or not found:
        return Aligned(outcome.source, found)
    try:
        return Aligned(outcome.source, tuple(_reranked(found, asked)))
    except LuoshiError as error:
        return Aligned(outcome.source, found, remark=error)


def _reranked(found: Sequence[Alignment], asked: Service) -> Iterator[Alignment]:
    texts = dict.fromkeys(alignment.statement.text for alignment in found)
    texts |= dict.fromkeys(match.text for alignment in found for match in alignment.provisions)
    vectors = dict(zip(texts, embed(asked, list(texts)), strict=True))
    for alignment in found:
        own = vectors[alignment.statement.text]
        yield rerank(alignment, [sum(map(mul, own, vectors[match.text])) for match in alignment.provisions])
