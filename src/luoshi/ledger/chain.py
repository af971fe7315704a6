"""The chain: each event holds the SHA-256 of the one before, so no past can be changed unseen.

Whoever can write the whole database can also make a new chain; against that, keep the head
(sequence and hash) somewhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple

from luoshi.ledger.canonical import canonical
from luoshi.ledger.events import Draft, Event

_FAR = 1000  # how far past the known end a moved event's first place is looked for


class Head(NamedTuple):
    """The last event of a chain: its sequence and its hash."""

    sequence: int
    hash: str


GENESIS = Head(0, "0" * 64)
"""The head of an empty chain."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the chain, first of all at the event ``sequence``.

    ``kind``: ``edited`` (its content does not give its hash, or not the hash that the next one
    holds) · ``missing`` · ``reordered`` (it was written at another place) · ``added`` (it stands
    past the recorded end). ``code`` is stable and names the sentence in ``detail``; ``details``
    fill the gaps of the same sentence in another language.
    """

    sequence: int
    kind: str
    detail: str
    code: str
    details: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"event {self.sequence} is {self.kind}: {self.detail}"


def digest(event: Event) -> str:
    """Give the SHA-256 (hex) of the canonical JSON of all fields of an event but its hash."""
    return sha256(
        f'{{"at":{canonical(event.at)},"author":{canonical(event.author)},"kind":{canonical(event.kind)},'
        f'"payload":{event.payload_json},"previous":{canonical(event.previous)},'
        f'"reason":{canonical(event.reason)},"sequence":{event.sequence},'
        f'"subject":{canonical(event.subject)}}}'.encode("utf-8", "surrogatepass")
    ).hexdigest()


def link(head: Head, draft: Draft) -> Event:
    """Give the draft its place after ``head``, with both hashes."""
    unsealed = Event(head.sequence + 1, *_said(draft), head.hash, "")
    return Event(head.sequence + 1, *_said(draft), head.hash, digest(unsealed))


def _said(draft: Draft) -> tuple[str, str, str, str, str, str]:
    return draft.kind, draft.subject, draft.at, draft.author, draft.reason, draft.payload_json


def verify(events: Iterable[Event], head: Head | None = None) -> Head | Fault:
    """Walk a chain from its first event; give its end, or the first fault.

    ``head`` is the end that was recorded apart from the events: only with it can events cut
    from the end, or the last one written anew with its hash, be seen.
    """
    before = GENESIS
    limit = head.sequence if head else 0
    coming = iter(events)
    for event in coming:
        if (
            event.sequence != before.sequence + 1
            or event.previous != before.hash
            or digest(event) != event.hash
        ):
            return _fault(event, before, limit, coming)
        before = Head(event.sequence, event.hash)
    return before if head is None or head == before else _end_fault(before, head)


def _fault(event: Event, before: Head, limit: int, coming: Iterator[Event]) -> Fault:
    due = before.sequence + 1
    if event.sequence < due:
        return _misplaced(event, due)
    if digest(event) != event.hash:
        place = _first_place(event, max(limit, event.sequence) + _FAR)
        if place is None:
            said = "what it says does not give the hash that it was sealed with."
            return Fault(event.sequence, "edited", said, "edited")
        said = f"it was written as event {place}."
        return Fault(event.sequence, "reordered", said, "moved", {"place": place})
    if event.sequence > due:
        if any(later.sequence == due for later in coming):
            return _misplaced(event, due)
        gap = f"events {due} to {event.sequence - 1} are" if event.sequence > due + 1 else f"event {due} is"
        said = f"{gap} gone; the next one kept is {event.sequence}."
        return Fault(due, "missing", said, "gap", {"last": event.sequence - 1, "next": event.sequence})
    if due == 1:
        return Fault(1, "edited", "it claims that another event came before it.", "first")
    said = f"its hash was made anew; event {event.sequence} holds the old one."
    return Fault(before.sequence, "edited", said, "resealed", {"next": event.sequence})


def _misplaced(event: Event, due: int) -> Fault:
    said = f"it stands where event {due} belongs."
    return Fault(event.sequence, "reordered", said, "misplaced", {"due": due})


def _first_place(event: Event, limit: int) -> int | None:
    for sequence in range(1, limit + 1):
        if digest(replace(event, sequence=sequence)) == event.hash:
            return sequence
    return None


def _end_fault(last: Head, head: Head) -> Fault:
    if last.sequence < head.sequence:
        said = f"the chain ends at event {last.sequence}, but was recorded up to event {head.sequence}."
        ends = {"last": last.sequence, "head": head.sequence}
        return Fault(last.sequence + 1, "missing", said, "cut", ends)
    if last.sequence > head.sequence:
        said = f"the chain was recorded only up to event {head.sequence}."
        return Fault(head.sequence + 1, "added", said, "added", {"head": head.sequence})
    said = "its hash was made anew; the recorded end holds the old one."
    return Fault(last.sequence, "edited", said, "resealed_end")
