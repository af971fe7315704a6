"""What holds for the figures of any text."""

import time
from bisect import bisect_left
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.extracting.figures.targets import targets_of
from luoshi.extracting.numbers.quantities import quantities
from luoshi.extracting.times.times import times
from luoshi.extracting.units import Unit
from luoshi.model import Document
from luoshi.parsing.outline import parse

DAY = date(2025, 1, 15)
PIECES = st.sampled_from(
    [
        *("国内生产总值", "城镇、农村居民收入", "粮食和油料产量", "增速", "占比", "企业", "项目", "一二三产"),
        *("第", "全国", "居", "首位", "前", "分别", "增长", "下降", "达到", "提高到", "由", "从", "到"),
        *("较2020年", "同比", "高于", "与", "同步", "的", "新增", "建设", "翻一番", "突破", "百万辆", "一批"),
        *("5", "%", "5%", "3.4个", "1个百分点", "100", "万亿", "元", "个", "家", "位", "倍", "左右", "以上"),
        *(
            "数十个",
            "级",
            "号线",
            "三所",
            "千伏",
            "岁",
            "一半",
            "５％",
            "部分",
            "2025年",
            "今年",
            "“十五五”时期",
        ),
        *("“", "”", "（", "）", "，", "、", "。", "：", "和", "及"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=60))
KINDS = {"growth", "level", "change", "count", "share", "rank", "multiple"}
COMPARATORS = {"approx", "ge", "gt", "le", "lt", "eq", "range", "lead"}


def units_of(text, size):
    outline = parse(Document(text, date=DAY))
    numbers, periods = quantities(text), times(text, date=DAY)
    number_starts, period_starts = [q.start for q in numbers], [p.start for p in periods]
    for first in range(0, len(outline.clauses), size):
        clauses = outline.clauses[first : first + size]
        start, end = clauses[0].start, clauses[-1].end
        unit = Unit("result", first, first + len(clauses), start, end, ((start, end),), "test")
        yield (
            outline,
            unit,
            numbers[bisect_left(number_starts, start) : bisect_left(number_starts, end)],
            periods[bisect_left(period_starts, start) : bisect_left(period_starts, end)],
        )


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.integers(1, 4))
def test_every_target_stands_in_its_unit(text, size):
    for outline, unit, numbers, periods in units_of(text, size):
        found, vague = targets_of(outline, unit, numbers, periods)
        for target in found:
            assert unit.start <= target.start < target.end <= unit.end
            assert text[target.start : target.end] == target.text
            assert target.indicator
            assert target.kind in KINDS
            assert target.comparator in COMPARATORS
            assert (target.reference is not None) == (target.comparator == "lead")
            assert target.low is not None or target.comparator == "lead"
            assert target.high is None or target.low < target.high
            assert target.role == "actual"
        for stretch in vague:
            assert unit.start <= stretch.start < stretch.end <= unit.end
            assert text[stretch.start : stretch.end] == stretch.text


@pytest.mark.parametrize(
    "piece",
    [
        "增长5%、",
        "3、",
        "“5”",
        "从3到",
        "全国第一、",
        "2025年5个",
        "高于全国5个百分点",
        "国内生产总值",
        "与经济增长同步",
        "5个项目和",
        "（",
        "一批",
    ],
)
def test_a_text_without_a_stop_takes_linear_time(piece):
    def seconds(count):
        jobs = list(units_of(piece * count, 1))
        began = time.process_time()
        for job in jobs:
            targets_of(*job)
        return time.process_time() - began

    seconds(50)
    short, long = seconds(2000), seconds(16000)
    assert long < 30 * short + 0.5
