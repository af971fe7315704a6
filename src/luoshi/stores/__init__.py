"""Ledgers on disk: one module a database. SQLAlchemy is imported when a ledger is opened."""

from luoshi.stores.shelf import FileShelf, KeptFile
from luoshi.stores.store import Added, Filter, Remark, Store, open_store

__all__ = ["Added", "FileShelf", "Filter", "KeptFile", "Remark", "Store", "open_store"]
