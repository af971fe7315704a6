"""Write the ledger as a table for others: the file appears whole, or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from luoshi.errors import UsageError, unwritten

if TYPE_CHECKING:
    from luoshi.exports import Office, Written
    from luoshi.ledger import Row
    from luoshi.stores import Store

FORMS = ("xlsx", "csv")
STANDARD_OUTPUT = "-"


def office_of(store: Store, day: date) -> Office:
    """Give the workflow of the current folder, and the lights of a ledger on a day."""
    from luoshi import settings
    from luoshi.exports import Office

    return Office(settings.workflow(), store.lights, day)


def at_work(rows: Iterable[Row], office: Office) -> Iterator[Row]:
    """Leave out the rows that were rejected, merged into others, split or withdrawn."""
    return (row for row in rows if row.status.review in office.table.at_work)


def export_rows(
    rows: Iterable[Row],
    form: str,
    path: str,
    *,
    office: Office | None = None,
    bom: bool = True,
    overwrite: bool = False,
) -> Written:
    """Write rows of a ledger, as xlsx or csv, into a file; ``-`` is standard output.

    The file is complete or is not there: it is written under another name beside it first.

    Raises:
        UsageError: the file is there already and ``overwrite`` is not set, or cannot be written.
        StoreError: the ledger cannot be read; nothing is written then.
    """
    from luoshi.exports import ledger_rows, write_csv, write_xlsx

    def write(file: BinaryIO) -> Written:
        cells = ledger_rows(rows, office)
        if form == "xlsx":
            return write_xlsx(cells, file, office=office)
        return write_csv(cells, file, bom=bom)

    if path == STANDARD_OUTPUT:
        return write(sys.stdout.buffer)
    target = Path(path)
    if not overwrite and target.exists():
        raise UsageError(
            f"{path} is there already; give another name, or --overwrite",
            code="export_exists",
            details={"name": path},
        )
    temporary = None
    try:
        with NamedTemporaryFile(
            dir=target.parent, prefix=".luoshi-", suffix=f".{form}", delete=False
        ) as file:
            temporary = file.name
            written = write(file)  # type: ignore[arg-type]
        os.replace(temporary, target)
    except OSError as error:
        raise unwritten(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
    return written
