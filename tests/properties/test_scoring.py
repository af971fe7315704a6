"""The yearly assessment: points add up, nothing is lost twice, each deduction has its row."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rows import statements

from luoshi.briefing.scoring import deductions
from luoshi.briefing.weights import PARTS, Weights, packaged, weights
from luoshi.errors import LexiconError
from luoshi.ledger import Evidence, Row, Status

DAY = date(2026, 3, 2)
COSTS = ("unreported", "overdue", "reminded", "returned", "extended", "none", "quotes_only")


@st.composite
def _rows(draw: st.DrawFn) -> list[Row]:
    out = []
    for number in range(1, draw(st.integers(1, 40)) + 1):
        closed = draw(st.sampled_from([None, "2025-11-01", "2026-01-20"]))
        kinds = draw(st.lists(st.sampled_from(["file", "quote"]), max_size=2))
        status = Status(
            number,
            state="closed" if closed else "reported",
            closed=closed,
            due=draw(st.sampled_from([None, "2025-12-31", "2026-12-31"])),
            percentage=draw(st.none() | st.integers(0, 100)),
            evidence=tuple(Evidence(kind, "0" * 64, "x") for kind in kinds),
        )
        out.append(Row(number, statements()[0], "0" * 64, number, status))
    return out


@st.composite
def _weights(draw: st.DrawFn) -> Weights:
    parts = [draw(st.integers(0, 60)) for _ in PARTS]
    costs = {name: draw(st.integers(0, 100)) for name in COSTS}
    return Weights(sum(parts), dict(zip(PARTS, parts, strict=True)), costs)


@given(_rows(), _weights())
def test_a_part_is_never_overdrawn(rows: list[Row], given: Weights) -> None:
    lost = Counter[str]()
    for one in deductions(rows, {}, given, DAY):
        assert one.points > 0
        assert one.row in rows
        lost[one.part] += one.points
    assert all(lost[part] <= given.parts[part] * 100 for part in PARTS)


@given(st.integers(1, 200), _weights())
def test_what_is_wholly_undone_loses_exactly_the_weights(many: int, given: Weights) -> None:
    full = Weights(given.full, given.parts, dict.fromkeys(COSTS, 100))
    undone = Row(1, statements()[0], "0" * 64, 1, Status(1, state="assigned", due="2025-12-31"))
    rows = [Row(n, undone.statement, undone.document, n, undone.status) for n in range(1, many + 1)]
    assert sum(one.points for one in deductions(rows, {}, full, DAY)) == full.full * 100


def test_what_is_done_in_time_with_a_file_loses_nothing() -> None:
    status = Status(
        1, state="closed", closed="2025-12-30", due="2025-12-31", evidence=(Evidence("file", "0" * 64, "x"),)
    )
    assert deductions([Row(1, statements()[0], "0" * 64, 1, status)], {}, weights(), DAY) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("completion: 50,", "completion: 40,", "assessment_sum"),
        ("overdue: 100", "overdue: 101", "table_shape"),
        ("full: 100", "full: 一百", "table_shape"),
        ("{unreported: 100}", "{unreported: 100, more: 1}", "table_keys"),
    ],
)
def test_weights_that_do_not_hang_together_are_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    path = tmp_path / "w.yaml"
    assert old in packaged()
    path.write_text(packaged().replace(old, new), "utf-8")
    with pytest.raises(LexiconError) as caught:
        weights(path)
    assert caught.value.code == code
