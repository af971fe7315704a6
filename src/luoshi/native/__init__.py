"""The inner loops in compiled form, where a C compiler was there when luoshi was installed.

Everything here has a plain form elsewhere in the package, which says what is meant and gives the
same results; tests hold the two equal. ``LUOSHI_PLAIN=1`` in the environment leaves the compiled
form out.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final, TypeVar

_Record = TypeVar("_Record")


def _built() -> bool:
    if os.environ.get("LUOSHI_PLAIN", "") not in ("", "0"):
        return False
    try:
        from luoshi.native import chinese, cutting, joints, labels, quiet, records  # noqa: F401
    except ImportError:
        return False
    return True


COMPILED: Final = _built()


def maker(cls: type[_Record]) -> Callable[..., _Record]:
    """Give what makes records of a frozen dataclass from the values of all its fields, in order."""
    if not COMPILED:
        return cls
    from luoshi.native.records import Maker

    return Maker(cls)
