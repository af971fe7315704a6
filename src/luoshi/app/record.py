"""Record what was extracted in the ledger: each document wholly or not at all."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from luoshi.app.extract import Outcome, extract_files
from luoshi.errors import LuoshiError

if TYPE_CHECKING:
    from luoshi.stores import Store


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one file: ``created`` new rows, or ``already`` there, or an error.

    ``outcome`` is what was read and extracted.
    """

    source: str
    created: int = 0
    already: bool = False
    error: LuoshiError | None = None
    outcome: Outcome | None = None


def author() -> str:
    """Give the name that events carry: ``LUOSHI_AUTHOR``, else the login name."""
    named = os.environ.get("LUOSHI_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name; Windows lacks pwd
        return "unknown"


def record_files(
    store: Store,
    paths: Iterable[str | os.PathLike[str]],
    day: date | None = None,
    *,
    skipped: Callable[[str, str], None] | None = None,
) -> Iterator[Recorded]:
    """Extract and record file after file; an error costs its file and is in what is given.

    A store that fails (a full disk, a database gone) fails each file that is tried; nothing of
    such a file is kept and what was recorded before stays. ``skipped`` as in ``extract_files``.
    """
    for outcome in extract_files(paths, day, skipped=skipped, keep=True):
        yield record(store, outcome)


def record(store: Store, outcome: Outcome) -> Recorded:
    """Record one outcome in one transaction, its file kept beside the ledger before it."""
    if outcome.error is not None or outcome.document is None or outcome.outline is None:
        return Recorded(outcome.source, error=outcome.error, outcome=outcome)
    try:
        added = store.add_document(
            outcome.document,
            outcome.outline.facts,
            outcome.statements,
            author=author(),
            at=datetime.now(UTC),
            source=outcome.source,
            file=outcome.kept,
        )
    except LuoshiError as error:
        return Recorded(outcome.source, error=error, outcome=replace(outcome, kept=None))
    # without the file's bytes: callers hold the outcomes of a whole folder
    done = replace(outcome, kept=None)
    return Recorded(outcome.source, added.created, added.already, outcome=done)
