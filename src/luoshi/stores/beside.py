"""Other processes that help with a long read: this very interpreter, with the same folders for modules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_BOOT: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from importlib import import_module; import_module(sys.argv[2]).main()"
)


def start(module: str) -> subprocess.Popen[bytes] | None:
    """Start a process that runs a module's ``main``; ``None`` where none can be started.

    What it is to do is written to its standard input: a command line can be seen by others.
    """
    path = [os.path.abspath(entry) for entry in sys.path if entry]
    path.append(str(Path(__file__).parents[2]))
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    try:
        return subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-P", "-c", _BOOT, json.dumps(path), module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )
    except OSError:
        return None


def tell(process: subprocess.Popen[bytes], said: object) -> None:
    """Write a line of JSON to a process; where it has ended already, its answer will show that."""
    if process.stdin is None:
        return
    try:
        process.stdin.write(json.dumps(said).encode() + b"\n")
        process.stdin.flush()
    except OSError:
        return


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, whatever it is doing, and wait for its end."""
    with suppress(OSError), process:  # what it was told last may not have reached it
        process.kill()
