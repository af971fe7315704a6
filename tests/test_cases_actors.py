"""Runs tests/cases/actors.yaml, and checks the word lists that it rests on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from luoshi.errors import LexiconError
from luoshi.extracting.actors.actors import actors
from luoshi.extracting.units import Unit
from luoshi.lexicon import actors as lexicon
from luoshi.lexicon import places as place_lexicon
from luoshi.lexicon.actors import known_as
from luoshi.lexicon.load import load
from luoshi.model import Document, Facts
from luoshi.parsing.outline import parse

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "actors.yaml").read_text("utf-8"))


def read(case):
    text = case["text"]
    if "heading" in case:
        text = f"## {case['heading']}\n\n{text}"
    outline = parse(Document(text))
    kind = "report" if "body" in case else None
    outline = replace(outline, facts=Facts(None, None, case.get("body"), kind))
    type_ = case.get("type", "commitment")
    units = [
        Unit(type_, i, i + 1, c.start, c.end, ((c.start, c.end),), "test")
        for i, c in enumerate(outline.clauses)
    ]
    words = case.get("at")
    at = next(i for i, u in enumerate(units) if words in text[u.start : u.end]) if words else len(units) - 1
    return text, list(actors(outline, units))[at]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_actors(case):
    text, found = read(case)
    assert {actor.name: actor.role for actor in found} == case["who"]
    assert all(text[actor.start : actor.end] == actor.name for actor in found)
    for actor in found:
        carried = "why" in case and actor.name not in case.get("own", [])
        assert (actor.inherited, actor.why) == ((True, case["why"]) if carried else (False, None))


def test_enough_cases():
    assert len(CASES) >= 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("成都高新技术产业开发区管理委员会", "成都高新区管委会"),
        ("市发展和改革委员会", "市发改委"),
        ("省卫生健康委", "省卫健委"),
        ("云南省人民政府", "云南省政府"),
        ("杭州高新区(滨江)", "杭州高新区（滨江）"),
        ("省住房和城乡建设厅", "省住建厅"),
    ],
)
def test_names_of_one_body(one, other):
    assert known_as(one) == known_as(other)


def test_names_of_two_bodies():
    assert known_as("成都高新区") != known_as("合肥高新区")


@pytest.mark.parametrize(
    ("module", "name", "change", "says"),
    [
        (lexicon, "actors", {"modals": "将"}, "modals"),
        (lexicon, "actors", {"strange": []}, "strange"),
        (lexicon, "actors", {"bodies": []}, "bodies"),
        (lexicon, "actors", {"aliases": ["高新区"]}, "aliases"),
        (place_lexicon, "places", {"provinces": {"北京市": 1}}, "provinces"),
        (place_lexicon, "places", {"cities": ["太原市", "太原市"]}, "太原市"),
    ],
)
def test_a_misformed_list_is_named(monkeypatch, module, name, change, says):
    table = load(name) | change
    monkeypatch.setattr(module, "load", lambda _: table)
    loader = lexicon.actor_words if module is lexicon else place_lexicon.places
    with pytest.raises(LexiconError, match=says):
        loader.__wrapped__()
