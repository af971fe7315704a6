"""Words found in a ledger, on each kind of database, against a plain scan of all texts."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made import AT, FACTS
from test_workflow_store import worked
from tests.shared import needs_shared, texts

from luoshi.app import handling, moving
from luoshi.app.search import rows, search
from luoshi.codec import to_record
from luoshi.errors import UsageError
from luoshi.ledger.events import draft, moment, subject_of
from luoshi.model import Actor, Deadline, Document, Enumeration, Measurability, Statement
from luoshi.searching import Word, fold, parse

DAY = date(2026, 6, 15)
EACH = int(os.environ.get("LUOSHI_TEXTS", "9"))  # one text in so many; ``make test-search`` takes all
EMPTIED = {"sqlite": "INSERT INTO search(search) VALUES('delete-all')", "postgres": "DELETE FROM search"}
CLAUSES = (
    "加快发展低空经济，建设起降点100个",
    "推动经济向低空拓展",
    "发展数字经济",
    "深入推进低空空域改革",
    "發展低空經濟示範區",
    "ＡＩ＋制造 行动",
    "国",
)


def add(store, clauses, number=1, *, day=date(2026, 1, 4), section=("重点任务",), **more):
    """Record a document of these clauses, each a statement; fields as given."""
    document = Document(f"第{number}号\n" + "。\n".join(clauses), source=f"{number}.md")
    made, at = [], document.text.index("\n") + 1
    for text in clauses:
        place = (at, at + len(text))
        made.append(
            Statement(
                "commitment",
                f"{document.sha256[:8]}:{at}-{place[1]}",
                document.sha256,
                document.source,
                "made",
                section,
                *place,
                text,
                (place,),
            )
        )
        at = place[1] + 2
    made = [replace(each, **more) for each in made]
    facts = replace(FACTS, date=day, title=f"第{number}号要点")
    store.add_document(document, facts, made, author="张三", at=AT, source=document.source)
    return document


def found(store, query, **more):
    """Give the numbers of the rows that meet a query, page by page."""
    numbers, after = [], None
    while True:
        page = search(store, query, limit=7, after=after, day=DAY, **more)
        numbers += [hit.row.number for hit in page.hits]
        after = page.after
        if after is None:
            assert page.total == len(numbers)
            assert page.exact
            return numbers


def scanned(store, word):
    """The oracle: the numbers of the rows whose text holds a word."""
    return {row.number for row in store.rows() if fold(word) in fold(row.statement.text)}


def index(store):
    """Give all that the index holds."""
    with store._engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            made = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.said USING fts5vocab(main, 'search', 'instance')"
            connection.exec_driver_sql(made)
            asked = "SELECT doc, offset, term FROM temp.said ORDER BY 1, 2, 3"
        else:
            asked = "SELECT place, text, heading, traits FROM search ORDER BY 1"
        return [tuple(row) for row in connection.exec_driver_sql(asked)]


def check_index(store):
    """Check that the index is what a new one would be."""
    held = index(store)
    store.rebuild()
    assert held == index(store)
    assert store.verify_chain()


def test_every_part_of_every_text_is_found(store):
    add(store, CLAUSES)
    parts = {
        text[start:end]
        for text in CLAUSES
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if text[start:end].strip()
    }
    for part in parts:
        assert set(found(store, f'"{part}"')) == scanned(store, part), part
    for part in ("低空济", "空低", "没有", "经济经济", "国国"):
        assert found(store, part) == []


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("低空 经济", {1, 2, 5}),
        ("低空 AND NOT 经济", {4}),
        ("低空 -经济", {4}),
        ("改革 OR 数字", {3, 4}),
        ("改革 或 数字", {3, 4}),
        ("改革 OR 数字 theme:无此领域", {4}),
        ("改革 OR 数字 type:commitment", {3, 4}),
        ("(改革 OR 数字) 低空", {4}),
        ("-低空", {3, 6, 7}),
        ("-低空 -经济", {6, 7}),
        ("-(低空 OR 国)", {3, 6}),
        ("-(低空 经济)", {3, 4, 6, 7}),
        ("低空 (-改革 OR 空域)", {1, 2, 4, 5}),
        ("低空經濟", {1, 5}),
        ("ai+制造", {6}),
        ('"制造 行动"', {6}),
        ("100个", {1}),
        ("国", {7}),
    ],
)
def test_queries(store, query, numbers):
    add(store, CLAUSES)
    assert set(found(store, query)) == numbers


def test_fields(store):
    listing = Enumeration(2, 2, (), True)
    due = Deadline("6月底前", 0, 2, None, "2026-06-30", "month")
    lead = Actor("云栖口高新区", "lead", 0, 4, True, "heading")
    add(
        store,
        ["建设水库", "建设绿地"],
        1,
        day=date(2025, 3, 1),
        force="binding",
        deadline=due,
        actors=(lead,),
    )
    add(store, ["建设学校"], 2, type="result", kind="project", themes=("科技创新",), subthemes=("创新体系",))
    add(store, ["建设医院"], 3, day=None, measurability=Measurability("B", ""), enumeration=listing)
    handling.assign(handling.desk(store, author="乙"), [3], "市教育局", due=date(2026, 6, 1))
    expected = {
        "force:binding": {1, 2},
        "约束力：刚性 绿地": {2},
        "-force:binding": {3, 4},
        "force:binding OR type:result": {1, 2, 3},
        "类别：结果": {3},
        "kind:project": {3},
        "主题：科技": {3},
        "主题：體系": {3},
        "-主题：科技": {1, 2, 4},
        "theme:科技,没有": {3},
        "grade:B": {4},
        "has:deadline": {1, 2},
        "has:list": {4},
        "has:unit has:deadline": {1, 2},
        "until:<2026-07": {1, 2, 3},
        "until:<2026-06-02": {3},
        "until:2026-06-30..": {1, 2},
        "单位：高新区": {1, 2},
        "lead:教育": {3},
        "zone:云栖口": {1, 2},
        "zone:某高新区": {1, 2, 3, 4},
        "heading:重点": {1, 2, 3, 4},
        "heading:总体": set(),
        "doc:2号": {3},
        "doc:3.md": {4},
        "state:分解": {3},
        "state:created": {1, 2, 4},
        "-state:created": {3},
        "建设 -state:created": {3},
        "学校 OR state:created": {1, 2, 3, 4},
        "(水库 OR lead:教育) -医院": {1, 3},
        "is:open": {3},
        "light:red": {3},
        "red OR 灯：红": {3},
        "date:2025": {1, 2},
        "before:2026": {1, 2},
        "after:2025-03-01": {3},
        "-date:2025": {3, 4},
        "水库 date:2025-03": {1},
        "水库 date:2026": set(),
        "水库 theme:没有": set(),
        "水库 OR theme:没有": {1},
    }
    assert {query: set(found(store, query)) for query in expected} == expected


def test_phrases_come_first_then_headings_then_later_documents(store):
    add(store, ["经济和低空", "低空经济"], 1, day=date(2024, 1, 1), section=("总则", "低空经济"))
    add(store, ["经济和低空", "低空经济"], 2, day=date(2026, 1, 1))
    add(store, ["经济和低空", "低空经济"], 3, day=date(2025, 1, 1))
    add(store, ["经济和低空"], 4, day=None)
    assert found(store, "低空 经济") == [2, 4, 6, 1, 3, 5, 7]
    assert found(store, "低空") == [2, 1, 4, 3, 6, 5, 7]
    assert found(store, '低空 经济 -"低空经济"') == [1, 3, 5, 7]
    assert found(store, "heading:低空") == [2, 1]


def test_pages_neither_skip_nor_double_while_others_write(store):
    for number in range(4):
        add(store, [f"{clause}{number}" for clause in CLAUSES], number, day=date(2026, 1, number + 1))
    every = found(store, "低空 经济")
    first = search(store, "低空 经济", limit=5, day=DAY)
    add(store, ["低空经济", "经济低空"], 9, day=date(2026, 1, 3))
    numbers, after = [hit.row.number for hit in first.hits], first.after
    while after:
        page = search(store, "低空 经济", limit=5, after=after, day=DAY)
        numbers, after = numbers + [hit.row.number for hit in page.hits], page.after
    assert len(numbers) == len(set(numbers))
    assert [number for number in numbers if number in every] == every
    with pytest.raises(UsageError) as raised:
        search(store, "低空", after="nonsense")
    assert raised.value.code == "search_after"
    assert [row.number for row in rows(store, "低空 经济", limit=3, day=DAY)] == found(store, "低空 经济")[:3]


def test_marks_documents_and_counts(store):
    document = add(store, CLAUSES, force="binding", themes=("科技创新",))
    add(store, ["改革"], 2, day=date(2025, 1, 1), type="result")
    page = search(store, "低空 经济", facets=True, day=DAY)
    for hit in page.hits:
        assert {fold(hit.row.statement.text)[start:end] for start, end in hit.marks} <= {
            "低空",
            "经济",
            "低空经济",
        }
        assert hit.marks
        assert hit.document.sha256 == document.sha256
    (entry,) = page.documents
    assert entry.entry.sha256 == document.sha256
    for part in entry.snippets:
        assert document.text[part.start :].startswith(part.text)
        assert part.marks
    facets = search(store, "改革", facets=True, day=DAY).facets
    assert facets.exact
    assert facets.counts["type"] == (("commitment", 1), ("result", 1))
    assert facets.counts["year"] == (("2025", 1), ("2026", 1))
    assert facets.counts["theme"] == (("科技创新", 1),)
    assert facets.counts["state"] == (("created", 2),)
    assert facets.counts["zone"] == (("某高新区", 2),)


def test_documents(store):
    add(store, ["发展低空经济"], 1, day=date(2024, 1, 1))
    add(store, ["低空。经济", "空经"], 2, day=date(2025, 1, 1))
    add(store, ["别的"], 3)

    def named(query):
        return [each.entry.source for each in store.search_documents(parse(query))]

    assert named("低空经济") == ["1.md"]
    assert named("低空 经济") == ["2.md", "1.md"]
    assert named("第3号") == ["3.md"]  # its title
    assert named("低空 -发展") == ["2.md"]
    assert named("经济 date:2024") == ["1.md"]
    assert named("别的 OR 发展") == ["3.md", "1.md"]
    assert named("低空 force:binding") == []  # which no document has
    assert named("date:2024") == []
    assert len(store.search_documents(parse("号"), limit=2)) == 2


def test_the_index_follows_the_rows(store):
    worked(store, 40, seed=5)
    check_index(store)
    desk = handling.desk(store, author="乙")
    number = next(row.number for row in store.rows() if row.status.review == "pending")
    handling.correct(desk, [number], [("force", "探索"), ("theme", "改革开放")])
    assert number in found(store, "force:exploratory 主题：改革")
    check_index(store)


def test_a_row_that_is_split(store):
    add(store, ["建设水库并新增绿地", "建设学校"])
    handling.split(handling.desk(store, author="乙"), 1, ["并新增"])
    for word in ("水库", "绿地", "建设", "并"):
        assert set(found(store, word)) == scanned(store, word)
    check_index(store)


def test_a_text_that_is_read_anew(store):
    document = add(store, ["建设水库", "建设绿地"])
    ((one, two),) = [[row.statement for row in store.rows()]]
    changed = replace(one, text="建设绿地", force="firm")

    def decide(readings):
        told = {"statement": to_record(changed), "document": document.sha256}
        return [draft("revised", subject_of(readings[0].number), told, at=moment(AT), author="乙")]

    store.revise(document, FACTS, decide, author="乙", at=AT, source=document.source)
    assert store.row(1).statement == changed
    assert found(store, "绿地") == [2, 1]
    assert found(store, "水库") == []
    assert found(store, "force:firm") == [1]
    assert two.text == "建设绿地"
    check_index(store)


def test_a_copy_is_searched_like_the_first(store, new_place):
    worked(store, 20)
    for kind in ("sqlite", "postgres"):
        with new_place(kind, empty=True).open() as other:
            moving.copy(store, other)
            for query in ("科技", "force:binding 转化", "state:reported", "「”」"):
                assert found(other, query) == found(store, query)
            assert [each.entry for each in other.search_documents(parse("科技"))] == [
                each.entry for each in store.search_documents(parse("科技"))
            ]
            check_index(other)


def test_an_index_of_another_version_is_made_anew(store, place):
    add(store, CLAUSES)
    store.close()
    place.edit("UPDATE meta SET value = 'another' WHERE key = 'search'")
    place.edit(EMPTIED[place.kind])
    with place.open() as again:
        assert set(found(again, "低空")) == {1, 2, 4, 5}
        check_index(again)


def test_the_index_is_no_part_of_the_chain(store, place):
    add(store, CLAUSES)
    events = store.verify_chain()
    edit = (
        "DELETE FROM search"
        if place.kind == "postgres"
        else "INSERT INTO search(search) VALUES('delete-all')"
    )
    store.close()
    place.edit(edit)
    with place.open() as again:
        assert again.verify_chain() == events
        again.rebuild()
        assert set(found(again, "低空")) == {1, 2, 4, 5}


def test_long_texts_and_odd_characters(store):
    random = Random(7)  # noqa: S311
    long = "".join(chr(random.randrange(0x4E00, 0x9FFF)) for _ in range(40_000))
    odd = "\x00零\x01\x02\x1f字\u2028𠮷'\"\\%_*:（）\n末"
    add(store, [long, odd, "“" * 30])
    assert found(store, long[20_000:20_002]) == [1]
    assert found(store, long[30_000:30_400]) == [1]
    for word in ("零", "字", "𠮷", "'", "\\", "%_", "*:", "\\%", "𠮷'"):
        assert 2 in found(store, f"「{word}」"), word
    assert found(store, "「““““」") == [3]


_ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
_CHINESE = st.text("低空经济國国发展ＡaA，。 　", min_size=1, max_size=12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_ANY | _CHINESE, ends=st.tuples(st.integers(0, 30), st.integers(1, 8)))
@example(text="a\x00", ends=(1, 1))
@example(text='“"”', ends=(0, 3))
def test_any_part_of_any_text_is_found(store, text, ends):
    start = ends[0] % len(text)
    part = fold(text[start : start + ends[1]])
    if not part.strip():
        return
    if not any(row.statement.text == text for row in store.rows()):
        add(store, [text, text[1:] or "x"], store.count() + 1000)
    query = Word(part)
    count, exact = store.search_count(query, day=DAY)
    got = store.search(query, day=DAY, limit=500).rows
    assert {row.number for row in got} == scanned(store, part)
    assert (count, exact) == (len(got), True)


@needs_shared
@pytest.mark.slow
def test_every_word_of_real_texts_equals_a_plain_scan(store):
    read = [path.read_text("utf-8", "replace") for path in texts()[::EACH]]
    said = [
        [line.strip() for line in text.replace("。", "\n").replace("；", "\n").splitlines() if line.strip()]
        for text in read
    ]
    for number, clauses in enumerate(said, 1):
        add(store, list(dict.fromkeys(clauses)), number, day=date(2020 + number % 6, 1, 1))
    folded = {row.number: fold(row.statement.text) for row in store.rows()}
    pairs = Counter(
        text[at : at + 2]
        for text in folded.values()
        for at in range(len(text) - 1)
        if _han(text[at : at + 2])
    )
    counted = [word for word, _ in pairs.most_common()]
    rarer = counted[250:]
    words = [*counted[:250], *rarer[:: len(rarer) // 250][:250]]
    assert len(words) == 500
    sizes = ((0, 1), (1, 4), (2, 3))
    longer = [text[at : at + size] for text in list(folded.values())[::40] for at, size in sizes]
    for word in [*words, *(each for each in longer if each.strip())]:
        expected = {number for number, text in folded.items() if word in text}
        assert store.search_count(Word(word), day=DAY) == (len(expected), True), word
        got, after = set(), None
        while True:
            page = store.search(Word(word), day=DAY, limit=2000, after=after)
            got |= {row.number for row in page.rows}
            after = page.after
            if after is None:
                break
        assert got == expected, word


def _han(word):
    return all("\u4e00" <= each <= "\u9fff" for each in word)
