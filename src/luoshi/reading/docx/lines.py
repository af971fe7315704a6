"""The lines of a text in the making, and the parts that they were."""

from __future__ import annotations

from luoshi.model.layout import Layout, Part


class Lines:
    """Collects lines; gives their text, joined by line feeds, and its layout."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._parts: list[Part] = []
        self._at = 0

    def add(self, text: str, kind: str, name: str, number: str = "") -> bool:
        """Add the lines of ``text``, ends trimmed and blank ones dropped; ``number`` opens the first.

        A number without text is no line. Gives whether there was a line.
        """
        kept = [line for one in text.split("\n") if (line := one.strip())]
        for line in kept:
            self._add(line, kind, name, number)
            number = ""
        return bool(kept)

    def add_number(self, number: str, name: str) -> None:
        """Add a line that is nothing but an automatic number (the first column of many tables)."""
        if number.strip():
            self._add("", "number", name, number.rstrip())

    def _add(self, line: str, kind: str, name: str, number: str) -> None:
        start = self._at
        middle, end = start + len(number), start + len(number) + len(line)
        if number:
            self._parts.append(Part(start, middle, "number", name))
        if line:
            self._parts.append(Part(middle, end, kind, name))
        self.lines.append(number + line)
        self._at = end + 1

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(self.lines)

    @property
    def layout(self) -> Layout:
        """The parts of ``text``."""
        return Layout(parts=tuple(self._parts))
