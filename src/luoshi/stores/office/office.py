"""The rooms of an office, each one thing that it keeps."""

from __future__ import annotations

from sqlalchemy import Engine

from luoshi.stores.office.accounts import Accounts
from luoshi.stores.office.answers import Answers
from luoshi.stores.office.audit import Audit
from luoshi.stores.office.catalogue import Catalogue
from luoshi.stores.office.computed import Computed
from luoshi.stores.office.drafts import Drafts
from luoshi.stores.office.jobs import Jobs
from luoshi.stores.office.links import Links
from luoshi.stores.office.opinions import Opinions
from luoshi.stores.office.secrets import signing_secret
from luoshi.stores.office.sessions import Sessions
from luoshi.stores.office.subjects import Subjects
from luoshi.stores.office.tokens import Tokens
from luoshi.stores.office.trail import Trail
from luoshi.stores.office.transactions import Transactions
from luoshi.stores.office.visits import Visits


class Office:
    """What is kept beside the chain. Every method of a room is one transaction.

    Each raises ``StoreError`` where the database cannot do it.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._transactions = Transactions(engine, name)
        self._secret: bytes | None = None
        self.accounts = Accounts(self._transactions)
        self.sessions = Sessions(self._transactions)
        self.subjects = Subjects(self._transactions)
        self.links = Links(self._transactions)
        self.tokens = Tokens(self._transactions)
        self.audit = Audit(self._transactions)
        self.trail = Trail(self._transactions)
        self.catalogue = Catalogue(self._transactions)
        self.jobs = Jobs(self._transactions)
        self.drafts = Drafts(self._transactions)
        self.opinions = Opinions(self._transactions, self.secret)
        self.answers = Answers(self._transactions)
        self.computed = Computed(self._transactions)
        self.visits = Visits(self._transactions)

    @property
    def writes(self) -> int:
        """Count what this process wrote; what was read before the last of it may be old."""
        return self._transactions.writes

    def secret(self) -> bytes:
        """Give the 32 bytes that sessions are signed with, made at first use."""
        if self._secret is None:
            self._secret = signing_secret(self._transactions)
        return self._secret
