"""Where LibreOffice is installed."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_NAMES: Final = ("soffice.com", "soffice", "libreoffice")  # soffice.com is the one that waits, on Windows
_PLACES: Final = (  # folder, pattern of the program in it
    ("/usr/lib/libreoffice/program", "soffice"),
    ("/usr/lib64/libreoffice/program", "soffice"),
    ("/opt", "libreoffice*/program/soffice"),  # the packages of libreoffice.org, on UOS and Kylin too
    ("/opt/apps", "*libreoffice*/files/program/soffice"),
    ("/snap/bin", "libreoffice"),
    ("/var/lib/flatpak/exports/bin", "org.libreoffice.LibreOffice"),
    ("/Applications", "LibreOffice*.app/Contents/MacOS/soffice"),
)
_WINDOWS: Final = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")


def program() -> str | None:
    """Give the path of LibreOffice's program, ``None`` where it is not found.

    ``LUOSHI_SOFFICE`` names it; an empty or wrong one means that there is none.
    """
    named = os.environ.get("LUOSHI_SOFFICE")
    if named is not None:
        return shutil.which(named) if named else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((str(path) for path in _usual() if os.access(path, os.X_OK)), None)


def _usual() -> Iterator[Path]:
    for folder, pattern in _PLACES:
        yield from _newest_first(Path(folder), pattern)
    for variable in _WINDOWS:
        folder = os.environ.get(variable, "")
        if folder:
            yield from _newest_first(Path(folder), "LibreOffice*/program/soffice.com")


def _newest_first(folder: Path, pattern: str) -> list[Path]:
    def version(path: Path) -> list[int]:
        return [int(part) for part in re.findall(r"\d{1,9}", str(path.relative_to(folder)))]

    return sorted(folder.glob(pattern), key=version, reverse=True)
