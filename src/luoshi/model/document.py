"""A text as it was read, with what its reader knows of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from hashlib import sha256


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
class Document:
    """One text to extract from.

    ``text`` is what every offset counts in. For ``.txt`` and ``.md`` it is the file's
    decoded text with a byte-order mark dropped and nothing else changed.
    ``source`` is the name that the records carry (a path or a given name);
    ``date`` is the date that the caller gave, or the file's own metadata, else ``None``;
    ``fallback`` is the date to go by where neither that nor the text's head says one;
    ``format`` is the name of the reader (``txt``, ``md``, ``html``) and
    ``encoding`` the one that was recognised.
    """

    text: str
    source: str = "<text>"
    date: datetime.date | None = None
    format: str = "txt"
    encoding: str = "utf-8"
    title: str | None = None
    sha256: str = field(default="")
    fallback: datetime.date | None = None

    def __post_init__(self) -> None:
        """Fill in the SHA-256 (hex) of the text's UTF-8 form."""
        if not self.sha256:
            digest = sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "sha256", digest)
