"""Opens a ledger by its place: a path, or the address of a database."""

from __future__ import annotations

import os
import re
from os import PathLike, fspath

from luoshi.errors import StoreError
from luoshi.stores.store import Store

FILES_VARIABLE = "LUOSHI_FILES"
FILES_FOLDER = "luoshi.files"
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_SQLITE = re.compile(r"sqlite(?:\+pysqlite)?://(?P<path>.*)", re.DOTALL)
_OTHER = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://")


def open_store(
    url_or_path: str | PathLike[str],
    *,
    create: bool = True,
    wait: float = 30.0,
    files: str | PathLike[str] | None = None,
) -> Store:
    """Open a ledger: a path, ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``postgresql://…``.

    Args:
        url_or_path: where the ledger is.
        create: make a new ledger where there is none; otherwise that is an error.
        wait: seconds to wait for another process that is writing.
        files: the folder that keeps the files which texts were read from; beside the ledger unless given
            (``luoshi.db.files``), for PostgreSQL that of ``LUOSHI_FILES``, else ``luoshi.files``.

    Raises:
        StoreError: it is no ledger, or of a newer luoshi, or cannot be opened; says what to do.
    """
    place = fspath(url_or_path)
    sqlite = _SQLITE.match(place)
    if sqlite:
        place = sqlite["path"].removeprefix("/")
    elif other := _OTHER.match(place):
        if other["scheme"] in _POSTGRES:
            from luoshi.stores.postgres import open_postgres

            folder = fspath(files or os.environ.get(FILES_VARIABLE) or FILES_FOLDER)
            return open_postgres(place, create=create, wait=wait, files=folder)
        raise StoreError(
            f"luoshi keeps no ledgers in {other['scheme']}://; give a path, sqlite:///PATH or postgresql://….",
            code="ledger_scheme",
            details={"scheme": other["scheme"]},
        )
    if place in {"", ":memory:"}:
        raise StoreError(
            f"{fspath(url_or_path)!r} names no file for the ledger; give a path, such as luoshi.db.",
            code="ledger_no_name",
            details={"name": fspath(url_or_path)},
        )

    from luoshi.stores.sqlite import open_sqlite

    return open_sqlite(place, create=create, wait=wait, files=fspath(files or f"{place}.files"))
