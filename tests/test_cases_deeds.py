"""Runs the case files on force, deeds, kinds, themes, enumerations, events and measurability."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from luoshi.extracting.deeds.deed import deed_of
from luoshi.extracting.deeds.force import force_of
from luoshi.extracting.deeds.kinds import kind_of
from luoshi.extracting.deeds.measurability import checkable, measurability_of
from luoshi.extracting.events import event_of
from luoshi.extracting.lists.enumerations import enumeration_of
from luoshi.extracting.themes import themes_of
from luoshi.extracting.times.times import times
from luoshi.extracting.units import Unit
from luoshi.model import Document
from luoshi.parsing.outline import parse


def cases(name):
    return yaml.safe_load((Path(__file__).parent / "cases" / f"{name}.yaml").read_text("utf-8"))


FORCE = [(force, *row.split("|")) for force, rows in cases("force").items() for row in rows]
KINDS = [(kind, *row.partition("#")[::2]) for kind, rows in cases("kinds").items() for row in rows]
MEASURED = cases("measurability")


@pytest.mark.parametrize("row", FORCE, ids=lambda row: row[1])
def test_force(row):
    force, text, *word = row
    found = force_of(text)
    assert found[0] == force
    assert found[1] in text
    if word:
        assert found[1] == word[0]


@pytest.mark.parametrize(("text", "action", "target"), cases("deeds"))
def test_deeds(text, action, target):
    assert deed_of(text) == (action, target)


@pytest.mark.parametrize(("kind", "text", "mark"), KINDS)
def test_kinds(kind, text, mark):
    assert kind_of(text, has_target=mark == "目标", heading=mark == "标题") == kind


@pytest.mark.parametrize(("text", "fields", "finer"), cases("themes"))
def test_themes(text, fields, finer):
    found = themes_of(text, ())
    assert found[0] == tuple(fields)
    assert set(finer) <= set(found[1])
    assert all(theme.split("/")[0] in found[0] for theme in found[1])


def test_headings_decide_only_where_the_text_says_nothing():
    section = ("扩大开放", "办好人民满意的教育")
    assert themes_of("把各项部署落到实处", section)[0] == ("民生保障",)
    assert themes_of("整治黑臭水体", section)[0] == ("生态环境",)


@pytest.mark.parametrize("row", cases("enumerations"), ids=lambda row: row[0] or "empty")
def test_enumerations(row):
    text = f"前文。{row[0]}。后文"
    found = enumeration_of(text, 3, 3 + len(row[0]))
    if len(row) == 2:
        assert found is None
        return
    assert found is not None
    assert (found.claimed, found.agrees, [item.text for item in found.items]) == tuple(row[1:])
    assert found.found == len(found.items)
    assert all(text[item.start : item.end] == item.text for item in found.items)


@pytest.mark.parametrize("case", cases("events"), ids=lambda case: case["text"][:20])
def test_events(case):
    outline = parse(Document(case["text"]))
    last = outline.clauses[-1].end
    unit = Unit("event", 0, len(outline.clauses), 0, last, ((0, last),), "test")
    found = event_of(outline, unit, times(case["text"], date=date(2025, 11, 20)))
    assert (found.date.until if found.date else None) == case.get("date")
    assert (found.body, found.occasion) == (case.get("body"), case.get("occasion"))
    assert found.topics == tuple(case["topics"])


@pytest.mark.parametrize("text", MEASURED["checkable"])
def test_checkable(text):
    assert checkable(text, "measure")


@pytest.mark.parametrize("text", MEASURED["project"])
def test_a_project_is_checkable(text):
    assert checkable(text, "project")


@pytest.mark.parametrize("text", MEASURED["wish"])
def test_wishes(text):
    assert not checkable(text, "measure")


@pytest.mark.parametrize(("number", "day", "thing", "grade"), MEASURED["grades"])
def test_grades(number, day, thing, grade):
    found = measurability_of(has_number=number, has_date=day, checkable=thing)
    assert found.grade == grade
    assert found.why
