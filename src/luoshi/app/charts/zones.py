"""The sides that a chart has as its columns or rows: of files, or of the documents of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from luoshi.errors import LuoshiError
from luoshi.lexicon.charts import say_on_chart
from luoshi.model import Side

if TYPE_CHECKING:
    from luoshi.stores import Store

_NAMED: Final = 3  # files that the source line names


@dataclass(frozen=True, slots=True)
class Zones:
    """Sides with at least one commitment each, the line that says where they are from, and what failed."""

    sides: tuple[Side, ...]
    source: str
    failed: tuple[LuoshiError, ...] = ()


def of_files(paths: Sequence[str], day: date | None, language: str) -> Zones:
    """Read files and folders; what cannot be read is among ``failed``."""
    from luoshi.app.compare import gather

    gathered = gather(paths, day)
    return Zones(gathered.sides, source_of(gathered.sides, language), gathered.failed)


def of_ledger(store: Store, day: date, language: str, *, without: str | None = None) -> Zones:
    """Take all documents of a ledger but one (its SHA-256), their rows as people corrected them."""
    from luoshi.app.comparing_ledger import laid

    named = [entry.sha256 for entry in store.documents() if entry.sha256 != without]
    return Zones(laid(store, named).sides, source_of_ledger(store, day, language))


def source_of(sides: Sequence[Side], language: str) -> str:
    """Give the line that names the files."""
    names = list(dict.fromkeys(side.document.source for side in sides))
    return source_of_names(names, language)


def source_of_names(names: Sequence[str], language: str) -> str:
    """Give the line that names files by their names, without their folders."""
    shown = [PurePath(name.replace("\\", "/")).name or name for name in names]
    joined = say_on_chart(language, "comma").join(shown[:_NAMED])
    if len(shown) > _NAMED:
        return say_on_chart(language, "source.many", names=joined, count=len(shown))
    return say_on_chart(language, "source.files", names=joined)


def source_of_ledger(store: Store, day: date, language: str) -> str:
    """Give the line that names a ledger and the day."""
    name = PurePath(store.name.replace("\\", "/")).name
    return say_on_chart(language, "source.ledger", name=name, day=day.isoformat())


def only(sides: Sequence[Side], names: Sequence[str]) -> tuple[Side, ...]:
    """Give the sides that names call, in the order of the names; all where there are none.

    Raises:
        UsageError: a name calls none, or several.
    """
    from luoshi.app.compare import pick

    return tuple(pick(sides, name) for name in names) if names else tuple(sides)
