"""Made-up documents and statements, the same for the same arguments."""

from __future__ import annotations

from datetime import UTC, date, datetime

from luoshi.model import Actor, Deadline, Document, Facts, Measurability, Statement, Target, Years

AT = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
FACTS = Facts(title="某高新区2026年工作要点", date=date(2026, 1, 4), body="某高新区", kind="plan")
_CLAUSE = "加快科技成果转化，"


def make_document(number: int, count: int = 3, source: str | None = None) -> Document:
    """Give a text of ``count`` clauses; other numbers give other texts."""
    return Document(f"第{number}号\n" + _CLAUSE * count, source=source or f"{number}.md")


def make_statements(document: Document) -> list[Statement]:
    """Give one statement a clause."""
    first = document.text.index("\n") + 1
    starts = range(first, len(document.text), len(_CLAUSE))
    return [_statement(document, start, index) for index, start in enumerate(starts)]


def _statement(document: Document, start: int, index: int) -> Statement:
    end = start + len(_CLAUSE) - 1
    due = f"2026-{index % 12 + 1:02}-28"
    return Statement(
        type="result" if index % 3 == 2 else "commitment",
        id=f"{document.sha256[:8]}:{start}-{end}",
        document=document.sha256,
        source=document.source,
        rule="clause.order",
        section=("总体要求" if index % 2 else "重点任务", "创新"),
        start=start,
        end=end,
        text=document.text[start:end],
        pieces=((start, end),),
        actors=(Actor("某高新区", "lead", 0, 4, True, "heading"),),
        action="加快",
        object="科技成果转化",
        force=("firm", "binding", "striving")[index % 3],
        kind="measure",
        themes=("科技创新",),
        targets=(
            Target(
                "国内生产总值",
                "gdp",
                "growth",
                "approx",
                5.0,
                None,
                "%",
                "target",
                Years("2026-01-01", "2026-12-31"),
                start,
                end,
                "增长5%左右",
            ),
        ),
        deadline=Deadline("月底前", start, end, None, due, "day") if index % 4 else None,
        measurability=Measurability("A", "number and date"),
    )
