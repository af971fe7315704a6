"""Pages sent packed (gzip, RFC 1952): the kept part is packed once, what is per person stands beside it.

The parts of a person (the name, the form's token, the words asked for) are sent as they are, in stored
blocks: what is packed together with a secret lets its length tell of the secret (the BREACH attack).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

_HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_RAW: Final = -zlib.MAX_WBITS
_LEVEL: Final = 4
_LONGEST: Final = 0xFFFF
"""Bytes of a stored block at most."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes as deflate blocks that end on a byte and are not the last; their size and checksum unpacked."""

    blocks: bytes
    size: int
    crc: int


def pack(text: bytes) -> Packed:
    """Pack bytes so that others may stand before and after them."""
    press = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    return Packed(press.compress(text) + press.flush(zlib.Z_FULL_FLUSH), len(text), zlib.crc32(text))


def unpack(packed: Packed) -> bytes:
    """Give the bytes again."""
    return zlib.decompressobj(_RAW).decompress(packed.blocks)


def joined(before: bytes, packed: Packed, after: bytes) -> bytes:
    """Give one gzip member that holds the three one after the other."""
    crc = zlib.crc32(after, _appended(zlib.crc32(before), packed))
    size = len(before) + packed.size + len(after)
    tail = (crc | (size & 0xFFFFFFFF) << 32).to_bytes(8, "little")
    return b"".join((_HEAD, *_stored(before), packed.blocks, *_stored(after), b"\x01\x00\x00\xff\xff", tail))


def _stored(text: bytes) -> list[bytes]:
    blocks = []
    for start in range(0, len(text), _LONGEST):
        part = text[start : start + _LONGEST]
        blocks += [b"\0", len(part).to_bytes(2, "little"), (len(part) ^ _LONGEST).to_bytes(2, "little"), part]
    return blocks


def _appended(crc: int, packed: Packed) -> int:
    """Give the checksum of what has ``crc`` with the packed bytes after it; these need not be unpacked.

    A CRC is linear: the one of a whole is that of its end, moved by what stands before.
    """
    return zlib.crc32(_zeros(packed.size), crc) ^ _of_zeros(packed.size) ^ packed.crc


@lru_cache(maxsize=4096)
def _of_zeros(size: int) -> int:
    return zlib.crc32(_zeros(size))


def _zeros(size: int) -> memoryview:
    return _nothing(size.bit_length())[:size]


@lru_cache(maxsize=64)
def _nothing(bits: int) -> memoryview:
    return memoryview(bytes(2**bits))


def takes_packed(request: Request) -> bool:
    """Say whether a browser takes gzip."""
    for each in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = each.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def answer(request: Request, before: str, packed: Packed, after: str, code: int = 200) -> HTMLResponse:
    """Answer with a page of three parts, packed where the browser takes it."""
    ends = before.encode(), after.encode()
    if takes_packed(request):
        response = HTMLResponse(joined(ends[0], packed, ends[1]), code)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HTMLResponse(b"".join((ends[0], unpack(packed), ends[1])), code)
    response.headers["Vary"] = "Accept-Encoding"
    return response
