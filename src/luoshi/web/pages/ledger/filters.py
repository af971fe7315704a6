"""The fields of the filter, and what there is to choose from in each."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from luoshi.ledger.lights import LIGHTS
from luoshi.lexicon.themes import FIELDS, finer_name
from luoshi.lexicon.value_words import names_of
from luoshi.stores.listing import Choices
from luoshi.web.pages.ledger.desk import Asking
from luoshi.web.pages.ledger.question import Question
from luoshi.web.rendering import render

_MAIN: Final = ("words", "light", "state", "review", "unit", "theme")
_MORE: Final = ("document", "section", "type", "force", "grade", "due_from", "due_until", "report_until")
_OF_ALL: Final = frozenset({"unit", "document", "section"})
"""Fields that somebody who sees one unit's rows alone has no use for."""
_GRADES: Final = ("A", "B", "C", "D")
_FOR: Final = 15
"""Seconds for which what there is to choose from may be behind."""
_UNITS: Final = 200
_KEPT: Final = 2000


@dataclass(slots=True)
class _Offer:
    """What was to be chosen from at a time, and the fields made of it by language, name and value."""

    at: float
    choices: Choices
    made: dict[tuple[str, str, str], str] = field(default_factory=dict)


def choices_of(asked: Asking) -> Choices:
    """Give what there is to choose from; it may be some seconds old."""
    return _offer(asked).choices


def _offer(asked: Asking) -> _Offer:
    state = asked.request.app.state
    kept: dict[str | None, _Offer] = getattr(state, "ledger_choices", {})
    held = kept.get(asked.unit)
    if held is None or time.monotonic() - held.at > _FOR:
        held = _Offer(time.monotonic(), asked.site.store.choices(asked.unit))
        # a new mapping each time: others may be reading the one before
        state.ledger_choices = {**dict(list(kept.items())[-_UNITS:]), asked.unit: held}
    return held


def fields(asked: Asking, question: Question) -> tuple[Markup, Markup]:
    """Give the fields that are used most, and the others."""
    offer = _offer(asked)
    return _made(asked, question, offer, _MAIN), _made(asked, question, offer, _MORE)


def narrowed(question: Question) -> bool:
    """Say whether one of the fields that are not used most is set."""
    return any(name in question.said for name in (*_MORE, "open", "unmatched"))


def _made(asked: Asking, question: Question, offer: _Offer, names: tuple[str, ...]) -> Markup:
    made = []
    for name in names:
        if asked.unit is not None and name in _OF_ALL:
            continue
        key = (asked.language, name, question.said.get(name, ""))
        found = offer.made.get(key)
        if found is None:
            found = render(
                "ledger/field.html", {"t": asked.t, "field": _field(asked, offer.choices, *key[1:])}
            )
            if len(offer.made) < _KEPT:
                offer.made[key] = found
        made.append(found)
    return Markup("".join(made))  # noqa: S704 - made by our own template, which escapes


def _field(asked: Asking, offered: Choices, name: str, value: str) -> dict[str, Any]:
    typed = {
        "words": ("search", ()),
        "unit": ("text", offered.leads),
        "section": ("text", offered.sections),
        "due_from": ("date", ()),
        "due_until": ("date", ()),
        "report_until": ("date", ()),
    }
    if name in typed:
        kind, known = typed[name]
        return {"name": name, "kind": kind, "known": known, "value": value}
    return {"name": name, "options": _options(asked, offered, name), "value": value}


def _options(asked: Asking, offered: Choices, name: str) -> list[tuple[str, str]]:
    words = asked.words
    if name == "document":
        return list(offered.documents)
    if name == "theme":
        every = (*FIELDS, *(one for one in offered.themes if one not in FIELDS))
        return [(each, finer_name(each, asked.language)) for each in every]
    if name in ("type", "force"):
        return [(each, words.value(name, each)) for each in names_of(name)]
    if name == "light":
        return [(each, asked.t(f"site.light.{each}")) for each in LIGHTS]
    if name == "grade":
        return [(each, asked.t(f"ledger.grade.{each}")) for each in _GRADES]
    if name == "state":
        return [(each, words.state(each)) for each in words.table.states]
    return [(each, words.review(each)) for each in words.table.reviews]
