"""The inner loops in compiled form, where a C compiler was there when luoshi was installed.

Everything here has a plain form elsewhere in the package, which says what is meant and gives the
same results; tests hold the two equal. ``LUOSHI_PLAIN=1`` in the environment leaves the compiled
form out.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Final, TypeVar

_Record = TypeVar("_Record")


_MODULES: Final = (
    *(
        "chinese",
        "cutting",
        "deeds",
        "found",
        "governing",
        "joints",
        "labels",
        "lists",
        "quiet",
        "records",
        "rules",
    ),
    *("shapes", "times", "units", "weights", "words"),
)


def _built() -> bool:
    if os.environ.get("LUOSHI_PLAIN", "") not in ("", "0"):
        return False
    try:
        for name in _MODULES:
            import_module(f"luoshi.native.{name}")
    except ImportError:
        return False
    return True


COMPILED: Final = _built()


def maker(cls: type[_Record]) -> Callable[..., _Record]:
    """Give what makes records of a frozen dataclass or a named tuple from the values of all its fields."""
    if not COMPILED:
        return cls
    from luoshi.native.records import Maker

    return Maker(cls)
