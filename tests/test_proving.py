"""Evidence: files kept by hash, quotes checked against the text, findings accepted."""

from __future__ import annotations

import pytest

from luoshi.app import handling, proving
from luoshi.app.record import record_files
from luoshi.app.texts import Texts
from luoshi.errors import LuoshiError, StepError, UsageError
from tests.contracts.conftest import *  # noqa: F403 - its fixtures: the ledgers of both kinds

EARLIER = (
    "# 临江市2025年政府工作报告\n\n2025年1月10日\n\n## 2025年工作\n\n地区生产总值增长5%左右。推进依法行政。\n"
)
LATER = "# 临江市2026年政府工作报告\n\n2026年1月12日\n\n## 2025年工作回顾\n\n地区生产总值增长5.4%。\n"


@pytest.fixture
def ledger(store, tmp_path):
    for name, text in (("2025.md", EARLIER), ("2026.md", LATER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (done,) = record_files(store, [tmp_path / name])
        assert done.error is None
    return store


def growth(store) -> int:
    return next(row.number for row in store.rows() if "5%左右" in row.statement.text)


def test_a_file_is_kept_and_looked_at(ledger, tmp_path):
    paper = tmp_path / "验收单.PDF"
    paper.write_bytes(b"proof")
    desk, number = handling.desk(ledger, author="乙"), growth(ledger)
    said = proving.kept_files(ledger, [str(paper)])
    assert said[0]["name"] == "验收单.PDF"
    proving.prove(desk, number, said)
    (one,) = proving.evidence(ledger, number)
    assert (one.state, one.author) == ("sound", "乙")
    with pytest.raises(UsageError) as caught:
        proving.prove(desk, number, said)
    assert caught.value.code == "evidence_there"
    kept = ledger.files.find(said[0]["sha256"])
    kept.write_bytes(b"other")
    assert proving.evidence(ledger, number)[0].state == "altered"
    with pytest.raises(LuoshiError):
        ledger.verify_chain(files=True)
    kept.unlink()
    assert proving.evidence(ledger, number)[0].state == "missing"
    paper.unlink()
    with pytest.raises(LuoshiError):
        proving.kept_files(ledger, [str(paper)])


def test_a_quote_is_a_stretch_of_the_text(ledger):
    start = LATER.index("地区")
    (said,) = proving.quotes(ledger, [f"2026.md:{start}-{start + 6}"])
    assert said["name"] == LATER[start : start + 6]
    proving.prove(handling.desk(ledger), growth(ledger), [said])
    assert proving.evidence(ledger, growth(ledger))[0].state == "sound"
    for wrong, code in (
        ("2026.md:9-9", "quote_outside"),
        ("2026.md:1-99999", "quote_outside"),
        ("2026.md", "quote_spec"),
    ):
        with pytest.raises(UsageError) as caught:
            proving.quotes(ledger, [wrong])
        assert caught.value.code == code


def test_a_finding_is_accepted_as_evidence(ledger):
    number = growth(ledger)
    later = Texts(ledger).document([entry.sha256 for entry in ledger.documents()][1])
    (finding,) = proving.followed(ledger, number, later)
    assert finding.standing == "met"
    said = proving.stretch(ledger, later.sha256, finding.evidence.start, finding.evidence.end)
    (row,) = proving.prove(handling.desk(ledger), number, [said], findings=[finding])
    assert row.state == "created"
    assert row.status.evidence[0].name == finding.evidence.text
    (one,) = proving.evidence(ledger, number)
    assert (one.standing, one.why) == ("met", finding.why)
    handling.undo(handling.desk(ledger), [number])
    assert proving.evidence(ledger, number) == []


def test_a_row_that_was_left_out_takes_none(ledger):
    desk, number = handling.desk(ledger), growth(ledger)
    handling.reject(desk, [number])
    said = proving.quotes(ledger, ["2026.md:0-8"])
    with pytest.raises(StepError):
        proving.prove(desk, number, said)
    with pytest.raises(UsageError) as caught:
        proving.prove(desk, number, [])
    assert caught.value.code == "evidence_none"
