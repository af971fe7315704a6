"""Events and what they add up to: pure."""

from luoshi.ledger.chain import GENESIS, Fault, Head, link, verify
from luoshi.ledger.events import Draft, Event
from luoshi.ledger.fold import DocumentEntry, Ledger, fold, fold_row
from luoshi.ledger.judgement import Judgement
from luoshi.ledger.row import Evidence, Extension, Milestone, Row, Status

__all__ = [
    "GENESIS",
    "DocumentEntry",
    "Draft",
    "Event",
    "Evidence",
    "Extension",
    "Fault",
    "Head",
    "Judgement",
    "Ledger",
    "Milestone",
    "Row",
    "Status",
    "fold",
    "fold_row",
    "link",
    "verify",
]
