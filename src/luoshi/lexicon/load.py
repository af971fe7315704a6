"""Reading a word list from ``luoshi/data`` and checking that it has the shape it claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from luoshi.errors import LexiconError


def load(name: str) -> dict[str, Any]:
    """Give the mapping in ``data/<name>.yaml``.

    Raises:
        LexiconError: the file is missing, is no YAML, or is no mapping.
    """
    import yaml

    source = f"data/{name}.yaml"
    try:
        raw = resources.files("luoshi").joinpath("data", f"{name}.yaml").read_text("utf-8")
        # the C loader reads a word list ten times as fast; not every build of PyYAML has it
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        value = yaml.load(raw, Loader=loader)  # noqa: S506 - both loaders are safe ones
    except FileNotFoundError as error:
        raise LexiconError(f"{source}: the word list is missing; reinstall luoshi") from error
    except yaml.YAMLError as error:
        raise LexiconError(f"{source}: not valid YAML: {error}") from error
    if not isinstance(value, dict):
        raise LexiconError(f"{source}: a mapping is expected at the top")
    return value


def load_file(path: Path) -> dict[str, Any]:
    """Give the mapping in a YAML file of an office's own.

    Raises:
        LexiconError: ``table_file``: the file cannot be read, is no YAML, or is no mapping.
    """
    import yaml

    try:
        value = yaml.safe_load(path.read_text("utf-8-sig"))
        reason = None if isinstance(value, dict) else "no mapping"
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
    if reason is not None:
        raise LexiconError(
            f"{path}: cannot be read ({reason}); mend it, or take it out of luoshi.toml.",
            code="table_file",
            details={"source": str(path), "reason": reason},
        )
    return dict(value)


def words(source: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Give ``table[key]``, checked to be a list of words without doubles.

    Raises:
        LexiconError: the key is missing, or an entry is no word or stands twice.
    """
    value = table.get(key)
    if not isinstance(value, list) or not value:
        raise LexiconError(f"data/{source}.yaml: “{key}” must be a list of words")
    seen: set[str] = set()
    for word in value:
        if not isinstance(word, str) or not word:
            raise LexiconError(f"data/{source}.yaml: “{key}” holds {word!r}, which is no word; quote it")
        if word in seen:
            raise LexiconError(f"data/{source}.yaml: “{key}” holds “{word}” twice")
        seen.add(word)
    return tuple(value)


def only_keys(source: str, table: Mapping[str, Any], known: Iterable[str]) -> None:
    """Check that a table has no key beside the known ones.

    Raises:
        LexiconError: naming the first key that is not known.
    """
    strange = sorted(set(table) - set(known))
    if strange:
        raise LexiconError(f"data/{source}.yaml: “{strange[0]}” is not a known key")


def alternatives(values: Iterable[str]) -> str:
    """Give the words as a regular expression that prefers the longest."""
    import re

    return "|".join(re.escape(v) for v in sorted(values, key=lambda v: (-len(v), v)))
