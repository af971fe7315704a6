"""Makes a font whose characters are its glyph numbers.

OFD names glyphs by their numbers in an embedded font, whose own table of characters is often missing or
of no use; drawing programs ask for characters. So the table is replaced by one that leads from the
private characters U+F0000 + n to glyph n.
"""

from __future__ import annotations

import struct

FIRST = 0xF0000
_KINDS = (b"\x00\x01\x00\x00", b"true", b"OTTO")


def numbered(raw: bytes) -> bytes:
    """Give the font with that table, ``b""`` where it is no TrueType or OpenType font."""
    tables = _tables(raw)
    if not {b"maxp", b"head"} <= tables.keys() or len(tables[b"maxp"]) < 6:
        return b""
    count = int.from_bytes(tables[b"maxp"][4:6], "big")
    groups = struct.pack(">HHIII", 12, 0, 28, 0, 1) + struct.pack(">III", FIRST, FIRST + max(1, count) - 1, 0)
    tables[b"cmap"] = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + groups
    head = raw[:4] + struct.pack(">HHHH", len(tables), 0, 0, 0)
    at = 12 + 16 * len(tables)
    directory, body = b"", b""
    for tag, held in sorted(tables.items()):
        directory += tag + struct.pack(">III", 0, at + len(body), len(held))
        body += held + bytes(-len(held) % 4)
    return head + directory + body


def _tables(raw: bytes) -> dict[bytes, bytes]:
    if raw[:4] not in _KINDS or len(raw) < 12:
        return {}
    count = int.from_bytes(raw[4:6], "big")
    found: dict[bytes, bytes] = {}
    total = 0
    for entry in range(count):
        record = raw[12 + 16 * entry : 28 + 16 * entry]
        if len(record) < 16:
            break
        start, length = struct.unpack(">II", record[8:])
        held = raw[start : start + length]
        total += len(held)
        if total > 2 * len(raw):  # tables that share bytes many times over
            return {}
        found[record[:4]] = held
    return found
