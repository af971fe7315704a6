"""JSON as the office's tables have it: in ASCII, which any database and any string can hold."""

from __future__ import annotations

import json
import zlib
from typing import Any


def pack(value: object) -> str:
    """Write a value as JSON."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def unpack(written: str | None) -> Any:  # noqa: ANN401 - what JSON holds
    """Read a value; ``None`` where nothing was written."""
    return None if written is None else json.loads(written)


def press(value: object) -> bytes:
    """Write a value as compressed JSON."""
    return zlib.compress(pack(value).encode("ascii"), 6)


def unpress(written: bytes) -> Any:  # noqa: ANN401
    """Read a compressed value.

    Raises:
        ValueError: it is damaged.
    """
    try:
        return json.loads(zlib.decompress(written))
    except zlib.error as error:
        raise ValueError(str(error)) from error
