"""Points in time as the office's tables have them: ISO, UTC, to the thousandth, so that they sort."""

from __future__ import annotations

from datetime import UTC, datetime

from luoshi.errors import LuoshiError


def instant(at: datetime) -> str:
    """Write a point in time.

    Raises:
        LuoshiError: it has no zone.
    """
    if at.tzinfo is None:
        raise LuoshiError(f"The time {at.isoformat()} has no zone; give one, as in datetime.now(UTC).")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
