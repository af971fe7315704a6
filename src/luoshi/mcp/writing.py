"""The tools that write, offered only where the server was started to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.codec.rows import to_row_record
from luoshi.mcp import asked

if TYPE_CHECKING:
    from luoshi.app import handling
    from luoshi.mcp.desk import Desk, Record


def review(desk: Desk, said: asked.Review) -> Record:
    """Accept a row, or leave it out."""
    from luoshi.app import handling

    step = handling.accept if said.decision == "accept" else handling.reject
    return _after(desk, said, step(_at(desk, said), [said.row], expected={said.row: said.version}))


def report(desk: Desk, said: asked.Report) -> Record:
    """Report how far a row has come."""
    from luoshi.app import handling

    done = handling.report(
        _at(desk, said),
        [said.row],
        said.progress,
        percentage=said.percentage,
        problems=said.problems,
        next_steps=said.next_steps,
        expected={said.row: said.version},
    )
    return _after(desk, said, done)


def _at(desk: Desk, said: asked.Seen) -> handling.Desk:
    from luoshi.app import handling

    return handling.desk(desk.store, author=desk.author, reason=said.reason or "")


def _after(desk: Desk, said: asked.Seen, rows: handling.Rows) -> Record:
    row = next(one for one in rows if one.number == said.row)
    return {"record": to_row_record(row, desk.today(), desk.store.lights)}
