"""From findings and changes to JSON."""

from __future__ import annotations

from typing import Any

from luoshi.codec.encode import json_line, plain_number, target_record, years_record
from luoshi.model import Change, Evidence, Finding, Statement, Target


def to_finding_record(finding: Finding) -> dict[str, Any]:
    """Give the record of a finding: JSON-able, its keys in the contract's order."""
    evidence = finding.evidence
    return {
        "target": None if finding.target is None else target_record(finding.target),
        "commitment": _commitment(finding.commitment),
        "standing": finding.standing,
        "evidence": None if evidence is None else _evidence(evidence),
        "why": list(finding.why),
    }


def to_finding_line(finding: Finding) -> str:
    """Give a finding as one line of JSON, without the line end."""
    return json_line(to_finding_record(finding))


def to_change_record(change: Change) -> dict[str, Any]:
    """Give the record of a change between two plans."""
    return {
        "kinds": list(change.kinds),
        "earlier": _side(change.earlier, change.earlier_target),
        "later": _side(change.later, change.later_target),
        "why": list(change.why),
    }


def to_change_line(change: Change) -> str:
    """Give a change as one line of JSON, without the line end."""
    return json_line(to_change_record(change))


def _side(statement: Statement | None, target: Target | None) -> dict[str, Any] | None:
    if statement is None:
        return None
    return {
        "target": None if target is None else target_record(target),
        "commitment": _commitment(statement),
    }


def _commitment(statement: Statement) -> dict[str, Any]:
    deadline = statement.deadline
    return {
        "id": statement.id,
        "source": statement.source,
        "section": list(statement.section),
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "pieces": [list(piece) for piece in statement.pieces],
        "force": statement.force,
        "kind": statement.kind,
        "deadline": None
        if deadline is None
        else {"text": deadline.text, "from": deadline.from_, "until": deadline.until},
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
        "value": plain_number(evidence.value),
        "unit": evidence.unit,
        "comparator": evidence.comparator,
        "period": None if evidence.period is None else years_record(evidence.period),
    }
