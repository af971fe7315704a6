"""Whether a clause goes on with the deed of the clause before it, or opens a unit of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, repeat
from operator import add
from typing import NamedTuple

from luoshi.extracting.labels.features import LONGEST, STOPS, flattened, is_lone, size_of
from luoshi.lexicon.joints import joints
from luoshi.lexicon.sums import Sums
from luoshi.lexicon.weights import joint_weights
from luoshi.model import Clause, Outline

_NEVER_OVER = STOPS | frozenset("；;")
_END = 5  # characters at a clause's end in which the word stands that tells what it is about
_MORE = frozenset("还也并又")


class Shape(NamedTuple):
    """How a clause begins (a class of ``data/joints.yaml``) and ends, and whether it ends its sentence."""

    begin: str
    end: str
    last: str


class Step(NamedTuple):
    """The shapes of a clause and of those around it, and where in its sentence it stands."""

    earlier: str | None  # how the clause before the one before begins, in the same sentence
    before: Shape
    here: Shape
    after: str
    place: int
    left: int
    clauses: int


class Pair(NamedTuple):
    """A clause that may go on with the one before it; ``words`` and ``before`` are flattened text."""

    at: int
    step: Step
    label: str
    words: str
    before: str
    ender: str
    resumes: bool
    follows: str | None


def joined(outline: Outline, labels: Sequence[str]) -> list[bool]:
    """Say for each clause whether it goes on with the unit of the clause before it.

    Only a clause of the same label can, and never ``N`` or ``E``, over a stop or semicolon, or
    over the begin of a line that the layout did not break (annotation.md, unit mark).
    """
    model = joint_weights()
    get = model.weights.get
    flat = flattened(outline.document.text)
    steps = _steps()
    out = [False] * len(labels)
    for pair in pairs(outline, flat, labels):
        words = pair.words
        total = steps[pair.step,]
        total += sum(map(get, map("w".__add__, map(add, words, words[1:])), repeat(0)))
        out[pair.at] = sum(map(get, word_names(pair), repeat(0)), total) > model.threshold
    return out


@cache
def _steps() -> Sums:
    return Sums(joint_weights().weights, step_names)


def joint_features(outline: Outline, labels: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the clauses that may go on, by index, with the names of all their features.

    The weights in ``data/models/joints.tsv`` are keyed by these names: a change here asks for
    new ones (``make train``).
    """
    for pair in pairs(outline, flattened(outline.document.text), labels):
        grams = ["w" + a + b for a, b in pairwise(pair.words)]
        yield pair.at, step_names(pair.step) + word_names(pair) + grams


def pairs(outline: Outline, flat: str, labels: Sequence[str]) -> Iterator[Pair]:
    """Give the clauses that may go on with the clause before them."""
    text = outline.document.text
    clauses = outline.clauses
    shapes: dict[int, Shape] = {}

    def shape(at: int) -> Shape:
        found = shapes.get(at)
        if found is None:
            found = shapes[at] = _shape(text, clauses[at])
        return found

    for at in range(1, len(clauses)):
        label = labels[at]
        clause, before = clauses[at], clauses[at - 1]
        if label != labels[at - 1] or label not in "CRP" or before.ender in _NEVER_OVER or clause.opens_line:
            continue
        sentence = outline.sentences[clause.sentence]
        goes_on = at + 1 < sentence.last
        step = Step(
            shape(at - 2).begin if at - 2 >= sentence.first else None,
            shape(at - 1),
            shape(at),
            shape(at + 1).begin if goes_on else "",
            min(at - sentence.first + 1, 4),
            min(sentence.last - 1 - at, 3),
            min(sentence.last - sentence.first, 6),
        )
        after = clauses[at + 1] if goes_on else None
        follows = flat[after.start : min(after.end, after.start + 2)] if after else None
        words = flat[clause.start : min(clause.end, clause.start + LONGEST)]
        told = flat[before.start : min(before.end, before.start + LONGEST)]
        yield Pair(at, step, label, words, told, before.ender, clause.resumes, follows)


def _shape(text: str, clause: Clause) -> Shape:
    words = joints()
    begin = words.begin.match(text, clause.start, clause.end)
    end = words.end.search(text, max(clause.start, clause.end - _END), clause.end)
    last = "." if clause.ender in _NEVER_OVER or not clause.ender else ""
    return Shape((begin.lastgroup or "") if begin else "", (end.lastgroup or "")[:1] if end else "", last)


def step_names(step: Step) -> list[str]:
    """What the shapes of the clause and its neighbours say, and its place in the sentence."""
    earlier, before, here, after, place, left, clauses = step
    last = here.last
    pair = f"j{before.begin}-{here.begin}"
    out = [
        "#",
        f"j{here.begin}{last}",
        f"j{here.begin}>{after}{last}",
        f"{pair}{last}",
        f"{pair}>{after}",
        f"{pair}@{place}{last}",
        f"at{place}{last}",
        f"left{left}",
        f"of{clauses}",
        f"left{left}of{clauses}",
        f"{pair}left{left}",
        f"j{here.begin}left{left}of{clauses}",
        f"o{here.end}{last}",
        f"o{here.end}j{here.begin}{last}",
        f"o{before.end}>{here.end}{last}",
        f"{pair}o{before.end}>{here.end}{last}",
    ]
    if earlier is not None:
        out.append(f"j{earlier}-{pair[1:]}")
    return out


def word_names(pair: Pair) -> list[str]:
    """What holds characters of the clause or of the one before it."""
    here, before, label = pair.words, pair.before, pair.label
    last = pair.step.here.last
    first, ends = here[:2], here[-2:]
    sizes = size_of(len(before)), size_of(len(here))
    figures = ("0" in before) + 2 * ("0" in here)
    shared = sum([gram in before for gram in map(add, here, here[1:])])
    out = [
        "=" + label,
        "^" + here[:1],
        "^" + first,
        "^" + here[:3],
        "^" + here[:4],
        f"{label}{last}^{first}",
        "$" + ends,
        f"{last}${ends}",
        "p^" + before[:1],
        "p^" + before[:2],
        "p^" + before[:3],
        "p$" + before[-1:],
        "p$" + before[-2:],
        f"p^{before[:1]}^{first}",
        f"p^{before[:2]}^{first}",
        f"pe{pair.ender}{last}{label}",
        f"pl{sizes[0]}{last}",
        f"l{sizes[1]}{last}",
        f"pl{sizes[0]}l{sizes[1]}",
        f"f{figures}{label}",
        f"f{figures}^{first}",
        f"lone{is_lone(before)}{label}",
        f"same{first == before[:2]}",
        f"resumes{pair.resumes}",
        f"shared{min(shared, 3)}",
        f"de{'的' in here}{last}",
        f"list{'、' in here}{'、' in before}",
        f"more{here[:1] in _MORE}",
    ]
    if pair.follows is not None:
        out.append("n^" + pair.follows)
    return out
