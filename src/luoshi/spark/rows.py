"""What a worker does with its share of a table: files in, rows out, an error costing its file alone.

Nothing here knows Spark: batches of Arrow come and go. Every function is given by name to the workers, with
the limits and the language of the one who asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from luoshi.aligning.index import CentralIndex
from luoshi.app.contents import Content, document_of, outcome_of, outcomes
from luoshi.errors import LuoshiError
from luoshi.lexicon.dataset import DataColumn
from luoshi.model import Document, Outline
from luoshi.reading.limits import Limits

if TYPE_CHECKING:
    import pyarrow as pa

    Batches = Iterable[pa.RecordBatch]

Row = dict[str, Any]
_FILE: Final = "file:"


@dataclass(frozen=True, slots=True)
class Asked:
    """What holds for all files: how much one may cost, and the language (``zh en``) that errors speak."""

    limits: Limits
    language: str


def extracted(batches: Batches, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Give the statements of files, in the order of files and texts."""
    from luoshi.lexicon.stage_columns import record_columns

    yield from _written(batches, record_columns(), lambda row: _extracted(row, asked), asked)


def followed(batches: Batches, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Give what became of the promises of pairs of files."""
    from luoshi.lexicon.stage_columns import finding_columns

    yield from _written(batches, finding_columns(), lambda row: _followed(row, asked), asked)


def aligned(batches: Batches, asked: Asked, central: Document) -> Iterator[pa.RecordBatch]:
    """Give the commitments of files beside the provisions of a central text."""
    from luoshi.lexicon.stage_columns import alignment_columns

    yield from _written(batches, alignment_columns(), lambda row: _aligned(row, asked, central), asked)


def told(batches: Batches, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Give files with ``body`` and ``year`` by which they are paired, or the error that they cost."""
    import pyarrow as pa

    for batch in batches:
        names = batch.schema.names
        kept = [(name, batch.column(name)) for name in names]
        facts = [_facts(row, asked) for row in _rows(batch)]
        new = {
            "body": pa.array([fact["body"] for fact in facts], pa.string()),
            "year": pa.array([fact["year"] for fact in facts], pa.int64()),
            "error": pa.array([fact["error"] for fact in facts], pa.string()),
            "error_code": pa.array([fact["error_code"] for fact in facts], pa.string()),
        }
        yield pa.RecordBatch.from_arrays([*(c for _, c in kept), *new.values()], [*names, *new])


def content_of(row: Row, before: str = "") -> Content:
    """Give the file that a row holds, its columns named with ``before`` in front."""
    source, path = row.get(f"{before}source"), row.get(f"{before}path") or ""
    path = path.removeprefix(_FILE + "//").removeprefix(_FILE)
    day = row.get(f"{before}date")
    return Content(source or path, row.get(f"{before}content"), path, None if day is None else str(day))


def _written(
    batches: Batches, columns: tuple[DataColumn, ...], work: Callable[[Row], Iterator[Row]], asked: Asked
) -> Iterator[pa.RecordBatch]:
    """Give the rows that ``work`` makes of each row, as wide as ``columns``."""
    from luoshi.exports import arrow

    blank = dict.fromkeys(column.name for column in columns)

    def rows() -> Iterator[Row]:
        for batch in batches:
            for row in _rows(batch):
                try:
                    for one in work(row):
                        yield blank | one
                except Exception as error:  # a fault of ours on one of millions of files must not end the run
                    yield blank | _named(row) | _failure(_unexpected(row, error), asked)

    yield from arrow.batches(rows(), columns)


def _extracted(row: Row, asked: Asked) -> Iterator[Row]:
    from luoshi.codec import dumps, to_record

    for outcome in outcomes(content_of(row), asked.limits):
        if outcome.error is not None:
            yield {"source": outcome.source} | _failure(outcome.error, asked)
        elif outcome.outline is not None:
            about = _about(outcome.outline)
            for statement in outcome.statements:
                record = to_record(statement)
                yield record | about | {"record": dumps(record)}


def _aligned(row: Row, asked: Asked, central: Document) -> Iterator[Row]:
    from luoshi.aligning.aligner import alignments
    from luoshi.aligning.central import refuse_same
    from luoshi.codec import dumps, to_alignment_record

    outcome = outcome_of(content_of(row), asked.limits)
    error = outcome.error
    if outcome.document is not None:
        try:
            refuse_same(outcome.document, central)
        except LuoshiError as refused:
            error = refused
    if error is not None or outcome.outline is None:
        failure = {} if error is None else _failure(error, asked)
        yield {"source": outcome.source, "central": central.source} | failure
        return
    about = _about(outcome.outline) | {"central": central.source}
    for alignment in alignments(outcome.outline, outcome.statements, _index(central)):
        record = to_alignment_record(alignment)
        flat = record["statement"] | {name: record[name] for name in ("provisions", "standing")}
        yield flat | about | {"record": dumps(record)}


def _followed(row: Row, asked: Asked) -> Iterator[Row]:
    from luoshi.codec import dumps, to_finding_record
    from luoshi.following.prepare import prepare
    from luoshi.following.promises import follow_promises

    names = _named(row)
    if row.get("error") is not None:
        yield names | {name: row[name] for name in ("error", "error_code")} | {"province": _unknown()}
        return
    try:
        if row["later_source"] is None:
            raise _lonely(row)
        earlier = prepare(document_of(content_of(row, "earlier_"), asked.limits))
        later = prepare(document_of(content_of(row, "later_"), asked.limits))
        findings = follow_promises(earlier, later)
    except LuoshiError as error:
        yield names | _failure(error, asked)
        return
    about = _about(earlier.outline) | names
    for finding in findings:
        record = to_finding_record(finding)
        yield record | about | {"record": dumps(record)}


def _facts(row: Row, asked: Asked) -> Row:
    from luoshi.following.prepare import body_and_year

    found: Row = dict.fromkeys(("body", "year", "error", "error_code"))
    given = content_of(row)
    try:
        body, year = body_and_year(document_of(given, asked.limits))
    except LuoshiError as error:
        return found | _failure(error, asked)
    except Exception as error:  # as in _written
        return found | _failure(_unexpected(row, error), asked)
    if body is None or year is None:
        said = f"{given.source}: says neither its body nor its year, so it cannot be paired; name its partner"
        nameless = LuoshiError(said, code="follow_nameless", details={"source": given.source})
        return found | _failure(nameless, asked)
    return found | {"body": body, "year": year}


@lru_cache(2)
def _index(central: Document) -> CentralIndex:
    """Made once in a worker's process, which does one share after another."""
    from luoshi.aligning.central import central_index
    from luoshi.parsing.outline import parse

    return central_index(parse(central))


def _about(outline: Outline) -> Row:
    """The year and the province of a document."""
    from luoshi.following.prepare import body_and_year
    from luoshi.lexicon.provinces import provinces

    facts = outline.facts
    year = body_and_year(outline.document)[1] if facts.date is None else facts.date.year
    place = provinces().first(facts.body, facts.title, outline.document.publisher)
    return {"year": year, "province": place}


def _rows(batch: pa.RecordBatch) -> Iterator[Row]:
    """One row in memory at a time, beside the batch: a cell may hold a whole file."""
    columns = [(name, batch.column(name)) for name in batch.schema.names]
    for at in range(batch.num_rows):
        yield {name: column[at].as_py() for name, column in columns}


def _named(row: Row) -> Row:
    if "earlier_source" in row:
        return {"earlier": row["earlier_source"], "later": row["later_source"]}
    return {"source": content_of(row).source}


def _failure(error: LuoshiError, asked: Asked) -> Row:
    from luoshi.lexicon.messages import say_error

    said = say_error(asked.language, error)
    return {"province": _unknown(), "error": said, "error_code": error.code or "other"}


def _unknown() -> str:
    from luoshi.lexicon.provinces import provinces

    return provinces().unknown


def _lonely(row: Row) -> LuoshiError:
    source, body, year = row["earlier_source"], row["earlier_body"], row["earlier_year"] + 1
    return LuoshiError(
        f"{source}: none of the later files is a text of {body} for {year} that reports on it",
        code="spark_no_partner",
        details={"earlier": source, "body": body, "year": year},
    )


def _unexpected(row: Row, error: Exception) -> LuoshiError:
    names = [name for name in _named(row).values() if name]
    source, reason = " → ".join(names), f"{type(error).__name__}: {error}"[:200]
    return LuoshiError(
        f"{source}: luoshi itself failed on it ({reason}); the others are not affected, please report it",
        code="spark_unexpected",
        details={"source": source, "reason": reason},
    )
