"""PostgreSQL: a server that many write to at once, each write on its disk before it counts as done.

Whoever writes holds the row of the chain's end first, so that writers come one after the other and READ
COMMITTED is enough for them; a read sees the ledger at one moment (REPEATABLE READ).
"""

from __future__ import annotations

import re
import time
from importlib.util import find_spec
from math import inf
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, DisconnectionError

from luoshi.errors import StoreError
from luoshi.stores import migrate, writing
from luoshi.stores.connecting import connected
from luoshi.stores.contract import Remark
from luoshi.stores.database import SqlStore
from luoshi.stores.shelf import FileShelf
from luoshi.stores.tables import metadata
from luoshi.stores.troubles import told

OLDEST = 13
"""The oldest server that is opened; the tests run on 18."""

_MARK = "luoshi ledger"  # the comment on the table alembic_version: tells other programs' tables apart
_LOCK = 1280658291
_CONNECT = 15  # seconds
_SLOW = "10min"  # for one statement; a stream is many
_IDLE = "5min"  # a writer that does nothing for so long is put out, since it holds up all others
_FRESH = 5  # a connection that lay idle for longer is tried before it is used
_SECRET = re.compile(r"(://[^:/@]*:).*@", re.DOTALL)
_SETTINGS = {
    "connect_timeout": _CONNECT,
    "application_name": "luoshi",
    "client_encoding": "utf8",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


def open_postgres(url: str, *, create: bool, wait: float, files: str) -> SqlStore:
    """Open the ledger in a database of a PostgreSQL server, making or upgrading its tables.

    The tables are in the first schema of the search path, which the URL may set
    (``?options=-csearch_path%3Dmine``). ``wait`` is how many seconds a writer waits for another.

    Raises:
        StoreError: psycopg is not installed; the server refuses; its database is of another program, of a
            newer luoshi, or not in UTF-8. No sentence shows the password.
    """
    place = _parsed(url)
    name = _name(place)
    if find_spec("psycopg") is None:
        raise StoreError(
            f"{name} needs the driver for PostgreSQL; install it: pip install 'luoshi[postgres]'.",
            code="ledger_no_driver",
            details={"name": name},
        )
    engine = engine_of(place, wait)
    try:
        with told(name):
            remarks = _prepare(engine, name, create=create)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, name, FileShelf(files), remarks)


def _parsed(url: str) -> URL:
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        shown = _SECRET.sub(r"\1***@", url)
        raise StoreError(
            f"{shown} is no address of a database; write postgresql://USER@HOST:5432/DATABASE.",
            code="ledger_url",
            details={"name": shown},
        ) from None
    return found.set(drivername="postgresql+psycopg")


def _name(place: URL) -> str:
    """Give the address without its secrets."""
    hidden = {key: "***" for key in place.query if "password" in key}
    shown = place.set(drivername="postgresql").update_query_dict(hidden)
    return shown.render_as_string(hide_password=True)


def engine_of(place: URL, wait: float) -> Engine:
    """Give what connects to a ledger's database (``postgresql+psycopg``); its tables are left as they are."""
    settings: dict[str, Any] = {key: value for key, value in _SETTINGS.items() if key not in place.query}
    engine = create_engine(
        place, connect_args=settings, isolation_level="READ COMMITTED", hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def set_up(raw: Any, _: object) -> None:  # noqa: ANN401 - the driver's connection
        # not by the option "options", which some poolers of connections refuse
        with raw.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false), "
                "set_config('synchronous_commit', coalesce("
                "nullif(current_setting('synchronous_commit'), 'off'), 'on'), false)",
                (_SLOW, f"{max(1, int(wait * 1000))}ms"),
            )
        raw.commit()

    @event.listens_for(engine, "checkin")
    def put_back(_: object, record: Any) -> None:  # noqa: ANN401 - the pool's record
        record.info["since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def take(raw: Any, record: Any, _: object) -> None:  # noqa: ANN401
        try:
            for _ in range(2):  # the server's last words, then that it has hung up; asks nothing of it
                raw.pgconn.consume_input()
            if time.monotonic() - record.info.get("since", inf) > _FRESH:
                engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool takes another

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{_IDLE}'")

    return engine


def _prepare(engine: Engine, name: str, *, create: bool) -> tuple[Remark, ...]:
    with connected(engine) as connection:
        _check_server(connection, name)
        found = _found(connection, name)
        read_only = connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on"
    if found is None and not create:
        raise StoreError(
            f"There is no ledger at {name}; luoshi add makes one.",
            code="ledger_missing",
            details={"name": name},
        )
    if read_only:
        if found != migrate.LATEST:
            raise StoreError(
                f"{name} is read-only and not at the step {migrate.LATEST} that this version reads.",
                code="ledger_old",
                details={"name": name, "latest": migrate.LATEST},
            )
        said = f"{name} is read-only: it can be read, but nothing can be recorded."
        return (Remark(said, "only_read", {"name": name}),)
    if found != migrate.LATEST:
        _upgrade(engine, name)
    return ()


def _upgrade(engine: Engine, name: str) -> None:
    def work(connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _found(connection, name)  # another process may have been quicker
        migrate.upgrade(connection, name)
        connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{_MARK}'")

    writing.write(engine, name, work)


def _check_server(connection: Connection, name: str) -> None:
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10000
    if version < OLDEST:
        raise StoreError(
            f"{name} is a PostgreSQL {version}; luoshi needs {OLDEST} or newer.",
            code="ledger_server_old",
            details={"name": name, "version": version, "oldest": OLDEST},
        )
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StoreError(
            f"The database at {name} is in {encoding}, which does not hold all characters; have one made in "
            "UTF8 (createdb -E UTF8 -T template0).",
            code="ledger_encoding",
            details={"name": name, "encoding": str(encoding)},
        )
    if connection.exec_driver_sql("SELECT current_schema()").scalar() is None:
        raise StoreError(
            f"{name}: none of the schemas on its search path is there; have one made, or name another.",
            code="ledger_no_schema",
            details={"name": name},
        )


def _found(connection: Connection, name: str) -> str | None:
    """Give the step that the ledger's tables are at; ``None`` where there are none."""
    there = set(inspect(connection).get_table_names())
    if not there & {"alembic_version", *metadata.tables}:
        return None
    asked = "SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"
    mark = connection.exec_driver_sql(asked).scalar()
    found = migrate.revision(connection)
    if mark != _MARK or found is None:
        raise StoreError(
            f"{name} has tables of another program; name another database or schema. It was left as it is.",
            code="ledger_foreign",
            details={"name": name},
        )
    return found
