"""Opens zip containers (docx, xlsx, ofd, odt, zip) and parses their XML without trusting what they say.

No number of a header is believed: what a member unpacks to is counted while it is unpacked.
"""

from __future__ import annotations

import bz2
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from luoshi.errors import ReadingError
from luoshi.reading.limits import MIB, Limits
from luoshi.reading.zipnames import member_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_END: Final = b"PK\x05\x06"
_ENTRY: Final = b"PK\x01\x02"
_LOCAL: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_FREE: Final = 32 * MIB  # growth up to here is no bomb, whatever the ratio: tables of zeros pack well
_DRIVE: Final = re.compile(r"[A-Za-z]:")


class Packed:
    """The members of a zip container by name, each unpacked when it is read.

    Names have ``/`` between folders, are decoded as Windows' and macOS' packers meant them, and are
    never absolute and never lead upwards: ``unsafe`` lists those that do, ``repeated`` those that stand
    twice (the last is read, as other readers do). Folders are no members.

    Raises:
        ReadingError: ``damaged``, ``too_many_members``; on reading a member also ``encrypted``, ``bomb``.
    """

    unsafe: tuple[str, ...]
    repeated: tuple[str, ...]

    def __init__(self, raw: bytes, source: str, limits: Limits) -> None:
        self._raw = raw
        self._source = source
        self._left = min(limits.bytes_out, max(_FREE, limits.ratio * len(raw)))
        self._most = self._left
        self._last = 0
        self._counted: set[str] = set()
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._index(_entries(raw, source, limits.members))
        self._folded = {name.lower(): name for name in self._members}

    def names(self) -> tuple[str, ...]:
        """Give the members' names in the order of the container's directory."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def find(self, name: str) -> str | None:
        """Give the member's name as it is written, whatever its case; ``None`` where there is none.

        A leading ``/`` is passed over, as part names of Office files have one.
        """
        wanted = name.lstrip("/")
        return wanted if wanted in self._members else self._folded.get(wanted.lower())

    def is_encrypted(self, name: str) -> bool:
        """Say whether the member needs a password."""
        return bool(self._info(name).flag_bits & _ENCRYPTED)

    def read(self, name: str, most: int | None = None) -> bytes:
        """Unpack a member; at most ``most`` bytes where that is given (else an error ``bomb``).

        All that is unpacked of one container counts against ``limits.bytes_out`` and ``limits.ratio``;
        a member read again does not count again.
        """
        info = self._info(name)
        if info.flag_bits & _ENCRYPTED:
            raise ReadingError(self._source, "protected by a password; save it without one", code="encrypted")
        is_new = info.filename not in self._counted
        room = self._left if is_new else self._most
        try:
            return self._unpacked(info, room if most is None else min(room, most))
        finally:
            # what cannot be used has been unpacked too
            if is_new:
                self._counted.add(info.filename)
                self._left = max(0, self._left - self._last)

    @property
    def unpacked(self) -> int:
        """How many bytes were unpacked of this container."""
        return self._most - self._left

    def xml(self, name: str, limits: Limits) -> _Element:
        """Unpack a member and parse it (see ``parse_xml``)."""
        return parse_xml(self.read(name), f"{self._source}/{self.find(name)}", limits)

    def _info(self, name: str) -> zipfile.ZipInfo:
        found = self.find(name)
        if found is None:
            raise self._damaged(f"it has no member {name}")
        return self._members[found]

    def _index(self, entries: list[zipfile.ZipInfo]) -> None:
        unsafe, repeated = [], []
        for info in entries:
            name = member_name(info)
            if name.endswith("/"):
                continue
            if not _is_safe(name):
                unsafe.append(name)
                continue
            if name in self._members:
                repeated.append(name)
                del self._members[name]
            info.filename = name
            self._members[name] = info
        self.unsafe, self.repeated = tuple(unsafe), tuple(dict.fromkeys(repeated))
        self._refuse_overlap()

    def _refuse_overlap(self) -> None:
        """Refuse members that share bytes: that is how a small file becomes a large one without nesting."""
        end = 0
        for info in sorted(self._members.values(), key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise self._damaged("its members overlap, as those of hostile files do")
            end = info.header_offset + 30 + info.compress_size

    def _unpacked(self, info: zipfile.ZipInfo, room: int) -> bytes:
        self._last = 0
        packed = self._packed(info)
        try:
            if info.compress_type == zipfile.ZIP_STORED:
                out = packed
            elif info.compress_type == zipfile.ZIP_DEFLATED:
                inflating = zlib.decompressobj(-15)
                out = inflating.decompress(packed, room + 1)
                self._check_whole(inflating.eof or len(out) > room, info)
            elif info.compress_type == zipfile.ZIP_BZIP2:
                expanding = bz2.BZ2Decompressor()
                out = expanding.decompress(packed, room + 1)
                self._check_whole(expanding.eof or len(out) > room, info)
            else:
                raise ReadingError(
                    self._source,
                    f"{info.filename} is packed by method {info.compress_type}, which luoshi does not read; "
                    "pack it again as an ordinary zip",
                )
        except (zlib.error, OSError, ValueError, EOFError) as error:
            self._last = min(room, 1032 * len(packed))  # as far as deflate may have come
            raise self._damaged(f"{info.filename} cannot be unpacked") from error
        self._last = len(out)
        if len(out) > room:
            raise self._bomb(room)
        if zlib.crc32(out) != info.CRC:
            raise self._damaged(f"the checksum of {info.filename} does not hold")
        return out

    def _packed(self, info: zipfile.ZipInfo) -> bytes:
        at = info.header_offset
        head = self._raw[at : at + 30] if at >= 0 else b""
        if len(head) < 30 or not head.startswith(_LOCAL):
            raise self._damaged(f"{info.filename} is not where the directory says")
        start = at + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        if start + info.compress_size > len(self._raw):
            raise self._damaged(f"{info.filename} is cut off")
        return self._raw[start : start + info.compress_size]

    def _check_whole(self, is_whole: bool, info: zipfile.ZipInfo) -> None:
        if not is_whole:
            raise self._damaged(f"{info.filename} is cut off")

    def _damaged(self, reason: str) -> ReadingError:
        return damaged(self._source, reason)

    def _bomb(self, room: int) -> ReadingError:
        limit = max(1, room // MIB)
        return ReadingError(
            self._source,
            f"unpacks to more than {limit} MiB, as hostile files do; it was not read",
            code="bomb",
            details={"limit": limit},
        )


def damaged(source: str, reason: str) -> ReadingError:
    """Give the error of a file that is broken; ``reason`` is part of a sentence."""
    said = f"the file is damaged ({reason}); get it anew, or open it in its own program and save it again"
    return ReadingError(source, said, code="damaged", details={"reason": reason})


def parse_xml(raw: bytes, source: str, limits: Limits) -> _Element:
    """Give the root of an XML text; entities stay unresolved, nothing is loaded, depth is at most 256.

    Comments and processing instructions are left out, so that every element's ``tag`` is a string.

    Raises:
        ReadingError: ``damaged`` where it is no well-formed XML or declares entities; ``too_deep``.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split("\n", 1)[0].removesuffix(")").split(" (<string>")[0] or "no XML"
        if "depth" in reason.lower():
            said = f"nested too deep; it was not read ({reason})"
            raise ReadingError(source, said, code="too_deep", details={"reason": reason}) from None
        raise damaged(source, f"no well-formed XML: {reason}") from None
    if any(_declared(root.getroottree().docinfo)):
        raise damaged(source, "its XML declares entities, which such files do not need")
    return root


def _declared(docinfo: Any) -> Iterator[bool]:  # noqa: ANN401 - lxml has no types
    for dtd in (docinfo.internalDTD, docinfo.externalDTD):
        if dtd is not None:
            yield from (True for _ in dtd.iterentities())


def _entries(raw: bytes, source: str, most: int) -> list[zipfile.ZipInfo]:
    end = raw.rfind(_END)
    if end < 0:
        raise damaged(source, "the end of the container is missing")
    # Counted before they are parsed, which would take memory; the directory stands before its end.
    size = int.from_bytes(raw[end + 12 : end + 16], "little")
    start = 0 if size == 0xFFFFFFFF else max(0, end - size - 100)
    if raw.count(_ENTRY, start, end) > most:
        raise ReadingError(
            source,
            f"holds more files than the limit of {most}; pack them apart",
            code="too_many_members",
            details={"limit": most},
        )
    try:
        with zipfile.ZipFile(BytesIO(raw)) as opened:
            return opened.infolist()
    except Exception as error:
        # zipfile raises a dozen kinds of errors on bytes that were changed; each means the same here
        raise damaged(source, "its directory cannot be read") from error


def _is_safe(name: str) -> bool:
    is_rooted = name.startswith("/") or _DRIVE.match(name) is not None
    return bool(name) and not is_rooted and ".." not in name.split("/") and "\x00" not in name
