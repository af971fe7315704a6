"""Opens a zip of files: each member worth reading with its bytes, or why it cannot be had."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from luoshi.errors import ReadingError
from luoshi.reading.files import Skipped, reason_by_name, too_large
from luoshi.reading.limits import Limits
from luoshi.reading.packed import Packed, damaged

_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]")  # could order a terminal about
_OF_MACOS: Final = "__MACOSX"


@dataclass(slots=True)
class Budget:
    """What an archive and those within it may still cost together."""

    bytes_out: int
    members: int
    depth: int

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        """The whole budget."""
        return cls(limits.bytes_out, limits.members, limits.depth)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: ``source`` is the archive's name, ``/`` and the member's path in it."""

    source: str
    name: str
    raw: bytes


def members(
    raw: bytes, source: str, limits: Limits, budget: Budget, skipped: Callable[[Skipped], None]
) -> Iterator[Member | ReadingError]:
    """Give the members in the order of their names, unpacked one at a time.

    Hidden files, what macOS puts beside, files about the others and unknown endings are told to
    ``skipped``. A member that cannot be had is an error in its place; past the budget the archive ends.

    Raises:
        ReadingError: the archive itself cannot be opened, holds nothing to read, or is past the budget
            (``bomb``).
    """
    bounds = replace(limits, bytes_out=budget.bytes_out, members=budget.members)
    packed = Packed(raw, source, bounds)
    budget.members -= len(packed.names())
    found = False
    for name in sorted(packed.names()):
        shown = f"{source}/{_CONTROLS.sub(chr(0xFFFD), name)}"
        reason = _reason_to_skip(name)
        if reason is not None:
            skipped(Skipped(Path(shown), reason))
            continue
        found = True
        before = packed.unpacked
        try:
            content = packed.read(name, min(limits.bytes_in, budget.bytes_out))
        except ReadingError as error:
            budget.bytes_out -= packed.unpacked - before
            if error.code == "bomb" and budget.bytes_out <= 0:
                raise
            yield _in_place(shown, error, limits)
            continue
        budget.bytes_out -= len(content)
        yield Member(shown, PurePosixPath(name).name, content)
    for name in (*packed.unsafe, *packed.repeated):
        found = True
        yield _refused(f"{source}/{_CONTROLS.sub(chr(0xFFFD), name)}", name in packed.repeated)
    if not found:
        raise ReadingError(source, "no file to read in this archive", code="no_members")


def _reason_to_skip(name: str) -> str | None:
    path = PurePosixPath(name)
    if _OF_MACOS in path.parts or any(part.startswith(".") for part in path.parts):
        return "hidden"
    return reason_by_name(path.name)


def _in_place(shown: str, error: ReadingError, limits: Limits) -> ReadingError:
    if error.code == "bomb":
        return too_large(shown, limits.bytes_in)
    return ReadingError(shown, error.reason, code=error.code, details=error.details)


def _refused(shown: str, is_repeated: bool) -> ReadingError:
    reason = "another member has the same name" if is_repeated else "its name leads out of the archive"
    return damaged(shown, reason)
