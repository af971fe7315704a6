"""Structured logs: one JSON object a line on standard error, without texts, names of files or addresses."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final

_LOG: Final = logging.getLogger("luoshi")


class Lines(logging.Formatter):
    """Writes a record as JSON: ``at``, ``level``, ``event``, and the fields given with it."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        said |= getattr(record, "fields", {})
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def configure(level: str = "INFO") -> None:
    """Send luoshi's and the server's own lines to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    for name in ("luoshi", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers = [handler]
        log.propagate = False
        log.setLevel(level)


def say(event: str, *, level: int = logging.INFO, **fields: str | int | float | bool | None) -> None:
    """Log an event with its fields; never a text of a document."""
    _LOG.log(level, event, extra={"fields": fields})


def failed(event: str, error: BaseException, **fields: str | int | float | None) -> None:
    """Log an error that should not be, with its traceback."""
    trace = (type(error), error, error.__traceback__)
    _LOG.error(event, exc_info=trace, extra={"fields": fields})


def request_line(number: str, method: str, path: str, status: int, seconds: float) -> None:
    """Log a request: the route's pattern, not the address, which may hold words of a search."""
    if _LOG.isEnabledFor(logging.INFO):
        milliseconds = round(seconds * 1000, 1)
        say("request", request=number, method=method, route=path, status=status, ms=milliseconds)
