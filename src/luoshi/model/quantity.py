"""Numbers and times as they are found in any Chinese text."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Quantity(NamedTuple):
    """A number with its unit and comparator, at ``text[start:end]``.

    ``low`` and ``high`` are in units of ``unit`` as written (``1200万人`` gives 1200 and
    ``万人``); ``high`` is ``None`` unless it is a range. ``unit`` is ``""`` for a bare number.
    ``comparator`` is one of ``approx ge gt le lt eq range``.
    """

    start: int
    end: int
    low: float
    high: float | None
    unit: str
    comparator: str


class Period(NamedTuple):
    """A stretch of time at ``text[start:end]``; ``from_`` and ``until`` are both inclusive.

    Both are ``None`` where the words do not bear dates (``每年``, ``三年行动``, or ``今年``
    with no reference date). ``precision`` is one of ``day month quarter half year years
    decade none``; ``kind`` one of ``at`` (it stands in that time), ``by`` (until its end:
    ``年底前``, ``到2030年``), ``since`` (from its begin on), ``span``, ``recurring``,
    ``duration``.
    """

    start: int
    end: int
    from_: date | None
    until: date | None
    precision: str
    kind: str
