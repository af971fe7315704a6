"""Runs tests/cases/times.yaml and tests/cases/deadlines.yaml."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from luoshi.errors import LexiconError
from luoshi.extracting.times.deadlines import deadline_of
from luoshi.extracting.times.times import times
from luoshi.lexicon import calendar as lexicon
from luoshi.lexicon.load import load

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[2] / "shared"


def rows(name):
    return yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", rows("times"), ids=lambda case: f"{case['text']} {case.get('date', '')}")
def test_times(case):
    text = case["text"]
    found = times(text, date=case.get("date", date(2025, 10, 27)))
    got = [[text[p.start : p.end], p.from_, p.until, p.precision, p.kind] for p in found]
    assert got == case["times"]


@pytest.mark.parametrize("case", rows("deadlines"), ids=lambda case: case["text"])
def test_deadline(case):
    text = case["text"]
    found = deadline_of(times(text, date=date(2025, 3, 5)), text, 0, len(text))
    assert (found and [text[found.start : found.end], found.from_, found.until]) == case["deadline"]


def test_deadline_looks_only_inside_the_stretch():
    text = "今年抓复工，力争2027年投产，到2030年满产。"
    periods = times(text, date=date(2025, 3, 5))
    start = text.index("力争")
    found = deadline_of(periods, text, start, text.index("，到"))
    assert found is not None
    assert text[found.start : found.end] == "2027年"
    assert deadline_of(periods, text, 2, 5) is None


@pytest.mark.parametrize(
    ("section", "value", "says"),
    [
        ("years", [{"words": ["今年"]}], "years"),
        ("undated", [{"words": ["目前"], "kind": "now"}], "undated.kind"),
        (
            "fixed",
            [{"words": ["建党百年"], "until": "2021", "kind": "at", "precision": "year"}],
            "fixed.until",
        ),
        ("plans", {"十五五": [2026]}, "plans.十五五"),
        ("week_words", "周", "week_words"),
        ("nonsense", ["x"], "nonsense"),
    ],
)
def test_a_malformed_calendar_names_its_key(monkeypatch, section, value, says):
    table = {**load("calendar"), section: value}
    monkeypatch.setattr(lexicon, "load", lambda name: table)
    with pytest.raises(LexiconError, match=says) as error:
        lexicon.calendar.__wrapped__()
    assert "data/calendar.yaml" in str(error.value)


@cache
def shared_text(name):
    return (SHARED / "corpora" / name).open(encoding="utf-8", newline="").read()


@pytest.mark.shared
def test_deadlines_of_the_shared_gold():
    gold = SHARED / "gold" / "fields.jsonl"
    if not gold.exists():
        pytest.skip("../shared is absent")
    right = {True: [], False: []}
    for line in gold.read_text("utf-8").splitlines():
        row = json.loads(line)
        if "deadline" not in row:
            continue
        text, want = shared_text(row["file"]), row["deadline"]
        found = deadline_of(times(text, date=date.fromisoformat(row["date"])), text, row["start"], row["end"])
        got = found and [day and day.isoformat() for day in (found.from_, found.until)]
        right[want is not None].append(got == (want and [want["from"], want["until"]]))
    assert sum(right[True]) >= 0.95 * len(right[True])
    assert sum(right[False]) >= 0.9 * len(right[False])
