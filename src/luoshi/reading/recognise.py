"""Which format a file is of: by its name, unless its bytes are unmistakably another."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from luoshi.errors import ReadingError
from luoshi.model.document import Remark
from luoshi.reading.decode import decode
from luoshi.reading.formats import ARCHIVE, Format, by_format, by_name, by_name_or_error
from luoshi.reading.limits import Limits
from luoshi.reading.magic import looks_like

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How an Office file that has a password says so in its directory of streams.
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (_OLE, "office"),
    (b"{\\rtf", "office"),
    (b"MIME-Version:", "mht"),
    (b"From: <Saved by ", "mht"),
)
_PAGE: Final = (b"<!doctype html", b"<html")
_OFFICE_XML: Final = (b'progid="word.document"', b'progid="excel.sheet"')
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument."
# Text by nature: an opening like a web page's may be what such a file is about.
_TEXTS: Final = frozenset(("txt", "md"))
_IN_ZIPS: Final = frozenset(("docx", "xlsx", "ofd", "office"))
_LOOSE: Final = frozenset(("txt", "md", "csv", "html", "mht"))
_BLANK: Final = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_IDEOGRAPH: Final = re.compile("[\u4e00-\u9fff]")
_CHINESE: Final = 0.3  # the share of ideographs that no PDF cut open and no table of numbers has


def recognised(raw: bytes, name: str, source: str, limits: Limits) -> tuple[Format, Remark | None]:
    """The format to read the bytes by, and the remark ``renamed`` where it is not that of the name.

    Offices name web pages ``.doc`` and ``.xls``, and Word files ``.txt``. ``name`` may tell nothing;
    then it is an error where the bytes tell nothing either.

    Raises:
        ReadingError: ``unknown_ending``; ``encrypted``; ``binary`` or ``damaged`` where the bytes are
            no such file, with what they look like.
    """
    named, found = by_name(name), by_mark(raw, limits)
    if raw.startswith(_OLE) and _LOCKED in raw:
        raise ReadingError(source, "protected by a password; save it without one", code="encrypted")
    ending = PurePath(name).suffix.lower()
    if named is None:
        if found is None or found is ARCHIVE:
            return by_name_or_error(name, source), None
        return found, Remark("renamed", {"named": ending or name, "found": found.name})
    if found is not None and found is not named and not _is_by_name(named, found):
        return found, Remark("renamed", {"named": ending, "found": found.name})
    if found is None and named.name not in _LOOSE:
        return _unlike(raw, named, name, source)
    return named, None


def _is_by_name(named: Format, found: Format) -> bool:
    """Whether the name decides: for a text about web pages, an Office file without its list of parts."""
    return (found.name in ("html", "mht") and named.name in _TEXTS) or (
        found is ARCHIVE and named.name in _IN_ZIPS
    )


def by_content(raw: bytes, limits: Limits) -> Format:
    """The format of bytes without a name: by how they open, else txt."""
    return by_mark(raw, limits) or by_format("txt")


def by_mark(raw: bytes, limits: Limits) -> Format | None:
    """The format that the bytes are unmistakably of; ``None`` where nothing is sure.

    A zip container is told by its members: one that cannot be opened is not told.
    """
    if raw.startswith(_ZIP):
        name = _in_zip(raw, limits)
    else:
        name = next((name for mark, name in _MARKS if raw.startswith(mark)), None) or _markup(raw)
        if name is None and raw[:64].lstrip(_BLANK).startswith(b"%PDF-"):
            name = "pdf"
    return None if name is None else by_format(name)


def _markup(raw: bytes) -> str | None:
    start = raw[:1024].replace(b"\x00", b"").lstrip(_BLANK).lower()
    if start.startswith(_PAGE):
        return "html"
    if not start.startswith(b"<?xml"):
        return None
    if any(mark in start for mark in _OFFICE_XML):
        return "office"
    return "html" if b"<html" in start else None


def _in_zip(raw: bytes, limits: Limits) -> str | None:
    from luoshi.reading.packed import Packed

    try:
        packed = Packed(raw, "", limits)
        if "[Content_Types].xml" in packed:
            folders = {name.partition("/")[0].lower() for name in packed.names()}
            return "docx" if "word" in folders else "xlsx" if "xl" in folders else None
        if "OFD.xml" in packed:
            return "ofd"
        if "mimetype" in packed:
            return "office" if packed.read("mimetype", 200).startswith(_OPEN_DOCUMENT) else None
    except ReadingError:
        return None  # the reader that its name asks for says what is wrong with it
    return "zip"


def _unlike(raw: bytes, named: Format, name: str, source: str) -> tuple[Format, Remark | None]:
    """Judge a file without the marks of the format that its name tells."""
    if not raw:
        raise ReadingError(source, "the file is empty", code="empty")
    if raw.startswith(_ZIP):
        return named, None
    looks = looks_like(raw)
    if looks is not None and not (named.name == "image" and "image" in looks):
        reason = f"not a file of its name: it looks like {looks}"
        raise ReadingError(source, reason, code="binary", details={"looks_like": looks})
    try:
        text, _ = decode(raw, source)
    except ReadingError:
        return named, None
    sample = text[:10_000]
    if named.name == "office" and len(_IDEOGRAPH.findall(sample)) > _CHINESE * len(sample):
        return by_format("txt"), Remark("renamed", {"named": PurePath(name).suffix.lower(), "found": "txt"})
    return named, None
