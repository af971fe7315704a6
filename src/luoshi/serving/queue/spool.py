"""Where uploaded files wait to be read: a folder beside the ledger, a batch a folder of its own.

A batch that is still being sent ends in ``.part``; it gets its whole name at once when all is there. Files
have numbers for names: what the sender called them is only a label (``luoshi.serving.uploads``).
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from luoshi.errors import StoreError

if TYPE_CHECKING:
    from luoshi.stores import Store

_NAME: Final = re.compile(r"[0-9a-f]{24}")
_PART: Final = ".part"
_UNTOUCHED: Final = 600.0
"""Seconds after which a sender that wrote nothing more is gone."""
_ASKED: Final = 30 * 86_400.0
"""Seconds that a file waits for an answer (does it replace another?)."""


class Spool:
    """The folder of a ledger's uploads; it is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> Path:
        """Give a new folder to write a batch into.

        Raises:
            StoreError: ``spool_unwritable``.
        """
        place = self.folder / f"{secrets.token_hex(12)}{_PART}"
        try:
            place.mkdir(parents=True)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        return place

    def settle(self, begun: Path) -> str:
        """Say that a batch is whole; give its name."""
        name = begun.name.removesuffix(_PART)
        os.replace(begun, self.folder / name)
        return name

    def batch(self, name: str) -> Path:
        """Give the folder of a batch.

        Raises:
            StoreError: ``spool_name``: that is no name of a batch.
        """
        if not _NAME.fullmatch(name):
            raise StoreError(
                "A job names no upload; remove the job and send the files again.", code="spool_name"
            )
        return self.folder / name

    def drop(self, place: Path) -> None:
        """Remove a batch; what cannot be removed now is left for ``clean``."""
        shutil.rmtree(place, ignore_errors=True)

    def drop_if_empty(self, name: str) -> None:
        """Remove a batch of which no file waits any more."""
        with suppress(OSError):
            self.batch(name).rmdir()

    def clean(self, alive: Collection[str], *, now: float | None = None) -> int:
        """Remove what nobody will ask for: uploads that broke off, old files without an answer.

        ``alive`` are the batches of jobs that wait or run; gives how many were removed.
        """
        at = time.time() if now is None else now
        gone = 0
        for place, touched in self._standing():
            kept = _UNTOUCHED if place.name.endswith(_PART) else _ASKED
            if place.name not in alive and at - touched > kept:
                self.drop(place)
                gone += 1
        return gone

    def _standing(self) -> Iterator[tuple[Path, float]]:
        """Give the batches with when each was last written to."""
        try:
            places = [place for place in self.folder.iterdir() if place.is_dir()]
        except OSError:
            return
        for place in places:
            if not _NAME.fullmatch(place.name.removesuffix(_PART)):
                continue  # not ours
            with suppress(OSError):
                times = [each.stat().st_mtime for each in place.iterdir()]
                yield place, max([place.stat().st_mtime, *times])


def spool_of(store: Store) -> Spool:
    """Give the spool of a ledger: ``luoshi.db.spool`` beside ``luoshi.db``."""
    kept = Path(store.files.folder)
    return Spool(kept.with_name(kept.name.removesuffix(".files") + ".spool"))


def unwritable(folder: Path, error: OSError) -> StoreError:
    """Give the error for a spool that takes nothing: a full disk, a folder without the right."""
    reason = error.strerror or type(error).__name__
    return StoreError(
        f"Uploads cannot be kept in {folder} ({reason}); make room there, or make the folder writable.",
        code="spool_unwritable",
        details={"folder": str(folder), "reason": reason},
    )
