"""What a text read anew makes of rows: counted in a line, and as a table of what was and what comes."""

from __future__ import annotations

from typing import Any

import click
from rich.table import Table

from luoshi.app.revising import Revision
from luoshi.cli.ledger.words import review_word
from luoshi.cli.messages import known, language, say
from luoshi.ledger.matching import Change

KINDS = ("revised", "asked", "new", "withdrawn", "unmatched")
_MOST = 200  # lines of the table


def tell_revision(revision: Revision, *, near: bool, dry: bool) -> None:
    """Say on standard error how many rows change, how, and what a person has to do."""
    counts = " · ".join(
        say(f"revision.{kind}", count=revision.count(kind)) for kind in KINDS if revision.count(kind)
    )
    other = revision.replaces
    key = ("dry." if dry else "") + ("revised.replaces" if other else "revised.again")
    told = say(
        key, source=revision.source, other=other.source if other else "", same=revision.same, counts=counts
    )
    click.echo(told, err=True)
    if revision.count("asked") and not near:
        click.echo(say("revision.near", count=revision.count("asked")), err=True)
    if revision.count("unmatched") or (revision.count("asked") and not near):
        click.echo(say("revision.decide"), err=True)


def print_revision(revision: Revision, form: str) -> None:
    """Print each change: for JSON all, for the eye those by which words or fields differ."""
    if form == "jsonl":
        from luoshi.codec.encode import json_line

        for one in revision.changes:
            click.echo(json_line(revision_record(revision, one)))
        return
    shown = [one for one in revision.changes if not _is_moved(one)]
    if not shown or not revision.is_news:
        return
    from luoshi.cli.tables import console

    table = Table(header_style="bold", expand=True, pad_edge=False)
    table.add_column(say("col.number"), justify="right", no_wrap=True)
    table.add_column(say("revision.what"), no_wrap=True)
    for name in ("before", "after"):
        table.add_column(say(f"revision.{name}"), overflow="fold", ratio=3)
    table.add_column(say("revision.score"), justify="right", no_wrap=True)
    table.add_column(say("revision.kept"), overflow="fold", ratio=1)
    for one in shown[:_MOST]:
        table.add_row(*_cells(one))
    console().print(table)
    if len(shown) > _MOST:
        click.echo(say("revision.more", count=len(shown) - _MOST), err=True)


def revision_record(revision: Revision, one: Change) -> dict[str, Any]:
    """Give a change as JSON has it."""
    return {
        "source": revision.source,
        "document": revision.document,
        "replaces": revision.replaces.sha256 if revision.replaces else None,
        "row": one.reading.number if one.reading else None,
        "change": one.kind,
        "match": one.match or None,
        "score": round(one.score, 3) if one.match else None,
        "before": one.reading.statement.text if one.reading else None,
        "after": one.statement.text if one.statement else None,
        "fields": _fields(one),
        "kept": _kept(one),
    }


def _cells(one: Change) -> tuple[str, ...]:
    before = one.reading.statement.text if one.reading else ""
    after = one.statement.text if one.statement else ""
    if before == after:
        after = say("revision.fields", names=_joined(_named(name) for name in _fields(one)))
    kept = _joined(review_word(name) if name in _REVIEWS else _named(name) for name in _kept(one))
    return (
        str(one.reading.number) if one.reading else "",
        say(f"revision.kind.{one.kind}"),
        before.replace("\n", ""),
        after.replace("\n", ""),
        f"{one.score:.2f}" if one.match else "",
        kept,
    )


_REVIEWS = ("accepted", "corrected", "rejected", "merged", "split")
_PLACES = ("id", "document", "source", "start", "end", "pieces", "section")
_WORK = ("lead", "due", "measures", "progress", "evidence", "note", "closed", "absorbed")


def _is_moved(one: Change) -> bool:
    """Whether a row goes on with the same words, only at another place."""
    return one.kind == "revised" and one.match == "exact" and not _fields(one)


def _fields(one: Change) -> list[str]:
    """Give the fields of the record that differ in what they say, not where they stand."""
    if one.reading is None or one.statement is None:
        return []
    from luoshi.codec import to_record

    before, after = _said(to_record(one.reading.statement)), _said(to_record(one.statement))
    return [name for name in after if name not in _PLACES and before.get(name) != after[name]]


def _said(value: Any) -> Any:  # noqa: ANN401 - a value of JSON
    if isinstance(value, dict):
        return {name: _said(each) for name, each in value.items() if name not in {"start", "end"}}
    return [_said(each) for each in value] if isinstance(value, (list, tuple)) else value


def _kept(one: Change) -> list[str]:
    """Give what people decided or did with the row: the review, corrected fields, fields of the work."""
    if one.reading is None:
        return []
    status = one.reading.status
    review = [status.review] if status.review in _REVIEWS else []
    return [*review, *status.corrections, *(name for name in _WORK if getattr(status, name))]


def _named(name: str) -> str:
    return say(f"field.{name}") if known(f"field.{name}") else name


def _joined(names: Any) -> str:  # noqa: ANN401 - any iterable of words
    return ("、" if language() == "zh" else ", ").join(dict.fromkeys(names))
