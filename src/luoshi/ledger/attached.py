"""The kept files that an event names: what a document was read from, and what was attached as evidence."""

from __future__ import annotations

from pathlib import PurePosixPath

from luoshi.ledger.events import DOCUMENT_ADDED, PROVED, REPORTED, Event


def files_of(event: Event) -> list[tuple[str, str]]:
    """Give the SHA-256 and the ending (``.pdf``, or ``""``) of each kept file that an event names."""
    if event.kind == DOCUMENT_ADDED:
        said = event.payload
        digest = said.get("file")
        return [(digest, said.get("ending") or "")] if digest else []
    if event.kind in (REPORTED, PROVED) and '"sha256"' in event.payload_json:
        every = event.payload.get("evidence", ())
        return [
            (each["sha256"], PurePosixPath(each["name"]).suffix.lower())
            for each in every
            if each["kind"] == "file"
        ]
    return []
