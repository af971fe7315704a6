"""The zone of a row: whose text it is, else who leads by the text, never who it was handed to."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from luoshi.stores.contract.listed import Record
from luoshi.stores.projecting import key
from luoshi.stores.tables import documents, statements

_LEADS = ("lead", "responsible")  # as ``Row.lead`` has it
_SET = '"lead":'  # as the canonical form of a status has it where a row was handed out


def is_handed() -> ColumnElement[bool]:
    """Say that a row was handed out: ``statements.lead`` is then no word of the text."""
    return statements.c.status.contains(_SET, autoescape=True)


def is_hidden() -> ColumnElement[bool]:
    """Say that only the record tells the zone of a row of ``statements`` and ``documents``."""
    return and_(documents.c.body.is_(None), is_handed())


def own(record: str) -> str:
    """Give the zone that a record tells, as a column has it; empty where its text names nobody."""
    actors = Record(record)["actors"]
    return key(next((actor["name"] for actor in actors if actor["role"] in _LEADS), ""))
