"""Keeps the files that texts were read from, each under the SHA-256 of its bytes."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from luoshi.errors import StoreError

_ENDING = re.compile(r"\.[a-z0-9]{1,10}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file to be kept with its document.

    ``digest`` is the SHA-256 (hex) of the bytes that were read, ``ending`` that of its name (``.pdf``);
    ``content`` is the bytes themselves (a member of an archive), or the path to take them from again.
    """

    digest: str
    ending: str
    content: bytes | Path

    @classmethod
    def of(cls, raw: bytes, name: str) -> KeptFile:
        """Give the file of these bytes and this name."""
        return cls(sha256(raw).hexdigest(), Path(name).suffix.lower(), raw)

    def load(self) -> bytes:
        """Give the bytes.

        Raises:
            StoreError: the file is gone, or was changed since it was read.
        """
        if isinstance(self.content, bytes):
            return self.content
        try:
            raw = self.content.read_bytes()
        except OSError as error:
            raise StoreError(
                f"{self.content} can no longer be read ({error.strerror}); add it again.",
                code="file_gone",
                details={"file": _shown(self.content), "reason": error.strerror or type(error).__name__},
            ) from None
        if sha256(raw).hexdigest() != self.digest:
            raise StoreError(
                f"{self.content} was changed while it was read; add it again.",
                code="file_changed",
                details={"file": _shown(self.content)},
            )
        return raw


class FileShelf:
    """A folder of kept files: ``ab/abcdef….pdf``; the folder is made when the first one comes."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)

    def put(self, raw: bytes, ending: str = "") -> str:
        """Keep these bytes and give their digest; they are on the disk when this returns.

        ``ending`` (``.pdf``) is kept in the file's name where it is a plain one. Several processes may
        put the same bytes at once.

        Raises:
            StoreError: the folder cannot be written.
        """
        digest = sha256(raw).hexdigest()
        known = self.find(digest)
        if known is not None and _is_sound(known, digest):
            return digest
        name = digest + (ending.lower() if _ENDING.fullmatch(ending.lower()) else "")
        place = known or self.folder / digest[:2] / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, raw)
        except OSError as error:
            if _is_sound(place, digest):  # another process was quicker and holds it open (Windows)
                return digest
            reason = error.strerror or type(error).__name__
            raise StoreError(
                f"The file could not be kept in {self.folder} ({reason}); make room there, or make the "
                "folder writable, and add it again.",
                code="file_not_kept",
                details={"folder": _shown(self.folder), "reason": reason},
            ) from error
        return digest

    def find(self, digest: str) -> Path | None:
        """Give the path of a kept file; ``None`` where it is not there."""
        if not _DIGEST.fullmatch(digest):
            return None
        try:
            names = sorted(os.listdir(self.folder / digest[:2]))
        except OSError:
            return None
        kept = (name for name in names if name == digest or name.startswith(digest + "."))
        return next((self.folder / digest[:2] / name for name in kept), None)

    def open(self, digest: str) -> bytes:
        """Give a kept file's bytes, its digest checked.

        Raises:
            StoreError: it is not there, cannot be read, or its bytes are no longer those that were kept.
        """
        place = self.find(digest)
        if place is None:
            raise StoreError(
                f"The kept file {digest[:12]}… is not in {self.folder}; put the folder back, or name the "
                "original with --file.",
                code="kept_missing",
                details={"digest": f"{digest[:12]}…", "folder": _shown(self.folder)},
            )
        try:
            raw = place.read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreError(
                f"The kept file {place} cannot be read ({reason}); change its permissions.",
                code="kept_unreadable",
                details={"file": _shown(place), "reason": reason},
            ) from error
        if sha256(raw).hexdigest() != digest:
            raise StoreError(
                f"The kept file {place} was altered: its bytes no longer give the hash that the ledger "
                "holds; put back a copy, or name the original with --file.",
                code="kept_altered",
                details={"file": _shown(place)},
            )
        return raw


def _write(place: Path, raw: bytes) -> None:
    """Write beside the place, sync, and move into it, so that no half file is ever found there."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows has no handle on a folder to sync
        return
    with suppress(OSError):  # some network file systems refuse it
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_sound(place: Path, digest: str) -> bool:
    try:
        return sha256(place.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _shown(path: Path) -> str:
    return os.fspath(path).encode("utf-8", "backslashreplace").decode("utf-8")
