"""The process itself: how it is started, how its streams are kept, how it is ended everywhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from json import dumps
from pathlib import Path
from typing import IO, Any, Final

# The same folders for modules as here, and never the one that the files lie in.
_BOOT: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from luoshi.reading.worker.child import main; main()"
)
PATIENCE: Final = 2.0
"""Seconds that a process has for ending by itself."""


def start(folder: str) -> subprocess.Popen[bytes]:
    """Start the process; ``folder`` is where it keeps what it must write."""
    path = [os.path.abspath(entry) for entry in sys.path if entry]
    path.append(str(Path(__file__).parents[3]))  # may have been found in the current folder
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NO_WINDOW}
    return subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-P", "-c", _BOOT, dumps(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        env=kept | {"TMPDIR": folder, "TEMP": folder, "TMP": folder},
        **options,
    )


def keep(stream: IO[bytes], said: deque[bytes]) -> None:
    """Take what is printed, so that no pipe fills up and no terminal shows it; keep the last of it."""
    with suppress(OSError, ValueError):
        while piece := stream.read(1024):
            said.append(piece)


def pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """Give a stream of the process; BrokenPipeError where it has none."""
    if stream is None:
        raise BrokenPipeError
    return stream


def close(stream: IO[bytes] | None) -> None:
    """Close a stream, broken or not."""
    with suppress(OSError, ValueError):
        if stream is not None:
            stream.close()


def settle(process: subprocess.Popen[bytes]) -> None:
    """Wait until it has ended, where it can be seen without giving its number free for another one."""
    if not hasattr(os, "waitid"):
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        return
    end = time.monotonic() + PATIENCE
    with suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None:
                return
            time.sleep(0.01)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End it at once, with the programs that it started."""
    if process.returncode is not None:
        return
    if os.name == "posix":
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        # the programs that it started as well
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        with suppress(OSError):
            subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    with suppress(OSError):
        process.kill()


def ending(code: int) -> str:
    """Say how it ended, by its return code."""
    if code >= 0:
        return f"exit status {code}" if code < 0x80000000 else f"exit status 0x{code:08X}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
