"""Duty lists: “（市发展改革委牵头，市财政局配合）” behind a task, “主办单位：…” on a line of its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.extracting.actors.body_names import Name, is_body, names_in
from luoshi.lexicon.actors import ActorWords
from luoshi.lexicon.duties import PERSONS, duty_words
from luoshi.model import Actor, Outline

_BRACKET = re.compile(r"[（(]((?:[^（()）\n]|[（(][^（()）\n]{0,20}[）)]){2,400})[）)]")
_GROUP = re.compile(r"[^，,；;。]+")
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_BETWEEN = " \t\u3000\xa0\n\r。；;，,、"
_CLOSE = " \t\u3000\xa0。；;，,、*"
_MARKS = " \t\u3000\xa0*_—–-·•●■◆▲"
_STOPS = ("。", "！", "!", "？", "?")
_LONGEST = 2000  # no list of units runs longer


class Duty(NamedTuple):
    """Actors who answer for what stands in ``start`` to ``end`` of the text."""

    start: int
    end: int
    actors: tuple[Actor, ...]


def duty_lists(words: ActorWords, outline: Outline) -> list[Duty]:
    """Give the duty lists of the document in order, each with the stretch it answers for.

    A list in a bracket answers for its sentence. At the end of a numbered or listed item it
    answers for the whole item, but not where lists of the same section's items stand behind
    sentences inside the item: there each is for its own. A bracket that is a sentence of its own
    answers for its paragraph, a list that has a line of its own for its section. None reaches
    back beyond the list before it, and lists that follow one another share what they answer for.
    """
    found = _found(words, outline)
    single = {section for duty in found for section in _inside(outline, duty)}
    out: list[Duty] = []
    floor = 0
    for duty in found:
        out.append(Duty(max(_covers(outline, duty, floor, single), floor), duty.end, duty.actors))
        floor = duty.end
    return out


def _found(words: ActorWords, outline: Outline) -> list[Duty]:
    """Give the lists themselves, each from its first to its last character."""
    text = outline.document.text
    out: list[Duty] = []
    for start, end, inner, stop in sorted((*_brackets(text), *_lines(outline))):
        if out and start < out[-1].end:
            continue
        actors = tuple(_parse(words, text, inner, stop))
        if not actors:
            continue
        if out and not text[out[-1].end : start].strip(_BETWEEN):
            out[-1] = Duty(out[-1].start, end, _merge(out[-1].actors, actors))
            continue
        out.append(Duty(start, end, actors))
    return out


def _inside(outline: Outline, duty: Duty) -> tuple[int, ...]:
    """Give the section and its parent where the list closes a sentence that is not its line's last."""
    text = outline.document.text
    if text[duty.end : duty.end + 1] not in _STOPS or ends_line(text, duty.end):
        return ()
    section = section_at(outline, duty.start)
    return section, outline.sections[section].parent


def _covers(outline: Outline, duty: Duty, floor: int, single: set[int]) -> int:
    """Give where the stretch begins that the list answers for."""
    text = outline.document.text
    if not text[_line_start(text, duty.start, floor) : duty.start].strip(_MARKS):
        return outline.sections[section_at(outline, duty.start)].start
    clauses = outline.clauses
    at = max(bisect_right(clauses, duty.start, key=lambda clause: clause.start) - 1, 0)
    sentence = outline.sentences[clauses[at].sentence].start if clauses else duty.start
    own = not text[sentence : duty.start].strip(_BETWEEN)
    if not own and not ends_line(text, duty.end):
        return sentence
    while at > 0 and not clauses[at].opens_line and clauses[at].start > floor:
        at -= 1
    if own:
        return clauses[at].start
    section = clauses[at].section
    number = text[_line_start(text, clauses[at].start, floor) : clauses[at].start].strip(" \t\u3000\xa0*_")
    if not number or not clauses[at].opens_line:
        return sentence
    if outline.sections[section].number == number:
        section = outline.sections[section].parent
    return sentence if section in single else clauses[at].start


def ends_line(text: str, at: int) -> bool:
    """Say whether nothing but marks stands between ``at`` and the end of its line."""
    while at < len(text) and text[at] in _CLOSE:
        at += 1
    return at == len(text) or text[at] in _BREAKS


def _merge(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> tuple[Actor, ...]:
    seen = {actor.name for actor in first}
    return (*first, *(actor for actor in second if actor.name not in seen))


def _line_start(text: str, at: int, floor: int) -> int:
    """Give where the line begins, or ``floor`` where that lies in the line."""
    while at > floor and text[at - 1] not in _BREAKS:
        at -= 1
    return at


def section_at(outline: Outline, at: int) -> int:
    """Give the index of the section in which the offset stands."""
    return max(bisect_right(outline.sections, at, key=lambda section: section.start) - 1, 0)


def _brackets(text: str) -> Iterator[tuple[int, int, int, int]]:
    for found in _BRACKET.finditer(text):
        if duty_words().mark.search(text, found.start(1), found.end(1)):
            yield found.start(), found.end(), found.start(1), found.end(1)


def _lines(outline: Outline) -> Iterator[tuple[int, int, int, int]]:
    text = outline.document.text
    clauses = outline.clauses
    for at, clause in enumerate(clauses):
        if not clause.opens_line or not duty_words().label.match(text, clause.start, clause.end):
            continue
        last = at
        while last + 1 < len(clauses) and not clauses[last + 1].opens_line:
            last += 1
        end = min(clauses[last].end, clause.start + _LONGEST)
        yield clause.start, end, clause.start, end


def _parse(words: ActorWords, text: str, start: int, end: int) -> Iterator[Actor]:
    """Read the names and roles of one list; names without a role yet wait for the next verb."""
    role = ""
    waiting: list[Name] = []
    for group in _GROUP.finditer(text, start, end):
        at, stop = group.span()
        label = duty_words().label.match(text, at, stop)
        if label is not None:
            yield from _actors(words, text, waiting, role or "responsible")
            waiting, role, at = [], duty_words().role[label["label"]], label.end()
        if role:
            if role != PERSONS:
                yield from _actors(words, text, names_in(words, text, at, stop), role)
            continue
        verb = duty_words().verb.search(text, at, stop)
        waiting += names_in(words, text, at, verb.start() if verb else stop)
        if verb is not None:
            yield from _actors(words, text, waiting, duty_words().role[verb["verb"]])
            waiting = []
    yield from _actors(words, text, waiting, role or "responsible")


def _actors(words: ActorWords, text: str, names: list[Name], role: str) -> Iterator[Actor]:
    for start, stop in names:
        end = stop
        filler = duty_words().filler.search(text, start, end)
        if filler is not None:
            end = filler.start()
        if text.startswith("由", start):
            start += 1  # noqa: PLW2901
        name = text[start:end]
        if name and is_body(words, name):
            yield Actor(name, role, start, end)
