"""The bodies that the cells of a ledger's row name: 牵头单位, 责任单位, 配合单位."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from luoshi.extracting.actors.body_names import Name, names_in
from luoshi.lexicon.actors import actor_words
from luoshi.lexicon.duties import PERSONS, duty_words
from luoshi.lexicon.ledger_columns import ledger_columns
from luoshi.model import Actor
from luoshi.model.document import Span

_GROUP = re.compile(r"(?:[^，,；;/\n\r\s（()）]|[（(][^（()）]*[）)]|(?<=[各、])\s|\s(?=[、）)])|[（()）])+")
_ASIDE = re.compile(r"[（(](?:牵头|配合|主办|协办|负责|责任|等)[^（()）]*[）)]$")
_ENDS = "。.、，,；;：: \t\u3000"


def bodies_of(text: str, rows: Sequence[Mapping[str, Span]]) -> tuple[Actor, ...]:
    """Give the bodies of a task's rows, each once, the leading ones first; all are ``inherited``.

    Names are parted by 、 commas, semicolons, slashes, spaces and line breaks; a bracket belongs to its
    name (各县（市、区）政府). A label in a cell (配合单位：…) gives the names behind it their role.
    Persons are left out.
    """
    found: dict[str, Actor] = {}
    for column in ledger_columns().columns.values():
        for cells in rows if column.role is not None else ():
            if column.key in cells and column.role is not None:
                for actor in _of_cell(text, cells[column.key], column.role):
                    found.setdefault(actor.name, actor)
    return tuple(found.values())


def _of_cell(text: str, cell: Span, role: str) -> Iterator[Actor]:
    for group in _GROUP.finditer(text, *cell):
        at, stop = group.span()
        label = duty_words().label.match(text, at, stop)
        if label is not None:
            role, at = duty_words().role[label["label"]], label.end()
        if role == PERSONS:
            continue
        for name in names_in(actor_words(), text, at, stop):
            start, end = _bare(text, name)
            if start < end:
                yield Actor(text[start:end], role, start, end, True, "list")


def _bare(text: str, name: Name) -> Span:
    """Give a name without 等 behind it and marks around it."""
    start, end = name
    aside = _ASIDE.search(text, start, end)
    if aside is not None and aside.start() > start:
        end = aside.start()
    filler = duty_words().filler.search(text, start + 1, end)
    if filler is not None:
        end = filler.start()
    while start < end and text[end - 1] in _ENDS:
        end -= 1
    while start < end and text[start] in _ENDS:
        start += 1
    return start, end
