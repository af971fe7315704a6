"""The ledger written for others: one module a format, all with the columns of ``data/ledger_columns.yaml``.

What is written here is what ``luoshi.reading.sheets`` reads as a ledger.
"""

from luoshi.exports.delimited import write_csv
from luoshi.exports.rows import Office, Written, ledger_rows
from luoshi.exports.xlsx import write_xlsx

__all__ = ["Office", "Written", "ledger_rows", "write_csv", "write_xlsx"]
