"""What holds of ``times`` for every text."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.extracting.times.deadlines import deadline_of
from luoshi.extracting.times.times import times
from luoshi.lexicon.calendar import KINDS, PRECISIONS

PIECES = (
    *"0123456789０９一二三四五六七八九十百千两零〇",
    *"年月日号周天前后内底末初中到至从自起用半每第“”—-~/.: 的，。",
    *(
        "“十五五”",
        "今年",
        "明年",
        "年底",
        "前",
        "2025年",
        "2030",
        "季度",
        "上半年",
        "三年行动",
        "小时",
        "春节",
        "世纪",
        "年代",
    ),
    *(
        "规划期末",
        "和",
        "之间",
        "下周五",
        "下午",
        "点",
        "个月",
        "13月",
        "2月30日",
        "农历",
        "以来",
        "9999年",
        "0年",
    ),
)
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
DATES = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2024, 2, 29)]))


@settings(max_examples=400)
@given(TEXTS, DATES)
def test_periods_lie_in_the_text_in_order_and_apart(text, day):
    end = 0
    for period in times(text, date=day):
        assert end <= period.start < period.end <= len(text)
        assert period.kind in KINDS
        assert period.precision in PRECISIONS
        if period.from_ and period.until:
            assert period.from_ <= period.until
        end = period.end


@given(TEXTS, DATES)
def test_the_same_text_gives_the_same_times(text, day):
    assert times(text, date=day) == times(text, date=day)


@given(TEXTS, DATES)
def test_a_line_before_only_shifts(text, day):
    alone = times(text, date=day)
    shifted = times("各位代表：\n\n\n\n" + text, date=day)
    assert [p[2:] for p in shifted] == [p[2:] for p in alone]
    assert [p.start - 9 for p in shifted] == [p.start for p in alone]


@given(TEXTS, DATES)
def test_the_deadline_is_one_of_the_times_inside(text, day):
    found = times(text, date=day)
    start, end = len(text) // 4, len(text) - len(text) // 4
    chosen = deadline_of(found, text, start, end)
    assert chosen is None or (chosen in found and start <= chosen.start and chosen.end <= end)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_written_day_is_read_back(day):
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day:%Y/%m/%d}"):
        assert [(p.from_, p.until) for p in times(text)] == [(day, day)]


@pytest.mark.parametrize(
    "piece", ["1", "年", "1年", "一", "2025-", "“十五五”", "三年攻", "十", "到2025年", "每", "周"]
)
def test_cost_grows_linearly(piece):
    def cost(count):
        text = piece * count
        best = float("inf")
        for _ in range(2):
            begun = time.process_time()
            times(text, date=date(2025, 1, 1))
            best = min(best, time.process_time() - begun)
        return best

    assert cost(16_000) < 16 * cost(4_000) + 0.05
