"""The two models in compiled form, made of the same weights, words and names as the plain ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from luoshi.extracting.labels import features
from luoshi.extracting.labels.frames import LASTING, MOMENTS, Frame
from luoshi.extracting.labels.joints import Shape, Step, step_names
from luoshi.lexicon.frames import CLAUSES, CUES, frames
from luoshi.lexicon.joints import CLASSES, joints
from luoshi.lexicon.weights import TAGS, joint_weights, label_weights, unpack
from luoshi.model import Outline

if TYPE_CHECKING:
    from luoshi.native.joints import Joiner
    from luoshi.native.labels import Labeller

_BEGINS = {-2: None, -1: "", **dict(enumerate(CLASSES))}
_ENDS = ("", "a", "c")


def tags(outline: Outline, section_roles: list[str]) -> list[int]:
    """Give the tag of each clause by the label model."""
    return _labeller().tags(*_seen(outline, section_roles))


def scores(outline: Outline, section_roles: list[str]) -> list[list[int]]:
    """Give the score of each tag for each clause by the label model."""
    return _labeller().scores(*_seen(outline, section_roles))


def goes_on(outline: Outline, letters: list[str]) -> list[bool]:
    """Say for each clause whether it goes on with the unit of the clause before it."""
    return _joiner().joined(outline.document.text, outline.clauses, outline.sentences, letters)


def _seen(outline: Outline, section_roles: list[str]) -> tuple[str, tuple[object, ...], list[str], str, int]:
    facts = outline.facts
    year = facts.date.year if facts.date else 0
    return outline.document.text, outline.clauses, section_roles, facts.kind or "", year


@cache
def _labeller() -> Labeller:
    from luoshi.native.labels import Labeller
    from luoshi.native.shapes import Lone
    from luoshi.native.weights import Flattener, Weights
    from luoshi.native.words import Words

    model = label_weights()
    found = frames()
    bits = {word: sum(1 << CUES.index(name) for name in names) for word, names in found.cues.items()}
    opens = {word: CLAUSES.index(name) for word, name in found.opens.items()}
    return Labeller(
        Weights({name: unpack(total) for name, total in model.packed.items()}, len(TAGS)),
        model.transitions,
        Flattener(features.FLAT),
        Lone(features.LONE),
        (Words(bits, bits), CUES, Words(opens, opens), CLAUSES, LASTING, MOMENTS),
        (_place, _cues, _near, _turn),
    )


@cache
def _joiner() -> Joiner:
    from luoshi.native.joints import Joiner
    from luoshi.native.shapes import Lone
    from luoshi.native.weights import Flattener, Weights
    from luoshi.native.words import Words

    model = joint_weights()
    words = joints().words
    begins: dict[str, int] = {}
    for number, name in enumerate(CLASSES):
        for word in words[name]:
            begins.setdefault(word, number)
    others = [Words(words[key]) for key in ("adverbs", "abstract", "concrete")]
    return Joiner(
        Weights({name: [weight] for name, weight in model.weights.items()}, 1),
        model.threshold,
        Flattener(features.FLAT),
        Lone(features.LONE),
        (Words(begins, begins), *others),
        _step,
    )


def _sum(names: list[str]) -> list[int]:
    get = label_weights().packed.get
    return unpack(sum(get(name, 0) for name in names))


def _place(
    frame: tuple[str, str, str], kind: str, ender: str, size: int, position: int, marks: tuple[bool, ...]
) -> list[int]:
    heading, opens, resumes, ordered = marks
    place = features.Place(Frame(*frame), kind, ender, size, position, (heading, opens, resumes, ordered))
    return _sum(features.place_names(place))


def _cues(cues: tuple[str, ...], frame: tuple[str, str, str]) -> list[int]:
    return _sum(features.cue_names(cues, Frame(*frame)))


def _near(side: str, near: str, cues: tuple[str, ...]) -> list[int]:
    return _sum(features.near_names(side, near, cues))


def _turn(ender: str | None, last: str, size: int, figures: int, lone: bool) -> list[int]:
    turn = None if ender is None else features.Turn(ender, last, size, figures, lone)
    return _sum(features.turn_names(turn))


_Ends = tuple[int, int, int]


def _step(earlier: int, before: _Ends, here: _Ends, after: int, where: _Ends) -> list[int]:
    def shape(of: _Ends) -> Shape:
        return Shape(_BEGINS[of[0]] or "", _ENDS[of[1]], "." if of[2] else "")

    step = Step(_BEGINS[earlier], shape(before), shape(here), _BEGINS[after] or "", *where)
    get = joint_weights().weights.get
    return [sum(get(name, 0) for name in step_names(step))]
