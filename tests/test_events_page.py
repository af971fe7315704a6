"""docs/reference/events.md: every kind of event stands there, and each example is one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from luoshi.codec import to_record
from luoshi.ledger import events as kinds
from luoshi.ledger.events import moment, row_of, subject_of
from luoshi.ledger.fold import document_entry
from luoshi.ledger.said import _CARRIES, check
from luoshi.ledger.steps import By
from luoshi.lexicon.workflow import REVIEWS, STEPS
from tests.rows import AT, DOCUMENT, Rows, statements

PAGE = (Path(__file__).parents[1] / "docs" / "reference" / "events.md").read_text("utf-8")
PARTS = {found[1]: found[2] for found in re.finditer(r"^### `(\w+)`.*?\n(.*?)(?=^##|\Z)", PAGE, re.M | re.S)}
EXAMPLES = [
    (kind, json.loads(example))
    for kind, words in PARTS.items()
    for example in re.findall(r"```json\n(.*?)\n```", words, re.S)
]


def test_every_kind_stands_there_once():
    assert set(PARTS) == {kinds.DOCUMENT_ADDED, kinds.CREATED, *kinds.ROW_KINDS}
    assert len(re.findall(r"^### ", PAGE, re.M)) == len(PARTS)
    assert {kind for kind, _ in EXAMPLES} == set(PARTS)


@pytest.mark.parametrize("kind", sorted(_CARRIES))
def test_every_field_of_a_step_is_told(kind):
    assert {f"`{name}`" for name in _CARRIES[kind]} <= set(re.findall(r"`\w+`", PARTS[kind]))


def test_every_decision_has_its_example():
    told = [payload["decision"] for kind, payload in EXAMPLES if kind == kinds.REVIEWED]
    assert sorted(told) == sorted([*REVIEWS, "absorbed"])


@pytest.mark.parametrize(
    ("kind", "payload"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_example_is_read_as_such_an_event(kind, payload):
    """Each example takes its place in a chain and is folded; a step's state is that of the packaged way."""
    rows = Rows()
    by = By("乙", moment(AT))
    if "statement" in payload:
        payload = payload | {"statement": to_record(statements()[1])}
    if kind == kinds.DOCUMENT_ADDED:
        rows.write([kinds.draft(kind, DOCUMENT.sha256, payload, at=by.at, author=by.author)])
        entry = document_entry(rows.events[-1])
        assert (entry.source, entry.characters) == (payload["source"], payload["characters"])
        return
    if kind == kinds.CREATED:
        rows.write([kinds.draft(kind, payload["statement"]["id"], payload, at=by.at, author=by.author)])
        assert rows.all()[-1].parent == payload["from"]
        return
    rows.write([by.draft(kind, 1, payload)])
    assert (rows.events[-1].subject, row_of(rows.events[-1])) == (subject_of(1), 1)
    status = rows.all()[0].status
    assert status.version == rows.events[-1].sequence
    if kind in _CARRIES:
        check(1, kind, {name: value for name, value in payload.items() if name != "state"})
    if kind in STEPS:
        to = rows.table.steps[kind].to
        assert status.state == payload["state"]
        assert payload["state"] == to or (to == "same" and payload["state"] in rows.table.steps[kind].from_)
    if kind == kinds.REVIEWED and payload["decision"] in REVIEWS:
        assert status.review == payload["decision"]
