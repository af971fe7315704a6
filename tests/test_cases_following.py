"""Runs tests/cases/following.yaml, and checks pairs that cannot be followed, plans, loaders, order."""

from datetime import date
from pathlib import Path

import pytest
import yaml

import luoshi
from luoshi import examples
from luoshi.errors import LexiconError, LuoshiError
from luoshi.following.changes import changes
from luoshi.following.prepare import prepare
from luoshi.lexicon.following import parse_following_words
from luoshi.lexicon.load import load
from luoshi.lexicon.rarity import Rarity, idf
from luoshi.model import Document

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "following.yaml").read_text(encoding="utf-8"))
STANDINGS = {
    *("met", "missed", "admitted_missed", "reported", "qualitative", "silent"),
    *("done", "under_way", "repeated", "dropped"),
}


def earlier_of(goal, task="扩大内需"):
    aims = f"今年发展主要预期目标是：{goal}。" if goal else ""
    text = (
        "2025年临江市政府工作报告\n一、2024年工作回顾\n过去一年，经济运行总体平稳。\n"
        f"二、2025年工作安排\n{aims}\n三、2025年重点任务\n统筹推进重大项目建设，要{task}（市发展改革委牵头）。\n"
    )
    return Document(text, source="earlier.txt", date=date(2025, 1, 15))


def later_of(case):
    parts = ["2026年临江市政府工作报告", "一、2025年工作回顾"]
    said = f"，{case['said']}" if "said" in case else ""
    parts.append(f"过去一年，全市上下奋力拼搏，经济运行稳中有进。实际使用外资1.6亿美元{said}。")
    if "span" in case:
        parts.append(f"五年来，综合实力显著增强。{case['span']}。")
    if "fault" in case:
        parts.append(f"同时，我们也清醒看到，发展中还存在不少困难和问题：{case['fault']}，民生保障还有短板。")
    parts.append("二、2026年工作安排")
    parts.append(f"今年要抓好以下工作。{case.get('plan', '要扩大内需')}。")
    return Document("\n".join(parts) + "\n", source="later.txt", date=date(2026, 1, 15))


def name_of(case):
    return " → ".join(case[key] for key in ("goal", "task", "said", "span", "fault", "plan") if key in case)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_following(case):
    later = later_of(case)
    findings = list(luoshi.follow(earlier_of(case.get("goal"), case.get("task", "扩大内需")), later))
    wanted = case.get("of", "")
    found = next(f for f in findings if wanted in (f.target.text if f.target else f.commitment.text))
    assert found.standing == case["standing"], found.why
    if "value" in case:
        assert found.evidence.value == pytest.approx(case["value"])
    if "quote" in case:
        assert found.evidence.text == case["quote"]
    assert any(case.get("why", "") in reason for reason in found.why), found.why
    if found.evidence is not None:
        assert later.text[found.evidence.start : found.evidence.end] == found.evidence.text
    assert (found.evidence is None) == (found.standing in ("silent", "dropped"))


def test_every_standing_has_a_case():
    assert {case["standing"] for case in CASES} == STANDINGS
    assert len(CASES) >= 60


def packaged(name):
    return luoshi.read(examples.path(name))


KEY = {
    "地区生产总值增长6.5%左右": ("met", "全年地区生产总值增长6.4%"),
    "规上工业增加值增长8%以上": ("missed", "规上工业增加值增长7.1%"),
    "固定资产投资增长7%以上": ("admitted_missed", "固定资产投资增速未达预期目标"),
    "社会消费品零售总额增长5.5%左右": ("qualitative", "社会消费品零售总额增速保持在合理区间"),
    "外贸进出口总额增长6%左右": ("silent", None),
    "研发投入强度达到4.5%以上": ("met", "研发投入强度达到4.6%"),
    "新增高新技术企业80家以上": ("met", "新增高新技术企业86家"),
    "城镇新增就业1.2万人以上": ("met", "城镇新增就业1.26万人"),
    "城镇登记失业率控制在4%以内": ("met", "城镇登记失业率为3.4%"),
    "居民人均可支配收入增长6%以上": ("met", "居民人均可支配收入增长6.2%"),
    "PM2.5平均浓度控制在30微克/立方米以内": ("met", "PM2.5平均浓度为29.3微克/立方米"),
    "园区营业总收入突破3000亿元": ("reported", "园区营业总收入达到2380亿元"),
    "新增产值超50亿元企业1家": ("met", "产值超50亿元企业达到4家、新增1家"),
    "关键技术揭榜挂帅项目10项": ("met", "揭榜挂帅项目11项"),
    "新增停车泊位2000个": ("missed", "新增停车泊位1650个"),
    "培训企业家300人次": ("silent", None),
    "一般性支出压减5%以上": ("met", "一般性支出压减6.2%"),
}
WORKS = {
    "栖澜大桥": "done",
    "光电中试基地": "done",
    "省级实验室": "done",
    "星槎光电产业园二期": "under_way",
    "云栖口第二人民医院": "repeated",
    "环湖有轨电车一期": "dropped",
    "社区助餐点": "done",
}


def test_the_authors_key():
    findings = list(luoshi.follow(packaged("report_2025.txt"), packaged("report_2026.txt")))
    by_target = {f.target.text: f for f in findings if f.target}
    for quote, (standing, said) in KEY.items():
        found = by_target[quote]
        assert found.standing == standing, (quote, found.why)
        if said:
            assert said.endswith(found.evidence.text) or found.evidence.text.endswith(said)
    for name, standing in WORKS.items():
        assert next(f for f in findings if name in f.commitment.text).standing == standing


def test_two_plans():
    found = list(changes(prepare(packaged("report_2025.txt")), prepare(packaged("report_2026.txt"))))
    kinds = {
        (c.earlier_target or c.later_target).indicator: c.kinds
        for c in found
        if c.earlier_target or c.later_target
    }
    assert kinds["研发投入强度"] == ("raised",)
    assert kinds["地区生产总值"] == ("lowered",)
    assert kinds["PM2.5平均浓度"] == ("softened",)
    assert kinds["居民人均可支配收入"] == ("hardened",)
    assert kinds["园区营业总收入"] == ("moved",)
    assert kinds["新增高新技术企业"] == kinds["外贸进出口总额"] == ("dropped",)
    assert kinds["人工智能核心产业营业收入"] == ("new",)
    for name in ("规上工业增加值", "固定资产投资", "社会消费品零售总额", "城镇新增就业", "城镇登记失业率"):
        assert kinds[name] == ("kept",)
    hospital = next(c for c in found if c.earlier and "第二人民医院" in c.earlier.text)
    assert hospital.kinds == ("moved",)


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("report_2026.txt", "report_2025.txt", "follow_order"),
        ("report_2025.txt", "report_2025.txt", "follow_same"),
    ],
)
def test_pairs_that_cannot_be_followed(one, other, code):
    with pytest.raises(LuoshiError) as caught:
        luoshi.follow(packaged(one), packaged(other))
    assert caught.value.code == code
    assert one in str(caught.value)
    assert other in str(caught.value)


def test_another_bodys_report():
    other = Document(later_of({}).text.replace("临江市", "海宁市"), date=date(2026, 1, 15))
    with pytest.raises(LuoshiError, match="海宁市") as caught:
        luoshi.follow(earlier_of("地区生产总值增长5%左右"), other)
    assert caught.value.code == "follow_body"


def test_nothing_promised():
    empty = Document("2025年临江市政府工作报告\n一、2024年工作回顾\n", date=date(2025, 1, 15))
    with pytest.raises(LuoshiError) as caught:
        luoshi.follow(empty, later_of({}))
    assert caught.value.code == "follow_no_target"


def test_the_year_comes_from_the_headings():
    earlier = Document(earlier_of("地区生产总值增长5%左右").text)
    later = Document(later_of({"said": "地区生产总值增长4.2%"}).text)
    assert (prepare(earlier).year, prepare(later).reviewed) == (2025, 2025)
    assert next(iter(luoshi.follow(earlier, later))).standing == "missed"


def test_another_years_report_is_not_comparable():
    later = Document(
        later_of({"said": "地区生产总值增长4.2%"}).text.replace("2025年", "2026年"), date=date(2027, 1, 15)
    )
    found = next(iter(luoshi.follow(earlier_of("地区生产总值增长5%左右"), later)))
    assert found.standing == "reported"
    assert any("2025" in reason for reason in found.why)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("states", []),
        ("fails", ["未达", "未达"]),
        ("weak", {"nonsense": ["甲"]}),
        ("flows", ["nonsense"]),
        ("beside", {"grain": {"names": ["产量"]}}),
        ("why", {"met": 1}),
        ("scopes", []),
        ("more", {}),
    ],
)
def test_malformed_words(key, value):
    with pytest.raises(LexiconError, match=r"data/following\.yaml"):
        parse_following_words({**load("following"), key: value})


def test_rarity():
    assert idf("栖澜") > idf("揭榜") > idf("企业") > 0
    assert Rarity(10, {"甲乙": 10}).idf("甲乙") < Rarity(10, {"甲乙": 1}).idf("甲乙")
