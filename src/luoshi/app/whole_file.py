"""Write a file wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, TypeVar

from luoshi.errors import UsageError, unwritten

_Told = TypeVar("_Told")


def whole_file(path: str, write: Callable[[BinaryIO], _Told], *, overwrite: bool = False) -> _Told:
    """Write a file under another name beside it, and put it in its place once it is complete.

    Gives what ``write`` gives.

    Raises:
        UsageError: it is there already (``export_exists``), or cannot be written.
    """
    target = Path(path)
    if not overwrite and target.exists():
        raise UsageError(
            f"{path} is there already; give another name, or --overwrite",
            code="export_exists",
            details={"name": path},
        )
    # no temporary file of the library's: those only their owner can read
    temporary = target.with_name(f".luoshi-{token_hex(6)}{target.suffix}")
    try:
        with temporary.open("xb") as file:
            told = write(file)
        os.replace(temporary, target)
    except OSError as error:
        raise unwritten(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    return told
