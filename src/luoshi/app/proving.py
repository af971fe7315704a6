"""Evidence: files kept by their hash, stretches of the ledger's texts, and what following found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from luoshi.app.register import Register
from luoshi.app.texts import Texts
from luoshi.errors import StoreError, UsageError
from luoshi.ledger import Event, Evidence, Row, steps
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Draft
from luoshi.ledger.fold import effective, shows
from luoshi.model import Document, Finding

if TYPE_CHECKING:
    from luoshi.app.handling import Desk, Expected
    from luoshi.stores import Store

Said = dict[str, Any]
_QUOTE = re.compile(r"(.+):(\d+)[-–—~](\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Attached:
    """A piece of evidence on a row, who attached it when, and whether it is still there.

    ``state``: ``sound missing altered unreadable``; ``place`` is the kept file, or the document's name.
    ``standing`` and ``why`` are those of the finding that was accepted.
    """

    evidence: Evidence
    state: str
    place: str
    at: str
    author: str
    standing: str | None = None
    why: tuple[str, ...] = ()


def kept_files(store: Store, paths: Iterable[str]) -> list[Said]:
    """Keep files beside the ledger, before any event says so; give them as evidence.

    Raises:
        LuoshiError: one cannot be read or kept.
    """
    from luoshi.reading.files import load, shown

    loaded = [(load(Path(path)), PurePath(shown(path)).name) for path in paths]
    return [
        {"kind": "file", "sha256": store.files.put(raw, PurePath(name).suffix.lower()), "name": name}
        for raw, name in loaded
    ]


def quotes(store: Store, said: Sequence[str]) -> list[Said]:
    """Give stretches of documents of the ledger, written ``DOCUMENT:START-END``, as evidence.

    Raises:
        UsageError: ``quote_spec``, ``no_document``, or ``quote_outside``: the text has no such stretch.
    """
    register = Register(store) if said else None
    out = []
    for words in said:
        found = _QUOTE.fullmatch(words.strip())
        if found is None or register is None:
            raise UsageError(
                f"--quote {words}: write DOCUMENT:START-END, as in report.md:120-158.",
                code="quote_spec",
                details={"quote": words},
            )
        entry = register.named(found[1])
        out.append(stretch(store, entry.sha256, int(found[2]), int(found[3])))
    return out


def stretch(store: Store, sha256: str, start: int, end: int) -> Said:
    """Give a stretch of a document (code points) as evidence, its words taken from the ledger's text.

    Raises:
        UsageError: the text has no such stretch.
    """
    text = store.text(sha256) or ""
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise UsageError(
            f"The text {sha256[:12]}… has {len(text)} characters; {start}-{end} is no stretch of words.",
            code="quote_outside",
            details={"document": f"{sha256[:12]}…", "characters": len(text), "start": start, "end": end},
        )
    return {"kind": "quote", "sha256": sha256, "name": text[start:end], "start": start, "end": end}


def prove(
    desk: Desk,
    number: int,
    evidence: Sequence[Mapping[str, Any]],
    *,
    findings: Sequence[Finding] = (),
    expected: Expected = None,
) -> tuple[Row, ...]:
    """Attach evidence to a row; the step of the work stays where it is.

    ``findings`` are of a later text: each with a stretch of it is attached with its standing and reasons
    (``evidence`` then holds their stretches, in the same order).

    Raises:
        StepError: the row is not at work.
        UsageError: ``evidence_there``: all of it is attached; ``evidence_none``: there is none.
    """
    if not evidence:
        raise UsageError("Name a file, a --quote or a text --from which to take it.", code="evidence_none")

    def proved(rows: Mapping[int, Row]) -> list[Draft]:
        row = rows[number]
        there = {(one.sha256, one.start, one.end) for one in row.status.evidence}
        fresh = [one for one in evidence if (one["sha256"], one.get("start"), one.get("end")) not in there]
        if not fresh:
            raise UsageError(
                f"Row {number} has this evidence already.", code="evidence_there", details={"row": number}
            )
        if not findings:
            return [steps.prove(row, fresh, desk.by, desk.table)]
        told = zip(evidence, findings, strict=True)
        return [_found(row, one, finding, desk) for one, finding in told if one in fresh]

    return desk.store.act((number,), proved, expected=expected)


def _found(row: Row, evidence: Mapping[str, Any], finding: Finding, desk: Desk) -> Draft:
    said = json.loads(steps.prove(row, [evidence], desk.by, desk.table).payload_json)
    more = {"standing": finding.standing, "why": list(finding.why)}
    return desk.by.draft(kinds.PROVED, row.number, said | more)


def followed(store: Store, number: int, later: Document) -> list[Finding]:
    """Give what a later text says of a row's promise: one finding a target, or one of the whole.

    Raises:
        UsageError: ``no_row``; ``no_finding``: the row promises nothing that can be followed.
        LuoshiError: the two texts cannot be a promise and its report.
    """
    from luoshi.following.prepare import prepare
    from luoshi.following.promises import follow_promises
    from luoshi.stores import Filter

    row = store.row(number)
    if row is None:
        raise UsageError(f"There is no row {number}.", code="no_row", details={"row": number})
    rows = [one for one in store.rows(Filter(document=row.document)) if one.status.review != "split"]
    promises = tuple(sorted((one.statement for one in rows), key=lambda one: (one.start, one.end)))
    earlier = replace(prepare(Texts(store).document(row.document)), statements=promises)
    found = [
        finding
        for finding in follow_promises(earlier, prepare(later))
        if (finding.commitment.start, finding.commitment.end) == (row.statement.start, row.statement.end)
    ]
    if not found:
        raise UsageError(
            f"Row {number} promises nothing that a later text could report on: it has no figure and names no "
            "work that can be found again.",
            code="no_finding",
            details={"row": number},
        )
    return found


def evidence(store: Store, number: int) -> list[Attached]:
    """Give the evidence on a row in the order in which it was attached, each looked at: is it still there?

    Raises:
        UsageError: there is no such row.
    """
    sources = {entry.sha256: entry.source for entry in store.documents()}
    out: list[Attached] = []
    for event in effective(store.history(number)[1:]):
        if event.kind not in (kinds.REPORTED, kinds.PROVED, kinds.JUDGED):
            continue
        for one, said in _attached(event):
            if event.kind == kinds.JUDGED and any(one == held.evidence for held in out):
                continue  # as the fold has it: accepted words that were attached before stand there once
            state, place = _state(store, one, sources)
            why = tuple(said.get("why", ()))
            out.append(Attached(one, state, place, event.at, event.author, said.get("standing"), why))
    return out


def _attached(event: Event) -> list[tuple[Evidence, Said]]:
    """Give what an event attaches, each with the verdict and the reasons that came with it."""
    said = event.payload
    if event.kind == kinds.JUDGED:
        shown = shows(said)
        told = {"standing": said["standing"], "why": said["finding"]["why"]}
        return [] if shown is None else [(shown, told)]
    return [(Evidence(**each), said) for each in said.get("evidence", ())]


def _state(store: Store, one: Evidence, sources: Mapping[str, str]) -> tuple[str, str]:
    if one.kind == "quote":
        text = store.text(one.sha256)
        if text is None:
            return "missing", one.sha256
        sound = text[one.start : one.end] == one.name
        return "sound" if sound else "altered", sources.get(one.sha256, one.sha256)
    try:
        store.files.open(one.sha256)
    except StoreError as error:
        known = {"kept_missing": "missing", "kept_altered": "altered"}
        return known.get(error.code or "", "unreadable"), str(store.files.find(one.sha256) or one.sha256)
    return "sound", str(store.files.find(one.sha256))
