"""Runs tests/cases/parsing.yaml, and checks what the parser promises of every text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from luoshi.model import Document, Outline
from luoshi.parsing.outline import parse

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "parsing.yaml").read_text("utf-8"))
FACTS = ("title", "date", "body", "kind")


def words(outline: Outline, start: int, end: int) -> str:
    return outline.document.text[start:end]


def headings(outline: Outline) -> list[list[str]]:
    sections = outline.sections
    return [[s.number, s.title, sections[s.parent].title] for s in sections[1:]]


def sentences(outline: Outline) -> list[str]:
    """The sentences with the breaks of the layout closed."""
    return [words(outline, s.start, s.end).replace("\n", "") for s in outline.sentences]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_parsing(case):
    outline = parse(Document(case["text"]))
    if "headings" in case:
        assert headings(outline) == case["headings"]
    if "clauses" in case:
        assert [words(outline, c.start, c.end) for c in outline.clauses] == case["clauses"]
    if "sentences" in case:
        assert sentences(outline) == case["sentences"]
    if "resumes" in case:
        assert [words(outline, c.start, c.end) for c in outline.clauses if c.resumes] == case["resumes"]
    if "skipped" in case:
        assert [[why, words(outline, start, end)] for start, end, why in outline.skipped] == case["skipped"]
    for fact in FACTS:
        if fact in case:
            assert getattr(outline.facts, fact) == case[fact]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_parts_fit_together(case):
    outline = parse(Document(case["text"]))
    assert (outline.sections[0].title, outline.sections[0].parent) == ("", -1)
    for at, section in enumerate(outline.sections[1:], 1):
        assert 0 <= section.parent < at
        assert outline.sections[section.parent].level < section.level
        assert words(outline, section.start, section.end).startswith(section.title)
    reached = 0
    for at, clause in enumerate(outline.clauses):
        assert reached <= clause.start < clause.end
        reached = clause.end
        sentence = outline.sentences[clause.sentence]
        assert sentence.first <= at < sentence.last
        assert sentence.start <= clause.start < clause.end <= sentence.end
        assert not any(start < clause.end and clause.start < end for start, end, _ in outline.skipped)
    assert [s.first for s in outline.sentences[1:]] == [s.last for s in outline.sentences[:-1]]


def test_names_are_unique_and_many():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 40


def test_the_callers_date_comes_first():
    text = "云岭简报\n2025年3月8日\n要加快发展。\n"
    assert parse(Document(text, date=date(2024, 1, 2))).facts.date == date(2024, 1, 2)
    assert parse(Document(text, fallback=date(2024, 1, 2))).facts.date == date(2025, 3, 8)
    assert parse(Document("要加快发展。\n", fallback=date(2024, 1, 2))).facts.date == date(2024, 1, 2)
    assert parse(Document(text, title="另一个题目")).facts.title == "另一个题目"


@pytest.mark.parametrize("text", ["", "\n", "#", "# ", "一、", "（一）", "\ufeff", "“", "，", "\ud800", "a"])
def test_any_text_has_an_outline(text):
    assert parse(Document(text)).sections[0].level == 0
