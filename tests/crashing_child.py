"""Stands in for the process that extracts: files of some names end it, as a crash of the machine's would."""

import os
from pathlib import Path


def main():
    from luoshi import reading

    read_each = reading.read_each

    def deadly(path, **more):
        name = Path(path).name
        if name.startswith("deadly"):
            os._exit(7)
        marker = Path(path).with_name(f"{name}.died")
        if name.startswith("once") and not marker.exists():
            marker.touch()
            os._exit(7)
        yield from read_each(path, **more)

    reading.read_each = deadly
    from luoshi.app.parallel import child

    child.main()


def dead():
    """End before any file is read."""
    os._exit(9)
