"""The values that options take, and what is said of those they do not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from luoshi.cli.messages import say


class Day(click.ParamType[date]):
    """A date, written as 2025-10-27."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """Give the day, or say how to write one."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(say("bad.date", value=value), param, ctx)


class OneOf(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Give the word, or say which there are."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(say("bad.choice", value=value, choices=" ".join(self.choices)), param, ctx)


class Share(click.IntRange):
    """A whole number of percent."""

    def __init__(self) -> None:
        super().__init__(min=0, max=100)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Give the number, or say what it must be."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(say("bad.share", value=value), param, ctx)


class Count(click.IntRange):
    """A whole number from 1 on."""

    def __init__(self) -> None:
        super().__init__(min=1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Give the number, or say what it must be."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(say("bad.count", value=value), param, ctx)
