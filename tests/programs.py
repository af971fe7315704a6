"""The programs that some tests need: found, or the test says what it skipped.

Where the environment variable ``LUOSHI_REQUIRE`` (a comma list of ``browser``, ``libreoffice``, ``java``)
names one, its absence fails the test instead: continuous integration installs them.
"""

from __future__ import annotations

import os
import shutil

import pytest

_NAMES = {
    "browser": ("chromium", "chromium-browser", "google-chrome"),
    "libreoffice": ("soffice", "libreoffice"),
    "java": ("java",),
}


def browser() -> str:
    """Give the path of Chromium, or skip."""
    return _program("browser")


def libreoffice() -> str:
    """Give the path of LibreOffice, or skip."""
    return _program("libreoffice")


def java() -> str:
    """Give the path of Java, or skip."""
    return _program("java")


def _program(kind: str) -> str:
    found = next((path for name in _NAMES[kind] if (path := shutil.which(name))), None)
    if found is None:
        said = f"{kind} is not installed ({' or '.join(_NAMES[kind])})"
        if kind in os.environ.get("LUOSHI_REQUIRE", "").split(","):
            pytest.fail(said)
        pytest.skip(said)
    return found
