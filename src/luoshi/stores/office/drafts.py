"""Drafts that are opened for comment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from luoshi.errors import UsageError
from luoshi.stores.office.audit import Deed, record
from luoshi.stores.office.draft import Draft, Shown, Standing, draft_of
from luoshi.stores.office.opening import Opening, check, check_days, entered
from luoshi.stores.office.secrets import digest_of, new_secret
from luoshi.stores.office.tables import drafts, texts
from luoshi.stores.office.transactions import Transactions
from luoshi.stores.tables import documents


class Drafts:
    """Opens, finds and closes drafts."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def open(self, opening: Opening, now: datetime) -> tuple[Draft, str | None]:
        """Open a draft; give it, and for the audience ``link`` the secret of its link, shown this once.

        Raises:
            UsageError: ``draft_title``, ``draft_text`` (neither or both of document and text, or an empty
                one), ``draft_days`` (it closes before it opens), ``no_document``.
        """
        check(opening)
        secret = new_secret() if opening.audience == "link" else None

        def work(connection: Connection) -> Draft:
            return find(connection, entered(connection, opening, secret, now))

        return self._transactions.write(work), secret

    def get(self, draft: int) -> Draft | None:
        """Give a draft."""
        with self._transactions.reading() as connection:
            row = connection.execute(select(drafts).where(drafts.c.id == draft)).first()
        return None if row is None else draft_of(row)

    def by_link(self, secret: str) -> Draft | None:
        """Give the draft that a link opens; ``None`` where there is none, or it was withdrawn."""
        asked = select(drafts).where(drafts.c.digest == digest_of(secret), drafts.c.state != "withdrawn")
        with self._transactions.reading() as connection:
            row = connection.execute(asked).first()
        return None if row is None else draft_of(row)

    def list(self, state: Standing | None = None) -> tuple[Draft, ...]:
        """Give the drafts, the newest first."""
        asked = select(drafts).order_by(drafts.c.id.desc())
        if state is not None:
            asked = asked.where(drafts.c.state == state)
        with self._transactions.reading() as connection:
            return tuple(map(draft_of, connection.execute(asked)))

    def text(self, draft: int) -> str:
        """Give the words of a draft, which the offsets of opinions count in.

        Raises:
            UsageError: ``no_draft``.
        """
        with self._transactions.reading() as connection:
            return text_of(connection, find(connection, draft))

    def move(self, draft: int, closes: date, *, by: str, now: datetime) -> Draft:
        """Close a draft on another day.

        Raises:
            UsageError: ``no_draft``, ``draft_over`` (it was closed or withdrawn), ``draft_days``.
        """

        def work(connection: Connection) -> Draft:
            held = find(connection, draft, hold=True)
            if held.state != "open":
                raise draft_over(held)
            check_days(held.opens, closes.isoformat())
            return _set(connection, held, {"closes": closes.isoformat()}, by, now)

        return self._transactions.write(work)

    def settle(self, draft: int, state: Standing, *, by: str, now: datetime) -> Draft:
        """Close a draft before its day, open it again, or withdraw it for good.

        Raises:
            UsageError: ``no_draft``; ``draft_over``: it was withdrawn.
        """

        def work(connection: Connection) -> Draft:
            held = find(connection, draft, hold=True)
            if held.state == state:
                return held
            if held.state == "withdrawn":
                raise draft_over(held)
            return _set(connection, held, {"state": state}, by, now)

        return self._transactions.write(work)

    def show(self, draft: int, shows: Shown, *, by: str, now: datetime) -> Draft:
        """Let commenters see more or less of others' opinions.

        Raises:
            UsageError: ``no_draft``.
        """

        def work(connection: Connection) -> Draft:
            held = find(connection, draft, hold=True)
            return held if held.shows == shows else _set(connection, held, {"shows": shows}, by, now)

        return self._transactions.write(work)

    def renew_link(self, draft: int, *, by: str, now: datetime) -> str:
        """Give a new link's secret in place of the one before, which no longer opens the draft.

        Raises:
            UsageError: ``no_draft``; ``draft_over``: it was closed or withdrawn; ``draft_no_link``: it is
                for accounts.
        """
        secret = new_secret()

        def work(connection: Connection) -> str:
            held = find(connection, draft, hold=True)
            if held.state != "open":
                raise draft_over(held)
            if held.audience != "link":
                raise UsageError(
                    f"“{held.title}” is open to accounts, not by a link.",
                    code="draft_no_link",
                    details={"title": held.title},
                )
            _set(connection, held, {"digest": digest_of(secret)}, by, now)
            return secret

        return self._transactions.write(work)


def find(connection: Connection, draft: int, *, hold: bool = False) -> Draft:
    """Give a draft; with ``hold`` nobody else changes it before the transaction's end.

    Raises:
        UsageError: ``no_draft``.
    """
    asked = select(drafts).where(drafts.c.id == draft)
    row = connection.execute(asked.with_for_update() if hold else asked).first()
    if row is None:
        raise UsageError(f"There is no draft {draft}.", code="no_draft", details={"draft": draft})
    return draft_of(row)


def text_of(connection: Connection, draft: Draft) -> str:
    """Give the words of a draft."""
    table = texts if draft.document is None else documents
    words: str = connection.execute(select(table.c.text).where(table.c.sha256 == draft.text)).scalar_one()
    return words


def draft_over(draft: Draft) -> UsageError:
    """Give the error for a draft that takes no opinions."""
    return UsageError(
        f"“{draft.title}” takes no opinions now: it is not yet open, closed or withdrawn.",
        code="draft_over",
        details={"title": draft.title},
    )


def _set(connection: Connection, draft: Draft, values: dict[str, Any], by: str, now: datetime) -> Draft:
    connection.execute(update(drafts).where(drafts.c.id == draft.id).values(values))
    said = {"link": "renewed"} if "digest" in values else dict(values)
    record(connection, Deed(by, "draft_changed", f"draft:{draft.id}", said), now)
    return find(connection, draft.id)
