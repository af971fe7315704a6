"""The command line. ``main`` is what the ``luoshi`` command calls."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; exit status 0 done, 1 some inputs failed, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console or a C locale may not hold Chinese: never die of a character
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    from luoshi.cli.root import root

    try:
        root(prog_name="luoshi")
    finally:
        _finish()


def _finish() -> None:
    """Write what is left; where `| head` has read enough, let the interpreter's own try come to nothing."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
