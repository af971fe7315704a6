"""What ``--explain`` says of each clause: its place, its label, how sure, and what decided it."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi import examples
from luoshi.app.explain import explain_outline
from luoshi.extracting.labels.labels import labels
from luoshi.model import Document
from luoshi.parsing.outline import parse

DAY = date(2026, 1, 15)
TEXTS = {
    "task": "三、2026年重点工作\n\n要加快建成三个中试平台，推动成果转化。\n",
    "review": "一、2025年工作回顾\n\n地区生产总值增长5.6%。\n",
    "zones": examples.path("zones.md").read_text("utf-8"),
    "report": examples.path("report_2026.txt").read_text("utf-8"),
}


def explained(text):
    outline = parse(Document(text, date=DAY))
    return outline, [line.split("\t") for line in explain_outline(outline)]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_each_clause_is_explained_as_it_is_labelled(text):
    outline, lines = explained(text)
    decided = labels(outline)
    assert len(lines) == len(outline.clauses)
    for line, clause, label in zip(lines, outline.clauses, decided, strict=True):
        assert line[0] == f"{clause.start}–{clause.end}"
        assert line[1] == label.label + ("B" if label.opens else "I")
        assert 0 <= float(line[2]) <= 1
        assert line[3] == label.rule
        assert line[4] == text[clause.start : clause.end]
        assert len(line) == 6


def test_what_the_model_decides_shows_its_weights():
    _, lines = explained(TEXTS["zones"])
    modelled = [line for line in lines if line[3] == "label.model"]
    assert modelled
    weighed = [line for line in modelled if line[5]]
    assert len(weighed) >= 0.9 * len(modelled)
    for line in weighed:
        weights = [float(part.rsplit(" ", 1)[1]) for part in line[5].split("、") if " " in part]
        assert len(weights) <= 6
        assert [abs(weight) for weight in weights] == sorted(map(abs, weights), reverse=True)


def test_what_the_model_decides_is_mostly_likely():
    _, lines = explained(TEXTS["report"])
    chances = [float(line[2]) for line in lines if line[3] == "label.model"]
    assert sum(chance >= 0.5 for chance in chances) >= 0.8 * len(chances)


def test_a_plain_order_is_a_sure_commitment():
    _, lines = explained(TEXTS["task"])
    order = next(line for line in lines if line[4].startswith("要加快"))
    assert order[1] == "CB"
    assert float(order[2]) > 0.8


def test_nothing_to_explain():
    assert explained("")[1] == []
    assert explained("——\n")[1] == []


def test_the_same_twice():
    assert explained(TEXTS["zones"])[1] == explained(TEXTS["zones"])[1]
