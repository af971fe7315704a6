"""A ledger without events in a file: its tables are made once in a process, and then copied."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from luoshi.stores import open_store


@cache
def _blank() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        open_store(f"{folder}/luoshi.db").close()
        return Path(folder, "luoshi.db").read_bytes()


def blank(path: str | Path) -> Path:
    """Write the file; give its path."""
    Path(path).write_bytes(_blank())
    return Path(path)
