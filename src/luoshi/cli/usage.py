"""What click says itself, of usage and of wrong use, in the user's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO, Any
from unicodedata import east_asian_width

import click

from luoshi.cli.messages import known, say

_HAN = "\u2e80-\u9fff\uff00-\uffef\u201c\u201d"
_WORD = re.compile(f"[“（]*[{_HAN}][，。；：、”）]*\\s*|[^{_HAN}\\s]+\\s*|\\s+")  # what no line end may part


class Formatter(click.HelpFormatter):
    """Lays out help texts under headings in the user's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        said = say("use.usage")
        opening = f"{said} " if said.isascii() else said  # “：” has its blank in itself
        super().write_usage(prog, args, opening if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        key = f"use.heading.{heading.lower()}"
        self.write(f"{'':>{self.current_indent}}{say(key) if known(key) else f'{heading}:'}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names with what they mean, Chinese broken by the width it takes on a terminal."""
        rows = list(rows)
        first = min(max((len(name) for name, _ in rows), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - first - 2, 10)
        # click keeps the lines after a \b as they are
        super().write_dl(
            [(name, "\b\n" + "\n".join(_lines(text, room))) for name, text in rows], col_max, col_spacing
        )


def _lines(text: str, room: int) -> list[str]:
    """Break a text into lines of at most ``room`` cells, at a blank or between Chinese characters."""
    lines, line, taken = [], "", 0
    for word in _WORD.findall(text):
        cells = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)
        if line and taken + len(word.rstrip()) * cells // len(word) > room:
            lines.append(line.rstrip())
            line, taken = "", 0
        line += word
        taken += cells
    return [*lines, line.rstrip()]


class Context(click.Context):
    """A context whose help is laid out in the user's language."""

    formatter_class = Formatter


class WrongUse(click.UsageError):
    """Wrong use, in the user's language: exit status 2, as click has it."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Show how the command is called, where to find help, and what was wrong."""
        if self.ctx is not None:
            click.echo(self.ctx.get_usage(), file=file, err=True)
            click.echo(say("use.try", command=self.ctx.command_path) + "\n", file=file, err=True)
        click.echo(say("use.error", reason=self.format_message()), file=file, err=True)


def in_words(error: click.UsageError, ctx: click.Context) -> click.UsageError:
    """Give click's error in the user's language, or itself where it is no sentence but the help."""
    words = _words(error, ctx)
    return error if words is None else WrongUse(words, ctx)


def _words(error: click.UsageError, ctx: click.Context) -> str | None:
    if isinstance(error, click.MissingParameter):
        return say("use.missing", name=_named(error, ctx))
    if isinstance(error, click.BadParameter):
        return say("use.bad_value", name=_named(error, ctx), reason=error.message)
    if isinstance(error, click.NoSuchOption):
        near = "" if not error.possibilities else say("use.near", names=" ".join(error.possibilities))
        return say("use.no_option", name=error.option_name) + near
    if isinstance(error, click.BadOptionUsage):
        wants = _takes_value(error.option_name, ctx)
        return say("use.no_value" if wants else "use.spare_value", name=error.option_name)
    return error.message if type(error) is click.UsageError else None


def _named(error: click.BadParameter, ctx: click.Context) -> str:
    hint = error.param.get_error_hint(ctx) if error.param is not None else error.param_hint or ""
    return str(hint).replace("'", "")


def _takes_value(name: str, ctx: click.Context) -> bool:
    return not any(
        isinstance(option, click.Option) and option.is_flag and name in option.opts
        for option in ctx.command.get_params(ctx)
    )
