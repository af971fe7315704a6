"""Tells by its first bytes that a file is no text, and what it seems to be."""

from __future__ import annotations

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (doc, xls, ppt, wps)"),
    (b"{\\rtf", "an RTF file"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"MIME-Version: 1.0\r\n", "a web archive (MHTML)"),
    (b"From: <Saved by ", "a web archive (MHTML)"),
)
_WITH_NUL: tuple[tuple[bytes, str], ...] = ((b"MZ", "a Windows program"), (b"BM", "a BMP image"))
_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word file (docx)"),
    (b"xl/", "an Excel file (xlsx)"),
    (b"ppt/", "a PowerPoint file (pptx)"),
    (b"OFD.xml", "an OFD file"),
)


def looks_like(raw: bytes) -> str | None:
    """What the bytes seem to be (“a PDF”), or ``None`` where no known mark opens them."""
    for start, kind in _STARTS:
        if raw.startswith(start):
            return kind
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        ends = raw[:4096] + raw[-65536:]
        return next((kind for name, kind in _IN_ZIP if name in ends), "a ZIP archive")
    if raw.startswith(b"RIFF") and raw[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "an image, sound or film (RIFF)"
    # Two letters alone could open a text; a program or a picture has NUL bytes close behind them.
    if b"\x00" in raw[2:64]:
        return next((kind for start, kind in _WITH_NUL if raw.startswith(start)), None)
    return None
