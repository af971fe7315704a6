"""Reads .txt and .md: the text as it stands, a byte-order mark dropped and nothing else."""

from __future__ import annotations

from luoshi.reading.content import Content
from luoshi.reading.decode import decode
from luoshi.reading.limits import Limits


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """The decoded text unchanged; ReadingError where it is no text (see ``decode``)."""
    text, encoding = decode(raw, source)
    return Content(text, encoding)
