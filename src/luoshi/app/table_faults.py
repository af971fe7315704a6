"""What is wrong with a cell, a line or the file of an import, as errors with their codes."""

from __future__ import annotations

from luoshi.errors import UsageError
from luoshi.ledger import Event, Row
from luoshi.lexicon.ledger_columns import ledger_columns
from luoshi.lexicon.workflow import Workflow


def missing(titles: list[str]) -> UsageError:
    """Say which columns the file does not have."""
    said = "、".join(titles)
    return UsageError(f"The file has no column {said}.", code="import_no_columns", details={"columns": said})


def absent(numbers: list[int]) -> UsageError:
    """Say which rows of the ledger are not in the file."""
    shown = "、".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")
    return UsageError(
        f"{len(numbers)} rows of the ledger are not in the file; none was deleted: {shown}.",
        code="import_absent",
        details={"count": len(numbers), "rows": shown},
    )


def wrong_version(row: Row, said: str) -> UsageError:
    """Say that the row never had the version of the file."""
    return UsageError(
        f"Row {row.number} never had the version {said[:20]}; export the table from this ledger.",
        code="import_version",
        details={"row": row.number, "version": said[:20]},
    )


def fixed(row: Row, key: str) -> UsageError:
    """Say that a column comes from the text."""
    column = ledger_columns().columns[key].title
    return UsageError(
        f"Row {row.number}: {column} comes from the text; correct it with luoshi ledger review --correct.",
        code="import_fixed",
        details={"row": row.number, "column": column},
    )


def formula(row: Row) -> UsageError:
    """Say that a cell was computed."""
    return UsageError(
        f"Row {row.number}: the cell holds a formula; put its value there.",
        code="import_formula",
        details={"row": row.number},
    )


def conflict(row: Row, key: str, last: Event) -> UsageError:
    """Say who changed the field too."""
    column = ledger_columns().columns[key].title
    return UsageError(
        f"Row {row.number}: {column} was changed by {last.author} at {last.at} too.",
        code="import_conflict",
        details={"row": row.number, "column": column, "author": last.author, "at": last.at},
    )


def no_version() -> UsageError:
    """Say that lines without a version are compared with the ledger as it is."""
    return UsageError(
        "Some lines have no 版本: what others changed since the export cannot be told.",
        code="import_no_version",
    )


def unknown_state(row: Row, said: str, table: Workflow) -> UsageError:
    """Say that a word is no state, and which there are."""
    known = "、".join(table.word("state", name, "zh") for name in table.states)
    return UsageError(
        f"Row {row.number}: “{said}” is no state; there are {known}.",
        code="import_state",
        details={"row": row.number, "value": said[:60], "known": known},
    )


def unread(row: Row, said: str, *, code: str) -> UsageError:
    """Say that a cell does not hold what its column asks."""
    sentence = f"Row {row.number}: “{said[:60]}” cannot be read."
    return UsageError(sentence, code=code, details={"row": row.number, "value": said[:60]})


def blank_formulas(count: int) -> UsageError:
    """Say that cells have formulas whose values the file does not hold."""
    return UsageError(
        f"{count} cells have formulas without a value and count as empty; save the file with a spreadsheet.",
        code="import_blank_formulas",
        details={"count": count},
    )


def left_out(row: Row) -> UsageError:
    """Say that a row is not at work and takes no note."""
    return UsageError(
        f"Row {row.number} is {row.status.review}: it takes no note.",
        code="import_left_out",
        details={"row": row.number},
    )


def no_record(name: str, line: int, column: int) -> UsageError:
    """Say that a line of a jsonl file is none of an exported one."""
    return UsageError(
        f"{name}, line {line}, column {column}: no record of a row; the line was left out.",
        code="import_line",
        details={"name": name, "line": line, "column": column},
    )


def wrong_value(field: str, wanted: str) -> UsageError:
    """Say of what kind a value must be."""
    return UsageError(
        f"{field} must be {wanted}; the line was left out.",
        code="import_value",
        details={"field": field, "wanted": wanted},
    )


def record_changed(row: Row, field: str) -> UsageError:
    """Say that a field of the statement was changed."""
    return UsageError(
        f"Row {row.number}: {field} comes from the text; correct it with luoshi ledger review --correct.",
        code="import_record",
        details={"row": row.number, "field": field},
    )


def hidden(names: tuple[str, ...]) -> UsageError:
    """Say which sheets were hidden, and so not read."""
    said = "、".join(names)
    return UsageError(f"Hidden sheets were not read: {said}.", code="import_hidden", details={"names": said})


def only_hidden(name: str, names: tuple[str, ...]) -> UsageError:
    """Say that the table, if there is one, is on a sheet that was hidden."""
    said = "、".join(names)
    return UsageError(
        f"{name} has no table of the ledger on the sheets that it shows; hidden ones are not read: {said}.",
        code="import_only_hidden",
        details={"name": name, "names": said},
    )


def typed(said: str) -> UsageError:
    """Say that a line was typed by hand, and how such lines are taken."""
    return UsageError(
        f"“{said[:40]}” is no row of this ledger and has no 编号; lines of one's own are taken with --new.",
        code="import_typed",
        details={"said": said[:40]},
    )


def no_task() -> UsageError:
    """Say that a new line does not say what is to be done."""
    return UsageError("The line has no 重点任务; nothing of it was taken.", code="import_new_task")


def no_words(said: str) -> UsageError:
    """Say that the words of a new line say nothing that could be done."""
    return UsageError(
        f"“{said[:40]}” says nothing that is to be done; nothing of the line was taken.",
        code="import_new_words",
        details={"said": said[:40]},
    )


def new_formula() -> UsageError:
    """Say that a cell of a new line was computed."""
    return UsageError("A cell of the line holds a formula; put its value there.", code="import_new_formula")


def known_words(said: str, numbers: list[int]) -> UsageError:
    """Say that several rows have the words of a new line."""
    shown = "、".join(map(str, numbers[:5])) + ("…" if len(numbers) > 5 else "")
    return UsageError(
        f"“{said[:40]}” stands in the ledger already as the rows {shown}; say which by 序号.",
        code="import_new_known",
        details={"said": said[:40], "rows": shown},
    )


def number_taken(number: str) -> UsageError:
    """Say that another row has the number of a new line."""
    return UsageError(
        f"Row {number} of the ledger says something else; leave 序号 of a new line empty.",
        code="import_new_number",
        details={"row": number},
    )


def typed_twice(place: str) -> UsageError:
    """Say that a new line stands twice."""
    return UsageError(
        f"The same stands at {place} already; the second line was left out.",
        code="import_new_twice",
        details={"place": place},
    )


def no_day(said: str) -> UsageError:
    """Say that the term of a new line is no day."""
    return UsageError(
        f"“{said[:60]}” names no day; nothing of the line was taken.",
        code="import_new_day",
        details={"value": said[:60]},
    )


def no_body(said: str) -> UsageError:
    """Say that a cell of bodies names none."""
    return UsageError(
        f"“{said[:60]}” names no body; nothing of the line was taken.",
        code="import_new_body",
        details={"value": said[:60]},
    )


def new_field(field: str, known: str) -> UsageError:
    """Say that a new line of a jsonl file has a field that it may not have."""
    return UsageError(
        f"A new line has no field {field}; there are {known}; the line was left out.",
        code="import_new_field",
        details={"field": field, "known": known},
    )
