"""What every format's module gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.model.document import Remark, TaskRow
from luoshi.model.layout import Layout


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file and what reading knows of it (the fields are those of ``Document``)."""

    text: str
    encoding: str = ""
    title: str | None = None
    date: date | None = None
    parser: str = ""
    layout: Layout | None = None
    tasks: tuple[TaskRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    publisher: str | None = None
