"""The ledger as JSON Lines: each line the record of a statement, with how its row stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from luoshi.codec.encode import json_line
from luoshi.codec.rows import to_row_record
from luoshi.exports.rows import Office, Written
from luoshi.ledger import Row


def write_jsonl(rows: Iterable[Row], file: BinaryIO, office: Office) -> Written:
    """Write the rows, one a line, as the API gives them; lights are those of the office's day.

    ``luoshi import`` takes them in again.
    """
    day = office.day or date.today()
    count = 0
    for row in rows:
        file.write(json_line(to_row_record(row, day, office.rules)).encode() + b"\n")
        count += 1
    return Written(count)
