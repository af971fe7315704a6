"""Ledgers on disk: one module a database. SQLAlchemy is imported when a ledger is opened."""

from luoshi.stores.store import Added, Filter, Remark, Store, open_store

__all__ = ["Added", "Filter", "Remark", "Store", "open_store"]
