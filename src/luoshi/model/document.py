"""A text as it was read, with what its reader knows of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

from luoshi.model.layout import Layout, Part, Place

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself; ``None`` where the text does not give it.

    ``kind`` is one of ``news``, ``plan``, ``report`` (a government work report),
    ``central`` (a central document), ``minutes``.
    """

    title: str | None = None
    date: datetime.date | None = None
    body: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What reading noticed and a user must know: a page whose text was not found, doubtful characters.

    ``code`` is stable and names a message; ``details`` fill its gaps.
    """

    code: str
    details: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a supervision ledger that was read from a table: where each column's words stand.

    The keys of ``cells`` are those of ``data/ledger_columns.yaml`` (``task``, ``lead``, ``due``, …);
    the offsets are of ``Document.text``.
    """

    cells: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Document:
    """One text to extract from.

    ``text`` is what every offset counts in. For ``.txt`` and ``.md`` it is the file's
    decoded text with a byte-order mark dropped and nothing else changed.
    ``source`` is the name that the records carry (a path or a given name);
    ``date`` is the date that the caller gave, or the file's own metadata, else ``None``;
    ``fallback`` is the date to go by where neither that nor the text's head says one;
    ``format`` is the name of the reader (``txt``, ``docx``, ``pdf``, …), ``parser`` the program that
    read it with its version, and ``encoding`` the one that was recognised (``""`` where the format has
    none). ``layout`` says where the characters stood, ``tasks`` which rows of a supervision ledger they
    are, ``remarks`` what reading noticed, ``publisher`` whom a web page names as its source (来源); a file
    that is plain text has none of them.
    """

    text: str
    source: str = "<text>"
    date: datetime.date | None = None
    format: str = "txt"
    encoding: str = "utf-8"
    title: str | None = None
    sha256: str = field(default="")
    fallback: datetime.date | None = None
    parser: str = ""
    layout: Layout | None = field(default=None, compare=False)
    tasks: tuple[TaskRow, ...] = field(default=(), compare=False)
    remarks: tuple[Remark, ...] = field(default=(), compare=False)
    publisher: str | None = None

    def __post_init__(self) -> None:
        """Fill in the SHA-256 (hex) of the text's UTF-8 form."""
        if not self.sha256:
            digest = sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "sha256", digest)

    def locate(self, start: int, end: int) -> tuple[Place, ...]:
        """Give where ``text[start:end]`` stood in the file: boxes on pages, or parts, or lines.

        Offsets are code points, ``end`` exclusive; characters that reading put in stand nowhere.
        """
        if self.layout is not None:
            return tuple(self.layout.locate(start, end))
        places = []
        number = self.text.count("\n", 0, start) + 1
        while start < end:
            stop = self.text.find("\n", start, end)
            stop = end if stop < 0 else stop
            if stop > start:
                places.append(Place(start, stop, (), Part(start, stop, "line", f"line {number}")))
            start, number = stop + 1, number + 1
        return tuple(places)
