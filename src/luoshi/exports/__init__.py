"""The ledger written for others: one module a format.

xlsx, csv and docx have the columns of ``data/ledger_columns.yaml`` and are what ``luoshi.reading.sheets``
reads as a ledger; jsonl and parquet have the records of the contract (``data/dataset.yaml``). All carry the
SHA-256 of the text and the places in it, and all are written row by row.
"""

from luoshi.exports.delimited import write_csv
from luoshi.exports.docx import write_docx
from luoshi.exports.lines import write_jsonl
from luoshi.exports.rows import Office, Written, ledger_rows
from luoshi.exports.xlsx import write_xlsx

__all__ = ["Office", "Written", "ledger_rows", "write_csv", "write_docx", "write_jsonl", "write_xlsx"]
