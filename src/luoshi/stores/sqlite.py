"""SQLite: one file, shared by several processes, each write on the disk before it counts as done."""

from __future__ import annotations

import os
import sqlite3
import time
from itertools import count
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.pool import QueuePool

from luoshi.errors import StoreError
from luoshi.stores import backing, migrate, writing
from luoshi.stores.connecting import connected
from luoshi.stores.contract import Remark
from luoshi.stores.database import SqlStore
from luoshi.stores.shelf import FileShelf
from luoshi.stores.troubles import told

APPLICATION = 1280658291
"""SQLite's mark of the program that a file belongs to."""
_CACHE = 16_384
"""KiB of pages that the first connection keeps in memory: the usual 2 MB are little for a million rows."""
_CACHE_BESIDE = 2_048
"""KiB of each further one, so that a site with all of them busy stays small: the system keeps the rest."""
_KEPT = 8
"""Connections that stay open between questions; the one that was used last is taken first."""


def open_sqlite(path: str, *, create: bool, wait: float, files: str) -> SqlStore:
    """Open the ledger in a file, making or upgrading its tables; see ``open_store``."""
    _check_place(Path(path), create=create)
    writable = not Path(path).exists() or os.access(path, os.W_OK)
    engine = engine_of(path, wait=wait, writable=writable)
    try:
        with told(path):
            remarks = _prepare(engine, path, wait=wait, writable=writable)
    except BaseException:
        engine.dispose()
        raise
    return SqliteStore(engine, path, FileShelf(files), remarks)


class SqliteStore(SqlStore):
    """A ledger in a file."""

    def back_up(self, path: str) -> None:
        """Write the database, as it is at one moment, into a file, also where there is one."""
        with told(self.name):
            backing.back_up(self._engine, path)


def _check_place(path: Path, *, create: bool) -> None:
    if "\0" in str(path):
        raise StoreError(
            f"{str(path)!r} cannot be opened: a file's name holds no NUL; choose another file.",
            code="ledger_nul",
            details={"name": repr(str(path))},
        )
    try:
        exists, folder, parent = path.exists(), path.is_dir(), path.absolute().parent.is_dir()
    except OSError as error:
        raise StoreError(
            f"{path} cannot be opened: {error}; choose another file.",
            code="ledger_unusable",
            details={"name": str(path), "reason": str(error)},
        ) from error
    if folder:
        raise StoreError(
            f"{path} is a folder; name a file in it, such as {path / 'luoshi.db'}.",
            code="ledger_folder",
            details={"name": str(path), "example": str(path / "luoshi.db")},
        )
    if not parent:
        raise StoreError(
            f"{path} cannot be made: there is no folder {path.parent}; make it first.",
            code="ledger_no_folder",
            details={"name": str(path), "folder": str(path.parent)},
        )
    if not exists and not create:
        raise StoreError(
            f"There is no ledger at {path}; luoshi add makes one.",
            code="ledger_missing",
            details={"name": str(path)},
        )


def engine_of(path: str, *, wait: float, writable: bool) -> Engine:
    """Give what connects to a ledger's file; its tables are left as they are."""
    made = count()

    def connect() -> sqlite3.Connection:
        pages = _CACHE_BESIDE if next(made) else _CACHE
        connection = sqlite3.connect(
            _uri(path, writable=writable),
            uri=True,
            timeout=wait,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            for setting in ("synchronous=FULL", "foreign_keys=ON", f"cache_size={-pages}"):
                connection.execute(f"PRAGMA {setting}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=_KEPT,
        pool_use_lifo=True,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # a transaction that will write takes its turn at once: one that only later asks to write
        # would be refused without waiting when another had written in between
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _uri(path: str, *, writable: bool) -> str:
    place = os.path.abspath(path)
    if writable:
        mode = "mode=rwc"
    elif os.path.exists(place + "-wal") or os.access(os.path.dirname(place), os.W_OK):
        mode = "mode=ro"
    else:
        # nobody is writing, and the files that readers and writers share cannot be made here
        mode = "immutable=1"
    return f"file:{quote(os.fsencode(place))}?{mode}"


def _prepare(engine: Engine, path: str, *, wait: float, writable: bool) -> tuple[Remark, ...]:
    with connected(engine) as connection:
        found = migrate.revision(connection)
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if mark != APPLICATION and inspect(connection).get_table_names():
            raise StoreError(
                f"{path} is a database of another program; choose another file. It was left as it is.",
                code="ledger_foreign",
                details={"name": path},
            )
    if not writable:
        if found != migrate.LATEST:
            raise StoreError(
                f"{path} is read-only and not at the step {migrate.LATEST} that this version reads.",
                code="ledger_old",
                details={"name": path, "latest": migrate.LATEST},
            )
        said = f"{path} is read-only: it can be read, but nothing can be recorded."
        return (Remark(said, "only_read", {"name": path}),)
    if found != migrate.LATEST:
        writing.write(engine, path, lambda connection: migrate.upgrade(connection, path))
    return _write_ahead(engine, path, wait=wait)


def _write_ahead(engine: Engine, path: str, *, wait: float) -> tuple[Remark, ...]:
    """Turn on the write-ahead log, which lets readers go on while one writes."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        until = time.monotonic() + wait
        while True:
            try:
                mode = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            except sqlite3.OperationalError as error:
                # SQLite does not wait by itself where two processes turn it on at once
                if error.sqlite_errorname.startswith("SQLITE_BUSY") and time.monotonic() < until:
                    time.sleep(0.02)
                    continue
                mode = cursor.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
            break
    finally:
        raw.close()
    if mode == "wal":
        return ()
    said = f"The file system of {path} takes no write-ahead log: readers wait while another process writes."
    return (Remark(said, "no_log", {"name": path}),)
