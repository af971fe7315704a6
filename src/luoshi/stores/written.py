"""What is written of a new statement, but for its number and its place in the chain.

Pure, and most of the work: processes that read files make it too, so that little is left to the one that
writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from luoshi.codec import dumps, to_record
from luoshi.ledger import Row, Status
from luoshi.lexicon.lights import LightRules
from luoshi.model import Document, Facts, Statement
from luoshi.searching.indexed import columns, document_words
from luoshi.stores.projecting import Projected, Values, plain, plain_or_none, project


class Writer(NamedTuple):
    """What a ledger's rows depend on beside the statement: its ``database`` and its rules for lights."""

    database: str
    rules: LightRules


class Written(NamedTuple):
    """A new statement as the tables take it; ``indexed`` are its columns in the index."""

    projected: Projected
    indexed: Values

    @property
    def id(self) -> str:
        """The id of the statement."""
        said: str = self.projected.statement["id"]
        return said

    @property
    def document(self) -> str:
        """The document that the statement is of."""
        said: str = self.projected.statement["document"]
        return said

    @property
    def record(self) -> str:
        """The record of the statement, as canonical JSON."""
        said: str = self.projected.statement["record"]
        return said


class Ready(NamedTuple):
    """A new document made ready: the ``values`` of its row, its ``words`` in the index, its statements."""

    values: Values
    words: str
    rows: tuple[Written, ...]


def ready(
    document: Document, facts: Facts, statements: Iterable[Statement], writer: Writer, *, source: str
) -> Ready:
    """Make a document ready; ``source`` is the name that the ledger shows for it."""
    values = values_of(document, facts, source)
    return Ready(
        values, document_words(values, writer.database), tuple(_written(one, writer) for one in statements)
    )


def values_of(document: Document, facts: Facts, source: str) -> Values:
    """Give what the ledger says of a document, but for the file that it was read from."""
    date = facts.date or document.date
    return {
        "sha256": document.sha256,
        "text": document.text,
        "source": plain(source),
        "date": date.isoformat() if date else None,
        "kind": facts.kind,
        "title": plain_or_none(facts.title or document.title),
        "body": plain_or_none(facts.body),
        "characters": len(document.text),
        "format": document.format,
        "parser": plain(document.parser) or None,
    }


def _written(statement: Statement, writer: Writer) -> Written:
    row = Row(0, statement, statement.document, 0, Status(0))
    projected = project(row, dumps(to_record(statement)), writer.rules)
    return Written(projected, columns(statement, writer.database))
