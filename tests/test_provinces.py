"""In which province a text's body lies."""

from __future__ import annotations

import pytest

from luoshi.errors import LexiconError
from luoshi.lexicon import provinces as room
from luoshi.lexicon.load import load
from luoshi.lexicon.provinces import provinces


@pytest.mark.parametrize(
    ("said", "province"),
    [
        (["湖南省人民政府"], "湖南省"),
        (["长沙市人民政府"], "湖南省"),
        (["长沙高新区管委会"], "湖南省"),
        (["吉林市人民政府"], "吉林省"),
        (["内蒙古自治区人民政府"], "内蒙古自治区"),
        (["海南省人民政府"], "海南省"),
        (["海南藏族自治州人民政府"], "青海省"),
        (["朝阳市人民政府"], "辽宁省"),
        (["北京市朝阳区人民政府"], "北京市"),
        (["国务院"], "全国"),
        ([None, "2026年广东省政府工作报告"], "广东省"),
        (["云栖口高新区管委会", "学习贯彻全会精神", "四川日报"], "四川省"),
        (["云栖口高新区管委会"], "未详"),
        (["朝阳区人民政府"], "未详"),
        ([None, None], "未详"),
        ([], "未详"),
    ],
)
def test_the_province_of_what_is_said(said, province):
    assert provinces().first(*said) == province


def test_every_place_lies_in_one_province():
    places, table = load("places"), load("provinces")["provinces"]
    inside = [place for held in table.values() for place in held]
    assert sorted(inside) == sorted([*places["cities"], *places["prefectures"]])
    assert list(table) == list(places["provinces"])


def test_a_place_that_is_none_is_named(monkeypatch):
    table = load("provinces") | {"provinces": {"湖南省": ["长沙市", "云栖口市"]}}
    monkeypatch.setattr(room, "load", lambda name: table if name == "provinces" else load(name))
    with pytest.raises(LexiconError, match="云栖口市"):
        provinces.__wrapped__()
