"""Where the texts that are kept outside the project lie; tests that need them say so and skip."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPORA = SHARED / "corpora"
GOLD = SHARED / "gold"

needs_shared = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="../shared is absent: real texts and gold are kept outside the project"
)


def texts() -> list[Path]:
    """Give every plain text of the corpora, in order; none where ../shared is absent."""
    found = [*CORPORA.glob("**/*.txt"), *CORPORA.glob("**/*.md")]
    return sorted(path for path in found if path.name not in ("LICENSE", "SOURCES.md"))


def day_of(path: Path) -> date:
    """Give the date of a text that does not state its own, by the rule of SOURCES.md."""
    folder, name = path.parent.name, path.stem
    if folder == "national":
        return date(int(name), 3, 5) if name != "2020" else date(2020, 5, 22)
    if folder in ("2025", "2026"):
        return date(int(folder), 1, 15)
    digits = name[-8:]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
