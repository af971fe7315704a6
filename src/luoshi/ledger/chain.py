"""The chain: each event holds the SHA-256 of the one before, so no past can be changed unseen.

Whoever can write the whole database can also make a new chain; against that, keep the head
(sequence and hash) somewhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple

from luoshi.ledger.canonical import canonical
from luoshi.ledger.events import Draft, Event

_PLAIN = b"#-.:0123456789abcdefghijklmnopqrstuvwxyz"  # need no escapes in JSON
_REMEMBERED = 10_000
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
    return _digest(
        event.sequence,
        event.kind,
        event.subject,
        event.at,
        event.author,
        event.reason,
        event.payload_json,
        event.previous,
    )


def _digest(  # noqa: PLR0913, PLR0917 - the fields of an event, called for each of millions
    sequence: int, kind: str, subject: str, at: str, author: str, reason: str, payload: str, previous: str
) -> str:
    text = (
        f'{{"at":{_quoted(at)},"author":{_quoted(author)},"kind":{_quoted(kind)},'
        f'"payload":{payload},"previous":{_quoted(previous)},'
        f'"reason":{_quoted(reason)},"sequence":{sequence},"subject":{_quoted(subject)}}}'
    )
    try:
        return sha256(text.encode()).hexdigest()
    except (
        UnicodeEncodeError
    ):  # half characters: canonical JSON escapes them, but not in a payload as it stands
        return sha256(
            f'{{"at":{canonical(at)},"author":{canonical(author)},"kind":{canonical(kind)},'
            f'"payload":{payload},"previous":{canonical(previous)},'
            f'"reason":{canonical(reason)},"sequence":{sequence},'
            f'"subject":{canonical(subject)}}}'.encode("utf-8", "surrogatepass")
        ).hexdigest()


def link(head: Head, draft: Draft) -> Event:
    """Give the draft its place after ``head``, with both hashes."""
    sequence, said = head.sequence + 1, _said(draft)
    return Event(sequence, *said, head.hash, _digest(sequence, *said, head.hash))


def _said(draft: Draft) -> tuple[str, str, str, str, str, str]:
    return draft.kind, draft.subject, draft.at, draft.author, draft.reason, draft.payload_json


Packed = tuple[int, bytes, bytes, bytes, bytes, bytes]
"""An event in UTF-8: its sequence; at, author, kind and reason with U+0001 between them; subject, payload,
previous, hash."""


def walk_packed(events: Iterable[Packed], before: Head = GENESIS) -> Head:
    """Walk events from the one after ``before``; give the last up to which all are sound.

    It stops before the first that is not, or is not sure to be: ``verify`` from there says what is wrong.
    It is the inner loop over millions: what most events share is written as JSON once.
    """
    sequence, last = before.sequence, before.hash.encode()
    spelled: dict[bytes, tuple[bytes, bytes]] = {}
    for found, shared, subject, payload, previous, claimed in events:
        parts = spelled.get(shared)
        if parts is None:
            spelling = _shared(shared)
            if spelling is None:
                break
            if len(spelled) >= _REMEMBERED:
                spelled.clear()
            parts = spelled[shared] = spelling
        try:
            spelt = (
                subject if not subject.translate(None, _PLAIN) else _quoted(subject.decode()).encode()[1:-1]
            )
        except UnicodeDecodeError:
            break
        text = b'%b%b,"previous":"%b%b%d,"subject":"%b"}' % (
            parts[0],
            payload,
            previous,
            parts[1],
            found,
            spelt,
        )
        if found != sequence + 1 or previous != last or sha256(text).hexdigest().encode() != claimed:
            break
        sequence, last = found, claimed
    return Head(sequence, last.decode())


def _shared(shared: bytes) -> tuple[bytes, bytes] | None:
    """Give what stands before the payload and after the previous hash; ``None`` where that is not clear."""
    try:
        at, author, kind, reason = (_quoted(part).encode() for part in shared.decode().split("\x01"))
    except ValueError:  # no UTF-8, or a text holds U+0001
        return None
    return (
        b'{"at":%b,"author":%b,"kind":%b,"payload":' % (at, author, kind),
        b'","reason":%b,"sequence":' % reason,
    )


def verify(events: Iterable[Event], head: Head | None = None, before: Head = GENESIS) -> Head | Fault:
    """Walk a chain from its first event; give its end, or the first fault.

    ``head`` is the end that was recorded apart from the events: only with it can events cut
    from the end, or the last one written anew with its hash, be seen. ``before`` is the last event
    that was walked already; ``events`` then go on from there.
    """
    limit = head.sequence if head else 0
    coming = iter(events)
    for event in coming:
        if event.sequence != before.sequence + 1 or event.previous != before.hash or not _sealed(event):
            return _fault(event, before, limit, coming)
        before = Head(event.sequence, event.hash)
    return before if head is None or head == before else _end_fault(before, head)


def _fault(event: Event, before: Head, limit: int, coming: Iterator[Event]) -> Fault:
    due = before.sequence + 1
    if event.sequence < due:
        return _misplaced(event, due)
    if not _sealed(event):
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


def _sealed(event: Event) -> bool:
    """Tell whether an event is as it was sealed; bytes where a text belongs never were."""
    return _is_text(event) and digest(event) == event.hash


def _is_text(event: Event) -> bool:
    fields = (event.kind, event.subject, event.at, event.author, event.reason, event.payload_json)
    return all(isinstance(said, str) for said in (*fields, event.previous, event.hash))


def _misplaced(event: Event, due: int) -> Fault:
    said = f"it stands where event {due} belongs."
    return Fault(event.sequence, "reordered", said, "misplaced", {"due": due})


def _first_place(event: Event, limit: int) -> int | None:
    if not _is_text(event):
        return None
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
