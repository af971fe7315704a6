"""What an old Office file is by its content, and whether a password closes it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from luoshi.errors import ReadingError
from luoshi.reading.limits import MIB, Limits
from luoshi.reading.packed import Packed

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_ENDINGS: Final = frozenset((".doc", ".wps", ".rtf", ".odt", ".xls", ".et", ".ods"))
_SAME: Final = {".wps": ".doc", ".et": ".xls"}
_ODF: Final = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_WORD: Final = b"\xec\xa5"  # opens the WordDocument stream (MS-DOC 2.5.2)
_BOOK: Final = b"\x09\x08\x10\x00\x00\x06"  # opens a BIFF8 workbook (MS-XLS 2.4.21)
_FILEPASS: Final = 0x2F
_SECTOR: Final = 512


def ending_of(raw: bytes, source: str) -> str:
    """Give the ending under which LibreOffice recognises the file: by content, else by its name.

    A ``.wps`` or ``.et`` that WPS wrote is a ``.doc`` or ``.xls`` inside; under its own ending LibreOffice
    takes it for one of Microsoft Works.
    """
    named = PurePath(source).suffix.lower()
    if raw.startswith(OLE):
        if _has_stream(raw, "WordDocument"):
            return ".doc"
        if _has_stream(raw, "Workbook") or _has_stream(raw, "Book"):
            return ".xls"
    elif raw.startswith(b"{\\rtf"):
        return ".rtf"
    elif raw.startswith(_ZIP):
        head = raw[:200]
        return next((ending for sign, ending in _ODF.items() if sign in head), _named(named))
    return _named(named)


def is_encrypted(raw: bytes, limits: Limits) -> bool:
    """Say whether the file asks for a password, as far as its head or its manifest shows it."""
    if raw.startswith(_ZIP):
        return _is_closed_odf(raw, limits)
    if not raw.startswith(OLE):
        return False
    return _has_stream(raw, "EncryptedPackage") or _is_closed_word(raw) or _is_closed_book(raw)


def _named(ending: str) -> str:
    return _SAME.get(ending, ending) if ending in _ENDINGS else ".doc"


def _has_stream(raw: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\x00\x00" in raw


def _is_closed_odf(raw: bytes, limits: Limits) -> bool:
    try:
        return b"encryption-data" in Packed(raw, "", limits).read("META-INF/manifest.xml", MIB)
    except ReadingError:
        return False  # LibreOffice will say what is wrong with it


def _is_closed_word(raw: bytes) -> bool:
    at = raw.find(_WORD, _SECTOR)
    while at >= 0 and at % _SECTOR:
        at = raw.find(_WORD, at + 1)
    return at >= 0 and len(raw) > at + 12 and bool(raw[at + 11] & 0x01)  # fEncrypted


def _is_closed_book(raw: bytes) -> bool:
    at = raw.find(_BOOK, _SECTOR)
    for _ in range(8):  # the record that says so stands right behind the first one
        if not 0 <= at <= len(raw) - 4:
            return False
        if int.from_bytes(raw[at : at + 2], "little") == _FILEPASS:
            return True
        at += 4 + int.from_bytes(raw[at + 2 : at + 4], "little")
    return False
