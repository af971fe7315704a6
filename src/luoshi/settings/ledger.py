"""The tables that an office keeps for itself: ``[ledger] workflow`` and ``lights`` of ``luoshi.toml``."""

from __future__ import annotations

from pathlib import Path

from luoshi.errors import UsageError
from luoshi.lexicon import lights
from luoshi.lexicon import workflow as flow
from luoshi.lexicon.load import load_file
from luoshi.settings.file import FILE, table_of, where

_KEYS = ("workflow", "lights")


def workflow(folder: Path | None = None) -> flow.Workflow:
    """Give the office's workflow, else the packaged one; ``folder`` is the current one unless given.

    Raises:
        LuoshiError: the table does not hang together, or cannot be read; names the file and the place.
    """
    path = _path("workflow", folder)
    return flow.workflow() if path is None else flow.workflow_of(load_file(path), str(path))


def light_rules(folder: Path | None = None) -> lights.LightRules:
    """Give the office's rules of the lights, else the packaged ones.

    Raises:
        LuoshiError: as ``workflow``.
    """
    path = _path("lights", folder)
    return lights.light_rules() if path is None else lights.rules_of(load_file(path), str(path))


def _path(key: str, folder: Path | None) -> Path | None:
    """Give the file that the setting names, seen from the folder of ``luoshi.toml``."""
    home = folder or Path()
    table, text = table_of(home / FILE, "ledger", _KEYS)
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        place = where(home / FILE, text, key)
        raise UsageError(
            f"{place}: {key} names a file, as in {key} = “{key}.yaml”.",
            code="setting_path",
            details={"where": place, "name": key},
        )
    return home / value
