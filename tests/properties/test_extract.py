"""What holds of the records of any text: every quote stands in its source, to the character."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shared import CORPORA, day_of, needs_shared, texts

import luoshi
from luoshi import examples
from luoshi.model import Document, Statement, Stretch
from luoshi.parsing.outline import parse

DAY = date(2025, 10, 30)
EXAMPLES = [examples.path(name).read_text("utf-8") for name in examples.NAMES if name != "README.md"]
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def places(record: Statement) -> Iterator[tuple[str, int, int]]:
    """Every value of a record that says where it stands."""
    for actor in record.actors:
        yield actor.name, actor.start, actor.end
    items: tuple[Stretch, ...] = record.enumeration.items if record.enumeration else ()
    for stretch in (*record.targets, *record.vague, *items, *filter(None, [record.deadline])):
        yield stretch.text, stretch.start, stretch.end
    if record.event and record.event.date:
        yield record.event.date.text, record.event.date.start, record.event.date.end


def check(document: Document, day: date | None = DAY) -> list[Statement]:
    """Check what every record of a document must hold; give the records."""
    text = document.text
    records = list(luoshi.extract(document, date=day))
    assert len({record.id for record in records}) == len(records)
    reached = 0
    for record in records:
        assert record.text == "".join(text[start:end] for start, end in record.pieces)
        if len(record.pieces) == 1:
            assert record.text == text[record.start : record.end]
        assert (record.pieces[0][0], record.pieces[-1][1]) == (record.start, record.end)
        flat = [place for piece in record.pieces for place in piece]
        assert flat == sorted(flat)
        assert all(start < end for start, end in record.pieces)
        assert reached <= record.start, "records overlap, or stand out of order"
        reached = record.end
        assert record.id == f"{document.sha256[:8]}:{record.start}-{record.end}"
        assert record.document == document.sha256
        for words, start, end in places(record):
            assert text[start:end] == words, (record.text, words, text[start:end])
        for target in record.targets:
            assert record.start <= target.start < target.end <= record.end
        for actor in record.actors:
            assert actor.inherited == (actor.why is not None)
        if record.enumeration:
            assert record.enumeration.found == len(record.enumeration.items)
    return records


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("path", texts(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_quote_of_the_corpora_stands_in_its_text(path: Path) -> None:
    document = luoshi.read(path)
    assert document.text == path.read_bytes().decode("utf-8-sig")
    assert check(document, day_of(path))


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_every_quote_of_the_news_stands_in_its_text() -> None:
    lines = (CORPORA / "news" / "zone_items.jsonl").read_text("utf-8").splitlines()
    found = 0
    for item in map(json.loads, lines):
        found += len(check(Document(item["text"]), date.fromisoformat(item["date"])))
    assert found > len(lines)


@pytest.mark.parametrize("name", [name for name in examples.NAMES if name != "README.md"])
def test_every_quote_of_the_examples_stands_in_its_text(name: str) -> None:
    assert len(check(luoshi.read(examples.path(name)))) > 20


@UNHURRIED
@given(st.data())
def test_wherever_a_text_is_cut(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(EXAMPLES))
    start = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(1, 900))
    check(Document(text[start : start + length]))


@UNHURRIED
@given(st.data())
def test_whatever_ends_its_lines(data: st.DataObject) -> None:
    """Line ends are mixed, breaks put in anywhere, a mark before it all; nothing is translated."""
    text = data.draw(st.sampled_from(EXAMPLES))
    start = data.draw(st.integers(0, len(text) - 1))
    parts = list(text[start : start + data.draw(st.integers(1, 600))])
    ends = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])
    for at, part in enumerate(parts):
        if part == "\n":
            parts[at] = data.draw(ends)
    for at in data.draw(st.lists(st.integers(0, len(parts) - 1), max_size=4)):
        parts[at] += data.draw(ends)
    made = "".join(parts)
    document = luoshi.read(b"\xef\xbb\xbf" + made.encode())
    assert document.text == made
    check(document)


@UNHURRIED
@given(
    st.lists(
        st.sampled_from(
            [
                *"要加快，。、；：“”（）《》—\n\r\t \u3000①%0123456789一二三亿万年月日\ufeff\u2028\ud800😀",
                *["合肥高新区", "## ", "（一）", "增长5%左右", "年底前", "8个方面", "召开会议", "名词解释\n"],
                *["市财政局牵头", "，市发展改革委配合）", "比上年", "超额完成", "一批"],
            ]
        ),
        max_size=80,
    )
)
def test_whatever_it_is_made_of(parts: list[str]) -> None:
    check(Document("".join(parts)))


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text[:12])
def test_the_same_text_gives_the_same_records(text: str) -> None:
    first, second = check(Document(text)), check(Document(text))
    assert first == second
    assert list(luoshi.extract(Document(text, date=DAY))) == first


def test_encodings_give_the_same_records() -> None:
    text = EXAMPLES[0]
    plain = [record.text for record in check(luoshi.read(text.encode()))]
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "gb18030"):
        assert [record.text for record in check(luoshi.read(text.encode(encoding)))] == plain


# ---- texts of another kind: few records, or none


NOVEL = (
    "雨下了整整一夜。老林推开木门，院里的桂花落了一地，湿漉漉地贴在青石板上。他想起二十年前离家的那个早晨，"
    "母亲站在同一棵树下，什么也没有说。远处传来卖豆腐的梆子声，一下，又一下。他蹲下来，拾起一片叶子，"
    "放在掌心里看了很久。“你还记得那条河吗？”妹妹在身后问他。他点点头，没有回头。那条河早就干了，桥也拆了，"
    "只有桥头的石狮子还在，脸被风磨得看不清眉目。\n\n她把灯点上，火苗跳了几跳，屋子里慢慢亮起来。"
    "两个人就这样坐着，谁也不愿意先开口，好像一开口，这一夜就要过去了。"
)
CONTRACT = (
    "房屋租赁合同\n出租方（以下简称甲方）：王某\n承租方（以下简称乙方）：赵某\n"
    "第一条 甲方将位于梧桐街12号的房屋出租给乙方，建筑面积86平方米。\n"
    "第二条 租期自2025年3月1日起至2026年2月28日止。\n"
    "第三条 月租金为人民币3200元，乙方于每月5日前支付。\n"
    "第四条 乙方逾期支付的，每逾期一日按应付金额的千分之一支付违约金。\n"
    "第五条 本合同一式两份，双方各执一份，自签字之日起生效。"
)
ENGLISH = (
    "The committee met on Tuesday to discuss the budget. Members agreed that spending should grow by 5% next "
    "year, and that a new library would be built by 2027. The mayor thanked everyone for their hard work.\n\n"
    "In other news, the weather will remain mild throughout the week, with light rain expected on Friday."
)
TABLE = (
    "月份\t收入\t支出\t结余\n1月\t1203.5\t980.2\t223.3\n2月\t1187.0\t1011.9\t175.1\n3月\t1322.8\t1004.4\t318.4\n"
    "4月\t1290.1\t1120.7\t169.4\n5月\t1411.6\t1098.3\t313.3\n6月\t1388.2\t1210.0\t178.2\n合计\t7803.2\t6425.5\t1377.7"
)
VERSE = "小河弯弯向东流\n流到天边不回头\n两岸青山看不尽\n一叶扁舟载清秋"
RECIPE = (
    "红烧茄子\n茄子两根，蒜三瓣，酱油两勺。茄子切成滚刀块，撒盐腌十分钟，挤去水分。锅里倒油，烧到七成热，"
    "下茄子炸软，捞出沥油。锅底留油，爆香蒜末，倒入茄子，加酱油和糖翻炒均匀，出锅前撒葱花。"
)
CODE = "def add(a, b):\n    return a + b\n\nfor i in range(10):\n    print(add(i, 2), i ** 2)\n"


@pytest.mark.parametrize(
    ("text", "share"),
    [(NOVEL, 0.1), (CONTRACT, 0.5), (ENGLISH, 0.0), (TABLE, 0.0), (VERSE, 0.0), (RECIPE, 0.2), (CODE, 0.0)],
    ids=["novel", "contract", "English", "table", "verse", "recipe", "code"],
)
def test_a_text_of_another_kind_yields_few_records(text: str, share: float) -> None:
    records = check(Document(text))
    most = share * len(parse(Document(text)).clauses)
    assert len(records) <= most, [(record.type, record.text) for record in records]


# ---- texts that no people wrote: linear, and no crash


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "加快建设高新技术产业园区推动经济发展",
        "（",
        "1234567890",
        "一二三四五六七八九十",
        "加快建设，",
        "产业、",
        "2025年",
        "5%",
        "《规划》",
        "增长",
        "一、\n",
        "要推动产业园区发展，\n",
        "# ",
        "the quick brown fox ",
        "市财政局",
        "“",
        "10月27日",
    ],
    ids=repr,
)
def test_cost_grows_with_the_length_only(unit: str) -> None:
    def cost(size: int) -> float:
        document = Document(unit * (size // len(unit)))
        started = time.process_time()
        for _ in luoshi.extract(document, date=DAY):
            pass
        return time.process_time() - started

    cost(1000)
    small = max(cost(30_000), 0.02)
    assert cost(300_000) < 30 * small


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "推动高新区高质量发展" * 100_000,
        "（" * 10_000 + "加快建设" + "）" * 10_000,
        "“（《" * 10_000,
        "7" * 1_000_000,
        "，" * 1_000_000,
        "\n" * 1_000_000,
        "一" * 1_000_000,
    ],
    ids=["no mark", "nested", "unclosed", "digits", "commas", "lines", "one word"],
)
def test_a_megabyte_of_nonsense(text: str) -> None:
    assert len(check(Document(text))) <= 2
