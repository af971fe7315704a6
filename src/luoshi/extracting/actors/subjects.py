"""Who acts in a clause by its own words: subjects, those whom it moves, companions, doers behind 由."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from luoshi.extracting.actors.body_names import Name, aside_end, is_body, is_group, names_in, without_aside
from luoshi.lexicon.actors import ActorWords, actor_words
from luoshi.lexicon.duties import duty_words
from luoshi.lexicon.places import places
from luoshi.lexicon.trie import Words
from luoshi.model import Actor
from luoshi.native import COMPILED, maker

if TYPE_CHECKING:
    from luoshi.native.quiet import Quiet

_BY: Final = re.compile("由(?<![自理缘]由)")
_PARALLEL: Final = "、和与并"
_LABEL: Final = 16  # how far into a clause the colon of a label is looked for
_REACH: Final = 48  # how far into a clause a subject is looked for
_SUPPORTS: Final = ("配合", "协助", "协办", "参与")
_ROLE_BY_VERB: Final = {"负责": "responsible", "主办": "responsible", "承办": "responsible"}
_LEADS: Final = frozenset(("牵头", "组织", "实施", "承担"))
_TOLD_PIVOTS: Final = ("督促", "督导", "要求", "动员", "压实", "发动")


class Own(NamedTuple):
    """The actors that a clause names itself.

    ``kind``: ``subject``, ``order`` (a subject with 要 or 将 behind it), ``moved`` (支持X…),
    or ``""`` where the clause has no subject; ``actors`` then holds companions at most.
    """

    kind: str
    actors: tuple[Actor, ...]


NOBODY: Final = Own("", ())
actor_of: Final = maker(Actor)
_NOT_SAID: Final[tuple[str, Sequence[Actor]]] = ("", ())


def own_actors(words: ActorWords, text: str, start: int, end: int) -> Own:
    """Give who acts in the clause ``text[start:end]`` by its own words."""
    colon = text.find("：", start, start + _LABEL if end - start > _LABEL else end)
    at = start if colon < 0 else colon + 1
    if at < end and (text[at] in words.led or text[at].isdecimal()):
        lead = words.lead.match(text, at, end)
        at = at if lead is None else lead.end()
    kind, actors = _NOT_SAID if _silent(words, text, at, end) else _first(words, text, at, end)
    aside = words.aside.search(text, at, end)
    if aside is not None:
        more = _asides(words, text, aside.start(), end)
        if more and actors:
            seen = {actor.name for actor in actors}
            more = [actor for actor in more if actor.name not in seen]
        if more:
            if not kind and any(actor.role != "supporting" for actor in more):
                kind = "subject"
            return Own(kind, (*actors, *more))
    return Own(kind, tuple(actors)) if actors else NOBODY


def _silent(words: ActorWords, text: str, at: int, end: int) -> bool:
    """Whether two letters are enough to say that the clause names nobody at its head."""
    if at + 2 > end:
        return False
    silent = words.silent.get(text[at : at + 2])
    return text[at] in words.silent_alone if silent is None else silent


@cache
def quiet_clauses() -> Quiet | None:
    """Give what tells of clauses that ``own_actors`` finds nobody in them; ``None`` if not compiled."""
    if not COMPILED:
        return None
    from luoshi.native.quiet import Quiet

    words = actor_words()
    return Quiet(
        *(Words(words.led), words.not_before, words.but_before, words.pivoting, Words(places().starts)),
        *(words.suffix, words.companions, words.with_words, words.joint, words.following),
    )


def placed_at(words: ActorWords, text: str, start: int, end: int) -> Own:
    """Give the places of a clause that only says where (“在湖北”), for the clauses after it."""
    if text[start] != "在" or text[start + 1 : start + 3] not in places().starts:
        return NOBODY
    found = places().listed.fullmatch(text, start + 1, end)
    if found is None:
        return NOBODY
    names = _counted(text, names_in(words, text, start + 1, end))
    return Own("subject", tuple(Actor(text[n.start : n.end], "lead", n.start, n.end) for n in names))


def _first(words: ActorWords, text: str, at: int, end: int) -> tuple[str, Sequence[Actor]]:
    if text[at : at + 2] in places().starts:
        found = _placed(words, text, at, end, words.follow)
        if found[1]:
            return found
    if not words.barred(text, at, end):
        return _named(words, text, at, end, words.follow)
    if words.pivoting.end(text, at, end) < 0:
        return _NOT_SAID
    pivot = words.pivot.match(text, at, end)
    if pivot is None or pivot.end() >= end:
        return _NOT_SAID
    inner = pivot.end()
    actors: Sequence[Actor] = ()
    if text[inner : inner + 2] in places().starts:
        actors = _placed(words, text, inner, end, words.moved_follow)[1]
    if not actors and not words.barred(text, inner, end):
        actors = _named(words, text, inner, end, words.moved_follow)[1]
    if pivot.group().endswith(_TOLD_PIVOTS):
        actors = [Actor(a.name, "addressee", a.start, a.end) for a in actors]
    return "moved", actors


def _placed(
    words: ActorWords, text: str, at: int, end: int, follow: re.Pattern[str]
) -> tuple[str, Sequence[Actor]]:
    found = places().listed.match(text, at, end)
    if found is None:
        return _NOT_SAID
    stop = aside_end(text, found.end(), end)
    deed = _deed(words, text, stop, end, follow)
    if deed is None:
        return _NOT_SAID
    names = names_in(words, text, at, stop)
    return _roles(words, text, names, deed)


def _named(
    words: ActorWords, text: str, at: int, end: int, follow: re.Pattern[str]
) -> tuple[str, Sequence[Actor]]:
    """Look for bodies from ``at`` on, with a deed right behind the last of them."""
    limit = min(end, at + _REACH)
    by = _BY.search(text, at, limit)  # who stands behind it is read as an aside
    for _, name_end in words.suffix.all(text, at, by.start() if by else limit):
        stop = aside_end(text, name_end, end)
        deed = _deed(words, text, stop, end, follow)
        if deed is None:
            continue
        names = names_in(words, text, at, stop)
        if not names or not all(is_body(words, text[n.start : n.end]) for n in names):
            continue
        if deed["order"] is None and any(without_aside(text[n.start : n.end]) in words.wholes for n in names):
            continue
        return _roles(words, text, names, deed)
    return _NOT_SAID


def _deed(words: ActorWords, text: str, at: int, end: int, follow: re.Pattern[str]) -> re.Match[str] | None:
    """Read the deed behind a subject; “承接产业转移平台提质增效” is none, but a thing and what it does."""
    deed = follow.match(text, at, end)
    if deed is not None and deed["verb"] and text.endswith(words.closers, deed.end(), end):
        closer = next(word for word in words.closers if text.endswith(word, deed.end(), end))
        if text[end - len(closer) - 1] not in _PARALLEL and end - len(closer) > deed.end():
            return None
    return deed


def _roles(
    words: ActorWords, text: str, names: list[Name], deed: re.Match[str]
) -> tuple[str, Sequence[Actor]]:
    ordered = deed["order"] is not None or "带头" in deed.group()
    out: list[Actor] = []
    for name in _counted(text, names):
        here = text[name.start : name.end]
        plain = without_aside(here)
        if is_group(words, plain) or (
            ordered and plain.endswith(words.kinds) and not plain.endswith(words.never_group)
        ):
            role = "addressee"
        elif deed["verb"] in _SUPPORTS:
            role = "supporting"
        else:
            role = _ROLE_BY_VERB.get(deed["verb"] or "", "lead")
        out.append(actor_of(here, role, name.start, name.end, False, None))
    return ("order" if ordered or deed["modal"] is not None else "subject"), out


def _counted(text: str, names: list[Name]) -> list[Name]:
    """Take the count off a list's last place: 四川、贵州、云南三省."""
    last = names[-1]
    name = text[last.start : last.end]
    count = places().count.search(name)
    if count is None or (len(names) == 1 and not count.group().startswith("等")):
        return names
    if name[: count.start()] not in places().names:
        return names
    return [*names[:-1], Name(last.start, last.start + count.start())]


def _asides(words: ActorWords, text: str, at: int, end: int) -> list[Actor]:
    """Give companions (与重庆协同) as supporting, and doers behind 由 with the role of their verb."""
    out: list[Actor] = []
    by = text.find("由", at, end)
    if by >= 0:
        out += _doers(words, text, by, end)
    company = words.company.find(text, at, end)
    if company is None:
        return out
    doers = {actor.name for actor in out}
    for found in words.companion.finditer(text, company[0], end):
        start, stop = found.span("a") if found["a"] else found.span("b")
        for name in names_in(words, text, start, stop):
            here = text[name.start : name.end]
            if here not in doers and is_body(words, here):
                out.append(actor_of(here, "supporting", name.start, name.end, False, None))
    return out


def _doers(words: ActorWords, text: str, at: int, end: int) -> Iterator[Actor]:
    """Give the bodies of 由…牵头."""
    duties = duty_words()
    for found in duties.by.finditer(text, at, end):
        role = "lead" if found["verb"] in _LEADS else duties.role.get(found["verb"], "lead")
        for name in names_in(words, text, *found.span("names")):
            if is_body(words, text[name.start : name.end]):
                yield Actor(text[name.start : name.end], role, name.start, name.end)
