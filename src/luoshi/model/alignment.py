"""Which provisions of a central document a local statement carries out."""

from __future__ import annotations

from dataclasses import dataclass, field

from luoshi.model.statement import Statement


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a provision with its own task: ``document.text[start:end]``, and how firmly it asks."""

    start: int
    end: int
    text: str
    force: str | None


@dataclass(frozen=True, slots=True)
class Provision:
    """One article of a central document, or one paragraph where it has no articles.

    ``article`` is its number as one cites it (``18``); ``path`` are the titles above it and its
    own, outermost first; ``text == document.text[start:end]``. ``tasks`` are the statements in it
    that ask for something; a provision without any cannot be taken up.
    """

    article: str
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    tasks: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A provision that a statement may carry out.

    ``start``, ``end`` and ``text`` are the sentence of the provision that lies nearest to the
    statement, ``force`` how firmly it asks; ``score`` is between 0 and 1, and ``why`` says in
    words what speaks for it. ``provision_start`` is where the provision itself begins.
    """

    article: str
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    score: float
    why: tuple[str, ...] = ()
    force: str | None = None
    provision_start: int = -1


@dataclass(frozen=True, slots=True)
class Alignment:
    """A statement with the provisions nearest to it, best first.

    ``standing`` is ``aligned``, or ``unaligned`` where even the best lies too far off: then
    ``provisions`` are only what a reader may want to look at.
    """

    statement: Statement
    provisions: tuple[Match, ...]
    standing: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement beside the central words that it takes up.

    ``change`` is ``kept hardened softened`` by the force of both, ``""`` where they do not share
    enough words to be one task. ``shared`` are the stretches that are the same in both:
    (start in ``statement.text``, start in ``match.text``, length).
    """

    statement: Statement
    match: Match
    change: str
    shared: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Uptake:
    """A provision with the statements that take it up first of all, best first.

    ``also`` counts the statements that take up another one first, and this one too. A provision
    without either is one that nobody takes up.
    """

    provision: Provision
    wordings: tuple[Wording, ...]
    also: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """Both ways: provisions with what takes them up, and statements that no provision asks for."""

    uptakes: tuple[Uptake, ...]
    unaligned: tuple[Alignment, ...] = field(default=())
