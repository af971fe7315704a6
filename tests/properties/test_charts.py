"""Whatever is drawn: nothing leaves the sheet, words do not lie over each other, lengths are true."""

from __future__ import annotations

import string
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from luoshi.charting import (
    Cells,
    Chart,
    Deadlines,
    Due,
    Emphasis,
    Figure,
    Matrix,
    Panel,
    Part,
    Shares,
    Stack,
    Targets,
    draw,
    to_svg,
)
from luoshi.charting.measure import fitted, lines, width
from luoshi.charting.scene import Box, Diamond, Dot, Stroke, Words
from luoshi.lexicon.charts import chart_words

SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(st.sampled_from("高新区落实 低空经济Aa1%（）“”·<>&\"'\x00\n—"), max_size=60)
COUNTS = st.integers(0, 400)
LABELS = st.lists(WORDS, min_size=1, max_size=12)


@st.composite
def targets(draw_):
    years = st.integers(2015, 2026)
    value = st.floats(-50, 90_000, allow_nan=False)
    figure = st.builds(Figure, years, st.sampled_from(["target", "actual"]), value, WORDS)
    one = st.lists(figure, min_size=1, max_size=24, unique_by=lambda f: (f.year, f.role)).map(tuple)
    panels = draw_(st.lists(st.builds(Panel, WORDS, one), min_size=1, max_size=8))
    return Targets(tuple(panels), "目标", "实际", draw_(st.booleans()))


@st.composite
def matrices(draw_):
    columns = draw_(LABELS)
    row = st.builds(Cells, st.just("12"), WORDS, st.tuples(*[COUNTS] * len(columns)))
    rows = draw_(st.lists(row, min_size=1, max_size=20))
    groups = draw_(st.lists(st.integers(0, len(rows) - 1), unique=True, max_size=4))
    return Matrix(tuple(columns), tuple(rows), tuple((at, "建设现代化产业体系") for at in groups), "件")


@st.composite
def deadlines(draw_):
    lanes = draw_(st.lists(WORDS, min_size=1, max_size=12, unique=True))
    days = st.dates(date(1990, 1, 1), date(2080, 12, 31))
    due = st.builds(Due, st.sampled_from(lanes), days, st.integers(1, 900))
    names = {
        1: tuple(f"{n}月" for n in range(1, 13)),
        3: tuple(f"{n}季" for n in range(1, 5)),
        6: ("上半", "下半"),
    }
    found = draw_(st.lists(due, min_size=1, max_size=30))
    undated = draw_(st.tuples(*[COUNTS] * len(lanes)))
    today = draw_(st.none() | days)
    return Deadlines(
        tuple(lanes), tuple(found), undated, "无明确时限", names, ("更早", "更晚"), today, "统计日"
    )


@st.composite
def emphases(draw_):
    columns = draw_(LABELS)
    shares = st.tuples(*[st.floats(0, 1)] * len(columns))
    row = st.builds(Shares, WORDS, st.tuples(*[COUNTS] * len(columns)), shares)
    return Emphasis(tuple(columns), tuple(draw_(st.lists(row, min_size=1, max_size=8))), "件")


@st.composite
def stacks(draw_):
    names = ("刚性", "明确", "导向", "力争", "探索", "无")[: draw_(st.integers(1, 6))]
    parts = st.tuples(*[st.builds(Part, st.just(name), COUNTS) for name in names])
    bars = st.lists(st.tuples(WORDS, parts), min_size=1, max_size=12).map(tuple)
    return tuple(draw_(st.lists(st.builds(Stack, WORDS, bars), min_size=1, max_size=2)))


BODIES = st.one_of(targets(), matrices(), deadlines(), emphases(), stacks())
CHARTS = st.builds(Chart, BODIES, WORDS, WORDS, st.lists(WORDS, max_size=3).map(tuple))


def edges(shape):
    """Left, top, right, bottom."""
    match shape:
        case Box(x, y, wide, high):
            return x, y, x + wide, y + high
        case Dot(x, y, radius) | Diamond(x, y, radius):
            return x - radius, y - radius, x + radius, y + radius
        case Stroke(x1, y1, x2, y2):
            return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        case Words(x, y, text, size, anchor=anchor):
            wide = width(text, size)
            left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
            return left, y - size * 0.86, left + wide, y + size * 0.14


def over(one, other):
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


@given(CHARTS)
def test_nothing_leaves_the_sheet(chart):
    scene = draw(chart)
    for shape in scene.shapes:
        left, top, right, bottom = edges(shape)
        assert -0.01 <= left <= right <= scene.width + 0.01, shape
        assert -0.01 <= top <= bottom <= scene.height + 0.01, shape


@given(CHARTS)
def test_words_do_not_lie_over_words(chart):
    placed = [edges(shape) for shape in draw(chart).shapes if isinstance(shape, Words)]
    for one, other in combinations(placed, 2):
        assert over(one, other) < 6  # square points: a stroke that touches, never a letter


@given(CHARTS)
def test_the_svg_is_sound_and_always_the_same(chart):
    svg = to_svg(draw(chart))
    assert svg == to_svg(draw(chart))
    root = etree.fromstring(svg.encode())
    shown = list(root.iter(f"{SVG}text"))
    assert len(shown) == sum(isinstance(shape, Words) for shape in draw(chart).shapes)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg", "title", "desc", "rect", "circle", "line", "polygon", "text"
    }  # fmt: skip


@given(targets())
def test_bars_are_as_long_as_their_values(data):
    bars = [
        (shape, float(shape.hint.split("value ")[1]))
        for shape in draw(Chart(_worded(data), "", "")).shapes
        if isinstance(shape, Box) and "value " in shape.hint
    ]
    panels = [[f for f in panel.figures if f.role == "actual"] for panel in data.panels]
    assert len(bars) == sum(map(len, panels))
    at = 0
    groups = [[f for own in panels for f in own]] if data.common else panels
    for group in groups:
        own = bars[at : at + len(group)]
        at += len(group)
        most = max((abs(value) for _, value in own), default=0)
        for box, value in own:
            longest = next(b.height for b, v in own if abs(v) == most)
            assert box.height == pytest.approx(longest * abs(value) / most if most else 0, abs=0.01)


def _worded(data):
    panels = [
        Panel(
            panel.title, tuple(Figure(f.year, f.role, f.value, f"value {f.value!r}") for f in panel.figures)
        )
        for panel in data.panels
    ]
    return Targets(tuple(panels), data.target, data.outcome, data.common)


@given(stacks())
def test_stacks_fill_their_bar_by_their_counts(data):
    boxes = [s for s in draw(Chart(data, "", "")).shapes if isinstance(s, Box) and " / " in s.hint]
    bars = [parts for stack in data for _, parts in stack.bars]
    at = 0
    for parts in bars:
        counts = [part.count for part in parts if part.count]
        own = boxes[at : at + len(counts)]
        at += len(counts)
        whole = sum(box.width for box in own)
        for box, count in zip(own, counts, strict=True):
            assert box.width == pytest.approx(whole * count / sum(counts), abs=0.01)
    assert at == len(boxes)


@given(deadlines())
def test_every_deadline_is_counted_once(data):
    scene = draw(Chart(data, "", ""))
    dots = [shape for shape in scene.shapes if isinstance(shape, Dot)]
    centred = [s for s in scene.shapes if isinstance(s, Words) and s.anchor == "middle"]
    told = [
        int(words.text)
        for dot in dots
        for words in centred
        if words.x == dot.x and abs(words.y - dot.y) < 20 and words.text.isdigit()
    ]
    assert sum(told) == sum(due.count for due in data.due)
    assert len(told) == len(dots)


@given(WORDS, st.floats(8, 20), st.floats(20, 400))
def test_words_that_are_fitted_fit(text, size, room):
    assert width(fitted(text, size, room), size) <= max(room, width("…", size))
    broken = lines(text, size, room, 3)
    assert len(broken) <= 3
    assert all(width(line, size) <= max(room, width("…", size)) for line in broken)
    if not (broken and broken[-1].endswith("…")):
        assert "".join(broken) == text


@pytest.mark.parametrize("key", chart_words())
def test_words_on_charts_have_the_same_gaps_in_both_languages(key):
    gaps = [
        {name for _, name, _, _ in string.Formatter().parse(chart_words()[key][language]) if name}
        for language in ("zh", "en")
    ]
    assert gaps[0] == gaps[1]
