"""Promise beside report, and plan beside plan, as tables for the eye."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from luoshi.cli.messages import say
from luoshi.cli.tables import word
from luoshi.model import Change, Evidence, Finding, Statement, Target

_STANDING = {
    "met": "bold green", "done": "bold green", "missed": "bold red", "admitted_missed": "red",
    "reported": "cyan", "under_way": "cyan", "repeated": "yellow", "qualitative": "yellow",
    "silent": "magenta", "dropped": "bold magenta",
}  # fmt: skip
_KIND = {"raised": "green", "hardened": "green", "new": "cyan", "lowered": "red", "softened": "red",
         "dropped": "bold magenta", "moved": "yellow", "kept": "dim"}  # fmt: skip


def finding_table(findings: Sequence[Finding], *, title: str | None = None) -> Table:
    """Give a table with the promise's quote, the verdict, the report's quote and the reasons."""
    table = _table(title, ("promise", 4), ("standing", 1), ("report", 4), ("why", 4))
    for number, finding in enumerate(findings, 1):
        standing = Text(word("standing", finding.standing), style=_STANDING.get(finding.standing, ""))
        table.add_row(
            str(number),
            _quote(finding.commitment, finding.target),
            standing,
            _said(finding.evidence),
            "；".join(finding.why),
        )
    return table


def change_table(changes: Sequence[Change], *, title: str | None = None) -> Table:
    """Give a table with the two plans' quotes side by side, what changed, and how."""
    table = _table(title, ("earlier", 4), ("change", 1), ("later", 4), ("why", 3))
    for number, change in enumerate(changes, 1):
        kinds = Text("、").join(
            Text(word("change", kind), style=_KIND.get(kind, "")) for kind in change.kinds
        )
        earlier = _quote(change.earlier, change.earlier_target)
        later = _quote(change.later, change.later_target)
        table.add_row(str(number), earlier, kinds, later, "；".join(change.why))
    return table


def _table(title: str | None, *columns: tuple[str, int]) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold", expand=True, pad_edge=False)
    table.add_column(say("col.number"), justify="right", no_wrap=True)
    for name, ratio in columns:
        table.add_column(say(f"col.{name}"), overflow="fold", ratio=ratio, min_width=8)
    return table


def _quote(statement: Statement | None, target: Target | None) -> str:
    if statement is None:
        return "—"
    return (statement.text if target is None or len(statement.text) < 60 else target.text).replace("\n", "")


def _said(evidence: Evidence | None) -> str:
    return "—" if evidence is None else evidence.text.replace("\n", "")
