"""Briefs: gather what one is made of, fill its template, write it as Word, web page or PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from luoshi.app.brief_asked import Asked, check
from luoshi.app.brief_facts import MAKERS
from luoshi.app.brief_sources import Sources
from luoshi.app.whole_file import whole_file
from luoshi.errors import UsageError

if TYPE_CHECKING:
    from luoshi.paper import Paper
    from luoshi.stores import Store

__all__ = ["Asked", "check", "check_form", "make", "shortened", "write"]


def make(store: Store, asked: Asked) -> Paper:
    """Make a brief from a ledger.

    Raises:
        UsageError: the options do not fit the kind, name what is not there, or there is nothing to say.
        LexiconError: a template or weights of the office's own are broken; names file and place.
    """
    from luoshi.briefing import fill, load_template
    from luoshi.briefing.cited import Citing

    check(asked)
    template = load_template(asked.kind, asked.template)
    sources = Sources(store)
    facts = MAKERS[asked.kind](store, sources, asked)
    return fill(template, facts, Citing(sources.entries, sources.page), most=asked.most)


def shortened(paper: Paper, most: int) -> tuple[Paper, int]:
    """Give a brief with at most so many rows of each table, and how many rows were left out."""
    from luoshi.paper import Table

    left = sum(max(0, len(block.rows) - most) for block in paper.blocks if isinstance(block, Table))
    blocks = tuple(
        replace(block, rows=block.rows[:most]) if isinstance(block, Table) else block
        for block in paper.blocks
    )
    return replace(paper, blocks=blocks), left


def write(paper: Paper, path: str, *, overwrite: bool = False) -> None:
    """Write a brief in the form that the file's ending says; the file is complete or is not there.

    Raises:
        UsageError: ``brief_form``; ``export_exists``; it cannot be written;
            ``paper_needs_office``.
    """
    whole_file(path, lambda file: _writer(path)(paper, file), overwrite=overwrite)


def check_form(path: str) -> None:
    """Raise ``brief_form`` where a file's ending says no form."""
    _writer(path)


def _writer(path: str) -> Callable[[Paper, BinaryIO], None]:
    from luoshi.paper import docx, html, pdf

    writers: Mapping[str, Callable[[Paper, BinaryIO], None]] = {
        ".docx": docx.write,
        ".html": html.write,
        ".pdf": pdf.write,
    }
    found = writers.get(Path(path).suffix.lower())
    if found is None:
        raise UsageError(
            f"{path}: only .docx, .html or .pdf can be written.", code="brief_form", details={"name": path}
        )
    return found
