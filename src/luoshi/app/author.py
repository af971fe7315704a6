"""Whose name the events carry."""

from __future__ import annotations

import getpass
import os


def author() -> str:
    """Give the name that events carry: ``LUOSHI_AUTHOR``, else the login name."""
    named = os.environ.get("LUOSHI_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name; Windows lacks pwd
        return "unknown"
