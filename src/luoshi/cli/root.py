"""The commands and what is common to them: help in two languages, errors as one sentence."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

import luoshi
from luoshi.cli.messages import say, say_error
from luoshi.cli.usage import Context, WrongUse, in_words
from luoshi.errors import LuoshiError

# each command in a module of its own, imported when it is run or its help is asked for
_COMMANDS = {
    "extract": "extract",
    "add": "add",
    "follow": "follow",
    "align": "align",
    "compare": "compare",
    "search": "search",
    "ledger": "ledger",
    "show": "show",
    "brief": "brief",
    "export": "export",
    "import": "importing",
    "chart": "chart",
    "serve": "serve",
    "mcp": "mcp",
    "work": "work",
    "people": "people",
    "eval": "evaluate",
    "demo": "demo",
}


_METAVARS = {"[OPTIONS]": "use.options", "COMMAND [ARGS]...": "use.command"}


class _Helped(click.Command):
    """What offers its help, and says what was wrong, in the user's language."""

    context_class = Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise in_words(error, ctx) from error

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Give the parts of the line that shows how it is called."""
        pieces = super().collect_usage_pieces(ctx)
        return [say(_METAVARS[piece]) if piece in _METAVARS else piece for piece in pieces]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the option with luoshi's own words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("help.help")
        return option


class Command(_Helped):
    """A command whose errors are one sentence and exit status 1."""

    allow_extra_args = True  # only to say in the user's language that they are too many

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; none may be left over."""
        spare = super().parse_args(ctx, args)
        if spare and not ctx.resilient_parsing:
            raise WrongUse(say("use.spare", names=" ".join(spare)), ctx)
        return spare

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run it; no traceback is ever shown for what luoshi knows how to say."""
        try:
            return super().invoke(ctx)
        except LuoshiError as error:
            click.echo(say("failed", reason=say_error(error)), err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo(say("interrupted"), err=True)
            ctx.exit(130)
        except BrokenPipeError:  # `| head` has read enough
            ctx.exit(0)


class Group(_Helped, click.Group):
    """A group of commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say that there is none of this name."""
        if args and self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            raise WrongUse(say("use.no_command", name=args[0]), ctx)
        return super().resolve_command(ctx, args)


class Root(Group):
    """The group of commands; each is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of the loop."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"luoshi.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by their one line each, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(f"help.{name}")) for name in _COMMANDS])


def help_text(key: str) -> str:
    """Give a command's help with its example, lines kept as they are."""
    return f"{say(f'help.{key}')}\n\n\b\n{say(f'help.{key}.example')}"


@click.group(
    cls=Root,
    help=help_text("root"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(luoshi.__version__, prog_name="luoshi", help=say("help.version"))
def root() -> None:
    """The root command; its help text comes from the messages."""
