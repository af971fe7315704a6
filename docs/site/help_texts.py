"""Prints as JSON the name and ``--help`` of each command, in the language of ``LUOSHI_LANG``.

A program of its own, because the command line takes its language once, when it is imported.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from luoshi.cli.root import root


def texts(
    command: click.Command, names: tuple[str, ...], parent: click.Context | None
) -> Iterator[list[str]]:
    """Give a command's and its subcommands' names and help."""
    context = command.context_class(
        command, info_name=names[-1], parent=parent, terminal_width=88, **command.context_settings
    )
    yield [" ".join(names), command.get_help(context)]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None and not found.hidden:
                yield from texts(found, (*names, name), context)


if __name__ == "__main__":
    json.dump(list(texts(root, ("luoshi",), None)), sys.stdout)
