"""The font that laid-out pages are set in."""

from __future__ import annotations

from luoshi.errors import LuoshiError
from luoshi.reading.pages.fonts import chinese_font, face_of


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
        self.text = face_of(path, size)
        self.small = face_of(path, small)
        self._widths: dict[str, float] = {}

    def width(self, character: str) -> float:
        """Give how far a character of the text's size advances."""
        if character not in self._widths:
            self._widths[character] = self.text.getlength(character)
        return self._widths[character]
