"""What every store does; on which ones it is tried stands in ``conftest.py``."""

from dataclasses import replace
from datetime import date, datetime
from itertools import islice, pairwise

import pytest
from made import AT, FACTS, make_document, make_statements

from luoshi.codec import dumps, from_record, to_record
from luoshi.errors import ChainError, LuoshiError, StoreError
from luoshi.ledger import GENESIS, Head, fold, verify
from luoshi.model import Document, Facts
from luoshi.stores import Added, Filter


def add(store, number, count=3, source=None):
    document = make_document(number, count, source)
    return store.add_document(
        document, FACTS, make_statements(document), author="张三", at=AT, source=document.source
    )


def test_a_document_and_its_statements_are_recorded(store):
    document = make_document(1, 5)
    found = make_statements(document)
    added = store.add_document(document, FACTS, iter(found), author="张三", at=AT, source="a/1.md")
    assert added == Added(document.sha256, 5, already=False)
    (entry,) = store.documents()
    assert (entry.source, entry.date, entry.kind) == ("a/1.md", "2026-01-04", "plan")
    assert (entry.title, entry.body, entry.characters) == (FACTS.title, FACTS.body, len(document.text))
    rows = list(store.rows())
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert [row.statement for row in rows] == found
    assert {row.state for row in rows} == {"created"}
    assert store.text(document.sha256) == document.text
    assert store.text("0" * 64) is None
    assert store.remarks == ()


def test_events_are_chained_and_tell_the_rows(store):
    add(store, 1, 4)
    add(store, 2, 3)
    events = list(store.events())
    assert [event.sequence for event in events] == list(range(1, 10))
    assert [event.kind for event in events] == [
        "document_added",
        *["created"] * 4,
        "document_added",
        *["created"] * 3,
    ]
    assert events[0].previous == GENESIS.hash
    assert all(after.previous == before.hash for before, after in pairwise(events))
    assert verify(events) == Head(9, events[-1].hash)
    assert {(event.at, event.author) for event in events} == {("2026-01-05T08:30:00Z", "张三")}
    ledger = fold(events, from_record)
    assert ledger.rows == tuple(store.rows())
    assert ledger.documents == tuple(store.documents())
    assert [event.sequence for event in store.events(since=7)] == [8, 9]
    assert store.verify_chain() == 9


def test_the_same_text_adds_nothing_even_under_another_name(store):
    add(store, 1)
    before = list(store.events())
    again = store.add_document(
        make_document(1, source="other.md"),
        FACTS,
        _must_not_be_read(),
        author="李四",
        at=AT,
        source="other.md",
    )
    assert again == Added(make_document(1).sha256, 0, already=True)
    assert list(store.events()) == before
    assert len(list(store.documents())) == 1


def _must_not_be_read():
    raise AssertionError("statements of a known text were read")
    yield


def test_what_was_recorded_is_there_after_closing(open_again):
    store = open_again()
    add(store, 1)
    kept = list(store.events())
    store.close()
    assert list(open_again().events()) == kept


def test_numbers_go_on_over_documents_and_a_document_may_be_empty(store):
    add(store, 1, 2)
    assert add(store, 2, 0).created == 0
    add(store, 3, 2500)
    assert [row.number for row in store.rows()] == list(range(1, 2503))
    assert store.verify_chain() == 2505


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Filter(type="result"), lambda row: row.statement.type == "result"),
        (Filter(force="binding"), lambda row: row.statement.force == "binding"),
        (Filter(kind="goal"), lambda row: False),
        (Filter(state="created"), lambda row: True),
        (Filter(section="总体要求"), lambda row: row.statement.section[0] == "总体要求"),
        (Filter(document=make_document(2, 7).sha256), lambda row: row.number > 9),
        (
            Filter(due_from="2026-03-01", due_until="2026-06-28"),
            lambda row: (
                row.statement.deadline and "2026-03-01" <= row.statement.deadline.until <= "2026-06-28"
            ),
        ),
        (
            Filter(force="firm", section="重点任务"),
            lambda row: row.statement.force == "firm" and row.statement.section[0] == "重点任务",
        ),
    ],
)
def test_filters(store, wanted, holds):
    add(store, 1, 9)
    add(store, 2, 7)
    everything = list(store.rows())
    expected = [row for row in everything if holds(row)]
    assert list(store.rows(wanted)) == expected
    assert list(store.rows(wanted, after=3, limit=2)) == [row for row in expected if row.number > 3][:2]


def test_a_row_is_found_by_number_and_id(store):
    add(store, 1)
    row = store.row(2)
    assert store.row("2") == store.row(row.statement.id) == row
    assert store.row(4) is store.row(10**30) is store.row("none") is store.row(0) is None


def test_a_shared_id_is_named_by_its_numbers(store):
    document = make_document(1)
    (statement, *_) = make_statements(document)
    twins = [statement, replace(statement, type="result")]
    store.add_document(document, FACTS, twins, author="张三", at=AT, source="1.md")
    with pytest.raises(StoreError, match="rows 1, 2"):
        store.row(statement.id)


def test_a_failing_extraction_leaves_nothing(store):
    def failing():
        yield make_statements(make_document(1))[0]
        raise RuntimeError("the extractor broke")

    with pytest.raises(RuntimeError):
        store.add_document(make_document(1), FACTS, failing(), author="张三", at=AT, source="1.md")
    assert list(store.events()) == []
    assert list(store.documents()) == []
    assert add(store, 1).created == 3


def test_wrong_arguments_are_refused(store):
    stranger = make_statements(make_document(2))
    with pytest.raises(LuoshiError, match="another document"):
        store.add_document(make_document(1), FACTS, stranger, author="张三", at=AT, source="1.md")
    with pytest.raises(LuoshiError, match="no zone"):
        store.add_document(make_document(1), FACTS, [], author="张三", at=datetime(2026, 1, 1), source="1.md")
    with pytest.raises(StoreError, match="half characters"):
        store.add_document(Document("\ud800"), FACTS, [], author="张三", at=AT, source="1.md")
    assert list(store.events()) == []


def test_odd_characters_are_kept(store):
    name = b"\xb9\xa4\xd7\xf7.md".decode("utf-8", "surrogateescape")  # a file name in GBK
    document = Document("零\x00字节\u2028与𠮷\r\n", source=name)
    (made, *_) = make_statements(make_document(1))
    statement = replace(made, document=document.sha256, source=name, text=document.text, id="x:0-9")
    store.add_document(document, Facts(title=name), [statement], author=name, at=AT, source=name)
    assert store.text(document.sha256) == document.text
    assert store.row(1).statement == statement
    assert store.verify_chain() == 2


def test_facts_fall_back_on_the_document(store):
    document = replace(make_document(1), date=date(2025, 2, 3), title="标题")
    store.add_document(document, Facts(), [], author="张三", at=AT, source="1.md")
    (entry,) = store.documents()
    assert (entry.date, entry.title, entry.kind, entry.body) == ("2025-02-03", "标题", None, None)


def test_reading_goes_on_while_another_adds(open_again):
    one, other = open_again(), open_again()
    add(one, 1, 2000)
    reading = one.events()
    first = list(islice(reading, 10))
    add(other, 2, 10)
    assert len(first) + len(list(reading)) == 2001
    assert one.verify_chain() == 2012


EDITS = {
    "UPDATE events SET author = '李四' WHERE sequence = 3": "event 3 is edited",
    "UPDATE events SET payload = replace(payload, '加快', '放慢') WHERE sequence = 5": "event 5 is edited",
    "UPDATE events SET payload = replace(payload, ',', ', ') WHERE sequence = 5": "event 5 is edited",
    "DELETE FROM events WHERE sequence = 4": "event 4 is missing",
    "DELETE FROM events WHERE sequence BETWEEN 2 AND 4": "event 2 is missing: events 2 to 4",
    "DELETE FROM events WHERE sequence = 1": "event 1 is missing",
    "DELETE FROM events WHERE sequence > 6": "event 7 is missing: .*up to event 9",
    "DELETE FROM events": "event 1 is missing",
    "UPDATE events SET sequence = CASE sequence WHEN 3 THEN -5 ELSE -3 END WHERE sequence IN (3, 5);"
    "UPDATE events SET sequence = -sequence WHERE sequence < 0": "event 3 is reordered: .*as event 5",
    "DELETE FROM events WHERE sequence = 4;"
    "UPDATE events SET sequence = sequence - 1 WHERE sequence > 4": "event 4 is reordered: .*as event 5",
    "UPDATE meta SET value = '8' WHERE key = 'head_sequence'": "event 9 is added",
    "UPDATE documents SET text = text || '。'": "event 1 is sound, but the text .* edited",
    "UPDATE statements SET record = replace(record, '加快', '放慢') WHERE number = 2": "row 2, .* edited",
    "DELETE FROM statements WHERE number = 3": "made 7 statements, but 6",
    "UPDATE statements SET sequence = sequence + 1000000, version = version + 1000000, "
    "status = replace(status, ':' || sequence, ':' || sequence + 1000000), "
    "record = replace(record, '加快', '放慢')": "event 2 is sound, but row 1, .* edited",
    "UPDATE statements SET sequence = 99999, version = 99999 WHERE number = 3": "event 4 is sound, but row 3",
    "UPDATE statements SET sequence = 1, version = 1 WHERE number = 1": "event 2 is sound, but row 1,",
    "UPDATE documents SET added_sequence = 99999, text = 'zz' WHERE added_sequence = 6": "event 6 .* text",
    "UPDATE documents SET added_sequence = 3, text = 'zz' WHERE added_sequence = 6": "event 6 .* the text",
    "UPDATE documents SET text = 'zz', characters = 2 WHERE added_sequence = 6": "event 6 .* the text",
} | {
    f"UPDATE documents SET {field} = {value} WHERE added_sequence = 6": rf"event 6 .* edited \({field}\)"  # noqa: S608
    for field, value in {
        "source": "'b.md'",
        "date": "'2020-01-01'",
        "kind": "NULL",
        "title": "title || '。'",
        "body": "NULL",
        "characters": "characters + 1",
        "format": "'doc'",
        "parser": "'x'",
        "file": "'00'",
        "ending": "'.pdf'",
    }.items()
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_by_hand_is_named(place, edit):
    with place.open() as store:
        add(store, 1, 4)
        add(store, 2, 3)
    place.edit(edit)
    with place.open() as store, pytest.raises(ChainError, match=EDITS[edit]):
        store.verify_chain()


def test_nothing_is_added_to_a_chain_that_was_cut(place):
    with place.open() as store:
        add(store, 1)
    place.edit("DELETE FROM events WHERE sequence = 4")
    with place.open() as store:
        with pytest.raises(ChainError, match="changed by hand"):
            add(store, 2)
        assert len(list(store.events())) == 3


def test_the_payload_is_the_record(store):
    add(store, 1)
    statement = make_statements(make_document(1))[0]
    event = list(store.events())[1]
    assert event.subject == statement.id
    assert event.payload == {"statement": to_record(statement)}
    assert event.payload_json == dumps(event.payload)


def test_rows_by_what_only_the_record_says(store):
    add(store, 1, 6)
    every = list(store.rows())
    actor = next(a.name for row in every for a in row.statement.actors)
    theme = next(theme for row in every for theme in row.statement.themes)
    for wanted, fits in (
        (Filter(actor=actor[:2]), lambda s: any(actor[:2] in a.name for a in s.actors)),
        (Filter(theme=theme), lambda s: any(theme in t for t in (*s.themes, *s.subthemes))),
        (Filter(grade="A"), lambda s: s.measurability is not None and s.measurability.grade == "A"),
        (Filter(grade="A", actor="没有这个单位"), lambda s: False),
    ):
        expected = [row for row in every if fits(row.statement)]
        assert list(store.rows(wanted)) == expected
        assert list(store.rows(wanted, limit=1)) == expected[:1]


def test_a_row_that_is_no_record_is_named(place):
    with place.open() as store:
        add(store, 1)
    for record in ("{", "{}"):
        place.edit(f"UPDATE statements SET record = '{record}' WHERE number = 2")  # noqa: S608
        with place.open() as store, pytest.raises(StoreError, match="row 2 cannot be read") as error:
            list(store.rows())
        assert (error.value.code, error.value.details["row"]) == ("row_unreadable", 2)
