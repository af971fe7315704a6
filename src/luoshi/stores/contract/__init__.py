"""What every store offers, part by part: what is read, what is written, and the records of both."""

from luoshi.stores.contract.done import Added, Filled, Origin, Remark, Step, Told
from luoshi.stores.contract.filters import Filter
from luoshi.stores.contract.found import (
    Facets,
    Found,
    FoundDocument,
    FoundListed,
    Reminder,
    Reminders,
)

__all__ = [
    "Added",
    "Facets",
    "Filled",
    "Filter",
    "Found",
    "FoundDocument",
    "FoundListed",
    "Origin",
    "Remark",
    "Reminder",
    "Reminders",
    "Step",
    "Told",
]
