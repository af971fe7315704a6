"""Turns what a database refuses into a sentence with its name and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from luoshi.errors import StoreError
from luoshi.stores import server_troubles

_FULL = (
    "ledger_full",
    "The disk of {name} is full; make room and try again. Nothing of the last step was kept.",
)
_BUSY = (
    "ledger_busy",
    "Another process is writing to {name} and did not finish in time; try again when it is done.",
)
_UNKNOWN = "ledger_unusable", "{name} could not be used: {reason}; put back a copy or choose another file."
_SENTENCES = {  # by the name that SQLite gives its error: the code and the sentence
    "SQLITE_FULL": _FULL,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_READONLY": (
        "ledger_read_only",
        "{name} cannot be written: the file or its folder is read-only for you; "
        "change the permissions or copy it to a folder of your own.",
    ),
    "SQLITE_PERM": (
        "ledger_forbidden",
        "{name} cannot be opened: you lack the permission; ask its owner or choose another file.",
    ),
    "SQLITE_CANTOPEN": (
        "ledger_closed",
        "{name} cannot be opened: it, or its folder, is closed to you; "
        "change the permissions or choose another file.",
    ),
    "SQLITE_NOTADB": (
        "ledger_none",
        "{name} is no ledger: it is no SQLite database; choose another file. It was left as it is.",
    ),
    "SQLITE_CORRUPT": ("ledger_damaged", "{name} is damaged; put back a copy of it."),
    "SQLITE_IOERR": (
        "ledger_io",
        "{name} could not be read or written ({reason}); check the disk and try again.",
    ),
    "SQLITE_TOOBIG": ("ledger_too_big", "A text is too long for {name} ({reason}); split the document."),
}
_LITTLE = 1 << 20


@contextmanager
def told(path: str) -> Iterator[None]:
    """Raise what the database refuses as ``StoreError``, in words for the person at the keyboard."""
    try:
        yield
    except DBAPIError as error:
        raise trouble(path, error.orig) from error
    except sqlite3.Error as error:
        raise trouble(path, error) from error


def trouble(name: str, error: BaseException | None) -> StoreError:
    """Give the error to raise for one of the database's driver; ``name`` is that of the ledger."""
    reason = _reason(error)
    code, words = _words(name, error, reason)
    return StoreError(
        words.format(name=name, reason=reason), code=code, details={"name": name, "reason": reason}
    )


def _reason(error: BaseException | None) -> str:
    lines = str(error or "unknown error").splitlines()
    return "; ".join(line.strip() for line in lines if line.strip()) or type(error).__name__


def _words(path: str, error: BaseException | None, reason: str) -> tuple[str, str]:
    if not isinstance(error, sqlite3.Error):
        return server_troubles.words_of(getattr(error, "sqlstate", None), reason) or _UNKNOWN
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith("SQLITE_IOERR") and _disk_full(path):
        return _FULL
    return next((words for opening, words in _SENTENCES.items() if name.startswith(opening)), _UNKNOWN)


def _disk_full(path: str) -> bool:
    try:
        return shutil.disk_usage(Path(path).absolute().parent).free < _LITTLE
    except OSError:
        return False
