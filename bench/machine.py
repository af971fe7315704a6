"""The machine and the programs that figures were had with; no names of hosts or people."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

from luoshi.native import COMPILED


def described() -> dict[str, Any]:
    """Give what a reader needs to judge the figures."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "inner_loops": "compiled" if COMPILED else "plain Python",
        "beside": {name: _version(name) for name in ("jieba", "jionlp")},
        "load_at_start": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def commit() -> str:
    """Give the short hash of the commit, with + where files were changed since; ``none`` outside git."""
    root = Path(__file__).resolve().parents[1]
    said = _git(root, "rev-parse", "--short", "HEAD")
    if said is None:
        return "none"
    return said + ("+" if _git(root, "status", "--porcelain", "--", "src", "bench", "setup.py") else "")


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
    except (ValueError, OSError, AttributeError):
        return None


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
