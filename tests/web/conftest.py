"""A site over a new ledger, and people of every role who are signed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.responses import Response
from starlette.testclient import TestClient
from tests.blank import blank
from tests.web.application import application

from luoshi.app.ledger import open_ledger
from luoshi.serving.identity import SESSION, _signer, form_token
from luoshi.serving.visitors import Visitor

DAY = date(2026, 3, 2)
UNIT = "发展改革局"
ROLES = ("reader", "reporter", "reviewer", "supervisor", "administrator")
CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass(slots=True)
class Client:
    """A browser or program: ``get`` and ``post`` as of httpx; a post carries the form's token."""

    http: TestClient
    token: str

    def get(self, address: str, **more) -> Response:
        return self.http.get(address, **more)

    def post(self, address: str, data: dict | None = None, **more) -> Response:
        headers = {"X-CSRF-Token": self.token} | dict(more.pop("headers", {}))
        return self.http.post(address, data=data, headers=headers, **more)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    """An application over an empty ledger, without workers; today is ``DAY``."""
    with open_ledger(blank(tmp_path / "luoshi.db")) as store:
        yield application(store, DAY)


@pytest.fixture
def store(app: FastAPI):
    """The ledger of the site."""
    return app.state.site.store


@pytest.fixture
def stranger(app: FastAPI) -> Iterator[Client]:
    """Somebody who is not signed in; follows no redirect."""
    with TestClient(app, follow_redirects=False) as http:
        yield Client(http, "")


@pytest.fixture
def client_as(app: FastAPI) -> Iterator[Callable[[str], Client]]:
    """Give a client that is signed in with a role; a reporter's unit is ``UNIT``."""
    site = app.state.site
    with ExitStack() as open_clients:

        def signed_in(role: str) -> Client:
            accounts = site.store.office.accounts
            name = f"{role}一"
            account = accounts.by_name(name)
            if account is None:
                unit = UNIT if role == "reporter" else None
                account = accounts.create(name, role, unit=unit, now=datetime.now(UTC))
            key = "key-of-tests"
            cookie = _signer(site, SESSION).dumps(f"{account.id}.{account.epoch}.{key}")
            http = open_clients.enter_context(TestClient(app, follow_redirects=False))
            http.cookies.set(SESSION, cookie if isinstance(cookie, str) else cookie.decode())
            return Client(http, form_token(site, Visitor(None, key)))

        yield signed_in
