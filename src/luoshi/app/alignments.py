"""Texts of a ledger held beside one another: made once, kept beside the ledger by the texts' hashes.

What is kept is plain JSON: an alignment's or a finding's record (``luoshi.codec``), with what the pages need
beside it. A worker calls the same functions; a page asks ``kept`` first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from luoshi.app.texts import Texts
from luoshi.errors import UsageError
from luoshi.model import Document

if TYPE_CHECKING:
    from luoshi.aligning.index import CentralIndex
    from luoshi.stores import Store

Record = dict[str, Any]
ALIGN: Final = "align"
FOLLOW: Final = "follow"
PROVISIONS: Final = "provisions"
SHORT: Final = "align_short"
COUNTS: Final = 0.5
"""The score from which a provision counts for a commitment, as in ``luoshi align --coverage``."""
_HELD: Final = 2
"""Central documents kept ready in memory: those of one page are asked again and again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Two texts to be held beside one another: ``align`` (local, central) or ``follow`` (earlier, later)."""

    kind: str
    one: str
    other: str

    @property
    def key(self) -> str:
        """Under what it is kept."""
        return f"{self.one}:{self.other}"


def kept(store: Store, wanted: Wanted) -> list[Record] | None:
    """Give what was made of two texts; ``None`` where it must be made first."""
    return _kept(store, wanted.kind, wanted.key)


def made(store: Store, wanted: Wanted) -> list[Record]:
    """Give it, made where it is not kept; raises as ``aligned`` and ``followed``."""
    return (aligned if wanted.kind == ALIGN else followed)(store, wanted.one, wanted.other)


def aligned(store: Store, local: str, central: str) -> list[Record]:
    """Give the alignments of a text's commitments with a central one, both named by their SHA-256.

    Each is the record of the alignment; a match has ``force`` and ``provision_start`` too, and ``side`` is
    the zone or body whose commitment it is (its index among the text's, and its name).

    Raises:
        UsageError: ``no_document``, ``align_same``, ``central_none``.
    """
    found = _made(store, ALIGN, f"{local}:{central}", lambda: _aligned(store, local, central))
    if _kept(store, SHORT, f"{local}:{central}") is None:
        _made(store, SHORT, f"{local}:{central}", lambda: [_short(record) for record in found])
    return found


def kept_short(store: Store, wanted: Wanted) -> list[Record] | None:
    """Give what the matrix needs of alignments (or all of findings): a tenth of what ``kept`` gives.

    Of a statement its place, words, force and themes; of the provisions the best one and those that count.
    """
    if wanted.kind != ALIGN:
        return kept(store, wanted)
    found = _kept(store, SHORT, wanted.key)
    if found is None and kept(store, wanted) is not None:
        made(store, wanted)
        found = _kept(store, SHORT, wanted.key)
    return found


def _short(record: Record) -> Record:
    said, (best, *others) = record["statement"], record["provisions"]
    return {
        "statement": {name: said[name] for name in ("start", "end", "text", "force", "themes")},
        "provisions": [best, *(match for match in others if match["score"] >= COUNTS)],
        "standing": record["standing"],
        "side": record["side"],
    }


def provisions(store: Store, central: str) -> list[Record]:
    """Give the provisions of a central document, in the order of its text.

    Raises:
        UsageError: ``no_document``, ``central_none``.
    """
    return _made(store, PROVISIONS, central, lambda: _provisions(store, central))


def followed(store: Store, earlier: str, later: str) -> list[Record]:
    """Give what became of a text's promises by a later one: the records of the findings.

    Raises:
        UsageError: ``no_document``.
        LuoshiError: the two cannot be a promise and its report; says why.
    """
    return _made(store, FOLLOW, f"{earlier}:{later}", lambda: _followed(store, earlier, later))


def _aligned(store: Store, local: str, central: str) -> list[Record]:
    from luoshi.aligning.aligner import alignments
    from luoshi.aligning.central import refuse_same
    from luoshi.codec import to_alignment_record
    from luoshi.comparing.sides import labelled, sides_of
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse

    texts = Texts(store)
    document, other = document_of(texts, local), document_of(texts, central)
    refuse_same(document, other)
    provisions(store, central)  # kept as well, so that the page has nothing to make
    index = _index(other)
    outline = parse(document)
    found = tuple(statements(outline))
    sides = labelled(sides_of(outline, found))
    of_side = {one.start: [at, side.label] for at, side in enumerate(sides) for one in side.statements}
    out = []
    for one in alignments(outline, found, index):
        record = to_alignment_record(one)
        for match, said in zip(one.provisions, record["provisions"], strict=True):
            said |= {"force": match.force, "provision_start": match.provision_start}
        # what a round-up says before its first zone is the paper's own
        out.append(record | {"side": of_side.get(one.statement.start)})
    return out


def _provisions(store: Store, central: str) -> list[Record]:
    index = _index(document_of(Texts(store), central))
    return [
        {
            "article": one.article,
            "path": list(one.path),
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "force": [task.force for task in one.tasks],
        }
        for one in index.provisions
    ]


def _followed(store: Store, earlier: str, later: str) -> list[Record]:
    from luoshi.codec import to_finding_record
    from luoshi.following.prepare import prepare
    from luoshi.following.promises import follow_promises

    texts = Texts(store)
    before, after = prepare(document_of(texts, earlier)), prepare(document_of(texts, later))
    return [
        to_finding_record(one) | {"themes": list(one.commitment.themes)}
        for one in follow_promises(before, after)
    ]


def document_of(texts: Texts, sha256: str) -> Document:
    """Give a document of the ledger.

    Raises:
        UsageError: ``no_document``.
    """
    document = texts.document(sha256)
    if not document.text:
        raise UsageError(
            f"The ledger has no document {sha256[:12]}.",
            code="no_document",
            details={"document": sha256[:12]},
        )
    return document


_indexes: dict[str, CentralIndex] = {}


def _index(document: Document) -> CentralIndex:
    """Give a central document ready to be asked; the last few are held."""
    from luoshi.aligning.central import central_index
    from luoshi.parsing.outline import parse

    key = document.sha256
    found = _indexes.get(key)
    if found is None:
        found = central_index(parse(document))
        for old in list(_indexes)[: 1 - _HELD]:
            _indexes.pop(old, None)
        _indexes[key] = found
    return found


def _made(store: Store, kind: str, key: str, make: Callable[[], list[Record]]) -> list[Record]:
    from luoshi import __version__

    found = _kept(store, kind, key)
    if found is None:
        found = make()
        store.office.computed.put(kind, key, __version__, found, now=datetime.now(UTC))
    return found


def _kept(store: Store, kind: str, key: str) -> list[Record] | None:
    from luoshi import __version__

    found: list[Record] | None = store.office.computed.get(kind, key, __version__)
    return found
