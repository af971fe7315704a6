"""The one root of all errors that luoshi raises on purpose.

Every message is one sentence that says what was wrong, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping


class LuoshiError(Exception):
    """Root of the errors; its text is meant for the person at the keyboard.

    ``code`` is stable and names what went wrong, ``""`` where nothing but the sentence tells it;
    ``details`` fill the gaps of the same sentence in another language.
    """

    code: str
    details: dict[str, str | int]

    def __init__(
        self, sentence: str, *, code: str = "", details: Mapping[str, str | int] | None = None
    ) -> None:
        self.code = code
        self.details = dict(details or {})
        super().__init__(sentence)


class ReadingError(LuoshiError):
    """A file cannot be read: the message names it, and the byte where that is known.

    ``code`` is stable and names the kind of failure, so that a message can be given in another
    language with ``details`` filling its gaps: ``empty``, ``undecodable`` (encoding), ``binary``
    (looks_like), ``permission``, ``missing``, ``folder``, ``special``, ``too_large`` (limit),
    ``unknown_ending`` (known), ``no_files``, ``html``, ``unreadable``, ``encrypted``, ``damaged``,
    ``crashed``, ``too_slow`` (limit), ``memory`` (limit), ``too_many_pages`` (limit), ``too_many_members``
    (limit), ``too_many_pixels`` (limit), ``bomb`` (limit), ``too_deep``, ``no_text``, ``needs_ocr``,
    ``needs_office``, ``archive``, ``no_members``, ``too_many_cells`` (limit).
    ``byte`` counts from 0.
    """

    def __init__(
        self,
        source: str,
        reason: str,
        *,
        byte: int | None = None,
        code: str = "unreadable",
        details: Mapping[str, str | int] | None = None,
    ) -> None:
        self.source = source
        self.reason = reason
        self.byte = byte
        where = f"{source}: at byte offset {byte}" if byte is not None else source
        super().__init__(f"{where}: {reason}", code=code, details=details)

    def __reduce__(self) -> tuple[object, ...]:
        """Keep every field on the way between processes."""
        return _reading_error, (self.source, self.reason, self.byte, self.code, self.details)


def _reading_error(
    source: str, reason: str, byte: int | None, code: str, details: dict[str, str | int]
) -> ReadingError:
    return ReadingError(source, reason, byte=byte, code=code, details=details)


class LexiconError(LuoshiError):
    """A word list in ``luoshi/data`` does not say what its schema asks."""


class StoreError(LuoshiError):
    """The ledger's database could not be opened, read or written."""


class ChainError(StoreError):
    """The chain of events does not hold: an event was edited, lost or moved."""


class StepError(LuoshiError):
    """A step that may not be taken with a row of the ledger now; names those that may."""


class ConflictError(StoreError):
    """Somebody else changed the row since it was read: look at it again and repeat the step."""


class UsageError(LuoshiError):
    """What was asked for cannot be done as asked."""


def unread(path: str, error: OSError) -> UsageError:
    """Give the error for a file that was named and cannot be read."""
    reason = error.strerror or type(error).__name__
    details = {"name": path, "reason": reason}
    return UsageError(f"{path} cannot be read: {reason}.", code="backup_unreadable", details=details)


def unwritten(path: str, error: OSError) -> UsageError:
    """Give the error for a file that was named and cannot be written."""
    reason = error.strerror or type(error).__name__
    details = {"name": path, "reason": reason}
    return UsageError(f"{path} cannot be written: {reason}", code="export_failed", details=details)
