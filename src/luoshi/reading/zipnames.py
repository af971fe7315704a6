"""The names of a zip's members: Chinese Windows packs them in GBK and says nothing of it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

_UTF8: Final = 0x800
_UNICODE_PATH: Final = 0x7075


def member_name(info: zipfile.ZipInfo) -> str:
    """Give a member's name with ``/`` between folders; ``info`` as ``zipfile`` made it.

    By the flag UTF-8; by a Unicode path field (PKWARE's application note, 4.6.9); else as UTF-8 (macOS)
    or GB18030 (Windows), whichever the bytes are; else code page 437, as the standard has it.
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = None
        if raw is not None:
            name = _unicode_path(raw, info.extra) or _decoded(raw)
    return name.replace("\\", "/").removeprefix("./")


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _unicode_path(raw: bytes, extra: bytes) -> str | None:
    for kind, value in _fields(extra):
        if kind == _UNICODE_PATH and len(value) > 5 and value[0] == 1:
            if int.from_bytes(value[1:5], "little") != zlib.crc32(raw):
                return None  # the name was changed after the field was written
            try:
                return value[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, size = (
            int.from_bytes(extra[at : at + 2], "little"),
            int.from_bytes(extra[at + 2 : at + 4], "little"),
        )
        yield kind, extra[at + 4 : at + 4 + size]
        at += 4 + size
