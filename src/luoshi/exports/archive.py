"""The whole ledger as one archive: events, texts and kept files in a ZIP, and a manifest with their hashes.

``manifest.json``, ``events.jsonl`` (one event a line, canonical JSON), ``documents/SHA256.txt`` (the texts),
``files/SHA256.pdf`` (the kept files). A ledger can be made from it (``luoshi.exports.archived``).
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import BinaryIO, Protocol

from luoshi.errors import ChainError
from luoshi.ledger import Event, Fault, Head, verify
from luoshi.ledger.attached import files_of
from luoshi.ledger.canonical import canonical
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED

FORMAT = "luoshi-ledger/1"
MANIFEST = "manifest.json"
EVENTS = "events.jsonl"
ENDING = re.compile(r"\.[a-z0-9]{1,10}")
_START = (1980, 1, 1, 0, 0, 0)  # the same ledger gives the same archive, whenever it is written
_BLOCK = 1000  # events between two words of progress

Progress = Callable[[int], None]
"""Is told how many events, texts and files are done."""


class Origin(Protocol):
    """Where a ledger is taken from."""

    @property
    def name(self) -> str:
        """What it is called in errors."""

    def events(self) -> Iterator[Event]:
        """Stream all events in order."""

    def text(self, sha256: str) -> str | None:
        """Give the text of a document."""

    def file(self, digest: str) -> bytes | None:
        """Give a kept file; ``None`` where it is lost."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive: its size in bytes, and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; ``lost`` are the kept files that the ledger names but no longer has."""

    sequence: int
    hash: str
    documents: int
    statements: int
    members: dict[str, Member]
    lost: tuple[str, ...] = ()
    format: str = FORMAT


@dataclass(slots=True)
class _Seen:
    texts: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    statements: int = 0


def write_archive(origin: Origin, file: BinaryIO, progress: Progress | None = None) -> Manifest:
    """Write a ledger, as it is at one moment, into an open file; give its manifest.

    Raises:
        ChainError: the chain of the ledger does not hold.
    """
    members: dict[str, Member] = {}
    seen, lost, done = _Seen(), [], 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        end = _write_events(origin, target, members, seen, progress)
        done = end.sequence
        for digest in seen.texts:
            text = origin.text(digest)
            if text is None or sha256(text.encode()).hexdigest() != digest:
                raise ChainError(
                    f"{origin.name}: the text of the document {digest[:12]}… is not there, or was edited; "
                    "put back a copy.",
                    code="text_lost",
                    details={"name": origin.name, "digest": f"{digest[:12]}…"},
                )
            _write(target, members, f"documents/{digest}.txt", text.encode())
            done = _tell(progress, done)
        for digest, ending in seen.files.items():
            raw = origin.file(digest)
            if raw is None:
                lost.append(digest)
            else:
                _write(target, members, f"files/{digest}{ending}", raw)
            done = _tell(progress, done)
        made = Manifest(*end, len(seen.texts), seen.statements, members, tuple(lost))
        _write(target, {}, MANIFEST, (json.dumps(asdict(made), ensure_ascii=False, indent=1) + "\n").encode())
    return made


def line_of(event: Event) -> str:
    """Give an event as a line of ``events.jsonl``; its payload stands in it as JSON."""
    said = {
        "at": event.at,
        "author": event.author,
        "hash": event.hash,
        "kind": event.kind,
    }
    rest = {
        "previous": event.previous,
        "reason": event.reason,
        "sequence": event.sequence,
        "subject": event.subject,
    }
    return f'{canonical(said)[:-1]},"payload":{event.payload_json},{canonical(rest)[1:]}\n'


def _write_events(
    origin: Origin,
    target: zipfile.ZipFile,
    members: dict[str, Member],
    seen: _Seen,
    progress: Progress | None,
) -> Head:
    hashed, size = sha256(), 0

    def noted() -> Iterator[Event]:
        nonlocal size
        with target.open(_entry(EVENTS), "w", force_zip64=True) as file:
            for event in origin.events():
                line = line_of(event).encode()
                hashed.update(line)
                size += file.write(line)
                _note(event, seen)
                if event.sequence % _BLOCK == 0 and progress is not None:
                    progress(event.sequence)
                yield event

    end = verify(noted())
    if isinstance(end, Fault):
        raise ChainError(
            f"{origin.name}: {end}",
            code=f"chain_{end.code}",
            details={"name": origin.name, "sequence": end.sequence, **end.details},
        )
    members[EVENTS] = Member(size, hashed.hexdigest())
    return end


def _note(event: Event, seen: _Seen) -> None:
    if event.kind == DOCUMENT_ADDED:
        seen.texts.append(event.subject)
    elif event.kind == CREATED:
        seen.statements += 1
    for digest, ending in files_of(event):
        seen.files.setdefault(digest, ending if ENDING.fullmatch(ending) else "")


def _write(target: zipfile.ZipFile, members: dict[str, Member], name: str, content: bytes) -> None:
    target.writestr(_entry(name), content)
    members[name] = Member(len(content), sha256(content).hexdigest())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _START)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _tell(progress: Progress | None, done: int) -> int:
    if progress is not None:
        progress(done + 1)
    return done + 1
