"""A copy of a ledger's file, taken while others may be writing to it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from luoshi.errors import unwritten


def back_up(engine: Engine, path: str) -> None:
    """Write the database of ``engine`` into a file, which appears whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        handle, part = tempfile.mkstemp(prefix=".luoshi-", suffix=".part", dir=Path(path).absolute().parent)
        os.close(handle)
        try:
            _copy(engine, part)
            os.replace(part, path)
        finally:
            with suppress(OSError):
                os.unlink(part)
    except OSError as error:
        raise unwritten(path, error) from error


def _copy(engine: Engine, part: str) -> None:
    raw = engine.raw_connection()
    target = sqlite3.connect(part, isolation_level=None)
    try:
        # in one go: page by page, each write of another process would start it anew
        cast(sqlite3.Connection, raw.driver_connection).backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without those beside it
    finally:
        target.close()
        raw.close()
