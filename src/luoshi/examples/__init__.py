"""Example texts about invented places: a newspaper round-up, a central proposal, two yearly work reports.

README.md beside them is the author's key: which promise of which text met which fate.
"""

from importlib.resources import files
from pathlib import Path

NAMES = ("zones.md", "central.txt", "report_2025.txt", "report_2026.txt", "README.md")


def path(name: str) -> Path:
    """The file of an example, by its name (one of `NAMES`)."""
    if name not in NAMES:
        raise FileNotFoundError(f"no example named {name!r}; there are {', '.join(NAMES)}")
    return Path(str(files(__name__).joinpath(name)))
