"""Write the ledger as a table for others: the file appears whole, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from luoshi.app.whole_file import whole_file

if TYPE_CHECKING:
    from luoshi.exports import Office, Written
    from luoshi.exports.quotes import Texts
    from luoshi.ledger import Row
    from luoshi.stores import Store

FORMS = ("xlsx", "docx", "csv", "parquet", "jsonl")
STANDARD_OUTPUT = "-"
_KEPT = 4  # texts in memory; rows come text by text


def office_of(store: Store, day: date) -> Office:
    """Give the workflow of the current folder, and the lights of a ledger on a day."""
    from luoshi import settings
    from luoshi.exports import Office

    return Office(settings.workflow(), store.lights, day)


def texts_of(store: Store) -> Texts:
    """Give what gives the text of a document; the last ones are kept."""
    return lru_cache(maxsize=_KEPT)(store.text)


def at_work(rows: Iterable[Row], office: Office) -> Iterator[Row]:
    """Leave out the rows that were rejected, merged into others, split or withdrawn."""
    return (row for row in rows if row.status.review in office.table.at_work)


def export_rows(  # noqa: PLR0913 - one parameter an option
    rows: Iterable[Row],
    form: str,
    path: str,
    *,
    office: Office | None = None,
    bom: bool = True,
    per_unit: bool = False,
    texts: Texts | None = None,
    overwrite: bool = False,
) -> Written:
    """Write rows of a ledger in one of ``FORMS`` into a file; ``-`` is standard output.

    The file is complete or is not there: it is written under another name beside it first. ``texts`` gives
    the workbook its notes (``texts_of``), ``per_unit`` one sheet for each body in the lead.

    Raises:
        UsageError: the file is there already and ``overwrite`` is not set, it cannot be written, or what
            writes parquet is not installed.
        StoreError: the ledger cannot be read; nothing is written then.
    """

    def write(file: BinaryIO) -> Written:
        from luoshi import exports
        from luoshi.exports.rows import packaged

        if form == "jsonl":
            return exports.write_jsonl(rows, file, office or packaged())
        if form == "parquet":
            from luoshi.exports.arrow import write_parquet

            return write_parquet(rows, file, office or packaged())
        cells = exports.ledger_rows(rows, office, texts=texts if form == "xlsx" else None)
        if form == "xlsx":
            return exports.write_xlsx(cells, file, office=office, per_unit=per_unit)
        if form == "docx":
            return exports.write_docx(cells, file)
        return exports.write_csv(cells, file, bom=bom)

    if path == STANDARD_OUTPUT:
        return write(sys.stdout.buffer)
    return whole_file(path, write, overwrite=overwrite)
