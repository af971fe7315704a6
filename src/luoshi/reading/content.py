"""What every format's module gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file, the encoding that was recognised, and what its metadata say."""

    text: str
    encoding: str = "utf-8"
    title: str | None = None
    date: date | None = None
