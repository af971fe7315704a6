"""Ledgers on disk: one module a database. SQLAlchemy is imported when a ledger is opened."""

from luoshi.stores.contract import (
    Added,
    Facets,
    Filled,
    Filter,
    Found,
    FoundDocument,
    Remark,
    Reminder,
    Reminders,
)
from luoshi.stores.opening import open_store
from luoshi.stores.shelf import FileShelf, KeptFile
from luoshi.stores.store import Store

__all__ = [
    "Added",
    "Facets",
    "FileShelf",
    "Filled",
    "Filter",
    "Found",
    "FoundDocument",
    "KeptFile",
    "Remark",
    "Reminder",
    "Reminders",
    "Store",
    "open_store",
]
