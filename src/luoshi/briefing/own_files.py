"""A YAML file that an office wrote for its briefs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load_file


def own_file(path: Path) -> dict[str, Any]:
    """Give the mapping in the file.

    Raises:
        LexiconError: ``brief_file``: it cannot be read, is no YAML, or is no mapping.
    """
    try:
        return load_file(path)
    except LexiconError as error:
        reason = error.details["reason"]
        raise LexiconError(
            f"{path} cannot be read ({reason}); mend it, or name another.",
            code="brief_file",
            details={"source": str(path), "reason": reason},
        ) from error
