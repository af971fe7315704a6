"""Brings a ledger's tables to the shape that this version works with."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from luoshi.errors import StoreError
from luoshi.lexicon.lights import LightRules, light_rules

LATEST = "0006"
"""The newest step in ``migrations/versions``; kept here so that opening needs no Alembic."""


def revision(connection: Connection) -> str | None:
    """Give the step that the tables are at; ``None`` for a ledger not yet made."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection, name: str, rules: LightRules | None = None) -> None:
    """Run the steps that are missing, and fill the tables anew, in the transaction of ``connection``.

    ``rules`` are those of the lights, the packaged ones unless given.

    Raises:
        StoreError: the tables are at a step that this version does not know.
    """
    at = revision(connection)
    if at == LATEST:  # another process was quicker
        return

    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "luoshi.stores:migrations")
    config.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if at is not None and at not in known:
        raise StoreError(
            f"{name} was written by a newer luoshi (its tables are at step {at}, this version knows up to "
            f"{LATEST}); update luoshi to open it. Nothing was changed.",
            code="ledger_newer",
            details={"name": name, "at": at, "latest": LATEST},
        )
    command.upgrade(config, "head")
    if at is not None:  # the steps leave the tables beside the events empty
        from luoshi.stores.projection import rebuild

        rebuild(connection, rules or light_rules())
    else:
        from luoshi.stores.searching import index

        index.stamp(connection)
