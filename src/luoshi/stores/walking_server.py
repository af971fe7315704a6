"""The chain on a server walked fast: part of it is hashed there and part here, at the same time.

The events are dealt out in ranges. This process takes them from the front: the server spells each event, and
sends it to be hashed, for which the processor has instructions that few servers use. A second connection
has the server hash by itself, from the back, where nothing but the answer is sent. Whoever is faster does
more, so it does not matter which of processor, server and network is slow.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, cast

from luoshi.ledger.chain import GENESIS, Head

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_RANGE: Final = 50_000  # events dealt out at a time: no question to the server lasts long
_HOLE: Final = "\x01"  # stands for the hash before in a spelled event; JSON has no such character
# What needs an escape in a time, a kind or a hash is no such thing: it is left to the slow walk. The payload
# is long and so joined once, not at each step.
_SPELLED: Final = """(
    '{{"at":"' || at || '","author":' || to_json(author) || ',"kind":"' || kind || '","payload":'
  ) || payload || (
    ',"previous":"' || {previous} || '","reason":'
    || CASE reason WHEN '' THEN '""' ELSE to_json(reason)::text END || ',"sequence":' || sequence
    || ',"subject":' || to_json(subject::text) || '}}'
  )"""
_ASKED: Final = "FROM events WHERE sequence > %(after)s AND sequence <= %(until)s ORDER BY sequence"
_SENT: Final = (
    "COPY (SELECT sequence, hash || previous || "
    + _SPELLED.format(previous=f"'{_HOLE}'")
    + f" {_ASKED}) TO STDOUT (FORMAT BINARY)"
)
# OFFSET 0: or else the window keeps whole events, on the disk, until it comes to them
_HASHED: Final = f"""
    SELECT count(*), count(*) FILTER (WHERE sound), min(sequence) FILTER (WHERE sound IS NOT TRUE) FROM (
      SELECT sequence, own
        AND sequence = %(after)s + row_number() OVER chain
        AND previous = lag(hash, 1, %(hash)s) OVER chain AS sound
      FROM (
        SELECT sequence, previous, hash,
          hash = encode(sha256(convert_to({_SPELLED.format(previous="previous")}, 'UTF8')), 'hex') AS own
        {_ASKED} OFFSET 0
      ) AS hashed
      WINDOW chain AS (ORDER BY sequence)
    ) AS walked
"""  # noqa: S608 - of the constants above
# A sent event: 2 bytes for the number of columns, each column after 4 bytes for its length.
_OPENING: Final = 19  # of the stream, before its first event
_SEQUENCE: Final = slice(6, 14)
_HASH: Final = slice(18, 82)
_PREVIOUS: Final = slice(82, 146)
_TEXT: Final = slice(146, None)
_END: Final = 2  # bytes


def walk(connection: Connection, until: int) -> Head:
    """Give the last event, at most the one at ``until``, up to which all are sound; it may stop early."""
    hand = _deal(connection, until)
    if len(hand.befores) == 1:
        return _hashed(connection, GENESIS, until)
    # another connection does not see what is being written in this one
    alone = connection.get_execution_options().get("writes", False)
    with ThreadPoolExecutor(1) as beside:
        other = None if alone else beside.submit(_from_the_back, connection.engine, hand)
        while (number := hand.take(first=True)) is not None:
            hand.reached[number] = _hashed_here(connection, hand.befores[number], hand.ends[number])
        if other is not None:
            other.result()
    return hand.head()


@dataclass(slots=True)
class _Hand:
    """Ranges by number: each with the event before it, its last sequence, and how far it was sound."""

    befores: list[Head]
    ends: list[int]
    reached: dict[int, Head] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _left: range = field(init=False)

    def __post_init__(self) -> None:
        self._left = range(len(self.befores))

    def take(self, *, first: bool) -> int | None:
        with self._lock:
            if not self._left:
                return None
            taken = self._left[0 if first else -1]
            self._left = self._left[1:] if first else self._left[:-1]
            return taken

    def head(self) -> Head:
        """Give the end of the ranges that are sound from the first on."""
        head = GENESIS
        for number, before in enumerate(self.befores):
            if head != before:
                break
            head = self.reached.get(number, head)
        return head


def _deal(connection: Connection, until: int) -> _Hand:
    asked = "SELECT sequence, hash FROM events WHERE sequence = ANY(%(wanted)s) ORDER BY sequence"
    wanted = list(range(_RANGE, until, _RANGE))
    befores = [GENESIS, *(Head(*each) for each in connection.exec_driver_sql(asked, {"wanted": wanted}))]
    ends = [after.sequence for _, after in pairwise(befores)]
    return _Hand(befores, [*ends, until])


def _from_the_back(engine: Engine, hand: _Hand) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    from luoshi.stores.connecting import connected

    try:
        with connected(engine) as connection:
            while (number := hand.take(first=False)) is not None:
                hand.reached[number] = _hashed(connection, hand.befores[number], hand.ends[number])
    except SQLAlchemyError:  # no connection to spare: the range in hand is left to the slow walk
        return


def _hashed_here(connection: Connection, before: Head, until: int) -> Head:
    cursor = cast(Any, connection.connection.cursor())  # psycopg's own
    with closing(cursor), cursor.copy(_SENT, {"after": before.sequence, "until": until}) as sent:
        return _walk_sent(sent, before)


def _walk_sent(sent: Iterable[bytes | memoryview], before: Head) -> Head:
    """Hash events as the server sends them. What comes after one that is not sound is not looked at."""
    sequence, last = before.sequence, before.hash.encode()
    hole, opening, sound = _HOLE.encode(), _OPENING, True
    for each in sent:
        event = bytes(each)[opening:]
        opening = 0
        if not sound or len(event) <= _END:
            continue
        claimed = event[_HASH]
        # only the first hole: a payload with one more is not what was sealed
        text = event[_TEXT].replace(hole, last, 1)
        if (
            event[_SEQUENCE] != (sequence + 1).to_bytes(8, "big")
            or event[_PREVIOUS] != last
            or sha256(text).hexdigest().encode() != claimed
        ):
            sound = False
            continue
        sequence, last = sequence + 1, claimed
    return Head(sequence, last.decode())


def _hashed(connection: Connection, before: Head, until: int) -> Head:
    asked = {"after": before.sequence, "hash": before.hash, "until": until}
    found, sound, wrong = connection.exec_driver_sql(_HASHED, asked).one()
    whole = found == sound == until - before.sequence
    last = until if whole else min(wrong or until, before.sequence + sound + 1) - 1
    if last <= before.sequence:
        return before
    made = connection.exec_driver_sql("SELECT hash FROM events WHERE sequence = %(last)s", {"last": last})
    reached = made.scalar()
    return before if reached is None else Head(last, reached)
