"""The columns of the exported dataset: their names, types and what they mean (``data/dataset.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys

SIMPLE: Final = ("text", "int", "float", "bool", "date", "json")


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column or a field of one; ``type`` is one of ``SIMPLE``, or ``struct`` with ``fields``.

    ``many`` says that a cell holds a list of it.
    """

    name: str
    type: str
    many: bool
    zh: str
    en: str
    fields: tuple[DataColumn, ...] = ()


@cache
def statement_columns() -> tuple[DataColumn, ...]:
    """Give the columns of a statement.

    Raises:
        LexiconError: a column has no known type, or none of the words that explain it.
    """
    return _columns(_table("statement"))


@cache
def row_columns() -> tuple[DataColumn, ...]:
    """Give the columns that a row of a ledger has beside those of its statement."""
    return _columns(_table("row"))


def _table(part: str) -> object:
    raw = load("dataset")
    only_keys("dataset", raw, ("statement", "row"))
    return raw.get(part)


def _columns(table: object) -> tuple[DataColumn, ...]:
    if not isinstance(table, Mapping) or not table:
        raise LexiconError("data/dataset.yaml: “statement”, “row” and each “fields” must be mappings")
    return tuple(_column(str(name), entry) for name, entry in table.items())


def _column(name: str, entry: Any) -> DataColumn:  # noqa: ANN401 - what YAML holds
    if not isinstance(entry, dict):
        raise LexiconError(f"data/dataset.yaml: “{name}” must be a mapping")
    only_keys("dataset", entry, ("type", "zh", "en", "fields"))
    before, _, kind = str(entry.get("type")).rpartition(" ")
    nested = "fields" in entry
    words = [entry.get(language) for language in ("zh", "en")]
    explained = all(isinstance(word, str) and word for word in words)
    if not explained or before not in ("", "list") or kind not in (("struct",) if nested else SIMPLE):
        raise LexiconError(f"data/dataset.yaml: “{name}” needs a known type, zh and en")
    inner = _columns(entry["fields"]) if nested else ()
    return DataColumn(name, kind, before == "list", str(words[0]), str(words[1]), inner)
