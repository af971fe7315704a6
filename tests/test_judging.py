"""Findings accepted and overruled on ledgers of both kinds; what older ledgers wrote is read as before."""

from __future__ import annotations

import json

import pytest

from luoshi.app import handling, judging, proving
from luoshi.app.record import record_files
from luoshi.app.texts import Texts
from luoshi.codec import from_record
from luoshi.errors import ConflictError, LuoshiError, StepError, UsageError
from luoshi.ledger import Status, fold
from luoshi.ledger.history import told
from luoshi.stores import open_store, statuses
from tests.contracts.conftest import *  # noqa: F403 - its fixtures: the ledgers of both kinds

EARLIER = (
    "# 临江市2025年政府工作报告\n\n2025年1月10日\n\n## 2025年工作\n\n"
    "地区生产总值增长5%左右。规上工业增加值增长8%以上。进出口总额增长6%左右。\n"
)
LATER = (
    "# 临江市2026年政府工作报告\n\n2026年1月12日\n\n## 2025年工作回顾\n\n"
    "地区生产总值增长5%。规上工业增加值增长7.1%。\n"
)


@pytest.fixture
def ledger(store, tmp_path):
    for name, text in (("2025.md", EARLIER), ("2026.md", LATER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (done,) = record_files(store, [tmp_path / name])
        assert done.error is None
    return store


def later(store) -> str:
    return [entry.sha256 for entry in store.documents()][1]


def found(store, words):
    """The row of a promise, and its findings as records."""
    number = next(row.number for row in store.rows() if words in row.statement.text)
    findings = proving.followed(store, number, Texts(store).document(later(store)))
    return number, judging.records_of(findings)


def sound(store):
    """The chain holds, and the tables say what the events say."""
    assert store.verify_chain() == store.head()
    rows = tuple(store.rows())
    assert rows == fold(store.events(), from_record).rows
    store.rebuild()
    assert tuple(store.rows()) == rows


def test_accepted_words_are_evidence_once(ledger):
    number, records = found(ledger, "5%左右")
    desk = handling.desk(ledger, author="乙")
    (row,) = judging.judge(desk, number, records, later(ledger))
    assert (row.status.judged.decision, row.status.judged.verdict) == ("accepted", "met")
    (one,) = proving.evidence(ledger, number)
    assert (one.state, one.standing, one.evidence.name) == ("sound", "met", "地区生产总值增长5%")
    assert one.why == tuple(records[0]["why"])
    sound(ledger)
    with pytest.raises(UsageError) as caught:
        judging.judge(desk, number, records, later(ledger))
    assert caught.value.code == "judged_already"
    handling.undo(desk, [number])
    assert ledger.row(number).status.evidence == ()
    assert ledger.row(number).status.judged is None
    # words that were attached before are not attached again
    shown = records[0]["evidence"]
    proving.prove(desk, number, [proving.stretch(ledger, later(ledger), shown["start"], shown["end"])])
    judging.judge(desk, number, records, later(ledger))
    assert len(ledger.row(number).status.evidence) == len(proving.evidence(ledger, number)) == 1
    sound(ledger)


def test_another_verdict_needs_a_reason_and_must_fit(ledger):
    number, records = found(ledger, "8%以上")
    assert records[0]["standing"] == "missed"
    before = ledger.head()
    for instead, reason, code in (
        ("reported", "", "step_needs"),
        ("missed", "不同", "step_verdict"),
        ("done", "不同", "step_verdict"),
        ("nonsense", "不同", "step_value"),
    ):
        with pytest.raises(StepError) as caught:
            judging.judge(
                handling.desk(ledger, reason=reason), number, records, later(ledger), instead=instead
            )
        assert caught.value.code == code
    assert ledger.head() == before
    desk = handling.desk(ledger, author="乙", reason="口径不同")
    (row,) = judging.judge(desk, number, records, later(ledger), instead="reported")
    assert row.status.judged.verdict == "reported"
    assert row.status.evidence == ()
    changes = told(*_history(ledger, number))[-1].changes
    assert [change.field for change in changes] == ["judged"]
    assert judging.judgements(ledger, row) == {
        (later(ledger), (records[0]["target"]["start"], records[0]["target"]["end"])): row.status.judged
    }
    sound(ledger)


def _history(store, number):
    created, *events = store.history(number)
    return created, events


def test_a_silent_report_is_accepted_without_evidence(ledger):
    number, records = found(ledger, "进出口")
    assert records[0]["standing"] == "silent"
    (row,) = judging.judge(handling.desk(ledger), number, records, later(ledger))
    assert (row.status.judged.standing, row.status.evidence) == ("silent", ())
    sound(ledger)


def test_who_saw_an_older_version_is_told(ledger):
    number, records = found(ledger, "5%左右")
    seen = ledger.row(number).status.version
    handling.accept(handling.desk(ledger), [number])
    with pytest.raises(ConflictError):
        judging.judge(handling.desk(ledger), number, records, later(ledger), expected={number: seen})
    handling.reject(handling.desk(ledger), [number])
    with pytest.raises(StepError) as caught:
        judging.judge(handling.desk(ledger), number, records, later(ledger))
    assert caught.value.code == "step_illegal"


def test_a_text_that_is_not_of_the_ledger_judges_nothing(ledger):
    number, records = found(ledger, "5%左右")
    with pytest.raises(UsageError) as caught:
        judging.judge(handling.desk(ledger), number, records, "0" * 64)
    assert caught.value.code == "judge_later"


def test_a_status_that_an_older_version_wrote_is_read(ledger):
    written = statuses.write(Status(7, lead="水务局"))
    assert "judged" not in json.loads(written)
    assert statuses.read(written) == Status(7, lead="水务局")
    number, records = found(ledger, "5%左右")
    (row,) = judging.judge(handling.desk(ledger), number, records, later(ledger))
    assert statuses.read(statuses.write(row.status)) == row.status


def test_a_copied_ledger_keeps_judgements(ledger, tmp_path):
    from luoshi.app.moving import back_up, restore

    number, records = found(ledger, "5%左右")
    judging.judge(handling.desk(ledger), number, records, later(ledger))
    back_up(ledger, str(tmp_path / "a.zip"))
    with open_store(str(tmp_path / "copy.db")) as copy:
        restore(str(tmp_path / "a.zip"), copy)
        assert copy.row(number) == ledger.row(number)
        sound(copy)


def test_a_damaged_judgement_is_no_event(ledger):
    """What an event says of a finding is checked before it is written."""
    number, records = found(ledger, "5%左右")
    broken = dict(records[0], evidence=dict(records[0]["evidence"], start=5, end=2))
    with pytest.raises(LuoshiError):
        judging.judge(handling.desk(ledger), number, [broken], later(ledger))
    assert ledger.row(number).status.judged is None
