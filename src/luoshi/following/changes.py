"""Two plans side by side: what was raised, lowered, softened, hardened, moved, dropped, added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from luoshi.following.judging import target_words
from luoshi.following.measures import at_most, is_fall, measure
from luoshi.following.names import SAME, bigrams, core, likeness, telling
from luoshi.following.prepare import Prepared
from luoshi.following.values import Value, values
from luoshi.following.works import Name, Works
from luoshi.lexicon.following import following_words
from luoshi.lexicon.rarity import idf
from luoshi.model import Change, Statement, Target

_FORCE: Final = {"binding": 4, "firm": 3, "directional": 2, "striving": 1, "exploratory": 0}
_FORCE_WORDS: Final = {
    "binding": "刚性", "firm": "明确", "directional": "导向", "striving": "力争", "exploratory": "探索",
}  # fmt: skip
_TINY: Final = 1e-9


def changes(earlier: Prepared, later: Prepared) -> Iterator[Change]:
    """Give each target and named work of either plan: those of the earlier in its order, then the new."""
    before, after = list(values(earlier, reported=False)), list(values(later, reported=False))
    partner = _pairs_of(before, after)
    for at, value in enumerate(before):
        other = partner.get(at)
        yield _gone(value) if other is None else _both(value, after[other], earlier, later)
    yield from _works(earlier, later)
    taken = set(partner.values())
    words = following_words()
    for at, value in enumerate(after):
        if at not in taken:
            why = (words.say("new"),)
            yield Change(("new",), None, None, value.statement, value.target, why)


def _pairs_of(before: list[Value], after: list[Value]) -> dict[int, int]:
    """The index in ``after`` for each in ``before`` that has the same indicator, sort and span."""
    by_key: dict[str, list[int]] = defaultdict(list)
    by_pair: dict[str, list[int]] = defaultdict(list)
    for at, value in enumerate(after):
        if value.target.id is not None:
            by_key[value.target.id].append(at)
        else:
            for pair in bigrams(core(value.target.indicator)):
                by_pair[pair].append(at)
    out: dict[int, int] = {}
    taken: set[int] = set()
    for at, value in enumerate(before):
        id_ = value.target.id
        name = core(value.target.indicator)
        if id_ is not None:
            candidates = by_key.get(id_, [])
        elif telling(name):
            rare = sorted(bigrams(name), key=lambda pair: (-idf(pair), pair))[:3]
            near = sorted({index for pair in rare for index in by_pair.get(pair, ())})
            candidates = [i for i in near if min(likeness(name, core(after[i].target.indicator))) >= SAME]
        else:
            candidates = []
        found = next((i for i in candidates if i not in taken and _same_sort(value, after[i])), None)
        if found is not None:
            out[at] = found
            taken.add(found)
    return out


def _same_sort(one: Value, other: Value) -> bool:
    first, second = measure(one.target), measure(other.target)
    if first is None or second is None:
        return first is None and second is None
    return first.sort == second.sort and first.unit == second.unit and one.several == other.several


def _gone(value: Value) -> Change:
    return Change(("dropped",), value.statement, value.target, None, None, (following_words().say("gone"),))


def _both(one: Value, other: Value, earlier: Prepared, later: Prepared) -> Change:
    words = following_words()
    kinds: list[str] = []
    why: list[str] = []
    moved = _value_change(one.target, other.target)
    shown = {"earlier": target_words(one.target), "later": target_words(other.target)}
    if moved:
        kinds.append(moved)
        why.append(words.say(moved, **shown))
    _force(one.statement, other.statement, kinds, why)
    first, second = _until(one.target, one.statement), _until(other.target, other.statement)
    _moved(first, second, (earlier.year, later.year), kinds, why)
    if not kinds:
        kinds.append("kept")
        why.append(words.say("kept", **shown))
    return Change(tuple(kinds), one.statement, one.target, other.statement, other.target, tuple(why))


def _value_change(one: Target, other: Target) -> str | None:
    """``raised`` where more is asked for: a lower ceiling is raised too."""
    fall = is_fall(one)
    first, second = measure(one, down=fall), measure(other, down=fall)
    if first is None or second is None:
        return None
    ceiling = at_most(one)
    a, b = _aim(one, first.low, first.high, ceiling), _aim(other, second.low, second.high, ceiling)
    if abs(a - b) <= _TINY * max(1.0, abs(a)):
        return None
    return "raised" if (b < a) is ceiling else "lowered"


def _aim(target: Target, low: float, high: float, ceiling: bool) -> float:
    bound = high if ceiling else low
    if abs(bound) == float("inf"):
        bound = low if ceiling else high
    return bound


def _force(one: Statement, other: Statement, kinds: list[str], why: list[str]) -> None:
    first, second = _FORCE.get(one.force or ""), _FORCE.get(other.force or "")
    if first is None or second is None or first == second:
        return
    kind = "softened" if second < first else "hardened"
    kinds.append(kind)
    names = {"earlier": _FORCE_WORDS[one.force or ""], "later": _FORCE_WORDS[other.force or ""]}
    why.append(following_words().say(kind, **names))


def _until(target: Target | None, statement: Statement) -> str | None:
    if target is not None and target.period is not None:
        return target.period.until
    return statement.deadline.until if statement.deadline else None


def _moved(
    one: str | None, other: str | None, years: tuple[int | None, int | None], kinds: list[str], why: list[str]
) -> None:
    """Yearly targets move with their plan; what moves against it has a new deadline."""
    if one is None or other is None or one == other:
        return
    if one[:4] == str(years[0]) and other[:4] == str(years[1]) and one[4:] == other[4:]:
        return
    kinds.append("moved")
    why.append(following_words().say("moved", earlier=one, later=other))


def _works(earlier: Prepared, later: Prepared) -> Iterator[Change]:
    """Named works without a figure that both plans speak of, with force and deadline."""
    works = Works(later)
    words = following_words()
    for statement in earlier.statements:
        if statement.type != "commitment" or statement.targets or statement.kind != "project":
            continue
        name = works.name(statement)
        if name is None:
            continue
        other = _again(works, name)
        if other is None:
            if works.gone(name):
                yield Change(("dropped",), statement, None, None, None, (words.say("gone"),))
            continue
        kinds: list[str] = []
        why: list[str] = [words.say("named", name=name.text)]
        _force(statement, other, kinds, why)
        _moved(_until(None, statement), _until(None, other), (earlier.year, later.year), kinds, why)
        yield Change(tuple(kinds) or ("kept",), statement, None, other, None, tuple(why))


def _again(works: Works, name: Name) -> Statement | None:
    found = [(-share, at) for share, at in works.find(name) if works.statements[at].type == "commitment"]
    return works.statements[min(found)[1]] if found else None
