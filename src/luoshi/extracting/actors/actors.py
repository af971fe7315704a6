"""Who does each unit: its own actors, its duty list, or a body carried over from before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from luoshi.extracting.actors.body_names import is_body, without_aside
from luoshi.extracting.actors.duty_lists import Duty, duty_lists, ends_line, section_at
from luoshi.extracting.actors.subjects import NOBODY, Own, actor_of, own_actors, placed_at, quiet_clauses
from luoshi.extracting.units import Unit
from luoshi.lexicon.actors import ActorWords, actor_words
from luoshi.lexicon.places import places
from luoshi.model import Actor, Outline

_COLON: Final = re.compile("[：:].*", re.DOTALL)
_PARTS: Final = ("；", ";")
_MEETING: Final = ("召开", "举行", "举办")
_PLANS: Final = frozenset(("report", "central", "plan"))


def actors(outline: Outline, units: Iterable[Unit]) -> Iterator[tuple[Actor, ...]]:
    """Give the actors of each unit, in the order of the units; one tuple a unit.

    The roles of a duty list count before those of the clause's own words; an actor of a list that
    stands outside the unit is ``inherited`` and ``why`` is ``list``.
    A unit that names no doer of its own takes, in this order, the subject of its sentence, the
    body of its section's heading, and, a commitment only, the subject or the meeting of its
    paragraph and the document's issuing body; such an actor is ``inherited`` and ``why`` is ``sentence``,
    ``heading`` or ``body``. Events inherit nobody.
    """
    carrying = _Carrying(outline)
    for unit in units:
        yield carrying.of(unit)


_Held = tuple[tuple[int, Own] | None, tuple[Actor, ...], tuple[Actor, ...]]


class _Carrying:
    """Who is carried from clause to clause; lives no longer than one call of ``actors``."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.clauses = outline.clauses
        self.text = outline.document.text
        self.words: ActorWords = actor_words()
        quiet = quiet_clauses()
        self.quiet = None if quiet is None else quiet.marks(self.text, self.clauses)
        self.duties: list[Duty] = duty_lists(self.words, outline)
        self.duty = 0
        self.headings = self.headed()
        self.body = _issuer(outline)
        self.closed = outline.facts.kind in _PLANS  # a report's next sentence is its author's again
        self.clause = 0  # the first clause that was not read yet
        self.last = -1  # the sentence that was read last
        self.sentence: tuple[int, Own] | None = None
        self.paragraph: tuple[Actor, ...] = ()
        self.meeting: tuple[Actor, ...] = ()
        self.held: _Held = (None, (), ())
        self.section = -1

    def of(self, unit: Unit) -> tuple[Actor, ...]:
        first, last = unit.first, unit.last
        for at in range(self.clause, first):
            self.read(at)
        own: Sequence[Actor] = self.read(first).actors
        held = self.held
        for at in range(first + 1, last):
            more = self.read(at).actors
            if self.text.startswith("我们", self.clauses[at].start):
                own = more
            elif more:
                own = (*own, *more)
        self.clause = last
        listed = self.listed(unit) if self.duties else None
        if listed:
            own = [*_under(own, listed), *listed]
        if unit.type != "event" and not (own and any(actor.role != "supporting" for actor in own)):
            own = (*own, *self.inherited(unit, *held))
        return _once(own)

    def read(self, at: int) -> Own:
        """Read one clause, and keep whom it leaves in charge of the next; ``held`` is who was before."""
        clause = self.clauses[at]
        opens = clause.sentence != self.last
        if clause.section != self.section:
            self.section, self.meeting, self.paragraph = clause.section, (), ()
        elif clause.opens_line:
            self.paragraph = ()
        if opens or (self.sentence is not None and self.parted(at)):
            self.sentence = None
        self.last = clause.sentence
        self.held = self.sentence, self.paragraph, self.meeting
        start, end = clause.start, clause.end
        if self.quiet is not None and self.quiet[at]:
            own = NOBODY
        else:
            own = own_actors(self.words, self.text, start, end)
        held = own
        if not self.closed and not own.kind:
            held = placed_at(self.words, self.text, clause.start, clause.end)
        # a report's subject in mid-sentence does its own clause only: “…，省属企业投资…，探索…”
        if held.kind and (opens or held.kind != "subject" or not self.closed):
            self.sentence = (clause.sentence, held)
            if held.kind != "moved":
                single = tuple(actor for actor in held.actors if actor.role == "lead")
                self.paragraph = single
                if single and any(word in self.text[clause.start : clause.end] for word in _MEETING):
                    self.meeting = single
        return own

    def parted(self, at: int) -> bool:
        """Whether the clause takes no subject from the clauses before it in its sentence."""
        return self.clauses[at - 1].ender in _PARTS or self.text.startswith("我们", self.clauses[at].start)

    def listed(self, unit: Unit) -> list[Actor]:
        """Give whom the duty lists of the unit name; those outside its own words are inherited."""
        while self.duty < len(self.duties) and self.duties[self.duty].end <= unit.start:
            self.duty += 1
        out: list[Actor] = []
        at = self.duty
        while at < len(self.duties) and self.duties[at].start < unit.end:
            for actor in self.duties[at].actors:
                inside = any(start <= actor.start and actor.end <= end for start, end in unit.pieces)
                out.append(actor if inside else _carried(actor, "list"))
            at += 1
        return out

    def inherited(
        self,
        unit: Unit,
        sentence: tuple[int, Own] | None,
        paragraph: tuple[Actor, ...],
        meeting: tuple[Actor, ...],
    ) -> list[Actor]:
        clause = self.clauses[unit.first]
        if sentence is not None and sentence[0] == clause.sentence:
            own = sentence[1]
            if own.kind != "moved" or self.words.goes_on.match(self.text, clause.start):
                return [_carried(actor, "sentence") for actor in own.actors if actor.role != "supporting"]
        heading = self.heading(clause.section)
        if heading:
            return list(heading)
        # a result's author reports it, and its paragraph is about it; neither makes them its doer
        if unit.type != "commitment":
            return []
        before = () if self.closed or clause.opens_line else paragraph
        if not self.closed and (before or meeting):
            return [_carried(actor, "sentence") for actor in before or meeting]
        return [self.body] if self.body is not None else []

    def headed(self) -> dict[int, tuple[Actor, ...]]:
        """Give the sections whose heading carries a duty list, with its actors."""
        out: dict[int, tuple[Actor, ...]] = {0: ()}
        for duty in self.duties:
            section = section_at(self.outline, duty.end - 1)
            if section and duty.end <= self.outline.sections[section].end and ends_line(self.text, duty.end):
                out[section] = tuple(_carried(actor, "heading") for actor in duty.actors)
        return out

    def heading(self, section: int) -> tuple[Actor, ...]:
        """Give the body that the title of the section, or of one above it, names; none if none does."""
        if section not in self.headings:
            here = self.outline.sections[section]
            title = _COLON.sub("", here.title).strip()
            if title and self.text.startswith(title, here.start) and self.names_body(title):
                body = Actor(title, "lead", here.start, here.start + len(title), True, "heading")
                self.headings[section] = (body,)
            else:
                self.headings[section] = self.heading(here.parent)
        return self.headings[section]

    def names_body(self, title: str) -> bool:
        if title in places().names:
            return True
        return is_body(self.words, title) and without_aside(title) not in self.words.wholes


def _carried(actor: Actor, why: str) -> Actor:
    return actor_of(actor.name, actor.role, actor.start, actor.end, True, why)


def _under(own: Sequence[Actor], listed: list[Actor]) -> Sequence[Actor]:
    """Give the clause's own actors beside a duty list: its roles count, and so does its lead."""
    names = {actor.name for actor in listed}
    own = [actor for actor in own if actor.name not in names]
    if all(actor.role != "lead" for actor in listed):
        return own
    return [
        Actor(a.name, "responsible", a.start, a.end, a.inherited, a.why) if a.role == "lead" else a
        for a in own
    ]


def _once(found: Sequence[Actor]) -> tuple[Actor, ...]:
    if len(found) < 2:
        return tuple(found)
    kept: dict[str, Actor] = {}
    for actor in found:
        kept.setdefault(actor.name, actor)
    return tuple(kept.values())


def _issuer(outline: Outline) -> Actor | None:
    """Give the issuing body where its name stands in the text; a shorter form of it will do."""
    body = outline.facts.body
    if not body:
        return None
    text = outline.document.text
    for form in (
        body,
        *(f"代表{level}{body[-4:]}" for level in ("省", "市", "自治区") if body.endswith("人民政府")),
    ):
        at = text.find(form)
        if at >= 0:
            name = form.removeprefix("代表")
            at += len(form) - len(name)
            return Actor(name, "lead", at, at + len(name), True, "body")
    return None
