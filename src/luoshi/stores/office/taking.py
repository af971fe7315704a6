"""What is checked of an opinion before it is taken in: its length, its place, how many came before it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select

from luoshi.errors import UsageError
from luoshi.stores.office.draft import Said
from luoshi.stores.office.instants import instant
from luoshi.stores.office.plain_words import plain_words
from luoshi.stores.office.tables import opinions

LONGEST = 5000
"""Characters of an opinion, and of the reason of an answer."""
NAME = 60
"""Characters of the name that a commenter may give."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many opinions are taken within an hour: from one address on any draft, and on one draft."""

    of_address: int
    of_draft: int


def check_flood(connection: Connection, draft: int, address: str, limits: Limits, now: datetime) -> None:
    """Refuse one opinion more than an hour may bring; ``address`` is hashed.

    Raises:
        UsageError: ``opinion_flood``, with the ``minutes`` after which the next is taken.
    """
    counted = (
        (opinions.c.address == address, limits.of_address),
        (opinions.c.draft == draft, limits.of_draft),
    )
    until = [found for which, most in counted if (found := _full_until(connection, which, most, now))]
    if not until:
        return
    minutes = max(1, math.ceil((max(until) - now).total_seconds() / 60))
    raise UsageError(
        f"Too many opinions came within an hour; send this one again in {minutes} minutes.",
        code="opinion_flood",
        details={"minutes": minutes},
    )


def _full_until(
    connection: Connection, which: ColumnElement[bool], most: int, now: datetime
) -> datetime | None:
    """Give until when there are ``most`` within an hour; ``None`` where there are fewer."""
    newest = select(opinions.c.at).where(which, opinions.c.at > instant(now - HOUR))
    oldest = connection.execute(newest.order_by(opinions.c.at.desc()).limit(1).offset(most - 1)).scalar()
    return None if oldest is None else datetime.fromisoformat(oldest) + HOUR


def checked(said: Said) -> tuple[str, str | None]:
    """Give the text and the name of an opinion as they are kept.

    Raises:
        UsageError: ``opinion_text``, ``opinion_name``.
    """
    text, name = plain_words(said.text).strip(), " ".join(plain_words(said.name or "").split())
    if not 0 < len(text) <= LONGEST:
        raise UsageError(
            f"An opinion has 1 to {LONGEST} characters.", code="opinion_text", details={"most": LONGEST}
        )
    if len(name) > NAME:
        raise UsageError(
            f"The name has more than {NAME} characters.", code="opinion_name", details={"most": NAME}
        )
    return text, name or None


def quoted(words: str, said: Said) -> str | None:
    """Give the words of a draft that an opinion is about; ``None`` where it is about the whole.

    Raises:
        UsageError: ``opinion_place``.
    """
    if said.start is None and said.end is None:
        return None
    start, end = said.start, said.end
    if start is None or end is None or not 0 <= start < end <= len(words):
        raise UsageError(
            f"{start}-{end} is no stretch of the draft, which has {len(words)} characters.",
            code="opinion_place",
            details={"start": str(start), "end": str(end), "characters": len(words)},
        )
    return words[start:end]
