"""Run as a program: runs another one and ends it, with all that it started, when nobody waits any more.

Whoever waits holds the other end of this program's standard input; where that process is ended, however
hard, the system closes it. It is run by its path and imports nothing of luoshi.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

CANNOT_START = 127


def _wait_for_the_end_of_input() -> None:
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


def _main(command: list[str]) -> int:
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our caller's own
    except OSError as error:
        sys.stdout.write(error.strerror or str(error))
        return CANNOT_START
    threading.Thread(target=_wait_for_the_end_of_input, daemon=True).start()
    return process.wait()


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
