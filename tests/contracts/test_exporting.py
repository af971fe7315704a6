"""Rows are written as they are read, and the texts of their notes are read meanwhile, from both stores."""

from __future__ import annotations

import json
from datetime import date

from openpyxl import load_workbook
from tests.rows import AT, CLAUSES, DOCUMENT, statements

from luoshi.app.export import export_rows, office_of, texts_of
from luoshi.model import Facts

DAY = date(2026, 3, 10)


def test_notes_and_records(store, tmp_path):
    store.add_document(DOCUMENT, Facts(), statements(), author="甲", at=AT, source=DOCUMENT.source)
    office = office_of(store, DAY)
    book, records = tmp_path / "a.xlsx", tmp_path / "a.jsonl"
    export_rows(store.rows(), "xlsx", str(book), office=office, texts=texts_of(store))
    sheet = load_workbook(book).active
    task = [cell.value for cell in sheet[1]].index("重点任务")
    notes = [line[task].comment.text for line in sheet.iter_rows(min_row=2)]
    assert len(notes) == len(CLAUSES)
    assert all(DOCUMENT.text in note and DOCUMENT.sha256 in note for note in notes)
    export_rows(store.rows(), "jsonl", str(records), office=office)
    held = [json.loads(line) for line in records.read_text("utf-8").splitlines()]
    assert [(one["row"]["number"], one["text"]) for one in held] == list(enumerate(CLAUSES, 1))
