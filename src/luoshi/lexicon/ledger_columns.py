"""The columns of a supervision ledger: how offices head them, and how luoshi does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words

ROLES: Final = ("lead", "responsible", "supporting", "addressee")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_SPACES: Final = re.compile(r"[\s*:：、/\\]+")
_LONGEST: Final = 24  # a heading is not longer


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading on export, its width in Chinese characters, the role of its bodies."""

    key: str
    title: str
    width: int
    role: str | None
    export: bool


@dataclass(frozen=True, slots=True)
class LedgerColumns:
    """The checked content of ``data/ledger_columns.yaml``; what each list is for is said there."""

    columns: Mapping[str, Column]
    names: Mapping[str, str]
    notes: re.Pattern[str]
    totals: frozenset[str]
    nothing: frozenset[str]

    def key_of(self, heading: str) -> tuple[str, bool] | None:
        """Give the column that a heading names, and whether by its whole words; ``None`` for none.

        Without its whole words it is the column with whose longest name it ends: 市级牵头单位.
        """
        said = folded(heading)
        if not said or len(said) > _LONGEST:
            return None
        if said in self.names:
            return self.names[said], True
        for at in range(1, len(said) - 1):
            key = self.names.get(said[at:])
            if key is not None:
                return key, False
        return None


@cache
def ledger_columns() -> LedgerColumns:
    """Load the columns once.

    Raises:
        LexiconError: a column is misformed, or a name stands for two of them.
    """
    raw = load("ledger_columns")
    only_keys("ledger_columns", raw, ("columns", "notes", "totals", "nothing"))
    table = raw.get("columns")
    if not isinstance(table, dict) or not table:
        raise LexiconError("data/ledger_columns.yaml: “columns” must be a mapping")
    names: dict[str, str] = {}
    columns = {}
    for key, entry in table.items():
        columns[key] = _column(key, entry)
        for name in words("ledger_columns", entry, "names"):
            if names.setdefault(folded(name), key) != key:
                raise LexiconError(f"data/ledger_columns.yaml: “{name}” names two columns")
    notes = "|".join(re.escape(word) for word in words("ledger_columns", raw, "notes"))
    return LedgerColumns(
        columns,
        names,
        re.compile(rf"\s*(?:{notes})\s*(?:[：:]|\d?[、.．]|$)"),
        frozenset(words("ledger_columns", raw, "totals")),
        frozenset(words("ledger_columns", raw, "nothing")),
    )


def folded(heading: str) -> str:
    """Give a heading without spaces, marks and what stands in brackets, letters half width."""
    narrow = unicodedata.normalize("NFKC", heading)
    return _SPACES.sub("", _BRACKETS.sub("", narrow))


def _column(key: str, entry: Any) -> Column:  # noqa: ANN401 - what YAML holds
    if not isinstance(entry, dict):
        raise LexiconError(f"data/ledger_columns.yaml: “{key}” must be a mapping")
    only_keys("ledger_columns", entry, ("title", "width", "export", "role", "names"))
    title, width, role, export = (entry.get(name) for name in ("title", "width", "role", "export"))
    column = Column(key, title, width, role, export)  # type: ignore[arg-type]
    shaped = (
        isinstance(column.title, str) and isinstance(column.width, int) and isinstance(column.export, bool)
    )
    if not shaped or column.role not in (None, *ROLES):
        raise LexiconError(f"data/ledger_columns.yaml: “{key}” needs title, width, export, and a known role")
    return column
