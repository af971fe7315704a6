"""Templates: texts with gaps in YAML, that an office can copy and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from luoshi.briefing.blocks import check
from luoshi.briefing.cited import Citing
from luoshi.briefing.filling import Filler
from luoshi.briefing.own_files import own_file
from luoshi.errors import LexiconError
from luoshi.lexicon.load import load
from luoshi.paper import Column, Paper, Paragraph, Table

KINDS: Final = ("tasks", "alignment", "progress", "year", "compare", "shortcomings", "assessment")
_HOW_CITED: Final = "注：表中“依据”写作〔文件编号〕起—止字；原件有页码的，页码在前。引文均照录原文。"


@dataclass(frozen=True, slots=True)
class Template:
    """A title with gaps and blocks; ``source`` is the file that errors name."""

    source: str
    title: str
    blocks: tuple[Mapping[str, Any], ...]


def packaged(kind: str) -> str:
    """Give the text of the template that luoshi brings, to be copied."""
    return resources.files("luoshi").joinpath("data", "briefs", f"{kind}.yaml").read_text("utf-8")


def load_template(kind: str, path: Path | None = None) -> Template:
    """Give the template of a kind, or the office's own.

    Raises:
        LexiconError: it cannot be read, or is none; names the file and the place.
    """
    source = f"data/briefs/{kind}.yaml" if path is None else str(path)
    raw = load(f"briefs/{kind}") if path is None else own_file(path)
    if not isinstance(raw.get("title"), str) or not isinstance(raw.get("blocks"), list) or len(raw) > 2:
        raise LexiconError(
            f"{source}: a template has title (a text) and blocks (a list), and nothing else.",
            code="brief_shape",
            details={"source": source, "place": "/", "wanted": "title, blocks"},
        )
    check(raw["blocks"], source)
    return Template(source, raw["title"], tuple(raw["blocks"]))


def fill(template: Template, facts: Mapping[str, Any], citing: Citing, *, most: int | None = None) -> Paper:
    """Give the paper: gaps filled, a footnote to each sentence with a figure, the documents listed last.

    ``most``: of each table so many rows, with a remark how many there are.

    Raises:
        LexiconError: ``brief_gap``: a gap asks for what is not there, or for a figure without a source.
    """
    filler = Filler(template.source, citing, most)
    blocks = list(filler.blocks(template.blocks, facts, "blocks"))
    listed = citing.listed()
    if listed:
        columns = (Column("编号", 1), Column("文件", 6), Column("日期", 1.8), Column("文本校验", 2))
        blocks += [Paragraph((_HOW_CITED,), "remark"), Table(columns, tuple(listed), "依据文件")]
    return Paper(filler.line(template.title, facts, "title"), tuple(blocks))
