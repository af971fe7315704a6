"""Runs LibreOffice once, shut off: a fresh user profile, no macros, no network, an end in time.

The program inherits the memory limit of the process that reads the file; it starts within 1 GiB.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from luoshi.errors import ReadingError
from luoshi.reading.limits import MIB, Limits
from luoshi.reading.office import watch
from luoshi.reading.office.watch import CANNOT_START
from luoshi.reading.packed import Packed, damaged

_FILTERS: Final = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
# It must end before the process that waits for it is ended itself, else it would stay behind
_SHARE: Final = 0.8
_FEW_LETTERS: Final = 200
# Who would open a connection is sent to a port where nobody listens
_NOWHERE: Final = "http://127.0.0.1:9"
_COMMON: Final = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS: Final = (
    (_COMMON, "MacroSecurityLevel", "3"),
    (_COMMON, "DisableMacrosExecution", "true"),
    (_COMMON, "DisableActiveContent", "true"),
    (_COMMON, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def converted(soffice: str, raw: bytes, ending: str, target: str, of: tuple[str, Limits]) -> bytes:
    """Give the file written anew as ``target`` (``docx``, ``xlsx``); ``of`` is its source and the limits.

    Raises:
        ReadingError: ``too_slow``; ``damaged`` where LibreOffice gives nothing; ``bomb`` where too much.
    """
    source, limits = of
    # On Windows a program that was ended may hold its files a moment longer
    with TemporaryDirectory(prefix="luoshi-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        given, made = folder / f"in{ending}", folder / "out" / f"in.{target}"
        given.write_bytes(raw)
        _write_profile(folder / "profile")
        _run(_command(soffice, folder, given, target), folder, source, limits.seconds * _SHARE)
        if not made.is_file():
            raise damaged(source, "LibreOffice cannot open it")
        if made.stat().st_size > limits.bytes_out:
            most = limits.bytes_out // MIB
            said = f"unpacks to more than {most} MiB, as hostile files do; it was not read"
            raise ReadingError(source, said, code="bomb", details={"limit": most})
        return made.read_bytes()


def version_of(made: bytes) -> str:
    """Give the version that LibreOffice wrote into the file it made, ``""`` where there is none."""
    try:
        text = Packed(made, "", Limits()).read("docProps/app.xml", MIB).decode("utf-8", "replace")
    except ReadingError:
        return ""
    found = re.search(r"<Application>LibreOffice/([\d.]+)", text)
    return found.group(1) if found else ""


def _command(soffice: str, folder: Path, given: Path, target: str) -> list[str]:
    profile = (folder / "profile").resolve().as_uri()
    quiet = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
    where = ("--outdir", str(folder / "out"), str(given))
    return [soffice, f"-env:UserInstallation={profile}", *quiet, "--convert-to", _FILTERS[target], *where]


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n',
        "utf-8",
    )


def _run(command: list[str], folder: Path, source: str, seconds: float) -> None:
    """Run the program to its end; on a time-out end it with its children."""
    away = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    shut = {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp", "no_proxy": ""}
    said = folder / "said"
    with said.open("wb") as out:
        process = _started(command, {**os.environ, **away, **shut}, out, source)
        try:
            code = process.wait(seconds)
        except BaseException as error:
            _end(process.pid)
            process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            limit = int(seconds) or 1
            why = f"not read within {limit} seconds; split it, or raise LUOSHI_MAX_SECONDS"
            raise ReadingError(source, why, code="too_slow", details={"limit": limit}) from None
        finally:
            if process.stdin is not None:
                process.stdin.close()
    if code == CANNOT_START:
        raise _not_started(source, said.read_text("utf-8", "replace")[-_FEW_LETTERS:])


def _started(
    command: list[str], environment: dict[str, str], out: IO[bytes], source: str
) -> subprocess.Popen[bytes]:
    how: dict[str, Any] = {"stdin": subprocess.DEVNULL}
    if sys.platform == "win32":
        how["creationflags"] = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    else:
        how["start_new_session"] = True
        if sys.executable:
            how["stdin"] = subprocess.PIPE
            command = [sys.executable, "-I", "-S", str(Path(watch.__file__)), *command]
    try:
        return subprocess.Popen(  # noqa: S603 - our own arguments
            command, env=environment, cwd=environment["HOME"], stdout=out, stderr=subprocess.STDOUT, **how
        )
    except OSError as error:
        raise _not_started(source, error.strerror or str(error)) from error


def _not_started(source: str, reason: str) -> ReadingError:
    why = f"LibreOffice does not start: {reason}"
    return ReadingError(source, f"{why}; install it anew", code="crashed", details={"reason": why})


def _end(pid: int) -> None:
    """End the program and what it started; nothing where all have ended."""
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603 - our own arguments
            ["taskkill", "/F", "/T", "/PID", str(pid)],  # noqa: S607 - a part of Windows
            capture_output=True,
            check=False,
        )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
