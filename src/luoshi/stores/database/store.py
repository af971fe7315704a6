"""The store in an SQL database."""

from __future__ import annotations

from luoshi.errors import UsageError
from luoshi.stores.database.lists import Lists
from luoshi.stores.database.records import Records
from luoshi.stores.database.words import Words
from luoshi.stores.database.writes import Writes


class SqlStore(Records, Lists, Words, Writes):
    """A ledger on disk; see ``Store`` for what each method gives."""

    def back_up(self, path: str) -> None:
        """Write the database into a new file."""
        raise UsageError(
            f"{self.name} is no single file; back it up as an archive: give a name that ends with .zip.",
            code="backup_server",
            details={"name": self.name, "path": path},
        )
