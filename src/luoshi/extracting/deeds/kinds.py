"""What kind of commitment it is: a goal, a project, a measure, a principle, study, publicity, monitoring."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from luoshi.extracting.deeds.governing import Governing, governing
from luoshi.lexicon.kinds import KINDS, KindWords, kind_words
from luoshi.native import COMPILED

if TYPE_CHECKING:
    from luoshi.native.deeds import Kinds

_NONE: Final[frozenset[str]] = frozenset()
_NOWHERE: Final[dict[str, int]] = {}
# the more special kind goes first where a text has words of several
_SPECIAL: Final = ("study", "publicity", "monitoring")
_PUSHES: Final = frozenset("推促改引先")  # 推进农村… is no 进农村
# a thing that is built stands at the end of its clause, or with 等 and a noun after it
_NEAR_END: Final = 8


def kind_of(text: str, *, has_target: bool, heading: bool, deed: Governing | None = None) -> str:
    """Give the kind of a commitment.

    ``has_target`` says that it sets a figure, ``heading`` that it is a heading line: a slogan
    at the head of a section is a goal unless its words say more. ``deed`` is
    ``governing(text)``, for a caller who has it.
    """
    deed = deed or governing(text)
    if COMPILED:
        return _compiled().kind_of(text, deed, has_target, heading)
    return plain_kind_of(text, deed, has_target, heading)


@cache
def _compiled() -> Kinds:
    from luoshi.native.deeds import Kinds

    words = kind_words()
    bits = {verb: sum(1 << KINDS.index(kind) for kind in kinds) for verb, kinds in words.verbs.items()}
    for bit, verbs in ((1 << len(KINDS), words.sure), (2 << len(KINDS), words.ends)):
        for verb in verbs:
            bits[verb] = bits.get(verb, 0) | bit
    names = (*KINDS, "thing")
    return Kinds(bits, {word: names.index(name) for word, name in words.cues.items()}, names)


def plain_kind_of(text: str, deed: Governing, has_target: bool, heading: bool) -> str:
    """Give the kind in plain Python."""
    words = kind_words()
    spoken = _NONE
    verb = ""
    for start, end in deed.verbs:
        verb = text[start:end]
        more = words.verbs.get(verb)
        if more is not None:
            spoken = spoken | more if spoken else more
    found = _cues(words, text, deed, verb)
    if spoken or found:
        special = _special(deed.end or len(text), spoken, found)
        if special:
            return special
    return _common(words, verb, spoken, found, has_target, heading)


def _cues(words: KindWords, text: str, deed: Governing, verb: str) -> dict[str, int]:
    """The kinds that words of the text speak for, with where they stand."""
    cues = words.cue.all(deed.masked, 0, len(deed.masked))
    if not cues:
        return _NOWHERE
    found: dict[str, int] = {}
    for at, end in cues:
        if not (text[at] == "进" and at and text[at - 1] in _PUSHES):
            name = words.cues[deed.masked[at:end]]
            if name != "thing":
                found.setdefault(name, at)
            elif verb in words.sure or deed.stop - end <= _NEAR_END:
                found[name] = at
    return found


def _special(verb_end: int, spoken: frozenset[str], found: dict[str, int]) -> str:
    """Study, publicity, monitoring, or a principle to hold to."""
    for kind in _SPECIAL:
        if kind in spoken or kind in found:
            return kind
    # the clause of manner comes before the deed that it belongs to
    if "principle" in spoken or found.get("principle", verb_end) < verb_end:
        return "principle"
    return ""


def _common(
    words: KindWords,
    verb: str,
    spoken: frozenset[str],
    found: dict[str, int],
    has_target: bool,
    heading: bool,
) -> str:
    built = verb in words.sure or ("project" in spoken and "thing" in found)
    if built and not heading:
        return "project"
    if heading or has_target or "goal" in spoken:
        return "goal"
    if "goal" in found and (not verb or verb in words.ends):
        return "goal"
    return "measure"
