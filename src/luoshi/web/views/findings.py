"""Findings as the follow-up page shows them: both quotes, the verdict, and what a person made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from luoshi.app.judging import Key, judgements
from luoshi.ledger import Judgement
from luoshi.ledger.judgement import OVERRULED, STANDINGS, verdicts
from luoshi.stores import Filter
from luoshi.stores.listing import Listed
from luoshi.web.views.marked import marked, within
from luoshi.web.views.quoting import Segment

if TYPE_CHECKING:
    from luoshi.stores import Store

Record = Mapping[str, Any]
_ROWS: Final = 100_000
TONES: Final[Mapping[str, str]] = {
    "met": "green", "done": "green", "missed": "red", "admitted_missed": "red", "reported": "blue",
    "under_way": "blue", "repeated": "yellow", "qualitative": "yellow", "silent": "violet",
    "dropped": "violet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise beside the later text.

    ``key`` stands in addresses and forms: the offsets of the promise, and of its figure. ``row`` is the
    ledger's row where it has one, ``at_work`` whether it may be judged, ``judged`` the last judgement.
    """

    key: str
    record: Record
    row: Listed | None
    at_work: bool
    judged: Judgement | None
    promise: tuple[Segment, ...]
    report: tuple[Segment, ...]

    @property
    def standing(self) -> str:
        """The verdict that was found."""
        return str(self.record["standing"])

    @property
    def verdict(self) -> str:
        """The verdict that counts: found, or put in its place."""
        return self.judged.verdict if self.judged else self.standing

    @property
    def tone(self) -> str:
        """The colour of its badge, beside its word."""
        return TONES.get(self.verdict, "")

    @property
    def overruled(self) -> bool:
        """Whether another verdict was put in place of the one that was found."""
        return self.judged is not None and self.judged.decision == OVERRULED

    @property
    def decided(self) -> str:
        """``no``, ``accepted`` or ``overruled``."""
        return self.judged.decision if self.judged else "no"

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts that may take its place."""
        return verdicts(self.standing, has_target=self.record["target"] is not None)

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes of the promise."""
        return tuple(self.row.record["themes"] if self.row else self.record["themes"])


def key_of(record: Record) -> str:
    """Give the key of a finding."""
    said, target = record["commitment"], record["target"]
    figure = "" if target is None else f"-{target['start']}-{target['end']}"
    return f"{said['start']}-{said['end']}{figure}"


def findings(
    store: Store, earlier: str, later: str, records: Sequence[Record], at_work: Iterable[str]
) -> list[Finding]:
    """Give the findings in the order of the earlier text."""
    work = frozenset(at_work)
    rows = {
        (row.record["start"], row.record["end"]): row
        for row in store.listed(Filter(document=earlier), limit=_ROWS)
    }
    text = store.text(later) or ""
    held: dict[int, Mapping[Key, Judgement]] = {}
    out = []
    for record in records:
        said = record["commitment"]
        row = rows.get((said["start"], said["end"]))
        judged = None if row is None else _judged(store, row, held).get((later, _target(record)))
        out.append(
            Finding(
                key_of(record), record, row, row is not None and row.review in work, judged,
                _promise(record), _report(record, text),
            )
        )  # fmt: skip
    return out


def _judged(store: Store, row: Listed, held: dict[int, Mapping[Key, Judgement]]) -> Mapping[Key, Judgement]:
    if "judged" not in row.status:
        return {}
    if row.number not in held:
        found = store.row(row.number)
        held[row.number] = {} if found is None else judgements(store, found)
    return held[row.number]


def _target(record: Record) -> tuple[int, int] | None:
    target = record["target"]
    return None if target is None else (target["start"], target["end"])


def _promise(record: Record) -> tuple[Segment, ...]:
    """The promise, its figure marked."""
    said, target = record["commitment"], record["target"]
    if target is None:
        return ((said["text"], None),)
    stretches, at = [], 0
    for start, end in said["pieces"]:  # offsets in the text, to offsets in the quote
        first, last = max(start, target["start"]), min(end, target["end"])
        if first < last:
            stretches.append((at + first - start, at + last - start))
        at += end - start
    return marked(said["text"], stretches)


def _report(record: Record, text: str) -> tuple[Segment, ...]:
    shown = record["evidence"]
    return () if shown is None else within(text, shown["start"], shown["end"])


def counted(found: Iterable[Finding]) -> list[tuple[str, int]]:
    """Count the findings by the verdict that counts, in the order of the contract."""
    counts = dict.fromkeys(STANDINGS, 0)
    for one in found:
        counts[one.verdict] += 1
    return [(standing, count) for standing, count in counts.items() if count]
