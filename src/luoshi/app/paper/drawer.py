"""A folder of what can be made again at any time: read and written whole, and kept from growing."""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

_MOST: Final = 2 * 1024**3
_WRITES: Final = 100
"""After so many new files their sizes are added up."""


class Drawer:
    """Files under plain names; what was not used longest goes when they are more than ``most`` bytes.

    A folder that cannot be written, or a file that is damaged, costs only that the thing is made again.
    """

    def __init__(self, folder: Path, most: int = _MOST) -> None:
        self.folder = folder
        self._most = most
        self._writes = 0
        self._lock = threading.Lock()

    def get(self, name: str) -> bytes | None:
        """Give a file; ``None`` where it is not there."""
        path = self.folder / name
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return raw

    def put(self, name: str, raw: bytes) -> None:
        """Keep a file; another process may do the same at once."""
        temporary = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                temporary = file.name
                file.write(raw)
            os.replace(temporary, self.folder / name)
        except OSError:
            if temporary is not None:
                with suppress(OSError):
                    os.unlink(temporary)
            return
        with self._lock:
            self._writes += 1
            is_time = self._writes % _WRITES == 1
        if is_time:
            self.tidy()

    def tidy(self) -> None:
        """Take away what was not used longest until the rest is small enough."""
        found: list[tuple[float, int, Path]] = []
        with suppress(OSError):
            for each in os.scandir(self.folder):
                with suppress(OSError):
                    known = each.stat()
                    found.append((known.st_mtime, known.st_size, Path(each.path)))
        size = sum(each[1] for each in found)
        for _, taken, path in sorted(found):
            if size <= self._most:
                return
            with suppress(OSError):
                path.unlink()
                size -= taken
