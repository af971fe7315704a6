"""How many processes a machine has room for, and which work is worth more than one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

MOST: Final = 256
"""Processes that may be asked for."""

SELDOM: Final = (50_000, 20, 100)
"""How seldom a process that makes or takes many records looks for garbage (``gc.set_threshold``)."""

_SMALL: Final = 2_000_000  # bytes: about what one process reads while others start
_PLAIN: Final = (".txt", ".md", ".markdown")
_OTHER: Final = 10  # a byte of another format costs about as much as so many of plain text


def cores() -> int:
    """Give how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def worth(paths: Sequence[str | os.PathLike[str]], most: int) -> int:
    """Give how many processes the files are worth, at most ``most``; one for a few small ones."""
    if len(paths) < 2:
        return 1
    weight = 0
    for path in paths:
        size = _size(path)
        weight += size if Path(path).suffix.lower() in _PLAIN else _OTHER * size
        if weight > _SMALL:
            return max(1, min(most, len(paths)))
    return 1


def _size(path: str | os.PathLike[str]) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):  # reading it will say why
        return 0
