"""Backup, restore and move: a whole ledger into an archive or another database, checked at both ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from luoshi.errors import StoreError, UsageError, unread, unwritten

if TYPE_CHECKING:
    from luoshi.ledger import Event
    from luoshi.stores import Filled, Store

ARCHIVE = ".zip"

Progress = Callable[[str, int, int], None]
"""Is told what is being done (``check``, ``write``), how far it is, and how much there is to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written to a file; ``lost`` are the kept files that the ledger names but no longer has."""

    events: int
    files: int
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoreOrigin:
    """A store as what a ledger is taken from."""

    store: Store

    @property
    def name(self) -> str:
        """What it is called in errors."""
        return self.store.name

    def events(self) -> Iterator[Event]:
        """Stream all events in order."""
        return self.store.events()

    def text(self, sha256: str) -> str | None:
        """Give the text of a document."""
        return self.store.text(sha256)

    def file(self, digest: str) -> bytes | None:
        """Give a kept file; ``None`` where it is lost, or its bytes are no longer those that were kept."""
        with suppress(StoreError):
            return self.store.files.open(digest)
        return None


def back_up(store: Store, path: str, *, overwrite: bool = False, progress: Progress | None = None) -> Kept:
    """Write a ledger to a file while others may go on writing.

    A name that ends with ``.zip`` gets an archive, another a copy of the database, which has its kept
    files beside it, in a folder as the ledger has (``copy.db.files``).

    Raises:
        ChainError: the ledger is not sound; nothing is written.
        UsageError: the file is there already, or cannot be written; the ledger is on a server and the name
            does not end with ``.zip``.
    """
    if path.lower().endswith(ARCHIVE):
        return write_archive(store, path, overwrite=overwrite, progress=progress)
    _free(path, overwrite=overwrite)
    store.back_up(path)
    from luoshi.stores import open_store

    with open_store(path, create=False) as copy:
        count = copy.verify_chain()
        files, lost = _copy_files(store, copy)
    return Kept(count, files, lost)


def write_archive(
    store: Store, path: str, *, overwrite: bool = False, progress: Progress | None = None
) -> Kept:
    """Write a ledger as an archive, which appears whole or not at all; see ``luoshi.exports.archive``.

    Raises:
        ChainError: the ledger is not sound; nothing is written.
        UsageError: the file is there already, or cannot be written.
    """
    from luoshi.exports.archive import write_archive as write

    _free(path, overwrite=overwrite)
    total = store.verify_chain()
    temporary = None
    try:
        with NamedTemporaryFile(
            dir=Path(path).absolute().parent, prefix=".luoshi-", suffix=".part", delete=False
        ) as file:
            temporary = file.name
            made = write(StoreOrigin(store), file, _part(progress, "write", total))  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise unwritten(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
    files = sum(name.startswith("files/") for name in made.members)
    return Kept(made.sequence, files, made.lost)


def restore(path: str, store: Store, *, progress: Progress | None = None) -> Filled:
    """Make a ledger from a backup, an archive or a copy of a database, in a store that must be empty.

    Raises:
        UsageError: the file is no archive of a ledger, or is damaged; nothing is recorded.
        StoreError: the store is not empty (``ledger_not_empty``), or the file is no ledger.
        ChainError: what the backup holds is not sound; nothing is recorded.
    """
    if not whole(path):
        from luoshi.stores import open_store

        with open_store(path, create=False) as source:
            return copy(source, store, progress=progress)
    from luoshi.exports.archived import Archive

    with open(path, "rb") as file, Archive(file, path) as archive:
        size = sum(member.size for member in archive.manifest.members.values())
        archive.check(_part(progress, "check", size))
        return store.fill(archive, _part(progress, "write", archive.manifest.sequence))


def copy(source: Store, target: Store, *, progress: Progress | None = None) -> Filled:
    """Copy a ledger into another store, which must be empty: the same events, checked at both ends.

    Raises:
        StoreError: the target is not empty.
        ChainError: the source is not sound; nothing is recorded.
    """
    total = source.verify_chain()
    return target.fill(StoreOrigin(source), _part(progress, "write", total))


def _copy_files(source: Store, target: Store) -> tuple[int, tuple[str, ...]]:
    from luoshi.ledger.attached import files_of

    wanted = {digest: ending for event in target.events() for digest, ending in files_of(event)}
    origin, lost = StoreOrigin(source), []
    for digest, ending in wanted.items():
        raw = origin.file(digest)
        if raw is None:
            lost.append(digest)
        else:
            target.files.put(raw, ending)
    return len(wanted) - len(lost), tuple(lost)


def _part(progress: Progress | None, what: str, total: int) -> Callable[[int], None] | None:
    if progress is None:
        return None
    return lambda done: progress(what, done, total)


def _free(path: str, *, overwrite: bool) -> None:
    if not overwrite and Path(path).exists():
        raise UsageError(
            f"{path} is there already; give another name, or --overwrite",
            code="export_exists",
            details={"name": path},
        )


def whole(path: str) -> bool:
    """Say whether a file is an archive, not a copy of a database.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read(2) == b"PK"
    except OSError as error:
        raise unread(path, error) from error
