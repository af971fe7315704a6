"""Keeps results in docs/benchmarks: one entry a commit in JSON, and the same for the eye."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import machine

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "benchmarks"


def keep(name: str, lines: list[str], figures: dict[str, Any]) -> Path:
    """Write what was measured at this commit in place of what was kept of it; give the file."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    commit = machine.commit()
    entry = {
        "commit": commit,
        "day": datetime.now(UTC).date().isoformat(),
        "machine": machine.described(),
        **figures,
    }
    path = FOLDER / f"{name}-{commit.removesuffix('+')}.json"
    path.write_text(json.dumps(entry, ensure_ascii=False, indent=1) + "\n", "utf-8")
    told = "\n".join(f"- {key}: {value}" for key, value in entry["machine"].items())
    page = f"# {name} {commit}, {entry['day']}\n\n{told}\n\n```text\n" + "\n".join(lines) + "\n```\n"
    path.with_suffix(".md").write_text(page, "utf-8")
    return path
