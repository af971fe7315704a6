"""The columns of the tables that the stages give on many machines (``data/stages.yaml``)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.dataset import DataColumn, _columns, statement_columns
from luoshi.lexicon.load import load, only_keys

_PARTS = ("text", "failure", "finding", "alignment")


@cache
def record_columns() -> tuple[DataColumn, ...]:
    """Give the columns of a statement with what is known of its document."""
    return (*statement_columns(), *_part("text"), *_part("failure"))


@cache
def finding_columns() -> tuple[DataColumn, ...]:
    """Give the columns of what became of a promise."""
    target = next(column for column in statement_columns() if column.name == "targets")
    return (
        replace(target, name="target", many=False),
        *_part("finding"),
        *_part("text"),
        *_part("failure"),
    )


@cache
def alignment_columns() -> tuple[DataColumn, ...]:
    """Give the columns of a statement beside the provisions that it carries out."""
    return (*statement_columns(), *_part("alignment"), *_part("text"), *_part("failure"))


def _part(name: str) -> tuple[DataColumn, ...]:
    raw = load("stages")
    only_keys("stages", raw, _PARTS)
    if name not in raw:
        raise LexiconError(f"data/stages.yaml: “{name}” is missing")
    return _columns(raw[name])
