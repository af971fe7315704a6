"""What the label model sees of a clause: its characters, its cues, its place, its neighbours.

The features stand in four groups, each a function from a small key to names, so that the weights
of a group can be added once for each key that occurs and looked up from then on. The names are
the keys of ``data/models/labels.tsv``: a change here asks for new weights (``make train``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from luoshi.extracting.labels.frames import Frame, clause_frames
from luoshi.lexicon.frames import frames
from luoshi.lexicon.load import alternatives
from luoshi.model import Clause, Outline

# one shape for every digit, so that a year or value learnt is no year or value at all
FLAT = str.maketrans("0123456789０１２３４５６７８９％，、,“”", '00000000000000000000%,、,""')
LONGEST = 400  # characters of a clause that are looked at: more is no clause
STOPS = frozenset("。！!？?")
# a clause that only says when, where or on what ground: what follows goes on with it
LONE = (
    *("今年", "去年", "当前", "目前", "眼下", "同时", "其中", "此外", "日前", "近日", "近年来", "这段时间"),
    *("下一步", "未来", "接下来", "截至", "到0", "今天", "此前", "依托", "根据", "作为", "结合", "坚持"),
    *"在从对按随针围聚锚面瞄通经据根自于为",
)
_LONE = re.compile(f"[^，]{{0,4}}0{{1,4}}[年月日]|{alternatives(LONE)}")
_YEAR = re.compile(r"(20[0-4]\d)")


class Place(NamedTuple):
    """Where a clause stands and what shape it has; few different ones occur in a document."""

    frame: Frame
    kind: str
    ender: str
    size: int
    position: int
    marks: tuple[bool, bool, bool, bool]  # heading, opens its line, resumes, ordered before


class Turn(NamedTuple):
    """How a clause follows the one before it in the same sentence."""

    ender: str
    last: str
    size: int
    figures: int
    lone: bool


class Seen(NamedTuple):
    """What the model sees of one clause. ``words``, ``before``, ``after`` are flattened text."""

    words: str
    place: Place
    cues: tuple[str, ...]
    years: tuple[str, ...]
    turn: Turn | None
    before: tuple[str, str, tuple[str, ...]] | None  # “” or “.” over a sentence's end, words, cues
    after: tuple[str, str, tuple[str, ...]] | None


def flattened(text: str) -> str:
    """Give the text with its digits made one, of the same length."""
    return text.translate(FLAT)


def seen(outline: Outline) -> Iterator[Seen]:
    """Give what the model sees of each clause of the outline, in order."""
    text = outline.document.text
    flat = flattened(text)
    year = outline.facts.date.year if outline.facts.date else 0
    kind = outline.facts.kind or ""
    clauses = outline.clauses
    words = [flat[clause.start : min(clause.end, clause.start + LONGEST)] for clause in clauses]
    cues = [_cues(text, clause) for clause in clauses]
    ordered = False
    sentence = -1
    position = 0
    count = len(clauses)
    for at, frame in enumerate(clause_frames(outline)):
        clause = clauses[at]
        position += 1
        if clause.sentence != sentence:
            sentence, ordered, position = clause.sentence, False, 1
        before = after = turn = None
        if at:
            near = "" if position > 1 else "."
            before = (near, words[at - 1], cues[at - 1])
            if position > 1:
                turn = _turn(clauses[at - 1], clause, words[at - 1], words[at])
        if at + 1 < count:
            near = "" if clauses[at + 1].sentence == sentence else "."
            after = (near, words[at + 1], cues[at + 1])
        marks = (clause.heading, clause.opens_line, clause.resumes, ordered)
        size = size_of(clause.end - clause.start)
        place = Place(frame, kind, clause.ender, size, min(position, 5), marks)
        years = _years(text, clause, year) if year else ()
        yield Seen(words[at], place, cues[at], years, turn, before, after)
        ordered = ordered or "order" in cues[at]


def names(clause: Seen) -> list[str]:
    """Give the names of all features of a clause."""
    place = clause.place
    out = grams(clause.words) + word_names(clause) + place_names(place)
    out += cue_names(clause.cues, place.frame)
    out += clause.years
    out += turn_names(clause.turn)
    if clause.before:
        out += near_names("p", clause.before[0], clause.before[2])
    if clause.after:
        out += near_names("n", clause.after[0], clause.after[2])
    return out


def grams(words: str) -> list[str]:
    """The pairs and triples of characters."""
    out = [a + b for a, b in pairwise(words)]
    out += [a + b + c for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    return out


def word_names(clause: Seen) -> list[str]:
    """What holds characters of the clause's begin or end, or of its neighbours'."""
    words = clause.words
    first = words[:2]
    frame = clause.place.frame
    last = "." if clause.place.ender in STOPS else ""
    out = [
        "^" + words[:1],
        "^" + first,
        "^" + words[:3],
        "^" + words[:4],
        "$" + words[-1:],
        "$" + words[-2:],
        "$" + words[-3:],
        f"{frame.moment}^^{first}",
        f"{frame.role}{frame.mood}^{first}",
        f"{last}@{min(clause.place.position, 3)}^{first}",
    ]
    if clause.before:
        near, before, _ = clause.before
        out.append(f"p{near}^{before[:2]}")
        if clause.turn:
            out += [
                f"p1{before[:1]}^{first}",
                f"p1{before[:1]}|{last}",
                f"p2{before[:2]}^{first}",
                f"p${before[-2:]}",
                f"pf{clause.turn.figures}^{first}",
            ]
    if clause.after:
        out.append(f"n{clause.after[0]}^{clause.after[1][:2]}")
    return out


def place_names(place: Place) -> list[str]:
    """What the place and shape of a clause say."""
    frame, kind, ender, size, position, (heading, opens, resumes, ordered) = place
    last = "." if ender in STOPS else ""
    out = [
        "#",
        f"r={frame.role}",
        f"m={frame.mood}",
        f"k={kind}",
        f"rk={frame.role}{kind}",
        f"rm={frame.role}{frame.mood}",
        f"t={frame.moment}",
        f"rt={frame.role}{kind}{frame.moment}",
        f"e={ender}",
        f"l={size}",
        f"at{position}{last}",
    ]
    if heading:
        out += ["head", f"head{frame.role}{ender}"]
    if opens:
        out += ["line", f"line{ender}"]
    if resumes:
        out.append("resumes")
    if ordered:
        out.append(f"ordered{frame.role}")
    return out


def cue_names(cues: Sequence[str], frame: Frame) -> list[str]:
    """What the cue words of a clause say, alone and in its part of the text."""
    return [f"c={cue}" for cue in cues] + [f"c={cue}|{frame.role}{frame.mood}" for cue in cues]


def near_names(side: str, near: str, cues: Sequence[str]) -> list[str]:
    """What the cue words of a neighbour say; ``side`` is ``p`` or ``n``."""
    return [f"{side}{near}c={cue}" for cue in cues]


def turn_names(turn: Turn | None) -> list[str]:
    """What the step from the clause before says."""
    if turn is None:
        return ["first"]
    return [
        f"pe{turn.ender}{turn.last}",
        f"pl{turn.size}{turn.last}",
        f"pf{turn.figures}",
        f"plone{turn.lone}",
    ]


def is_lone(words: str) -> bool:
    """Say whether a clause (of a flattened text) only says when, where or on what ground."""
    return len(words) < 12 and _LONE.match(words) is not None


def size_of(length: int) -> int:
    """Give the size class of a clause, 1 to 5."""
    return 1 if length < 5 else 2 if length < 9 else 3 if length < 16 else 4 if length < 30 else 5


def _turn(before: Clause, clause: Clause, words: str, here: str) -> Turn:
    last = "." if clause.ender in STOPS else ""
    figures = ("0" in words) + 2 * ("0" in here)
    return Turn(before.ender, last, size_of(len(words)), figures, is_lone(words))


def _cues(text: str, clause: Clause) -> tuple[str, ...]:
    words = frames()
    found: dict[str, None] = {}
    for match in words.cue.findall(text, clause.start, clause.end):
        for cue in words.cues[match]:
            found[cue] = None
    return tuple(found)


def _years(text: str, clause: Clause, year: int) -> tuple[str, ...]:
    found = (int(written) for written in _YEAR.findall(text, clause.start, clause.end))
    return tuple("y<" if written < year else "y=" if written == year else "y>" for written in found)
