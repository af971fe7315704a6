"""Local commitments with the articles that they carry out, read for training: ``alignments.tsv``.

The rows were read by the developers with the help of a language model, before any weight was
fitted; none of them lies in ../shared/gold. Only places and article numbers stand here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from luoshi.aligning.central import central_index
from luoshi.aligning.context import Context, contexts
from luoshi.aligning.index import CentralIndex
from luoshi.extracting.statements import statements
from luoshi.model import Document, Outline
from luoshi.parsing.outline import parse
from luoshi.reading import read
from training.rows import CORPORA, HERE, _news

CENTRAL = CORPORA / "central" / "15fyp_proposal_20251028.txt"
GOLD = CORPORA.parent / "gold" / "align.jsonl"
DAY = date(2026, 1, 15)


class Asked(NamedTuple):
    """A stretch of a local text: the statement there, with its surroundings, and the answer.

    ``held`` says that the statement covers half of the stretch, as the scorer asks.
    """

    name: str
    source: str
    context: Context
    quote: str
    first: frozenset[str]
    also: frozenset[str]
    held: bool


def central(path: Path = CENTRAL) -> CentralIndex:
    """Give the central text, ready to be asked."""
    return central_index(parse(read(path)))


def own() -> list[Asked]:
    """Give the training rows whose texts are here."""
    rows = []
    for line in (HERE / "alignments.tsv").read_text("utf-8").splitlines():
        source, start, end, first, also = line.split("\t")
        rows.append((f"{source}:{start}", source, int(start), int(end), first.split(), also.split()))
    return list(_asked(rows))


def gold() -> list[Asked]:
    """Give the gold rows."""
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    return list(_asked((r["id"], r["file"], r["start"], r["end"], r["articles"], r["also"]) for r in rows))


_Row = tuple[str, str, int, int, list[str], list[str]]


def _asked(rows: Iterable[_Row]) -> Iterator[Asked]:
    by_source: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_source[row[1]].append(row)
    for source, some in by_source.items():
        outline = _outline(source)
        if outline is None:
            continue
        held = list(contexts(outline, [s for s in statements(outline) if s.type == "commitment"]))
        for name, _, start, end, first, also in some:
            best = max(held, key=lambda c: _shared(c, start, end))
            covers = 2 * _shared(best, start, end) >= end - start
            quote = outline.document.text[start:end]
            yield Asked(name, source, best, quote, frozenset(first), frozenset(also), covers)


def _shared(context: Context, start: int, end: int) -> int:
    return max(0, min(end, context.statement.end) - max(start, context.statement.start))


def _outline(source: str) -> Outline | None:
    if source.startswith("news/"):
        text, day = _news().get(source) or _news().get(source[5:]) or ("", DAY)
        return parse(Document(text, source=source, date=day)) if text else None
    path = CORPORA / source
    return parse(read(path, date=DAY)) if path.is_file() else None
