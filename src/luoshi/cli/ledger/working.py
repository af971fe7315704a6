"""The steps of the work: hand out, plan, report, verify, send back, extend, remind, close, reopen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from luoshi.app import handling
from luoshi.cli.ledger.asking import Asked, step, take
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text
from luoshi.cli.values import Day, Share
from luoshi.errors import UsageError

Function = Callable[..., Any]
_TEXT: dict[str, Any] = {"metavar": "TEXT"}
_DAY: dict[str, Any] = {"type": Day(), "metavar": "YYYY-MM-DD"}


def _command(name: str) -> Callable[[Function], click.Command]:
    key = f"ledger.{name}"

    def made(function: Function) -> click.Command:
        return click.command(name, cls=Command, help=help_text(key), short_help=say(f"help.{key}"))(function)

    return made


@_command("assign")
@click.option("--lead", required=True, metavar="NAME", help=say("help.lead"))
@click.option("--supporting", multiple=True, metavar="NAME", help=say("help.supporting"))
@click.option("--leader", metavar="NAME", help=say("help.leader"))
@click.option("--due", help=say("help.due"), **_DAY)
@step
def assign(
    asked: Asked, lead: str, supporting: tuple[str, ...], leader: str | None, due: date | None
) -> None:
    """Hand out."""
    take(
        asked,
        lambda desk, rows, seen: handling.assign(
            desk, rows, lead, supporting=supporting, leader=leader, due=due, expected=seen
        ),
    )


@_command("plan")
@click.option("--measure", "measures", multiple=True, help=say("help.measure"), **_TEXT)
@click.option("--milestone", multiple=True, metavar="TEXT[=YYYY-MM-DD]", help=say("help.milestone"))
@step
def plan(asked: Asked, measures: tuple[str, ...], milestone: tuple[str, ...]) -> None:
    """Plan."""
    if not measures and not milestone:
        raise UsageError("Give a --measure or a --milestone.", code="plan_empty")
    milestones = [_milestone(said) for said in milestone]
    take(
        asked,
        lambda desk, rows, seen: handling.plan(desk, rows, measures, milestones=milestones, expected=seen),
    )


@_command("report")
@click.option("--progress", required=True, help=say("help.progress"), **_TEXT)
@click.option("--percentage", type=Share(), metavar="0-100", help=say("help.percentage"))
@click.option("--problems", help=say("help.problems"), **_TEXT)
@click.option("--next", "next_steps", help=say("help.next"), **_TEXT)
@click.option("--evidence", "files", multiple=True, metavar="FILE", help=say("help.evidence"))
@step
def report(
    asked: Asked,
    progress: str,
    percentage: int | None,
    problems: str | None,
    next_steps: str | None,
    files: tuple[str, ...],
) -> None:
    """Report."""
    from luoshi.app.proving import kept_files

    take(
        asked,
        lambda desk, rows, seen: handling.report(
            desk,
            rows,
            progress,
            percentage=percentage,
            problems=problems,
            next_steps=next_steps,
            evidence=kept_files(desk.store, files),
            expected=seen,
        ),
    )


@_command("verify")
@click.option("--result", help=say("help.result"), **_TEXT)
@click.option("--note", help=say("help.note"), **_TEXT)
@step
def verify(asked: Asked, result: str | None, note: str | None) -> None:
    """Verify."""
    take(
        asked,
        lambda desk, rows, seen: handling.verify(desk, rows, result=result, note=note, expected=seen),
    )


@_command("return")
@step
def send_back(asked: Asked) -> None:
    """Send back."""
    take(asked, lambda desk, rows, seen: handling.send_back(desk, rows, expected=seen))


@_command("extend")
@click.option("--until", required=True, help=say("help.extend_until"), **_DAY)
@click.option("--approval", required=True, help=say("help.approval"), **_TEXT)
@step
def extend(asked: Asked, until: date, approval: str) -> None:
    """Extend."""
    take(asked, lambda desk, rows, seen: handling.extend(desk, rows, until, approval, expected=seen))


@_command("remind")
@click.option("--to", metavar="NAME", help=say("help.remind_to"))
@step
def remind(asked: Asked, to: str | None) -> None:
    """Remind."""
    take(asked, lambda desk, rows, seen: handling.remind(desk, rows, to=to, expected=seen))


@_command("close")
@step
def close(asked: Asked) -> None:
    """Close."""
    take(asked, lambda desk, rows, seen: handling.close(desk, rows, expected=seen))


@_command("reopen")
@step
def reopen(asked: Asked) -> None:
    """Take up again."""
    take(asked, lambda desk, rows, seen: handling.reopen(desk, rows, expected=seen))


def _milestone(said: str) -> tuple[str, date | None]:
    text, equals, day = said.rpartition("=")
    if not equals:
        return said.strip(), None
    try:
        return text.strip(), date.fromisoformat(day.strip())
    except ValueError:
        raise UsageError(
            f"--milestone {said}: write TEXT or TEXT=YYYY-MM-DD.",
            code="milestone_spec",
            details={"milestone": said},
        ) from None


COMMANDS = {
    "assign": assign,
    "plan": plan,
    "report": report,
    "verify": verify,
    "return": send_back,
    "extend": extend,
    "remind": remind,
    "close": close,
    "reopen": reopen,
}
