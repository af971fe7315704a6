"""Takes the limits of reading from ``LUOSHI_MAX_…`` and from the table ``[limits]`` of ``luoshi.toml``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any, Final

from luoshi.errors import UsageError
from luoshi.reading.limits import DEFAULT, MIB, Limits
from luoshi.settings.file import FILE, table_of, where

_TABLE: Final = "limits"
_VARIABLE: Final = "LUOSHI_MAX_"


@dataclass(frozen=True, slots=True)
class _Setting:
    """``field`` of ``Limits``, in units of ``unit``, from ``least`` to ``most`` (both in that unit)."""

    field: str
    least: int
    most: int
    unit: int = 1


# The name in [limits]; in capitals, after LUOSHI_MAX_, that of the environment variable.
_SETTINGS: Final[dict[str, _Setting]] = {
    "seconds": _Setting("seconds", 1, 86_400),
    "memory": _Setting("memory", 256, 1_048_576, MIB),
    "pages": _Setting("pages", 1, 1_000_000),
    "bytes": _Setting("bytes_in", 1, 16_384, MIB),
    "unpacked": _Setting("bytes_out", 1, 65_536, MIB),
    "ratio": _Setting("ratio", 1, 100_000),
    "members": _Setting("members", 1, 1_000_000),
    "depth": _Setting("depth", 1, 20),
    "pixels": _Setting("pixels", 1, 10_000, 1_000_000),
}


def limits(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Limits:
    """Give the limits: an environment variable before the file, the file before the default.

    ``environment`` is that of the process unless given, ``folder`` the current one.

    Raises:
        UsageError: a value is no number of its range, a name is unknown, or the file is no TOML; the
            sentence names the variable, or the file and the line.
    """
    table = _of_file((folder or Path()) / FILE) | _of_environment(
        os.environ if environment is None else environment
    )
    return replace(DEFAULT, **table)


def _of_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, setting in _SETTINGS.items():
        variable = _VARIABLE + name.upper()
        value = environment.get(variable, "").strip()
        if value:
            out[setting.field] = _checked(_number(value), value, setting, variable)
    return out


def _of_file(path: Path) -> dict[str, Any]:
    table, text = table_of(path, _TABLE, _SETTINGS)
    out: dict[str, Any] = {}
    for name, value in table.items():
        setting = _SETTINGS[name]
        number = float(value) if type(value) in (int, float) else None
        out[setting.field] = _checked(number, str(value), setting, f"{where(path, text, name)}: {name}")
    return out


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _checked(number: float | None, value: str, setting: _Setting, name: str) -> float | int:
    is_time = setting.field == "seconds"
    is_fit = number is not None and isfinite(number) and (is_time or number == int(number))
    if number is None or not is_fit or not setting.least <= number <= setting.most:
        details: dict[str, str | int] = {"name": name, "value": value}
        details |= {"least": setting.least, "most": setting.most}
        raise UsageError(
            f"{name}: “{value}” is no number from {setting.least} to {setting.most}; change or remove it",
            code="setting_value",
            details=details,
        )
    return number if is_time else int(number) * setting.unit
