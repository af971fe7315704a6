"""The error of a page that is not there."""

from __future__ import annotations

from luoshi.errors import ReadingError


def no_page(source: str, page: int, reason: str = "it is not in the file") -> ReadingError:
    """Give the error of a page that cannot be drawn, and why."""
    said = f"page {page} cannot be drawn ({reason})"
    return ReadingError(source, said, code="no_page", details={"page": page, "reason": reason})
