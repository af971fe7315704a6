"""What a draft is opened with, checked and written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from luoshi.errors import UsageError
from luoshi.stores.office.audit import Deed, record
from luoshi.stores.office.draft import Audience, Shown
from luoshi.stores.office.instants import instant
from luoshi.stores.office.plain_words import plain_words
from luoshi.stores.office.secrets import digest_of
from luoshi.stores.office.tables import drafts, texts
from luoshi.stores.office.transactions import added, put
from luoshi.stores.projecting import plain
from luoshi.stores.tables import documents

TITLE = 200
"""Characters of a title."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A draft as it is opened: of a ``document`` of the ledger (its SHA-256), or of a ``text`` of its own.

    The lines of its own text end in LF, as browsers show them; other control characters are left out.
    """

    title: str
    opens: date
    closes: date
    author: str
    audience: Audience
    document: str | None = None
    text: str | None = None
    shows: Shown = "none"


def entered(connection: Connection, opening: Opening, secret: str | None, now: datetime) -> int:
    """Write a draft that was checked; give its number.

    Raises:
        UsageError: ``no_document``.
    """
    if opening.document is not None:
        digest = opening.document
        there = select(documents.c.sha256).where(documents.c.sha256 == plain(digest))
        if connection.execute(there).first() is None:
            raise UsageError(
                f"The ledger has no document {digest[:64]}.",
                code="no_document",
                details={"document": digest[:64]},
            )
    else:
        words = plain_words(opening.text or "")
        digest = sha256(words.encode()).hexdigest()
        put(connection, texts, {"sha256": digest, "text": words})
    values: dict[str, Any] = {
        "title": _title(opening),
        "text": digest,
        "document": opening.document,
        "opens": opening.opens.isoformat(),
        "closes": opening.closes.isoformat(),
        "author": opening.author,
        "audience": opening.audience,
        "digest": None if secret is None else digest_of(secret),
        "state": "open",
        "created": instant(now),
        "shows": opening.shows,
    }
    made = added(connection, drafts, values)
    record(connection, Deed(opening.author, "draft_opened", f"draft:{made}"), now)
    return made


def check(opening: Opening) -> None:
    """Check what a draft is opened with.

    Raises:
        UsageError: ``draft_title``, ``draft_text``, ``draft_days``.
    """
    if not 0 < len(_title(opening)) <= TITLE:
        raise UsageError(
            f"A draft has a title of 1 to {TITLE} characters.", code="draft_title", details={"most": TITLE}
        )
    own = opening.text is not None and bool(plain_words(opening.text).strip())
    if own == (opening.document is not None) or (opening.text is not None and not own):
        raise UsageError(
            "Name a document of the ledger, or give the draft's own text; not both.", code="draft_text"
        )
    check_days(opening.opens.isoformat(), opening.closes.isoformat())


def _title(opening: Opening) -> str:
    return " ".join(plain_words(opening.title).split())


def check_days(opens: str, closes: str) -> None:
    """Check that it does not close before it opens.

    Raises:
        UsageError: ``draft_days``.
    """
    if closes < opens:
        raise UsageError(
            f"The draft would close on {closes}, before it opens on {opens}.",
            code="draft_days",
            details={"opens": opens, "closes": closes},
        )
