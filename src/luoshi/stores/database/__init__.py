"""A store in an SQL database, the same for each; what differs is how it is opened."""

from luoshi.stores.database.store import SqlStore

__all__ = ["SqlStore"]
