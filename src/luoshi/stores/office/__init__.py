"""What an office keeps beside the chain: who works there, what is at work, what was asked and answered.

It is in the same database as the chain, so that a copy of the database (``luoshi ledger backup`` of a file)
has both. An archive, and ``luoshi ledger copy``, carry the chain alone: accounts, tokens and secrets of one
place are not those of another.
"""

from luoshi.stores.office.answers import Answer, Asked
from luoshi.stores.office.audit import Deed, Entry, Sought
from luoshi.stores.office.draft import SHOWN, VERDICTS, Draft, Opinion, Said
from luoshi.stores.office.job import Failure, Job
from luoshi.stores.office.links import Link
from luoshi.stores.office.office import Office
from luoshi.stores.office.opening import Opening
from luoshi.stores.office.taking import Limits
from luoshi.stores.office.visits import Visit

__all__ = [
    "SHOWN",
    "VERDICTS",
    "Answer",
    "Asked",
    "Deed",
    "Draft",
    "Entry",
    "Failure",
    "Job",
    "Limits",
    "Link",
    "Office",
    "Opening",
    "Opinion",
    "Said",
    "Sought",
    "Visit",
]
