"""The one root of all errors that luoshi raises on purpose.

Every message is one sentence that says what was wrong, where, and what to do.
"""

from __future__ import annotations


class LuoshiError(Exception):
    """Root of the errors; its text is meant for the person at the keyboard."""


class ReadingError(LuoshiError):
    """A file cannot be read: the message names it, and the byte where that is known."""

    def __init__(self, source: str, reason: str, *, byte: int | None = None) -> None:
        self.source = source
        self.reason = reason
        self.byte = byte
        where = f"{source}: byte {byte}" if byte is not None else source
        super().__init__(f"{where}: {reason}")


class LexiconError(LuoshiError):
    """A word list in ``luoshi/data`` does not say what its schema asks."""


class StoreError(LuoshiError):
    """The ledger's database could not be opened, read or written."""


class ChainError(StoreError):
    """The chain of events does not hold: an event was edited, lost or moved."""


class UsageError(LuoshiError):
    """What was asked for cannot be done as asked."""
