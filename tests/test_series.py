"""Series of targets and outcomes: what stands together, what is left out and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.app.series import REASONS, lines, of_bodies, year_of
from luoshi.stores.series import Figures


def target(**more):
    said = {
        "id": "gdp",
        "kind": "growth",
        "comparator": "ge",
        "low": 5.0,
        "high": None,
        "unit": "%",
        "role": "target",
        "period": {"from": "2026-01-01", "until": "2026-12-31"},
        "text": "地区生产总值增长5%以上",
    }
    return said | more


def row(number, *targets, body="某市"):
    return Figures(number, body, "2026-01-04", list(targets))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, (2026, "")),
        ({"period": {"from": None, "until": "2030-12-31"}}, (2030, "")),
        ({"period": None}, (0, "undated")),
        ({"period": {"from": "2026-01-01", "until": None}}, (0, "undated")),
        ({"period": {"from": "2026-01-01", "until": "2026-03-31"}}, (0, "part")),
        ({"period": {"from": "2026-07-01", "until": "2026-12-31"}}, (0, "part")),
        ({"period": {"from": None, "until": "2026-06-30"}}, (0, "part")),
        ({"period": {"from": "2026-01-01", "until": "2030-12-31"}}, (0, "several")),
        ({"text": "地区生产总值年均增长5%"}, (0, "average")),
        ({"id": "pm25", "kind": "level", "text": "PM2.5年均浓度30微克"}, (2026, "")),
    ],
)
def test_the_year_is_that_of_the_record_s_own_period(more, expected):
    assert year_of(target(**more)) == expected


def test_only_one_indicator_measure_and_unit_stand_together():
    found = lines(
        [
            row(1, target()),
            row(2, target(kind="level", low=8000.0, unit="亿元")),
            row(3, target(id="fai")),
            row(4, target(kind="level", low=1.2, unit="万亿元", role="actual")),
            row(5, target(kind="level", low=300.0, unit="亿美元")),
            row(6, target(id=None), target(id="unheard_of")),
            row(7, target(low=None)),
        ]
    )
    numbers = sorted([point.number for point in line.points] for line in found.lines)
    assert numbers == [[1], [2, 4], [3], [5]]
    level = next(line for line in found.lines if len(line.points) == 2)
    assert {point.role: point.low for point in level.points} == {"target": 8000.0, "actual": 12000.0}
    assert level.unit == "亿元"
    assert found.left == {"unknown": 2, "wordy": 1}


def test_what_differs_is_told_and_not_drawn():
    (line,) = lines([row(1, target()), row(2, target(low=6.0)), row(3, target(role="actual"))]).lines
    assert [point.number for point in line.points] == [1, 2, 3]
    assert {place: point.number for place, point in line.drawn.items()} == {("某市", 2026, "actual"): 3}
    assert line.left == {"differs": (1, 2)}


def test_the_same_number_twice_is_one():
    (line,) = lines([row(1, target()), row(2, target())]).lines
    assert line.drawn["某市", 2026, "target"].number == 1
    assert not line.left


def test_a_range_stands_at_its_middle_and_years_have_no_gap():
    early = {"from": "2023-01-01", "until": "2023-12-31"}
    (line,) = lines([row(1, target(low=5.0, high=6.0)), row(2, target(period=early), body="另市")]).lines
    assert line.drawn["某市", 2026, "target"].value == 5.5
    assert line.years == [2023, 2024, 2025, 2026]
    assert of_bodies(line, ["另市"]).years == [2023]


@given(
    st.lists(
        st.builds(
            target,
            id=st.sampled_from(["gdp", "fai", None]),
            kind=st.sampled_from(["growth", "level"]),
            low=st.sampled_from([5.0, 6.0, None]),
            unit=st.sampled_from(["%", "亿元", "万元"]),
            role=st.sampled_from(["target", "actual"]),
            period=st.sampled_from(
                [
                    None,
                    {"from": "2026-01-01", "until": "2026-12-31"},
                    {"from": "2025-01-01", "until": "2025-12-31"},
                    {"from": "2025-01-01", "until": "2026-12-31"},
                ]
            ),
        ),
        max_size=30,
    )
)
def test_no_figure_is_lost_and_their_order_decides_nothing(targets):
    rows = [row(number, each) for number, each in enumerate(targets, 1)]
    found = lines(rows)
    stand = sum(len(line.points) for line in found.lines)
    left = sum(len(numbers) for line in found.lines for why, numbers in line.left.items() if why != "differs")
    assert stand + left + sum(found.left.values()) == len(targets)
    assert set(found.left) | {reason for line in found.lines for reason in line.left} <= set(REASONS)
    again = lines(rows[::-1])
    assert [(line.key, line.points) for line in again.lines] == [
        (line.key, line.points) for line in found.lines
    ]
