"""The training rows: clauses with their features, labels and unit marks."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from luoshi.extracting.labels.features import names, seen
from luoshi.extracting.labels.joints import joint_features
from luoshi.model import Document, Outline
from luoshi.parsing.outline import parse

HERE = Path(__file__).parent
CORPORA = HERE.parent.parent / "shared" / "corpora"
UNKNOWN_KIND = 3  # every third run is learnt as if the kind of its text were not known
Marks = dict[tuple[int, int], tuple[str, str]]


class Run(NamedTuple):
    """Consecutive clauses of one text that are labelled: features and tag of each."""

    features: list[list[str]]
    tags: list[str]


class Joint(NamedTuple):
    """A clause that may go on with the one before it, and whether it does."""

    features: list[str]
    goes_on: bool


class Text(NamedTuple):
    """One labelled text."""

    source: str
    runs: list[Run]
    joints: list[Joint]


def annotated() -> Iterator[Text]:
    """Give the annotated public texts that are here."""
    spans: dict[str, Marks] = defaultdict(dict)
    for line in (HERE / "annotations.tsv").read_text("utf-8").splitlines():
        source, start, end, label, mark = line.split("\t")
        spans[source][int(start), int(end)] = (label, mark)
    news = _news()
    for source, marks in spans.items():
        text, day = news.get(source) or _text(source)
        if text:
            yield labelled(source, parse(Document(text, date=day)), marks)


def written() -> Iterator[Text]:
    """Give the texts that were written for the project."""
    for path in sorted((HERE / "texts").glob("*.tsv")):
        for block in path.read_text("utf-8").split("=== ")[1:]:
            head, *lines = block.strip("\n").split("\n")
            text, marks = "", {}
            for line in lines:
                label, mark, opens, segment = line.split("\t")
                if opens and text:
                    text += "\n"
                end = len(text) + len(segment.rstrip("，。；！？,;"))
                marks[len(text), end] = (label, mark)
                text += segment
            day = date.fromisoformat(head.split()[1])
            yield labelled(f"{path.stem}: {head}", parse(Document(text, date=day)), marks)


def labelled(source: str, outline: Outline, marks: Marks) -> Text:
    """Give the rows of an outline whose clauses lie in marked stretches."""
    found = [_mark(marks, sorted(marks), clause.start, clause.end) for clause in outline.clauses]
    runs: list[Run] = []
    open_run = False
    for clause, mark in zip(seen(outline), found, strict=True):
        if mark is None:
            open_run = False
            continue
        if not open_run:
            runs.append(Run([], []))
            open_run = True
        if len(runs) % UNKNOWN_KIND == 0:
            clause = clause._replace(place=clause.place._replace(kind=""))  # noqa: PLW2901
        runs[-1].features.append(names(clause))
        runs[-1].tags.append(mark[0] if mark[0] in "NE" else "".join(mark))
    letters = [mark[0] if mark else "N" for mark in found]
    joints = [
        Joint(row, mark[1] == "I")
        for at, row in joint_features(outline, letters)
        if (mark := found[at]) is not None and found[at - 1] is not None
    ]
    return Text(source, runs, joints)


def _mark(marks: Marks, keys: list[tuple[int, int]], start: int, end: int) -> tuple[str, str] | None:
    at = bisect_right(keys, (start + 4, 0)) - 1
    for key in keys[max(0, at - 1) : at + 1]:
        if 2 * (min(key[1], end) - max(key[0], start)) >= end - start:
            return marks[key]
    return None


def _news() -> dict[str, tuple[str, date]]:
    path = CORPORA / "news" / "zone_items.jsonl"
    if not path.exists():
        return {}
    items = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {f"news/{item['id']}": (item["text"], date.fromisoformat(item["date"])) for item in items}


def _text(source: str) -> tuple[str, date | None]:
    path = CORPORA / source
    if not path.exists():
        return "", None
    with path.open(encoding="utf-8", newline="") as file:
        return file.read(), _day(source)


def _day(source: str) -> date | None:
    """Give the date of a public text that does not state its own (see its SOURCES.md)."""
    folder, _, name = source.rpartition("/")
    if folder == "national":
        return date(int(name[:4]), 3, 5)
    if folder.startswith("provincial/"):
        return date(int(folder[-4:]), 1, 15)
    digits = name.rsplit(".", 1)[0][-8:]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
