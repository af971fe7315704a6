"""What became of a file, as a job keeps it: codes and numbers, from which each page makes its sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from luoshi.errors import LuoshiError, ReadingError
from luoshi.lexicon.messages import say_error

if TYPE_CHECKING:
    from luoshi.app.recorded import Recorded

STANDINGS: Final = ("added", "revised", "already", "bare", "asks", "failed", "skipped")
"""``bare``: read, but nothing in it is a record; ``asks``: it may replace a text that is there."""
_SHOWN: Final = frozenset({"ending", "permission", "broken", "special", "repeated", "hidden"})


def of(done: Recorded) -> dict[str, Any]:
    """Give the outcome of a file that was tried."""
    from luoshi.app.report import row_of

    assert done.outcome is not None  # noqa: S101 - the one that it was made of
    row = row_of(done.outcome, done.error)
    said: dict[str, Any] = {
        "source": done.source,
        "standing": _standing(done),
        "created": done.created,
        "format": row.format,
        "pages": row.pages,
        "ocr_pages": row.ocr_pages,
        "characters": row.characters,
        "seconds": row.seconds,
        "remarks": [[remark.code, dict(remark.details)] for remark in row.remarks],
    }
    if done.outcome.document is not None:
        said["document"] = done.outcome.document.sha256
    if done.error is not None:
        said["error"] = written(done.error)
    if done.revision is not None and done.revision.is_news:
        said["changes"] = Counter(change.kind for change in done.revision.changes)
    return said


def refused(label: str, error: list[Any]) -> dict[str, Any]:
    """Give the outcome of a file that was not taken in."""
    return {"source": label, "standing": "failed", "created": 0, "remarks": [], "error": error}


def passed_over(name: str, reason: str) -> dict[str, Any]:
    """Give the outcome of a member of an archive that nobody wants read; see ``luoshi.reading.Skipped``."""
    return {"source": name, "standing": "skipped", "created": 0, "remarks": [], "skipped": reason}


def written(error: LuoshiError) -> list[Any]:
    """Write an error as JSON holds it."""
    said = [str(error), error.code, dict(error.details)]
    return [*said, [error.source, error.reason, error.byte]] if isinstance(error, ReadingError) else said


def sentence(language: str, error: list[Any]) -> str:
    """Give the sentence of an error that was written."""
    said, code, details, *reading = error
    if reading:
        source, reason, byte = reading[0]
        return say_error(language, ReadingError(source, reason, byte=byte, code=code, details=details))
    return say_error(language, LuoshiError(said, code=code, details=details or {}))


def _standing(done: Recorded) -> str:
    if done.error is not None:
        return "asks" if done.error.code == "resembles" else "failed"
    if done.revision is not None and done.revision.is_news:
        return "revised"
    if done.already:
        return "already"
    return "added" if done.created else "bare"
