"""Steps on rows in every store: what is kept, who wins, and that the tables say what the events say."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from random import Random

import pytest
from made import AT, FACTS, make_document, make_statements

from luoshi.codec import from_record, to_record
from luoshi.errors import ChainError, ConflictError, StepError, StoreError, UsageError
from luoshi.ledger import fold, fold_row, steps
from luoshi.ledger.events import moment
from luoshi.ledger.lights import is_open, light, turning
from luoshi.ledger.steps import By
from luoshi.lexicon.lights import light_rules
from luoshi.lexicon.workflow import workflow
from luoshi.model import Actor
from luoshi.stores import Filter

TABLE = workflow()
OFFICES = ("市财政局", "市教育局", "东区财政局", "住建部门")
DAY = date(2026, 6, 15)


def by(day=0, reason="核对", hour=0):
    return By("李四", moment(AT + timedelta(days=day, hours=hour)), reason)


def add(store, number, count=3, at=AT):
    document = make_document(number, count)
    varied = [
        replace(
            each,
            actors=(*each.actors, Actor(OFFICES[index % 3], "supporting", 0, 4)),
            subthemes=(("产业", "民生", "生态")[index % 3] + "发展",),
            text=each.text if index % 2 else each.text + f'“{index}"',
        )
        for index, each in enumerate(make_statements(document))
    ]
    store.add_document(document, FACTS, varied, author="张三", at=at, source=document.source)
    return varied


def take(store, number, step, said=None, who=None, **more):
    def one(rows):
        return [steps.take(rows[number], step, said or {}, who or by(), TABLE)]

    return store.act([number], one, **more)[0]


def worked(store, count=30, seed=1):
    """Let people do this and that with rows, as it comes."""
    add(store, 1, count)
    random = Random(seed)  # noqa: S311
    for turn in range(count * 7):
        number = random.randrange(1, store.count() + 1)
        who = by(turn // 4)
        due = (DAY + timedelta(days=random.randrange(-200, 200))).isoformat()
        said = {
            "assigned": {"lead": random.choice(OFFICES), "supporting": [random.choice(OFFICES)], "due": due},
            "reported": {"progress": "推进中", "percentage": random.randrange(101)},
            "extended": {"until": due, "approval": "市督〔2026〕1号"},
            "planned": {"measures": ["建立专班"], "milestones": [{"text": "开工", "due": due}]},
        }
        row = store.row(number)
        legal = list(steps.legal(row, TABLE))
        work = [step for step in legal if step in TABLE.steps]
        choice = random.choice(work if work and random.random() < 0.8 else [*legal, "undo"])
        try:
            if choice == "undo":
                store.undo(number, who)
            elif choice == "merged":
                other = random.randrange(1, store.count() + 1)
                store.act(
                    [number, other], lambda r, a=number, b=other, w=who: steps.merge(r[a], r[b], w, TABLE)
                )
            elif choice == "split":
                store.act([number], lambda r, a=number, w=who: steps.split(r[a], halves(r[a]), w, TABLE))
            elif choice in ("accepted", "rejected"):
                do = getattr(steps, choice.removesuffix("ed"))
                store.act([number], lambda r, a=number, w=who, d=do: [d(r[a], w, TABLE)])
            elif choice == "corrected":
                changes = {
                    "force": random.choice(("binding", "striving")),
                    "themes": [random.choice(OFFICES)],
                }
                store.act([number], lambda r, a=number, w=who, c=changes: [steps.correct(r[a], c, w, TABLE)])
            else:
                take(store, number, choice, said.get(choice), who)
        except StepError:
            continue
    who = by(count * 2)
    first = store.count() + 1
    add(store, 2, 5, AT + timedelta(days=count * 2))
    store.act([first], lambda rows: steps.split(rows[first], halves(rows[first]), who, TABLE))
    store.undo(first, who)
    change = {"force": "striving"}
    store.act([first + 1], lambda rows: [steps.correct(rows[first + 1], change, who, TABLE)])
    take(store, first + 2, "assigned", {"lead": "市财政局"}, who)
    for step, said in (
        ("reported", {"progress": "完成", "percentage": 100}),
        ("verified", {}),
        ("closed", {}),
    ):
        take(store, first + 2, step, said, who)
    return list(store.rows())


def halves(row):
    record = to_record(row.statement)
    middle = (row.statement.start + row.statement.end) // 2
    out = []
    for start, end in ((row.statement.start, middle), (middle, row.statement.end)):
        name = f"{row.document[:8]}:{start}-{end}"
        out.append(record | {"id": name, "start": start, "end": end, "pieces": [[start, end]]})
    return out


def test_the_rows_are_the_fold_of_the_events(store):
    rows = worked(store)
    assert tuple(rows) == fold(store.events(), from_record).rows
    seen = Counter(row.state for row in rows) + Counter(row.status.review for row in rows)
    assert {"closed", "reported", "merged", "split", "corrected", "withdrawn"} <= set(seen)
    count = store.verify_chain()
    assert count == len(list(store.events()))
    assert [store.row(row.number) for row in rows] == rows
    assert store.rebuild() == len(rows)
    assert list(store.rows()) == rows
    assert store.verify_chain() == count
    for row in rows:
        created, *later = store.history(row.number)
        assert fold_row(row.number, created, later, from_record) == row


WANTED = {
    "state": lambda row, said: row.state == said,
    "review": lambda row, said: row.status.review == said,
    "type": lambda row, said: row.statement.type == said,
    "force": lambda row, said: row.statement.force == said,
    "parent": lambda row, said: row.parent == said,
    "unmatched": lambda row, said: row.status.unmatched == said,
    "is_open": lambda row, said: is_open(row) == said,
    "section": lambda row, said: row.statement.section[0] == said,
    "grade": lambda row, said: row.statement.measurability.grade == said,
    "lead": lambda row, said: said in (row.lead or ""),
    "theme": lambda row, said: any(
        said in each for each in (*row.statement.themes, *row.statement.subthemes)
    ),
    "actor": lambda row, said: any(
        said in each
        for each in (
            *(actor.name for actor in row.statement.actors),
            *((row.status.lead, *row.status.supporting) if row.status.lead else ()),
        )
    ),
    "supporting": lambda row, said: any(
        said in each
        for each in (
            row.status.supporting
            if row.status.lead
            else [actor.name for actor in row.statement.actors if actor.role == "supporting"]
        )
    ),
    "words": lambda row, said: all(word in row.statement.text for word in said.split()),
    "due_from": lambda row, said: row.due is not None and row.due >= said,
    "due_until": lambda row, said: row.due is not None and row.due <= said,
    "on": lambda row, said: True,
    "light": lambda row, said: light(row, DAY, light_rules()) == said,
}
ASKED = [
    *({"light": each, "on": DAY.isoformat()} for each in ("red", "yellow", "green", "blue")),
    {"light": "red", "on": DAY.isoformat(), "lead": "财政局", "is_open": True},
    {"light": "green", "on": DAY.isoformat(), "is_open": False},
    *({"is_open": each} for each in (True, False)),
    *({"unmatched": each} for each in (True, False)),
    {"state": "reported", "review": "pending"},
    {"review": "split"},
    {"parent": 3},
    {"lead": "财政局"},
    {"lead": "某高新区", "state": "created"},
    {"supporting": "市财政"},
    {"actor": "教育局"},
    {"actor": "住建部门", "type": "commitment"},
    {"actor": "没有这个单位"},
    {"theme": "发展", "force": "binding"},
    {"theme": "财政局"},
    {"words": "科技 转化"},
    {"words": '“4"'},
    {"words": "科技_转化"},
    {"due_from": "2026-05-01", "due_until": "2026-08-01"},
    {"due_until": "2026-03-28", "section": "总体要求", "grade": "A"},
]


def test_each_filter_lets_through_what_fits(store):
    rows = worked(store)
    for asked in ASKED:
        fitting = [row for row in rows if all(WANTED[name](row, said) for name, said in asked.items())]
        wanted = Filter(**asked)
        assert list(store.rows(wanted)) == fitting, asked
        assert store.count(wanted) == len(fitting), asked
        paged, after = [], 0
        while page := list(store.rows(wanted, after=after, limit=3)):
            paged += page
            after = page[-1].number
        assert paged == fitting, asked
        assert list(store.rows(wanted, limit=0)) == []


def test_filters_go_on_past_one_portion(store):
    add(store, 1, 2300)
    assert store.count() == 2300
    rows = list(store.rows(Filter(theme="产业", section="重点任务")))
    assert [row.number for row in rows] == [n for n in range(1, 2301) if n % 3 == 1 and n % 2 == 1]
    for wanted in (Filter(type="result"), Filter(due_from="2026-01-01"), Filter(actor="财政局", grade="A")):
        assert len(list(store.rows(wanted))) == store.count(wanted) > 500
        after = list(islice(store.rows(wanted, after=1800), 5))
        assert after == [row for row in store.rows(wanted) if row.number > 1800][:5]


def test_a_light_needs_its_day(store):
    for wanted in (Filter(light="red"), Filter(light="purple", on="2026-01-01")):
        with pytest.raises(UsageError):
            list(store.rows(wanted))


def test_lists_of_reminders(store):
    rows = [row for row in worked(store) if is_open(row)]
    week, month = (DAY + timedelta(days=7)).isoformat(), DAY.replace(day=1).isoformat()
    today = DAY.isoformat()

    def heard(row):
        return row.status.reported or row.status.begun

    expected = {
        "due": [row for row in rows if row.due and today <= row.due < week],
        "late": [row for row in rows if row.due and row.due < today],
        "silent": [
            row for row in rows if heard(row) < month or turning(row, light_rules()).report_due < today
        ],
    }
    found = store.reminders(DAY, limit=None)
    assert expected["late"]
    assert expected["silent"]
    for name, list_ in expected.items():
        list_.sort(key=lambda row: (row.due is None, row.due or "", row.number))
        reminder = getattr(found, name)
        assert reminder.count == len(list_)
        assert list(reminder.rows) == list_
        assert getattr(store.reminders(DAY, limit=2), name).rows == tuple(list_[:2])
        paged, after = [], None
        while page := list(store.reminded(name, DAY, after=after, limit=3)):
            paged += page
            after = (page[-1].due, page[-1].number)
        assert paged == list_
    with pytest.raises(UsageError):
        list(store.reminded("early", DAY))


def test_rows_without_a_day_come_last_among_reminders(store):
    add(store, 1, 8)
    for number in range(1, 9):
        take(store, number, "assigned", {"lead": "市财政局"})
    listed = list(store.reminded("silent", DAY))
    assert [row.number for row in listed] == [2, 3, 4, 6, 7, 8, 1, 5]
    assert list(store.reminded("silent", DAY, after=(None, 1))) == listed[-1:]
    assert store.reminders(DAY, limit=7).silent.rows == tuple(listed[:7])


def test_a_row_as_it_was(store):
    add(store, 1)
    take(store, 1, "assigned", {"lead": "市财政局"}, by(5))
    take(store, 1, "reported", {"progress": "开工", "percentage": 10}, by(9))
    states = {date(2026, 1, 4): None, date(2026, 1, 9): "created", date(2026, 1, 10): "assigned"}
    states |= {date(2026, 1, 13): "assigned", date(2026, 1, 14): "reported"}
    found = {day: store.row_at(1, day) for day in states}
    assert {day: row and row.state for day, row in found.items()} == states
    assert found[date(2026, 1, 14)] == store.row(1)
    with pytest.raises(UsageError):
        store.row_at(9, DAY)


def test_what_was_seen_must_still_stand(store):
    add(store, 1)
    seen = store.row(1).status.version
    row = take(store, 1, "assigned", {"lead": "市财政局"}, expected={1: seen})
    assert row == store.row(1)
    assert row.status.version > seen
    before = list(store.events())
    for attempt in (
        lambda: take(store, 1, "reported", {"progress": "完成"}, expected={1: seen}),
        lambda: take(store, 2, "assigned", {"lead": "市财政局"}, expected={1: seen}),
        lambda: store.undo(1, by(), expected={1: seen}),
    ):
        with pytest.raises(ConflictError, match="Row 1 was changed by 李四") as error:
            attempt()
        assert error.value.code == "conflict"
    assert list(store.events()) == before


def test_a_step_that_fails_leaves_nothing(store):
    add(store, 1)
    before = list(store.events())

    def half(rows):
        return [steps.accept(rows[1], by(), TABLE), steps.take(rows[2], "closed", {}, by(), TABLE)]

    with pytest.raises(StepError):
        store.act([1, 2], half)
    for numbers in ([4], [1, 0], [10**30]):
        with pytest.raises(UsageError) as error:
            store.act(numbers, lambda rows: [])
        assert error.value.code == "no_row"
    with pytest.raises(UsageError):
        store.undo(4, by())
    with pytest.raises(UsageError):
        store.history(4)
    # a correction that makes no record is refused before anything is kept
    with pytest.raises(Exception, match="force"):
        store.act([1], lambda rows: [steps.correct(rows[1], {"force": 5}, by(), TABLE)])
    assert list(store.events()) == before
    assert store.act([1, 2], lambda rows: []) == (store.row(1), store.row(2))


def test_parts_get_the_next_numbers_and_go_when_undone(store):
    add(store, 1)
    whole, *parts = store.act([2], lambda rows: steps.split(rows[2], halves(rows[2]), by(), TABLE))
    assert (whole.number, whole.status.review) == (2, "split")
    assert [(part.number, part.parent) for part in parts] == [(4, 2), (5, 2)]
    assert list(store.rows(Filter(parent=2))) == parts
    add(store, 2, 1)
    assert store.row(6) is not None
    undone = store.undo(2, by())
    assert [(row.number, row.status.review) for row in undone] == [
        (2, "pending"), (4, "withdrawn"), (5, "withdrawn"),
    ]  # fmt: skip
    assert store.verify_chain() == 12
    assert tuple(store.rows()) == fold(store.events(), from_record).rows


def test_time_never_goes_back(store):
    add(store, 1)
    take(store, 1, "assigned", {"lead": "市财政局"}, by(2))
    before = list(store.events())
    late = AT + timedelta(days=2) - timedelta(seconds=121)
    with pytest.raises(StoreError, match="clock") as error:
        add(store, 2, at=late)
    assert error.value.code == "clock_back"
    assert error.value.details == {"clock": moment(late), "last": before[-1].at}
    with pytest.raises(StoreError):
        take(store, 2, "assigned", {"lead": "市财政局"}, By("李四", moment(late)))
    assert list(store.events()) == before
    little = AT + timedelta(days=2) - timedelta(seconds=120)
    add(store, 2, at=little)
    assert {event.at for event in store.events(since=len(before))} == {before[-1].at}
    assert store.verify_chain() == len(before) + 4


def test_odd_names_are_kept(store):
    add(store, 1)
    who = By("李\x00四\udc80", moment(AT), "因为\x00")
    store.act([1], lambda rows: [steps.take(rows[1], "assigned", {"lead": "财\x00政'%_"}, who, TABLE)])
    assert store.row(1).lead == "财\x00政'%_"
    assert [row.number for row in store.rows(Filter(lead="\x00政'%_"))] == [1]
    assert list(store.rows(Filter(lead="政_%"))) == []
    assert store.history(1)[-1].author == "李\\x00四\\udc80"
    assert store.verify_chain() == 5


def test_other_rules_for_lights_count_at_once(store, open_again):
    add(store, 1, 12)
    for number in range(1, 13):
        take(store, number, "assigned", {"lead": "市财政局", "day": "2026-01-05"})
    day = "2026-02-20"
    other = open_again()
    usual = [row.number for row in store.rows(Filter(light="yellow", on=day))]
    rules = replace(
        light_rules(), report_every=400, due_soon=0, behind=replace(light_rules().behind, yellow=90, red=95)
    )
    other.lights = rules
    expected = [row.number for row in store.rows() if light(row, date(2026, 2, 20), rules) == "yellow"]
    assert [row.number for row in other.rows(Filter(light="yellow", on=day))] == expected != usual
    assert other.verify_chain() == store.verify_chain() == 25
    assert other.reminders(date(2026, 1, 20)).silent.count == 0
    assert [row.number for row in store.rows(Filter(light="yellow", on=day))] == usual


EDITS = {
    "UPDATE statements SET state = 'closed' WHERE number = 3": 3,
    "UPDATE statements SET state = 'closed' WHERE number = 1": 1,
    "UPDATE statements SET status = replace(status, '财政', '教育') WHERE number = 1": 1,
    "UPDATE statements SET record = replace(record, '加快', '放慢') WHERE number = 1": 1,
    "UPDATE statements SET lead = '市教育局' WHERE number = 1": 1,
    "UPDATE statements SET version = version + 1 WHERE number = 3": 3,
    "UPDATE statements SET status = '{}' WHERE number = 3": 3,
    "UPDATE statements SET parent = 1 WHERE number = 3": 3,
    "UPDATE statements SET parent = NULL WHERE number = 4": 4,
    "UPDATE days SET red = '2099-01-01' WHERE number = 1": 1,
    "UPDATE days SET is_open = 1 WHERE number = 3": 3,
    "DELETE FROM days WHERE number = 3": 3,
    "DELETE FROM days WHERE number = 1": 1,
    "DELETE FROM bodies WHERE number = 1": 1,
    "INSERT INTO themes (theme, number) VALUES ('农业', 1)": 1,
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_tables_is_named(store, place, edit):
    add(store, 1)
    take(store, 1, "assigned", {"lead": "市财政局"})
    store.act([2], lambda rows: steps.split(rows[2], halves(rows[2]), by(), TABLE))
    assert store.verify_chain() == 8
    store.close()
    place.edit(edit)
    with place.open() as again:
        with pytest.raises(ChainError, match=f"row {EDITS[edit]}, "):
            again.verify_chain()
        again.rebuild()
        assert again.verify_chain() == 8


def test_kept_files_are_checked_where_asked(store):
    from luoshi.stores import KeptFile

    document = make_document(1)
    store.add_document(
        document, FACTS, make_statements(document), author="张三", at=AT, source="1.md",
        file=KeptFile.of(b"abc", "1.md"),
    )  # fmt: skip
    digest = store.files.put(b"photo", ".png")
    take(store, 1, "assigned", {"lead": "市财政局"})
    evidence = [{"kind": "file", "sha256": digest, "name": "照片.png"}]
    take(store, 1, "reported", {"progress": "完成", "evidence": evidence})
    assert store.verify_chain(files=True) == 6
    store.files.find(digest).write_bytes(b"other")
    assert store.verify_chain() == 6
    with pytest.raises(ChainError, match="event 6 is sound, but not the file"):
        store.verify_chain(files=True)
    store.files.find(next(store.documents()).file).unlink()
    with pytest.raises(ChainError, match="event 1 is sound, but not the file"):
        store.verify_chain(files=True)


def test_many_rows_in_one_step(store):
    add(store, 1, 1300)
    numbers = list(range(1, 1301))
    rows = store.act(numbers, lambda r: [steps.accept(each, by(), TABLE) for each in r.values()])
    assert [row.number for row in rows] == numbers
    assert {row.status.review for row in rows} == {"accepted"}
    assert rows == tuple(store.rows(Filter(review="accepted")))
    assert store.verify_chain() == 2601
