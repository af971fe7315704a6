"""The ledger as csv: UTF-8, commas, rows ended as RFC 4180 has it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from typing import BinaryIO, Final

from luoshi.exports.rows import Written, columns

# a text that a spreadsheet would take for a formula, or one that looks as if it had been kept from that
_DANGEROUS: Final = re.compile("'*[=+\\-@\t\r＝＋－＠]")


def write_csv(rows: Iterable[Mapping[str, str]], file: BinaryIO, *, bom: bool = True) -> Written:
    """Write the rows; the file stays open.

    ``bom`` puts a byte-order mark before them, without which Excel takes Chinese for another encoding.
    A cell that begins like a formula gets a ``'`` before it, which reading takes off again.
    """
    out = TextIOWrapper(file, encoding="utf-8-sig" if bom else "utf-8", errors="replace", newline="")
    writer = csv.writer(out)
    shown = columns()
    writer.writerow([column.title for column in shown])
    count = 0
    for cells in rows:
        writer.writerow([armoured(cells.get(column.key, "")) for column in shown])
        count += 1
    out.flush()
    out.detach()
    return Written(count)


def armoured(text: str) -> str:
    """Give a text in a form that no spreadsheet takes for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text
