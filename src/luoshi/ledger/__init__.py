"""Events and what they add up to: pure."""

from luoshi.ledger.chain import GENESIS, Fault, Head, link, verify
from luoshi.ledger.events import Draft, Event
from luoshi.ledger.fold import DocumentEntry, Ledger, Row, fold

__all__ = [
    "GENESIS",
    "DocumentEntry",
    "Draft",
    "Event",
    "Fault",
    "Head",
    "Ledger",
    "Row",
    "fold",
    "link",
    "verify",
]
