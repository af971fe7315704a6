"""Reads an archive of a ledger. It may come from anywhere: nothing in it is believed unchecked."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import fields
from hashlib import sha256
from typing import IO, Any, BinaryIO, Self

from luoshi.errors import UsageError
from luoshi.exports.archive import EVENTS, FORMAT, MANIFEST, Manifest, Member, Progress
from luoshi.ledger import GENESIS, Event
from luoshi.ledger.canonical import canonical
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED

MAX_LINE = 64 << 20
"""The longest event, in bytes."""
MAX_TEXT = 256 << 20
"""The longest text of a document, and the longest manifest, in bytes."""
MAX_FILE = 2 << 30
"""The largest kept file, in bytes."""
MAX_EVENTS = 1 << 40
MAX_RATIO = 200
"""How many times larger than the archive its content may be; beyond a first 64 MB."""
_FREE = 64 << 20
_CHUNK = 1 << 20
_NAME = re.compile(r"documents/(?P<text>[0-9a-f]{64})\.txt|files/(?P<file>[0-9a-f]{64})(\.[a-z0-9]{1,10})?")
_HASH = re.compile(r"[0-9a-f]{64}")
_EVENT = {field.name for field in fields(Event)} - {"payload_json"} | {"payload"}


class Archive:
    """An archive of a ledger that is open for reading; ``check`` it before anything of it is used.

    Raises:
        UsageError: it is no archive of a ledger (``archive_none``), is of a newer luoshi
            (``archive_newer``), damaged (``archive_damaged``), or too large (``archive_too_large``).
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise self._none(str(error)) from error
        file.seek(0, 2)
        self._size = file.tell()
        self._check_names()
        self.manifest = self._manifest()
        self._check_members()
        self._files = {
            found["file"]: name
            for name in self.manifest.members
            if (found := _NAME.fullmatch(name)) and found["file"]
        }

    def check(self, progress: Progress | None = None) -> None:
        """Check each member against the hash and size that the manifest has for it.

        ``progress`` is told how many bytes were read.
        """
        done = 0
        for name, member in self.manifest.members.items():
            hashed = sha256()
            for chunk in self._chunks(name, member.size):
                hashed.update(chunk)
                done += len(chunk)
                if progress is not None:
                    progress(done)
            if hashed.hexdigest() != member.sha256:
                raise self._damaged(f"{name} does not give its hash")

    def events(self) -> Iterator[Event]:
        """Stream the events in order; whether they make a chain is for others to check."""
        number, last, counted = 0, GENESIS.hash, {DOCUMENT_ADDED: 0, CREATED: 0}
        with self._open(EVENTS) as file:
            while line := self._line(file):
                number += 1
                event = self._event(line, number)
                last = event.hash
                if event.kind in counted:
                    counted[event.kind] += 1
                yield event
        said = self.manifest
        if (number, last, *counted.values()) != (said.sequence, said.hash, said.documents, said.statements):
            raise self._damaged(f"{EVENTS} ends at event {number}, or counts otherwise than {MANIFEST}")

    def text(self, sha256: str) -> str | None:
        """Give the text of a document; ``None`` where it is not there."""
        name = f"documents/{sha256}.txt"
        if name not in self.manifest.members:
            return None
        try:
            return self._whole(name).decode()
        except UnicodeDecodeError as error:
            raise self._damaged(f"{name} is not UTF-8") from error

    def file(self, digest: str) -> bytes | None:
        """Give a kept file; ``None`` where it is not there."""
        name = self._files.get(digest)
        return None if name is None else self._whole(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _check_names(self) -> None:
        seen = set()
        for entry in self._zip.infolist():
            name = entry.filename
            if name not in (MANIFEST, EVENTS) and not _NAME.fullmatch(name):
                raise self._none(f"it holds {name[:80]!r}")
            if name in seen:
                raise self._damaged(f"it holds {name} twice")
            if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._damaged(f"{name} is encrypted, or packed in another way")
            seen.add(name)
        for name in (MANIFEST, EVENTS):
            if name not in seen:
                raise self._none(f"it has no {name}")

    def _manifest(self) -> Manifest:
        raw = b"".join(self._chunks(MANIFEST, None))
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise self._damaged(f"{MANIFEST} is no JSON") from error
        stated = said.get("format") if isinstance(said, dict) else None
        if stated != FORMAT:
            newer = isinstance(stated, str) and stated.startswith(FORMAT.partition("/")[0])
            reason = f"its format is {str(stated)[:40]!r}"
            raise self._newer(reason) if newer else self._none(reason)
        try:
            return _read_manifest(said)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self._damaged(f"{MANIFEST} does not say what it must") from error

    def _check_members(self) -> None:
        members = self.manifest.members
        there = {entry.filename: entry.file_size for entry in self._zip.infolist()}
        del there[MANIFEST]
        if there != {name: member.size for name, member in members.items()}:
            raise self._damaged(f"{MANIFEST} names other members, or other sizes, than there are")
        for name, member in members.items():
            found = _NAME.fullmatch(name)
            most = MAX_EVENTS if found is None else MAX_TEXT if found["text"] else MAX_FILE
            if member.size > most:
                raise self._too_large(f"{name} has {member.size} bytes")
            if found is not None and member.sha256 != (found["text"] or found["file"]):
                raise self._damaged(f"{name} has another hash in {MANIFEST}")
        total = sum(member.size for member in members.values())
        if total > _FREE + MAX_RATIO * self._size:
            raise self._too_large(f"unpacked it has {total} bytes")

    def _line(self, file: IO[bytes]) -> bytes:
        try:
            line = file.readline(MAX_LINE)
        except (zipfile.BadZipFile, OSError, zlib.error, EOFError) as error:
            raise self._damaged(f"{EVENTS}: {error}") from error
        if len(line) >= MAX_LINE:
            raise self._too_large("an event is too long")
        return line

    def _event(self, line: bytes, number: int) -> Event:
        try:
            said = json.loads(line)
            if not isinstance(said, dict) or set(said) != _EVENT or type(said["sequence"]) is not int:
                raise TypeError
            if not all(isinstance(said[key], str) for key in _EVENT - {"payload", "sequence"}):
                raise TypeError
            return Event(payload_json=canonical(said.pop("payload")), **said)
        except (ValueError, TypeError, RecursionError) as error:
            raise self._damaged(f"line {number} of {EVENTS} is no event") from error

    def _whole(self, name: str) -> bytes:
        member = self.manifest.members[name]
        raw = b"".join(self._chunks(name, member.size))
        if sha256(raw).hexdigest() != member.sha256:
            raise self._damaged(f"{name} does not give its hash")
        return raw

    def _chunks(self, name: str, size: int | None) -> Iterator[bytes]:
        """Stream a member, never more than the size that was stated, or ``MAX_TEXT``."""
        left = MAX_TEXT if size is None else size
        try:
            with self._zip.open(name) as file:
                while chunk := file.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise self._too_large(f"{name} is longer than it says")
                    yield chunk
        except (
            zipfile.BadZipFile,
            OSError,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise self._damaged(f"{name}: {error}") from error

    def _open(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(name)
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
            raise self._damaged(f"{name}: {error}") from error

    def _none(self, reason: str) -> UsageError:
        return UsageError(
            f"{self.name} is no archive of a ledger ({reason}); name one that luoshi wrote.",
            code="archive_none",
            details={"name": self.name, "reason": reason},
        )

    def _newer(self, reason: str) -> UsageError:
        return UsageError(
            f"{self.name} was written by a newer luoshi ({reason}); update luoshi to read it.",
            code="archive_newer",
            details={"name": self.name, "reason": reason},
        )

    def _damaged(self, reason: str) -> UsageError:
        return UsageError(
            f"{self.name} is damaged ({reason}); take another copy. Nothing was recorded.",
            code="archive_damaged",
            details={"name": self.name, "reason": reason},
        )

    def _too_large(self, reason: str) -> UsageError:
        return UsageError(
            f"{self.name} is larger than luoshi takes ({reason}). Nothing was recorded.",
            code="archive_too_large",
            details={"name": self.name, "reason": reason},
        )


def _read_manifest(said: dict[str, Any]) -> Manifest:
    counts = [said[key] for key in ("sequence", "documents", "statements")]
    if not all(type(each) is int and each >= 0 for each in counts) or not _HASH.fullmatch(said["hash"]):
        raise ValueError
    members = {name: Member(each["size"], each["sha256"]) for name, each in said["members"].items()}
    if not all(
        type(each.size) is int and each.size >= 0 and _HASH.fullmatch(each.sha256)
        for each in members.values()
    ):
        raise ValueError
    lost = tuple(said["lost"])
    if not all(_HASH.fullmatch(digest) for digest in lost):
        raise ValueError
    return Manifest(said["sequence"], said["hash"], said["documents"], said["statements"], members, lost)
