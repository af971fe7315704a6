"""The workflow under any steps: the fold of all is the fold after each, undo restores, lights only turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rows import Rows, statements

from luoshi.codec import from_record
from luoshi.errors import StepError
from luoshi.ledger import Row, Status, fold, steps, workdays
from luoshi.ledger.fold import apply, effective
from luoshi.ledger.lights import LIGHTS, light, light_of, turning
from luoshi.lexicon.lights import LightRules, Turn, light_rules
from luoshi.lexicon.workflow import STEPS

FEW = settings(max_examples=150, deadline=None)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31)).map(date.isoformat)
WORDS = st.sampled_from(["水务局", "住建局", "完工", "〔2026〕7号", "现场不符"])
EVIDENCE = st.fixed_dictionaries(
    {"kind": st.sampled_from(["file", "quote"]), "sha256": st.just("ab"), "name": WORDS}
)
FINDING = st.fixed_dictionaries(
    {"document": st.sampled_from(["cd", "ef"]), "why": st.lists(WORDS, max_size=1)},
    optional={"target": st.sampled_from([{"start": 3, "end": 6, "text": "20个"}, None])},
).flatmap(
    lambda said: st.sampled_from([{}, {"start": 0, "end": 2, "text": "完工"}]).map(lambda more: said | more)
)
VERDICTS = st.sampled_from(["met", "missed", "silent", "done", "dropped"])
SAID = {
    "assigned": st.fixed_dictionaries(
        {"lead": WORDS}, optional={"due": DAYS, "supporting": st.lists(WORDS), "leader": WORDS, "day": DAYS}
    ),
    "planned": st.fixed_dictionaries(
        {},
        optional={
            "measures": st.lists(WORDS, max_size=2),
            "milestones": st.lists(st.fixed_dictionaries({"text": WORDS, "due": DAYS}), max_size=2),
        },
    ),
    "reported": st.fixed_dictionaries(
        {"progress": WORDS},
        optional={"percentage": st.integers(0, 100), "problems": WORDS, "evidence": st.lists(EVIDENCE)},
    ),
    "verified": st.fixed_dictionaries({}, optional={"result": WORDS}),
    "returned": st.just({"reason": "数字不实"}),
    "extended": st.fixed_dictionaries({"until": DAYS, "approval": WORDS}),
    "reminded": st.fixed_dictionaries({}, optional={"to": WORDS}),
    "closed": st.just({}),
    "reopened": st.just({"reason": "回头看"}),
    "accepted": st.fixed_dictionaries({}, optional={"note": WORDS}),
    "rejected": st.just({}),
    "corrected": st.fixed_dictionaries(
        {}, optional={"force": st.sampled_from(["binding", "firm"]), "object": WORDS}
    ),
    "merged": st.fixed_dictionaries({"into": st.integers(1, 5)}),
    "split": st.sampled_from([{"at": [[0, 2], [3, 5]]}, {"at": [[0, 3]]}, {"at": [[0, 3], [2, 4]]}]),
    "proved": st.fixed_dictionaries({"evidence": st.lists(EVIDENCE, min_size=1, max_size=2)}),
    "judged": st.one_of(
        st.fixed_dictionaries({"decision": st.just("accepted"), "standing": VERDICTS, "finding": FINDING}),
        st.fixed_dictionaries(
            {
                "decision": st.just("overruled"),
                "standing": VERDICTS,
                "instead": VERDICTS,
                "finding": FINDING,
                "reason": st.just("口径不同"),
            }
        ),
    ),
    "undone": st.just({}),
}
ONE = st.sampled_from(sorted(SAID)).flatmap(
    lambda step: st.tuples(st.integers(1, 5), st.just(step), SAID[step])
)
ASKED = st.lists(ONE, max_size=25)
WAY = (
    ("assigned", {"lead": "水务局"}),
    ("planned", {}),
    ("reported", {"progress": "完工"}),
    ("verified", {}),
    ("closed", {}),
)
# some go far along the way first, which chance alone seldom does
STARTS = st.integers(0, len(WAY)).map(lambda far: [(1, step, said) for step, said in WAY[:far]])


def done(asked, rows=None):
    """Ask for each step; give the rows, and those steps that were taken."""
    rows = rows or Rows()
    taken = []
    for number, step, said in asked:
        before = list(rows.events)
        try:
            rows.do(number, step, said)
        except StepError:
            assert rows.events == before
        else:
            taken.append((number, step, said))
    return rows, taken


def known(status: Status) -> Status:
    """All that a status says but which event was the last."""
    return replace(status, version=0)


@FEW
@given(STARTS, ASKED)
def test_the_fold_of_all_is_the_fold_after_each(start, asked):
    rows, _ = done([*start, *asked])
    whole = rows.all()
    assert whole == tuple(rows.row(number) for number in range(1, len(whole) + 1))
    for row in whole:
        history = rows.history(row.number)
        status = Status(row.sequence)
        for event in effective(history):
            status = apply(status, event)
        assert known(status) == known(row.status)
        assert row.status.version == (history[-1].sequence if history else row.sequence)


@FEW
@given(STARTS, ASKED)
def test_every_step_leaves_the_rows_that_it_names_none_of(start, asked):
    rows = Rows()
    done(start, rows)
    for number, step, said in asked:
        before = {row.number: row for row in fold(rows.events, from_record).rows}
        _, taken = done([(number, step, said)], rows)
        after = {row.number: row for row in fold(rows.events, from_record).rows}
        changed = {n for n in before if after[n] != before[n]}
        if not taken:
            assert after == before
        elif step not in ("undone", "merged"):
            assert changed == {number}


@FEW
@given(STARTS, ASKED, ONE)
def test_undo_restores_what_was(start, asked, last):
    rows, _ = done([*start, *asked])
    before = {row.number: known(row.status) for row in rows.all()}
    count = len(rows.created())
    number, step, _ = last
    if step == "undone":
        return
    _, taken = done([last], rows)
    if not taken:
        return
    rows.do(number, "undone", {})
    after = {row.number: known(row.status) for row in rows.all()}
    assert {n: status for n, status in after.items() if n <= count} == before
    assert {status.review for n, status in after.items() if n > count} <= {"withdrawn"}


@FEW
@given(STARTS, ASKED)
def test_all_can_be_undone_down_to_the_beginning(start, asked):
    rows, _ = done([*start, *asked])
    for _ in range(3 * len(rows.events)):
        for number in range(1, 6):
            done([(number, "undone", {})], rows)
        if all(known(row.status) == Status(0) for row in rows.all()[:5]):
            return
        for number in range(6, len(rows.created()) + 1):  # parts that went on hold their wholes
            done([(number, "undone", {})], rows)
    pytest.fail("a row could not be undone to its beginning")


@FEW
@given(STARTS, ASKED)
def test_legal_says_which_steps_may_be_taken(start, asked):
    rows, _ = done([*start, *asked])
    row = rows.row(1)
    fit = {
        "assigned": {"lead": "水务局"},
        "reported": {"progress": "完工"},
        "extended": {"until": "2026-12-31", "approval": "7"},
        "corrected": {"force": "binding"},
        "split": {"at": [[0, 2], [3, 5]]},
        "merged": {"into": 2},
    }
    if rows.row(2).status.review not in rows.table.at_work:
        del fit["merged"]
    for step in (*STEPS, "accepted", "rejected", "corrected", "split", "merged"):
        if step == "merged" and step not in fit:
            continue
        again = Rows()
        again.events = list(rows.events)
        said = fit.get(step, {}) | ({"reason": "理由"} if step not in ("corrected",) else {})
        _, taken = done([(1, step, said)], again)
        assert bool(taken) == (step in steps.legal(row, rows.table)), step


RULES = st.builds(
    LightRules,
    st.integers(0, 15),
    st.tuples(st.integers(0, 60), st.integers(0, 40)).map(lambda t: Turn(t[0], t[0] + t[1])),
    st.integers(0, 60),
    st.tuples(st.integers(0, 20), st.integers(0, 40)).map(lambda t: Turn(t[0], t[0] + t[1])),
)
NEAR = st.dates(date(2025, 11, 1), date(2026, 12, 31))
OPEN = st.builds(
    lambda begun, due, percentage, reported: Row(
        1,
        statements()[4],
        "",
        1,
        Status(
            1,
            state="underway",
            begun=begun.isoformat(),
            due=due and due.isoformat(),
            percentage=percentage,
            reported=reported and reported.isoformat(),
        ),
    ),
    NEAR,
    st.none() | NEAR,
    st.none() | st.integers(0, 100),
    st.none() | NEAR,
)


def as_the_rules_say(row: Row, day: date, rules: LightRules) -> str:
    """The light of an open row on a day, straight from the words of data/lights.yaml."""
    worst = 0
    if row.due:
        due = date.fromisoformat(row.due)
        begun = date.fromisoformat(row.status.begun)
        if day > due:
            worst = 2
        soon = [due - timedelta(days) for days in range(1, 60) if workdays.is_workday(due - timedelta(days))]
        soon = [due, *soon]
        if day >= soon[rules.due_soon]:
            worst = max(worst, 1)
        if begun < due:
            gone = Fraction(100 * (day - begun).days, (due - begun).days)
            lag = min(gone, 100) - (row.status.percentage or 0)
            worst = max(worst, (lag > rules.behind.yellow) + (lag > rules.behind.red))
    last = date.fromisoformat(row.status.reported or row.status.begun)
    absent = (day - last).days - rules.report_every
    worst = max(worst, (absent > rules.report_overdue.yellow) + (absent > rules.report_overdue.red))
    return ("green", "yellow", "red")[worst]


@FEW
@given(OPEN, RULES | st.just(light_rules()), st.dates(date(2025, 10, 1), date(2027, 6, 30)))
def test_the_turning_days_say_what_the_rules_say(row, rules, first):
    turns = turning(row, rules)
    near = [date.fromisoformat(day) for day in (turns.yellow, turns.red) if day]
    days = {first, *(day + timedelta(by) for day in near for by in (-1, 0, 1))}
    for day in days:
        assert light(row, day, rules) == as_the_rules_say(row, day, rules), day


@FEW
@given(OPEN, RULES, st.lists(st.dates(date(2025, 10, 1), date(2028, 1, 1)), min_size=2))
def test_without_an_event_a_light_only_gets_worse(row, rules, days):
    turns = turning(row, rules)
    order = ("green", "yellow", "red")
    worse = [order.index(light_of(turns, day)) for day in sorted(days)]
    assert worse == sorted(worse)
    assert {light_of(turns, day) for day in days} <= set(LIGHTS)


@given(NEAR, st.integers(0, 40))
def test_so_many_working_days_back_lie_between(day, count):
    early = workdays.back(day, count)
    assert workdays.is_workday(early) or count == 0
    lying = sum(workdays.is_workday(early + timedelta(at)) for at in range((day - early).days))
    assert lying == count


@given(st.dates(date(1, 1, 1), date.max), st.integers(0, 3000))
def test_turning_bears_any_day(due, every):
    row = Row(
        1, statements()[4], "", 1, Status(1, state="underway", begun=due.isoformat(), due=due.isoformat())
    )
    rules = LightRules(10, Turn(1, 2), every, Turn(0, 31))
    assert light(row, due, rules) in LIGHTS
