"""Brings a ledger's tables to the shape that this version works with."""

from __future__ import annotations

from collections.abc import Collection

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
    """Run the steps that are missing, and make anew what they leave, in the transaction of ``connection``.

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
    scripts = ScriptDirectory.from_config(config)
    if at is not None and at not in {step.revision for step in scripts.walk_revisions()}:
        raise StoreError(
            f"{name} was written by a newer luoshi (its tables are at step {at}, this version knows up to "
            f"{LATEST}); update luoshi to open it. Nothing was changed.",
            code="ledger_newer",
            details={"name": name, "at": at, "latest": LATEST},
        )
    taken = list(scripts.iterate_revisions("head", at or "base"))
    command.upgrade(config, "head")
    if at is None:
        from luoshi.stores.searching import index

        index.stamp(connection)  # an index of nothing is as this version makes it
    else:
        _make_anew(connection, {each for step in taken for each in step.module.made_anew}, rules)


def _make_anew(connection: Connection, left: Collection[str], rules: LightRules | None) -> None:
    """Fill the tables that the steps left empty; each step says by ``made_anew`` which they are.

    ``rows`` are all that the events add up to, and the words of these; ``words`` the index alone.
    """
    if "rows" in left:
        from luoshi.stores.projection import rebuild

        rebuild(connection, rules or light_rules())
    elif "words" in left:
        from luoshi.stores.searching import index

        index.rebuild(connection)
