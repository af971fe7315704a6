"""What stands in a paper, before it is laid out: data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, where its mark stands in the text."""

    text: str


Inline = tuple[str | Note, ...]
"""Words and footnotes in the order of the text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 to 4 is numbered 一、（一）1. and （1）."""

    level: int
    content: Inline


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style``: ``body``, ``addressee`` (flush), ``signed`` (right), ``remark`` (small)."""

    content: Inline
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``share`` is its width as a part of the sum of all shares."""

    title: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page; ``caption`` stands above it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper."""

    title: str
    blocks: tuple[Block, ...]


def plain(content: Inline) -> str:
    """Give the words without the footnotes."""
    return "".join(part for part in content if isinstance(part, str))
