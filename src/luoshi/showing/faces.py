"""The font that laid-out pages are set in."""

from __future__ import annotations

from pathlib import Path

from PIL import ImageFont

from luoshi.errors import LuoshiError
from luoshi.reading.pages.fonts import chinese_font

_COLLECTION = 12  # faces of one file that are looked at


class Faces:
    """One font in two sizes (pixels), and the widths of its characters."""

    def __init__(self, size: float, small: float) -> None:
        path = chinese_font()
        if path is None:
            raise LuoshiError(
                "No font with Chinese characters is installed, so the page cannot be drawn; install one "
                "(fonts-noto-cjk, Source Han, SimSun), or name one in LUOSHI_FONT.",
                code="no_font",
            )
        self.text = _face(path, size)
        self.small = _face(path, small)
        self._widths: dict[str, float] = {}

    def width(self, character: str) -> float:
        """Give how far a character of the text's size advances."""
        if character not in self._widths:
            self._widths[character] = self.text.getlength(character)
        return self._widths[character]


def _face(path: Path, size: float) -> ImageFont.FreeTypeFont:
    """Give the font, of a collection the face for simplified Chinese, which has SC in its name."""
    try:
        first = ImageFont.truetype(str(path), size)
    except OSError as error:
        raise LuoshiError(
            f"The font {path} cannot be used ({error}); name another in LUOSHI_FONT.",
            code="bad_font",
            details={"font": str(path), "reason": str(error)},
        ) from None
    if path.suffix.lower() not in (".ttc", ".otc"):
        return first
    for index in range(_COLLECTION):
        try:
            face = ImageFont.truetype(str(path), size, index=index)
        except OSError:
            break
        if "SC" in (face.getname()[0] or "").split():
            return face
    return first
