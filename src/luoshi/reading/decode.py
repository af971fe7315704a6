"""Finds the encoding of a text's bytes and decodes them without losing or changing any."""

from __future__ import annotations

import re
import unicodedata
from codecs import getincrementaldecoder
from collections import Counter

from luoshi.errors import ReadingError
from luoshi.reading.magic import looks_like

# Longest first: the UTF-32 mark opens with the UTF-16 one.
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
_WITHOUT_NUL = ("utf-8", "gb18030")
_WITH_NUL = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x19\x1b-\x1f]")  # UTF-16 can be valid UTF-8, but not clean
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WINDOW = 1 << 18
# Real Chinese text scores above 0.9 in its own encoding; in one of the wrong width below 0.1, and the
# rarest characters, which GB18030 and Unicode order alike, up to 0.4.
_PLAUSIBLE = 0.25
_SURELY_WIDE = 0.85


def decode(raw: bytes, source: str) -> tuple[str, str]:
    """The text of ``raw`` and the name of its encoding.

    A byte-order mark decides; else UTF-8, then GB18030 or UTF-16 (either order) by which of them
    reads as Chinese. Nothing but the mark is dropped and no line end is translated.

    Raises:
        ReadingError: ``empty``; ``binary`` (with what it seems to be); or ``undecodable`` with the
            first byte, counted from 0, that the best-fitting encoding cannot explain.
    """
    if not raw:
        raise ReadingError(source, "the file is empty", code="empty")
    kind = looks_like(raw)
    if kind is not None:
        raise _binary(source, kind)
    for mark, encoding, name in _MARKS:
        if raw.startswith(mark) and not (encoding == "utf-32-le" and len(raw) % 4):
            return _marked(raw, len(mark), encoding, source), name
    if b"\x00" in raw:
        return _wide(raw, source)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _unmarked(raw, source)
    if _CONTROLS.search(raw[: 2 * _WINDOW]):
        return _unmarked(raw, source)
    if _is_short_gb(text, raw):
        return raw.decode("gb18030"), "gb18030"
    return text, "utf-8"


def _marked(raw: bytes, skip: int, encoding: str, source: str) -> str:
    if len(raw) == skip:
        raise ReadingError(source, "the file is empty", code="empty")
    return _strict(raw[skip:], encoding, source, skip)


def _unmarked(raw: bytes, source: str) -> tuple[str, str]:
    best, score = _best(raw, _WITHOUT_NUL)
    wide, likely = _best(raw, ("utf-16-le", "utf-16-be"))
    if likely > max(score, _SURELY_WIDE):
        best, score = wide, likely
    try:
        return raw.decode(best), best
    except UnicodeDecodeError:
        # Where nothing fits, UTF-8 is what the reader of the message can act on.
        return _strict(raw, best if score >= _PLAUSIBLE else "utf-8", source), best


def _wide(raw: bytes, source: str) -> tuple[str, str]:
    """UTF-16 and UTF-32 without a mark: only they put NUL bytes into a text."""
    best, score = _best(raw, _WITH_NUL)
    if score < _PLAUSIBLE:
        raise _binary(source, "binary data", raw.index(b"\x00"))
    return _strict(raw, best, source), best


def _strict(raw: bytes, encoding: str, source: str, skipped: int = 0) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        shown = encoding.upper()
        raise ReadingError(
            source,
            f"this byte does not fit {shown}, the encoding that explains the file best; "
            f"save it again as UTF-8",
            byte=error.start + skipped,
            code="undecodable",
            details={"encoding": shown},
        ) from None


def _binary(source: str, kind: str, byte: int | None = None) -> ReadingError:
    return ReadingError(
        source, f"not a text: it looks like {kind}", byte=byte, code="binary", details={"looks_like": kind}
    )


def _best(raw: bytes, encodings: tuple[str, ...]) -> tuple[str, float]:
    """The encoding in which a window from the first telling byte on reads most like Chinese."""
    telling = _NON_ASCII.search(raw)
    start = telling.start() // 4 * 4 if telling else 0
    window = raw[start : start + _WINDOW]
    whole = start + _WINDOW >= len(raw)
    scores = {encoding: _score(window, encoding, whole) for encoding in encodings}
    best = max(encodings, key=lambda encoding: scores[encoding])
    return best, scores[best]


def _score(window: bytes, encoding: str, whole: bool) -> float:
    """Mean plausibility, -1 to 1, of the characters; an undecodable byte counts as -1.

    A character that the window's end cuts counts only where the file ends there too (``whole``).
    """
    text = getincrementaldecoder(encoding)("replace").decode(window, whole)
    if not text:
        return -1.0
    return sum(_weight(character) * count for character, count in Counter(text).items()) / len(text)


def _weight(character: str) -> float:
    """How likely a character is in a planning text: the levels of GB 2312 are ordered by use."""
    if " " <= character <= "~" or character in "\t\n\r":
        return 1.0
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
        return -1.0
    row = _gb2312_row(character)
    if row is not None:
        return 1.0 if row < 0xD8 else 0.4
    return 0.3 if _IDEOGRAPHS.match(character) else 0.0


def _gb2312_row(character: str) -> int | None:
    try:
        return character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return None


def _is_short_gb(text: str, raw: bytes) -> bool:
    """Whether valid UTF-8 is rather a few Chinese characters in GB18030 (模 reads as ģ).

    Only where UTF-8 gives no character that Chinese is written with, letters beyond ASCII are the
    larger part, and GB18030 gives none but frequent Chinese characters.
    """
    beyond = [character for character in text[:1000] if character > "\x7f"]
    if not beyond or max(text) >= "\u0800" or len(beyond) * 2 <= len(text[:1000]):
        return False
    try:
        rest = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    rows = [_gb2312_row(character) or 0 for character in rest[:1000] if character > "\x7f"]
    return all(0xB0 <= row < 0xD8 for row in rows)
