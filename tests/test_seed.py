"""What the seed round-up of four zones must yield, one promise of the issue a test; quotes kept short."""

from __future__ import annotations

from itertools import groupby

import pytest

import luoshi
from luoshi.model import Document, Statement
from tests.shared import CORPORA, needs_shared

pytestmark = [needs_shared, pytest.mark.shared]

ZONES = ("成都高新区", "合肥高新区", "杭州高新区(滨江)", "银川高新区")
CHENGDU, HEFEI, HANGZHOU, YINCHUAN = ZONES
SLOGANS = {
    CHENGDU: "奋力建设世界一流高科技产业园区",
    HEFEI: "推动“科产城人”深度融合",
    HANGZHOU: "加快打造人工智能产业创新高地",
    YINCHUAN: "结合中心工作推动全会精神落地见效",
}
BYLINES = ("高小欣", "陈辉", "潘抗忌", "赵旭")


@pytest.fixture(scope="module")
def document() -> Document:
    return luoshi.read(CORPORA / "seed" / "zones_20251027.md", date="2025-10-27")


@pytest.fixture(scope="module")
def records(document) -> list[Statement]:
    return list(luoshi.extract(document))


def of(records: list[Statement], zone: str) -> list[Statement]:
    """The records below a zone's heading, that heading's own line left out."""
    return [record for record in records if zone in record.section and record.text != zone]


def holding(records: list[Statement], words: str) -> Statement:
    """The first record, headings aside, that holds the words."""
    found = [record for record in records if words in record.text]
    assert found, f"no record holds {words}"
    return found[0]


def listed(records: list[Statement], words: str) -> list[str]:
    """The items of the list, of those that the record of the words holds, that holds the words."""
    record = holding(records, words)
    assert record.enumeration is not None, record.text
    lists = (record.enumeration, *record.other_lists)
    held = [each for each in lists if any(words in item.text or item.text in words for item in each.items)]
    return [item.text for item in (held or lists)[0].items]


def test_every_quote_stands_in_the_text(document, records):
    assert records
    for record in records:
        assert record.text == "".join(document.text[start:end] for start, end in record.pieces)


# ---- four zones


def test_four_zones_in_order(records):
    named = [next((zone for zone in ZONES if zone in record.section), None) for record in records]
    assert tuple(zone for zone, _ in groupby(named) if zone) == ZONES


@pytest.mark.parametrize("zone", ZONES)
def test_a_zones_name_is_a_heading_and_no_statement(records, zone):
    assert zone not in [record.text for record in records]


@pytest.mark.parametrize("zone", ZONES)
def test_a_zones_slogan_is_a_goal(records, zone):
    slogan = next(record for record in records if record.text == SLOGANS[zone])
    assert (slogan.type, slogan.kind) == ("commitment", "goal")
    assert slogan.section[-2:] == (zone, SLOGANS[zone])
    assert [actor.name for actor in slogan.actors] == [zone]


@pytest.mark.parametrize("name", BYLINES)
def test_bylines_are_kept_out(records, name):
    assert not [record.text for record in records if name in record.text]
    assert not [record.section for record in records if any(name in title for title in record.section)]


# ---- four meetings


@pytest.mark.parametrize(
    ("zone", "body", "day", "occasion"),
    [
        (CHENGDU, "成都高新区党工委", "2025-10-27", "扩大会议"),
        (HEFEI, "合肥高新区党工委", "2025-10-27", "扩大会议"),
        (HANGZHOU, "杭州市滨江区委常委会", "2025-10-24", "扩大会议"),
        (YINCHUAN, "银川高新区", "2025-10-24", "专题会议"),
    ],
)
def test_each_zone_meets_once(records, zone, body, day, occasion):
    events = [record.event for record in of(records, zone) if record.type == "event"]
    assert len(events) == 1
    event = events[0]
    assert event is not None
    assert event.date is not None
    assert (event.body, event.date.from_, event.date.until) == (body, day, day)
    assert event.occasion is not None
    assert occasion in event.occasion
    assert any("二十届四中全会精神" in topic for topic in event.topics)


def test_four_dated_meetings_in_all(records):
    assert len([r for r in records if r.event is not None and r.event.date is not None]) == 4


def test_without_a_date_no_year_is_guessed(document):
    events = [
        r.event for r in luoshi.extract(Document(document.text)) if r.event is not None and r.event.date
    ]
    assert len(events) == 4
    for event in events:
        assert event.date.text in ("10月27日", "10月24日")
        assert (event.date.from_, event.date.until) == (None, None)


# ---- 成都


def test_chengdu_shortcomings_are_to_be_analysed_in_four_dimensions(records):
    record = holding(of(records, CHENGDU), "系统分析人才聚集")
    assert record.type == "commitment"
    assert "自身发展短板" in record.text
    assert listed(records, "系统分析人才聚集") == ["人才聚集", "创新策源", "产业结构", "城市管理"]


def test_chengdu_eight_areas_claimed_and_found(records):
    found = holding(of(records, CHENGDU), "8个方面工作").enumeration
    assert found is not None
    assert (found.claimed, found.found, found.agrees) == (8, 8, True)
    assert found.items[0].text.endswith("提升产业竞争力")
    assert found.items[-1].text == "筑牢安全支撑力"


def test_chengdu_the_broken_sentence_is_joined(records):
    record = holding(of(records, CHENGDU), "机遇优势")
    assert "机遇优势,把握国家“3+1”" in record.text
    assert len(record.pieces) == 2


# ---- 合肥


def test_hefei_three_frontier_tracks(records):
    assert listed(of(records, HEFEI), "前沿赛道") == ["量子信息", "生物制造", "低空经济"]


def test_hefei_a_plans_name_is_no_figure(records):
    record = holding(of(records, HEFEI), "“5+2”主导产业")
    assert record.type == "commitment"
    assert not record.targets


def test_hefei_by_the_end_of_the_year(records):
    deadline = holding(of(records, HEFEI), "年底前").deadline
    assert deadline is not None
    assert (deadline.text, deadline.from_, deadline.until) == ("年底前", None, "2025-12-31")


def test_hefei_a_vague_count_is_no_figure(records):
    record = holding(of(records, HEFEI), "再开工一批重大项目")
    assert not record.targets
    assert "一批" in "".join(stretch.text for stretch in record.vague)


def test_hefei_the_years_targets_are_monitored(records):
    record = holding(of(records, HEFEI), "紧盯全年")
    assert (record.type, record.kind) == ("commitment", "monitoring")
    assert record.deadline is not None
    assert record.deadline.until == "2025-12-31"


def test_hefei_five_areas_of_work_are_separate_commitments(records):
    areas = ("完成既定任务", "科技成果转化", "产业先导区", "品质主城区", "全面从严治党")
    found = [holding(of(records, HEFEI), area) for area in areas]
    assert {record.type for record in found} == {"commitment"}
    assert len({record.id for record in found}) == len(areas)
    assert [record.start for record in found] == sorted(record.start for record in found)


def test_hefei_all_cadres_are_told(records):
    record = holding(of(records, HEFEI), "全体干部")
    assert record.force == "binding"
    assert [(actor.name, actor.role) for actor in record.actors] == [("全体干部", "addressee")]


# ---- 杭州


def test_hangzhou_seven_fields_of_goals(records):
    assert listed(of(records, HANGZHOU), "平安建设") == [
        "经济发展",
        "科技创新",
        "改革开放",
        "文化文明",
        "民生保障",
        "生态环境",
        "平安建设",
    ]


def test_hangzhou_four_great_things_across_a_broken_paragraph(document, records):
    record = holding(of(records, HANGZHOU), "重大政策、重大改革")
    assert len(record.pieces) == 2
    found = record.enumeration
    assert found is not None
    assert [item.text[-4:] for item in found.items] == ["重大政策", "重大改革", "重大平台", "重大项目"]
    assert all(document.text[item.start : item.end] == item.text for item in found.items)


def test_hangzhou_a_clusters_name_is_no_figure(records):
    record = holding(of(records, HANGZHOU), "“296X”")
    assert record.type == "commitment"
    assert not record.targets


def test_hangzhou_three_audiences(records):
    record = holding(of(records, HANGZHOU), "进企业、进校园")
    assert record.kind == "publicity"
    assert [item.removeprefix("进") for item in listed([record], "进企业")] == ["企业", "校园", "社区"]


def test_hangzhou_the_years_assessment(records):
    record = holding(of(records, HANGZHOU), "年度综合考核")
    assert (record.type, record.kind) == ("commitment", "monitoring")


# ---- 银川


def test_yinchuan_study_items(records):
    record = holding(of(records, YINCHUAN), "“三会一课”")
    assert record.kind == "study"
    items = listed([record], "“三会一课”")
    assert items[0].endswith("中心组学习")
    assert items[1:] == ["干部培训", "“三会一课”"]


def test_yinchuan_three_channels(records):
    items = listed(of(records, YINCHUAN), "抖音号")
    assert items[0].endswith("微信公众号")
    assert items[1:] == ["抖音号", "专家宣讲团"]


def test_yinchuan_four_audiences(records):
    items = [item.removeprefix("进") for item in listed(of(records, YINCHUAN), "进机关")]
    assert items == ["机关", "企业", "项目", "第一线"]


def test_yinchuan_every_measure_lands(records):
    record = holding(of(records, YINCHUAN), "件件落地")
    assert record.force == "binding"
    assert [item[-4:] for item in listed([record], "件件落地")] == ["条条落实", "件件落地", "事事见效"]


def test_yinchuan_the_two_broken_sentences_are_joined(records):
    for words in ("切实把智慧和力量", "干部队伍建设、作风整顿"):
        assert len(holding(of(records, YINCHUAN), words).pieces) == 2
