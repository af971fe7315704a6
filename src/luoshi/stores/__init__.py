"""Ledgers on disk: one module a database. SQLAlchemy is imported when a ledger is opened."""

from luoshi.stores.opening import open_store
from luoshi.stores.shelf import FileShelf, KeptFile
from luoshi.stores.store import Added, Filled, Filter, Remark, Reminder, Reminders, Store

__all__ = [
    "Added",
    "FileShelf",
    "Filled",
    "Filter",
    "KeptFile",
    "Remark",
    "Reminder",
    "Reminders",
    "Store",
    "open_store",
]
