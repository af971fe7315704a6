"""Opinions on drafts, and what was answered to each."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select, update

from luoshi.errors import ConflictError, UsageError
from luoshi.stores.office.audit import Deed, record
from luoshi.stores.office.draft import Opinion, Said, Verdict, opinion_of
from luoshi.stores.office.drafts import draft_over, find, text_of
from luoshi.stores.office.instants import instant
from luoshi.stores.office.plain_words import plain_words
from luoshi.stores.office.tables import opinions
from luoshi.stores.office.taking import HOUR, LONGEST, Limits, check_flood, checked, quoted
from luoshi.stores.office.transactions import Transactions, added


class Opinions:
    """Takes opinions in and answers them. ``secret`` gives the key that addresses are hashed with."""

    def __init__(self, transactions: Transactions, secret: Callable[[], bytes]) -> None:
        self._transactions = transactions
        self._secret = secret

    def say(
        self, draft: int, said: Said, *, day: date, now: datetime, limits: Limits | None = None
    ) -> Opinion:
        """Take an opinion in; the quoted words are taken from the draft itself.

        Raises:
            UsageError: ``no_draft``; ``draft_over``: it takes none on this ``day``; ``opinion_text``: it is
                empty or too long; ``opinion_name``; ``opinion_place``: no stretch of the draft's text;
                ``opinion_flood``: past the ``limits`` of an hour, with the ``minutes`` to wait.
        """
        text, name = checked(said)
        values: dict[str, Any] = {
            "draft": draft,
            "start": said.start,
            "end": said.end,
            "text": text,
            "name": name,
            "account": said.account,
            "address": self._hashed(said.address),
            "at": instant(now),
            "version": 0,
        }

        def work(connection: Connection) -> Opinion:
            held = find(connection, draft, hold=True)
            if not held.takes(day):
                raise draft_over(held)
            if limits is not None:
                check_flood(connection, draft, values["address"], limits, now)
            words = quoted(text_of(connection, held), said)
            return _find(connection, added(connection, opinions, values | {"quoted": words}))

        return self._transactions.write(work)

    def recent(self, address: str, now: datetime) -> int:
        """Count what came from an address within the last hour, on any draft."""
        asked = select(func.count()).where(
            opinions.c.address == self._hashed(address), opinions.c.at > instant(now - HOUR)
        )
        with self._transactions.reading() as connection:
            return connection.execute(asked).scalar_one()

    def get(self, opinion: int) -> Opinion:
        """Give an opinion.

        Raises:
            UsageError: ``no_opinion``.
        """
        with self._transactions.reading() as connection:
            return _find(connection, opinion)

    def of(self, draft: int, *, after: int = 0, limit: int | None = None) -> tuple[Opinion, ...]:
        """Give the opinions on a draft in the order in which they came, past the id ``after``."""
        asked = select(opinions).where(opinions.c.draft == draft, opinions.c.id > after)
        with self._transactions.reading() as connection:
            return tuple(map(opinion_of, connection.execute(asked.order_by(opinions.c.id).limit(limit))))

    def counts(self, draft: int) -> dict[Verdict | None, int]:
        """Count the opinions on a draft by their answer; ``None`` are those without one."""
        asked = select(opinions.c.answer, func.count()).where(opinions.c.draft == draft)
        with self._transactions.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(asked.group_by(opinions.c.answer))}

    def totals(self) -> dict[int, tuple[int, int]]:
        """Give for each draft that has any how many opinions there are, and how many have an answer."""
        asked = select(opinions.c.draft, func.count(), func.count(opinions.c.answer))
        with self._transactions.reading() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(asked.group_by(opinions.c.draft))}

    def answer(
        self,
        opinion: int,
        verdict: Verdict | None,
        reason: str,
        *,
        by: str,
        now: datetime,
        expected: int | None = None,
    ) -> Opinion:
        """Answer an opinion, or take the answer back (``None``); the audit log keeps each answer.

        ``expected`` is the version that the person saw.

        Raises:
            UsageError: ``no_opinion``; ``answer_reason``: what is not wholly adopted needs a reason, and no
                reason is longer than 5,000 characters.
            ConflictError: ``opinion_changed``: it was answered since it was seen.
        """
        reason = plain_words(reason).strip()
        if len(reason) > LONGEST or (verdict in ("partly", "declined") and not reason):
            raise UsageError(
                f"Give the reason of the answer, in up to {LONGEST} characters.",
                code="answer_reason",
                details={"most": LONGEST},
            )
        values = {
            "answer": verdict,
            "reason": reason or None,
            "answered_by": by if verdict else None,
            "answered_at": instant(now) if verdict else None,
            "version": opinions.c.version + 1,
        }

        def work(connection: Connection) -> Opinion:
            before = _find(connection, opinion, hold=True)
            if expected is not None and before.version != expected:
                raise ConflictError(
                    f"Opinion {opinion} was answered since you saw it; look at it again.",
                    code="opinion_changed",
                    details={"opinion": opinion},
                )
            connection.execute(update(opinions).where(opinions.c.id == opinion).values(values))
            details = {
                "draft": before.draft,
                "before": [before.answer, before.reason],
                "after": [verdict, reason],
            }
            record(connection, Deed(by, "opinion_answered", f"opinion:{opinion}", details), now)
            return _find(connection, opinion)

        return self._transactions.write(work)

    def _hashed(self, address: str) -> str:
        # keyed: all addresses there are could be tried in a day
        return hmac.new(self._secret(), address.encode("utf-8", "backslashreplace"), sha256).hexdigest()


def _find(connection: Connection, opinion: int, *, hold: bool = False) -> Opinion:
    asked = select(opinions).where(opinions.c.id == opinion)
    row = connection.execute(asked.with_for_update() if hold else asked).first()
    if row is None:
        raise UsageError(f"There is no opinion {opinion}.", code="no_opinion", details={"opinion": opinion})
    return opinion_of(row)
