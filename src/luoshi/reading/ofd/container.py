"""The members of an OFD file: found by the paths that its XML gives, unpacked and parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.errors import ReadingError
from luoshi.reading.limits import Limits
from luoshi.reading.packed import Packed, damaged, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element


class Container:
    """An opened OFD file.

    Paths are as GB/T 33190 7.2 has them: one that opens with ``/`` counts from the container's root,
    any other from the folder of the file that holds it. Some producers write Windows' separators, a
    different case, or leave out the ``/``: those are found too.
    """

    def __init__(self, raw: bytes, source: str, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self._packed = Packed(raw, source, limits)
        self._top = self._find_top()

    def path(self, said: str, folder: str) -> str | None:
        """Give the member that a path names, or ``None`` where there is none."""
        said = said.strip().replace("\\", "/")
        if not said:
            return None
        rooted = _plain(f"{self._top}/{said}")
        beside = _plain(f"{folder}/{said}")
        for wanted in (rooted, beside) if said.startswith("/") else (beside, rooted):
            found = self._packed.find(wanted) if wanted else None
            if found is not None:
                return found
        return None

    def bytes(self, path: str) -> bytes:
        """Unpack a member."""
        return self._packed.read(path)

    def xml(self, path: str) -> _Element:
        """Unpack and parse a member; ReadingError where it is missing or no XML."""
        return parse_xml(self._packed.read(path), self.source, self.limits)

    def root(self) -> _Element:
        """Parse OFD.xml, where all begins."""
        if self._packed.find(self.top) is None:
            if self._packed.find(_plain(f"{self._top}/Encryptions.xml")) is not None:
                raise self._encrypted()
            raise damaged(self.source, "it has no OFD.xml, so it is no OFD file")
        try:
            return self.xml(self.top)
        except ReadingError as error:
            if error.code == "damaged" and any("encryption" in name.lower() for name in self._packed.names()):
                raise self._encrypted() from None
            raise

    @property
    def top(self) -> str:
        """The path of OFD.xml."""
        return _plain(f"{self._top}/OFD.xml")

    def _encrypted(self) -> ReadingError:
        return ReadingError(self.source, "protected by a password; save it without one", code="encrypted")

    def _find_top(self) -> str:
        """Give the folder of OFD.xml: an OFD packed again by hand often stands one folder down."""
        tops = [name for name in self._packed.names() if name.lower().endswith("ofd.xml")]
        tops = [name for name in tops if name.lower().rpartition("/")[2] == "ofd.xml"]
        return min(tops, key=lambda name: name.count("/")).rpartition("/")[0] if tops else ""


def folder_of(path: str) -> str:
    """Give the folder that relative paths of this member count from."""
    return path.rpartition("/")[0]


def _plain(path: str) -> str:
    kept: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            kept = kept[:-1]
        elif piece not in ("", "."):
            kept.append(piece)
    return "/".join(kept)
