"""The record: what a stretch of text promises, reports, admits or announces."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words at a place: ``text == document.text[start:end]``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Years:
    """ISO dates, both inclusive; ``None`` where that end is open or not known."""

    from_: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it. ``role``: ``lead responsible supporting addressee``.

    ``inherited`` says that the name stands outside the record's own pieces; ``why`` then says
    where: ``heading`` (a heading above), ``sentence`` (an earlier clause or sentence), ``body`` (the
    issuing body), ``list`` (a duty list behind the record: “（区发展改革局牵头）”, “牵头单位：…”).
    """

    name: str
    role: str
    start: int
    end: int
    inherited: bool = False
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that sets (``role`` ``target``) or reports (``actual``) a value.

    ``kind``: ``growth level change count share rank multiple``; ``comparator``: ``approx ge gt
    le lt eq range lead``. ``low`` and ``high`` are in ``unit`` as written (1200, ``万人``).
    ``id`` names the indicator where it is a known one (``gdp``). ``base`` is what a change is
    measured from (``比上年``), ``reference`` what a ``lead`` compares with (``全国``).
    """

    indicator: str
    id: str | None
    kind: str
    comparator: str
    low: float | None
    high: float | None
    unit: str
    role: str
    period: Years | None
    start: int
    end: int
    text: str
    base: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time that limits or dates the deed; ISO dates, both inclusive, ``None`` where open.

    ``precision``: ``day month quarter half year years decade none``.
    """

    text: str
    start: int
    end: int
    from_: str | None
    until: str | None
    precision: str


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list under one frame: ``8个方面工作`` claims 8; ``agrees`` is ``None`` without a claim."""

    claimed: int | None
    found: int
    items: tuple[Stretch, ...]
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting or occasion: who met, when, on what."""

    date: Deadline | None
    body: str | None
    occasion: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measurability:
    """Grade ``A`` number and date, ``B`` one of them, ``C`` checkable object, ``D`` wish."""

    grade: str
    why: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One record. ``text`` is the join of the ``pieces`` of ``document.text``.

    ``type``: ``commitment result problem event``; ``rule`` names what decided it.
    ``enumeration`` is the list that leads, ``other_lists`` are the further ones of the same unit.
    ``confidence`` (0 to 1) is the lowest of the recognised lines that the record rests on, ``None`` where its
    characters are the file's own; ``doubtful`` are the stretches of it to be checked against the picture.
    """

    type: str
    id: str
    document: str
    source: str
    rule: str
    section: tuple[str, ...]
    start: int
    end: int
    text: str
    pieces: tuple[tuple[int, int], ...]
    actors: tuple[Actor, ...] = ()
    action: str | None = None
    object: str | None = None
    force: str | None = None
    kind: str | None = None
    themes: tuple[str, ...] = ()
    subthemes: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    vague: tuple[Stretch, ...] = ()
    deadline: Deadline | None = None
    enumeration: Enumeration | None = None
    other_lists: tuple[Enumeration, ...] = ()
    event: Event | None = None
    measurability: Measurability | None = field(default=None)
    confidence: float | None = None
    doubtful: tuple[Stretch, ...] = ()
