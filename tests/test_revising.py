"""A text read anew: rows find their statements, and nothing that a person decided is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.app import handling
from luoshi.app.extract import extract_files
from luoshi.app.record import record, record_files
from luoshi.app.register import Register
from luoshi.app.replacing import How
from luoshi.errors import UsageError
from luoshi.ledger import Status
from luoshi.ledger.matching import Reading, lost, match, settled
from luoshi.model import Statement
from luoshi.stores import open_store
from tests.blank import blank
from tests.contracts.conftest import *  # noqa: F403 - its fixtures: the ledgers of both kinds

HEAD = "# 临江市2026年工作要点\n\n2026年1月10日\n\n## 重点任务\n\n"
LINES = (
    "加快建设三座水库，年底前完成主体工程",
    "改造老旧小区20个，惠及群众三万人",
    "新增城市绿地五十公顷",
    "建成两所学校和一座医院",
    "推进公共数据共享开放",
    "新建口袋公园12个",
)


def body(lines) -> str:
    return HEAD + "\n\n".join(f"{line}。" for line in lines) + "\n"


def made(at: int, text: str, *, document: str = "a" * 64, kind: str = "commitment") -> Statement:
    start = at * 100
    place = ((start, start + len(text)),)
    return Statement(kind, f"{document[:8]}:{start}", document, "x.md", "r", ("一",), *place[0], text, place)


def readings(*texts: str) -> list[Reading]:
    return [Reading(at, made(at, text), Status(at)) for at, text in enumerate(texts, 1)]


def kinds(changes) -> list[tuple]:
    return [
        (one.kind, one.reading and one.reading.number, one.statement and one.statement.text)
        for one in changes
    ]


def test_equal_words_come_first_then_near_ones():
    before = readings("新增城镇就业12万人", "改造老旧小区20个", "建设三座水库")
    after = [
        made(at, text, document="b" * 64)
        for at, text in enumerate(("改造老旧小区20个", "新增城镇就业13万人以上"))
    ]
    changes = match(before, after)
    assert kinds(changes) == [
        ("asked" if changes[0].score < 0.85 else "revised", 1, "新增城镇就业13万人以上"),
        ("revised", 2, "改造老旧小区20个"),
        ("withdrawn", 3, None),
    ]
    assert changes[1].match == "exact"
    assert changes[1].score == 1


def test_the_same_reading_changes_nothing():
    before = readings(*LINES)
    assert {one.kind for one in match(before, [one.statement for one in before])} == {"same"}


def test_of_too_many_equals_the_touched_one_goes_on():
    before = readings("推进数据共享", "推进数据共享")
    before[1] = replace(before[1], status=replace(Status(2), review="accepted"))
    assert kinds(match(before, [made(0, "推进数据共享", document="b" * 64)])) == [
        ("withdrawn", 1, None),
        ("revised", 2, "推进数据共享"),
    ]


def test_who_is_asked_about_is_new_unless_taken():
    before = readings("打造全省科技创新高地")
    before[0] = replace(before[0], status=replace(Status(1), review="accepted"))
    changes = match(before, [made(0, "打造科技高地", document="b" * 64)])
    assert [one.kind for one in changes] == ["asked"]
    assert [one.kind for one in settled(changes, take=True)] == ["revised"]
    assert [one.kind for one in settled(changes, take=False)] == ["unmatched", "new"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (Status(1), "withdrawn"),
        (Status(1, review="accepted"), "unmatched"),
        (Status(1, review="rejected"), "unmatched"),
        (Status(1, state="assigned", lead="水务局"), "unmatched"),
        (Status(1, absorbed=(3,)), "unmatched"),
        (Status(1, review="accepted", unmatched=True), "same"),
        (Status(1, review="withdrawn"), "same"),
    ],
)
def test_what_is_lost(status, kind):
    assert lost(replace(readings("甲")[0], status=status)).kind == kind


def add(store, path, **how):
    (done,) = record_files(store, [path], how=How(**how))
    if done.error is not None:
        raise done.error
    return done


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "要点.md"

    def write(lines):
        path.write_text(body(lines), encoding="utf-8")
        return str(path)

    return write


def number_of(store, words: str) -> int:
    return next(row.number for row in store.rows() if words in row.statement.text)


def test_a_corrected_text_takes_the_rows_over(store, text):
    add(store, text(LINES))
    desk = handling.desk(store, author="乙")
    park, water, green = (number_of(store, words) for words in ("口袋公园", "水库", "绿地"))
    handling.correct(desk, [park], [("force", "刚性")])
    handling.assign(desk, [green], "园林局")
    untouched = number_of(store, "数据")
    held = {row.number: row.statement.text for row in store.rows()}
    later = [line.replace("12个", "15个") for line in LINES if "绿地" not in line and "数据" not in line]
    path = text([*later, "开工建设市民文化中心"])
    with pytest.raises(UsageError) as caught:
        add(store, path)
    assert caught.value.code == "resembles"
    before = store.verify_chain()
    tried = add(store, path, replaces=str(park), dry=True)
    assert store.verify_chain() == before
    done = add(store, path, replaces=str(park))
    assert [(one.kind, one.score) for one in done.revision.changes] == [
        (one.kind, one.score) for one in tried.revision.changes
    ]
    row = store.row(park)
    assert "15个" in row.statement.text
    assert row.statement.force == "binding"
    assert row.status.review == "corrected"
    assert store.row(water).document == done.revision.document
    assert store.row(green).status.unmatched
    assert store.row(green).status.lead == "园林局"
    assert store.row(untouched).status.review == "withdrawn"
    assert "文化中心" in store.row(max(held) + 1).statement.text
    events = store.verify_chain()
    assert add(store, path).already
    assert add(store, path, replaces=str(park)).already
    text(LINES)
    assert add(store, path).already  # the text that was replaced
    assert store.verify_chain() == events
    store.rebuild()
    assert store.verify_chain() == events
    added = [event for event in store.events() if event.kind == "document_added"]
    assert added[1].payload["replaces"] == added[0].subject


def test_a_decision_on_a_lost_row_is_not_asked_again(store, text):
    add(store, text(LINES))
    desk = handling.desk(store)
    handling.accept(desk, [number_of(store, "绿地")])
    path = text([line for line in LINES if "绿地" not in line])
    add(store, path, replaces="1")
    (row,) = [row for row in store.rows() if row.status.unmatched]
    handling.accept(desk, [row.number])
    events = store.verify_chain()
    assert not store.row(row.number).status.unmatched
    add(store, path)
    assert store.verify_chain() == events


def test_a_newer_reading_of_the_same_text(store, text):
    (outcome,) = extract_files([text(LINES)], keep=True)
    older = [replace(one, rule="old", force=None) for one in outcome.statements[:-1]]
    store.add_document(
        outcome.document,
        outcome.outline.facts,
        older,
        author="甲",
        at=datetime.now(UTC),
        source=outcome.source,
    )
    handling.correct(handling.desk(store), [1], [("force", "刚性")])
    done = record(store, outcome)
    assert done.created == 1
    assert done.revision.count("revised") == len(older)
    assert store.row(1).statement.force == "binding"
    assert store.row(1).statement.rule == outcome.statements[0].rule
    assert sum(1 for event in store.events() if event.kind == "document_added") == 1
    events = store.verify_chain()
    assert record(store, outcome).already
    assert store.verify_chain() == events


def test_the_parts_of_a_split_row_go_along(store, text):
    add(store, text(["建成两所学校，改造一座医院并新增床位五百张", *LINES[:3]]))
    number = number_of(store, "医院")
    _row, *parts = handling.split(handling.desk(store), number, ["并新增"])
    assert len(parts) == 2
    path = text(["本年重点是补短板", "建成两所学校，改造一座医院并新增床位五百张", *LINES[:3]])
    add(store, path, replaces=str(number))
    for before in parts:
        after = store.row(before.number)
        assert after.statement.text == before.statement.text
        assert not after.status.unmatched
        assert after.document != before.document
        start, end = after.statement.start, after.statement.end
        assert store.text(after.document)[start:end] == after.statement.text
    events = store.verify_chain()
    assert add(store, path).already
    assert store.verify_chain() == events


@pytest.mark.parametrize("name", ["nothing.md", "f" * 64, "9999"])
def test_a_document_that_is_not_there(store, text, name):
    path = text(LINES)
    add(store, path)
    with pytest.raises(UsageError) as caught:
        Register(store).named(name)
    assert caught.value.code == "no_document"


def test_a_replaced_text_is_not_replaced_again(store, text):
    add(store, text(LINES))
    old = next(iter(store.documents())).sha256
    add(store, text(LINES[1:]), replaces=old)
    with pytest.raises(UsageError) as caught:
        add(store, text(LINES[2:]), replaces=old)
    assert caught.value.code == "replaced"


STEPS = ("accept", "reject", "force", "assign", "merge")
CHANGED = st.lists(
    st.tuples(
        st.sampled_from(range(len(LINES))), st.sampled_from(("", "刚刚", "全面", "15个", "，确保质量"))
    ),
    max_size=9,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 8)), max_size=8),
    versions=st.lists(st.tuples(CHANGED, st.booleans()), min_size=1, max_size=3),
)
def test_no_reviewed_row_is_dropped(tmp_path_factory, steps, versions):
    folder = tmp_path_factory.mktemp("versions")
    path = folder / "要点.md"
    path.write_text(body(LINES), encoding="utf-8")
    with open_store(blank(folder / "a.db")) as store:
        add(store, str(path))
        for (step, number), at in zip(steps, range(99), strict=False):
            decide(store, step, number, at)
        for count, (changed, near) in enumerate(versions):
            lines = [
                f"{LINES[at][: len(LINES[at]) // 2]}{more}{LINES[at][len(LINES[at]) // 2 :]}"
                for at, more in changed
            ]
            path.write_text(body([f"第{count}版说明", *lines]), encoding="utf-8")
            before = {row.number: row for row in store.rows()}
            newest = list(store.documents())[-1].sha256
            done = add(store, str(path), replaces=newest, near=near)
            after = {row.number: row for row in store.rows()}
            for number, row in before.items():
                now = after[number]
                assert now.status.corrections == row.status.corrections
                assert now.status.lead == row.status.lead
                if row.status.review not in ("pending", "withdrawn"):
                    assert now.status.review == row.status.review
                    gone = now.document != done.revision.document
                    assert now.status.unmatched == gone
            events = store.verify_chain()
            assert add(store, str(path), near=near).already
            assert store.verify_chain() == events


def decide(store, step: str, number: int, at: int) -> None:
    from luoshi.errors import LuoshiError

    desk = handling.desk(store, author=f"人{at}")
    try:
        if step == "accept":
            handling.accept(desk, [number])
        elif step == "reject":
            handling.reject(desk, [number])
        elif step == "force":
            handling.correct(desk, [number], [("force", "刚性")])
        elif step == "assign":
            handling.assign(desk, [number], "办公室")
        else:
            handling.merge(desk, [number], number % 5 + 1)
    except LuoshiError:
        pass  # the step was not legal there
