"""Options that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from luoshi.cli.messages import say
from luoshi.cli.values import Count, Day, OneOf

Function = Callable[..., Any]
STORE = "luoshi.db"
TYPES = ("commitment", "result", "problem", "event")
FORCES = ("binding", "firm", "directional", "striving", "exploratory")
GRADES = ("A", "B", "C", "D")


def paths(function: Function) -> Function:
    """``PATH…``: files or folders."""
    return click.argument("paths", nargs=-1, required=True, metavar="PATH…")(function)


def date(function: Function) -> Function:
    """``--date``."""
    return click.option("--date", "day", type=Day(), metavar="YYYY-MM-DD", help=say("help.date"))(function)


def output(function: Function) -> Function:
    """``--format table|jsonl``: a table on a terminal, JSON Lines when piped."""
    return click.option(
        "--format",
        "form",
        type=OneOf(["table", "jsonl"]),
        default=lambda: "table" if sys.stdout.isatty() else "jsonl",
        help=say("help.format"),
    )(function)


def store(function: Function) -> Function:
    """``--store``: a path or a database URL."""
    return click.option("--store", default=STORE, metavar="PATH|URL", help=say("help.store"))(function)


def jobs(function: Function) -> Function:
    """``--jobs N``: how many processes read; as many as there are cores unless given."""
    return click.option("--jobs", type=Count(), metavar="N", help=say("help.jobs"))(function)
