"""The report at the end: how each file was read, or why not."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any, Final

import click

from luoshi.app.extract import Found
from luoshi.app.report import Row, row_of_error, row_of_skipped
from luoshi.cli.messages import language, say, say_error, say_remark
from luoshi.errors import UsageError

_COLUMNS: Final = (
    "file", "status", "format", "parser", "encoding", "pages", "ocr_pages", "characters", "seconds",
    "records", "remarks", "reason",
)  # fmt: skip
_ENDINGS: Final = (".csv", ".jsonl")
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_MOST: Final = 40  # rows of the table
_QUIET: Final = ("hidden", "repeated")


def option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--report FILE``."""
    return click.option("--report", "report_path", metavar="FILE", help=say("help.report_file"))(function)


class Report:
    """Collects the rows; writes each to ``--report`` as it comes, and keeps what the table shows."""

    def __init__(self, path: str | None, found: Found) -> None:
        self._file = None if path is None else _opened(path, found)
        self._csv: Any = None
        if self._file is not None and str(path).lower().endswith(".csv"):
            self._csv = csv.writer(self._file)
            self._csv.writerow(_COLUMNS)
        self._counts: Counter[str] = Counter()
        self._formats: Counter[str] = Counter()
        self._notable: list[Row] = []
        self._asked = path is not None
        for error in found.failed:
            self.add(row_of_error(error))
        for name, reason in found.skipped:
            self.skip(name, reason)

    def add(self, row: Row) -> None:
        """Take a row, and say at once what its file's user must know."""
        self._counts[row.status] += 1
        if row.status == "read":
            self._formats[row.format] += 1
        for name in ("pages", "ocr_pages", "characters"):
            self._counts[name] += getattr(row, name) or 0
        self._counts["milliseconds"] += round(1000 * (row.seconds or 0))
        if row.status == "failed" or row.remarks:
            self._notable.append(row)
        for remark in row.remarks:
            click.echo(say_remark(remark, row.file), err=True)
        self._write(row)

    def skip(self, name: str, reason: str) -> None:
        """Take a file that was passed over."""
        if reason not in _QUIET:
            self._counts["skipped"] += 1
        self._write(row_of_skipped(name, reason))

    def close(self) -> None:
        """Say in a line how the files were read; on a terminal also which failed or carry remarks."""
        if self._file is not None:
            self._file.close()
        total = self._counts["read"] + self._counts["failed"]
        if total < 2 and not self._asked:
            return
        click.echo(self._summary(), err=True)
        if self._notable and sys.stderr.isatty():
            _show(self._notable)

    def _summary(self) -> str:
        formats = ", ".join(f"{name} {count}" for name, count in sorted(self._formats.items())) or "0"
        read, failed, skipped = (self._counts[name] for name in ("read", "failed", "skipped"))
        parts = [say("report.read", formats=formats, read=read, failed=failed, skipped=skipped)]
        if self._counts["pages"]:
            parts.append(say("report.pages", pages=self._counts["pages"], ocr=self._counts["ocr_pages"]))
        seconds = f"{self._counts['milliseconds'] / 1000:.1f}"
        parts.append(say("report.cost", seconds=seconds, characters=self._counts["characters"]))
        return ("；" if language() == "zh" else "; ").join(parts)

    def _write(self, row: Row) -> None:
        if self._file is None:
            return
        if self._csv is not None:
            self._csv.writerow([_safe(value) for value in _flat(row)])
        else:
            self._file.write(json.dumps(_nested(row), ensure_ascii=False) + "\n")


def _opened(path: str, found: Found) -> IO[str]:
    target = Path(path)
    if target.suffix.lower() not in _ENDINGS:
        said = f"{path}: a report ends in .csv or .jsonl; name it so"
        raise UsageError(said, code="report_ending", details={"name": path})
    if any(target.resolve() == file.resolve() for file in found.files):
        said = f"{path}: this file is to be read; give the report another name"
        raise UsageError(said, code="report_input", details={"name": path})
    try:
        # the mark tells spreadsheets that it is UTF-8
        encoding = "utf-8-sig" if target.suffix.lower() == ".csv" else "utf-8"
        return target.open("w", encoding=encoding, errors="replace", newline="")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(
            f"{path}: cannot be written: {reason}",
            code="report_unwritable",
            details={"name": path, "reason": reason},
        ) from None


def _reason(row: Row) -> str:
    if row.error is not None:
        return say_error(row.error)
    return say(f"report.skipped.{row.skipped}") if row.skipped else ""


def _flat(row: Row) -> Iterable[Any]:
    values = {name: getattr(row, name) for name in _COLUMNS[:10]}
    said = (say_remark(remark, "") for remark in row.remarks)
    return (*values.values(), "；".join(said), _reason(row))


def _safe(value: Any) -> Any:  # noqa: ANN401 - a cell
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value


def _nested(row: Row) -> dict[str, Any]:
    out: dict[str, Any] = {name: getattr(row, name) for name in _COLUMNS[:10]}
    out["remarks"] = [
        {"code": remark.code, "details": dict(remark.details), "text": say_remark(remark, "")}
        for remark in row.remarks
    ]
    out["reason"] = None
    if row.status != "read":
        code = row.skipped if row.error is None else row.error.code
        details = {} if row.error is None else row.error.details
        out["reason"] = {"code": code, "details": details, "text": _reason(row)}
    return out


def _show(rows: list[Row]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=say("report.title"), title_justify="left", header_style="bold", expand=True)
    for name in ("file", "format", "pages", "said"):
        table.add_column(say(f"col.report.{name}"), overflow="fold", no_wrap=False)
    for row in rows[:_MOST]:
        said = _reason(row) or "；".join(say_remark(remark, "") for remark in row.remarks)
        pages = "" if row.pages is None else f"{row.pages}"
        style = "red" if row.status == "failed" else ""
        # Text: a file's name is no markup
        table.add_row(Text(row.file), Text(row.format), Text(pages), Text(said, style=style))
    Console(stderr=True).print(table)
    if len(rows) > _MOST:
        click.echo(say("report.more", count=len(rows) - _MOST), err=True)
