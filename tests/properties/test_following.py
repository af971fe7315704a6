"""What holds for every pair of texts: quotes stand in their text, and nothing depends on order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import luoshi
from luoshi import examples
from luoshi.codec import to_finding_line
from luoshi.errors import LuoshiError
from luoshi.following.changes import changes
from luoshi.following.measures import measure
from luoshi.following.prepare import prepare
from luoshi.model import Document

EARLIER = luoshi.read(examples.path("report_2025.txt"))
LATER = luoshi.read(examples.path("report_2026.txt"))
LINES = LATER.text.splitlines(keepends=True)
STANDINGS = {
    *("met", "missed", "admitted_missed", "reported", "qualitative", "silent"),
    *("done", "under_way", "repeated", "dropped"),
}


def check(findings, earlier, later):
    for finding in findings:
        assert finding.standing in STANDINGS
        assert finding.why
        said = finding.commitment
        assert "".join(earlier.text[a:b] for a, b in said.pieces) == said.text
        if finding.target is not None:
            assert earlier.text[finding.target.start : finding.target.end] == finding.target.text
        if finding.evidence is not None:
            assert later.text[finding.evidence.start : finding.evidence.end] == finding.evidence.text
            assert finding.evidence.text
        if finding.standing in ("met", "missed"):
            assert finding.evidence is not None
            assert finding.evidence.value is not None
        to_finding_line(finding)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=12), st.integers(0, 400))
def test_quotes_stand_in_their_text(lines, cut):
    later = Document("".join([LINES[0], LINES[1], *lines])[: -cut or None], date=date(2026, 1, 15))
    check(luoshi.follow(EARLIER, later), EARLIER, later)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="地区生产总值增长五5%左右，。；、\n年2025城镇新增就业万人未达预期目标", max_size=120))
def test_any_text_is_followed_or_refused(text):
    later = Document(text, date=date(2026, 1, 15))
    try:
        found = list(luoshi.follow(EARLIER, later))
    except LuoshiError:
        return
    check(found, EARLIER, later)


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(2, len(LINES))))
def test_paragraphs_in_another_order_tell_the_same_numbers(order):
    """A verdict rests on its quote: moved about inside the review it stays the same."""
    head = next(at for at, line in enumerate(LINES) if line.startswith("二、"))
    review = [at for at in order if 6 <= at < head - 1]
    lines = LINES[:6] + [LINES[at] for at in review] + LINES[head - 1 :]
    found = {f.target.text: f.standing for f in luoshi.follow(EARLIER, Document("".join(lines))) if f.target}
    plain = {f.target.text: f.standing for f in luoshi.follow(EARLIER, LATER) if f.target}
    assert {k: v for k, v in found.items() if v in ("met", "missed")}.items() <= plain.items()


def test_the_same_twice():
    assert list(luoshi.follow(EARLIER, LATER)) == list(luoshi.follow(EARLIER, LATER))


def test_in_the_order_of_the_text():
    places = [finding.commitment.start for finding in luoshi.follow(EARLIER, LATER)]
    assert places == sorted(places)


def test_changes_quote_both_plans():
    for change in changes(prepare(EARLIER), prepare(LATER)):
        assert change.kinds
        assert change.why
        assert change.earlier or change.later
        for text, statement in ((EARLIER.text, change.earlier), (LATER.text, change.later)):
            if statement is not None:
                assert "".join(text[a:b] for a, b in statement.pieces) == statement.text


@pytest.mark.parametrize(
    ("text", "down", "sort", "value"),
    [
        ("固定资产投资增长5%", False, "growth", 5),
        ("固定资产投资下降5%", False, "growth", -5),
        ("单位地区生产总值能耗下降3%", True, "growth", 3),
        ("粮食产量210亿斤", False, "amount", 210),
        ("城镇新增就业12万人", False, "added", 12),
        ("研发投入强度达到3%", False, "share", 3),
        ("经济总量居全国第4位", False, "rank", 4),
    ],
)
def test_measure(text, down, sort, value):
    document = Document(
        f"2026年临江市政府工作报告\n一、2025年工作回顾\n过去一年，{text}。\n", date=date(2026, 1, 15)
    )
    target = next(t for s in luoshi.extract(document) for t in s.targets)
    found = measure(target, down=down)
    assert (found.sort, found.value) == (sort, pytest.approx(value))
