"""From alignments and coverage to JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from luoshi.codec.encode import json_line, to_record
from luoshi.model import Alignment, Coverage, Match, Statement, Uptake, Wording


def to_alignment_record(alignment: Alignment) -> dict[str, Any]:
    """Give the record of an alignment: JSON-able, its keys in the contract's order."""
    return {
        "statement": to_record(alignment.statement),
        "provisions": [_match(match) for match in alignment.provisions],
        "standing": alignment.standing,
    }


def to_alignment_line(alignment: Alignment) -> str:
    """Give an alignment as one line of JSON, without the line end."""
    return json_line(to_alignment_record(alignment))


def to_coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Give coverage as lines of JSON: one a provision, then one a commitment without any."""
    for uptake in coverage.uptakes:
        yield json_line(_uptake(uptake))
    for alignment in coverage.unaligned:
        yield json_line(
            {
                "commitment": _short(alignment.statement),
                "nearest": [_match(match) for match in alignment.provisions[:1]],
                "standing": alignment.standing,
            }
        )


def _match(match: Match) -> dict[str, Any]:
    return {
        "article": match.article,
        "path": list(match.path),
        "start": match.start,
        "end": match.end,
        "text": match.text,
        "score": match.score,
        "why": list(match.why),
    }


def _uptake(uptake: Uptake) -> dict[str, Any]:
    provision, wordings = uptake.provision, uptake.wordings
    forces = Counter(w.statement.force for w in wordings if w.statement.force)
    return {
        "article": provision.article,
        "path": list(provision.path),
        "start": provision.start,
        "end": provision.end,
        "standing": "taken_up" if wordings else "touched" if uptake.also else "untaken",
        "statements": len(wordings),
        "also": uptake.also,
        "best": wordings[0].match.score if wordings else None,
        "force": {force: forces[force] for force in sorted(forces)},
        "by": sorted({w.statement.source for w in wordings}),
        "wordings": [_wording(w) for w in wordings],
    }


def _wording(wording: Wording) -> dict[str, Any]:
    return {
        "commitment": _short(wording.statement),
        "provision": _match(wording.match),
        "provision_force": wording.match.force,
        "change": wording.change or None,
        "shared": [
            {"text": wording.statement.text[start : start + length], "at": start, "provision_at": there}
            for start, there, length in wording.shared
        ],
    }


def _short(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "source": statement.source,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "actors": [actor.name for actor in statement.actors if actor.role == "lead"],
        "force": statement.force,
    }
