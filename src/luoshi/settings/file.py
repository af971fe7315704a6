"""The file ``luoshi.toml`` of the current folder: its tables, and where in it a name stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from luoshi.errors import UsageError

FILE: Final = "luoshi.toml"
TABLES: Final = ("limits", "ledger", "web")


def table_of(path: Path, name: str, known: Iterable[str]) -> tuple[dict[str, Any], str]:
    """Give the table of a name, and the file's text; an empty one where it or the file is not there.

    Raises:
        UsageError: the file is no TOML, or holds a table or key that is not known; names file and line.
    """
    try:
        text = path.read_text("utf-8-sig")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        return {}, ""
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong_file(str(path), getattr(error, "strerror", None) or "UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise _wrong_file(str(path), str(error)) from None
    for each, table in tables.items():
        if each not in TABLES or not isinstance(table, dict):
            raise _unknown(each, where(path, text, each), " ".join(f"[{one}]" for one in TABLES))
    found: dict[str, Any] = tables.get(name, {})
    keys = tuple(known)
    for key in found:
        if key not in keys:
            raise _unknown(key, where(path, text, key), " ".join(keys))
    return found, text


def where(path: Path, text: str, name: str) -> str:
    """Give the file and the line in which a name stands."""
    mark = re.compile(rf"""\s*\[?\s*["']?{re.escape(name)}["']?\s*[\]=.]""")
    line = next((number for number, line in enumerate(text.splitlines(), 1) if mark.match(line)), None)
    return str(path) if line is None else f"{path}:{line}"


def _unknown(name: str, place: str, known: str) -> UsageError:
    return UsageError(
        f"{place}: there is no setting “{name}”; there are {known}",
        code="setting_unknown",
        details={"where": place, "name": name, "known": known},
    )


def _wrong_file(place: str, reason: str) -> UsageError:
    return UsageError(
        f"{place}: cannot be read ({reason}); mend or remove it",
        code="setting_file",
        details={"where": place, "reason": reason},
    )
