"""Who is asking: a signed cookie of a person who signed in, or a bearer token of a program."""

from __future__ import annotations

import hmac
import secrets
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Final

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import Response

from luoshi.people import Person, person_of
from luoshi.serving.site import Site, site_of
from luoshi.serving.visitors import Seen, Visitor

SESSION: Final = "luoshi_session"
VISIT: Final = "luoshi_visit"
_RENEWED: Final = 600
"""Seconds after which the cookie of a person who goes on working is written anew."""


async def visitor_of(connection: HTTPConnection) -> Visitor:
    """Give who sent a request; looked up once a request."""
    found: Visitor | None = getattr(connection.state, "visitor", None)
    if found is None:
        found = await _visitor(connection)
        connection.state.visitor = found
    return found


async def _visitor(connection: HTTPConnection) -> Visitor:
    site = site_of(connection)
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return Visitor(await run_in_threadpool(_by_token, site, secret.strip()), "", by_token=True)
    cookie = connection.cookies.get(SESSION)
    if cookie:
        seen = await _signed_in(site, cookie)
        if seen is not None:
            connection.state.issued = seen.issued
            return seen.visitor
    kept = _read(site, VISIT, connection.cookies.get(VISIT), 30 * 86_400)
    if kept is not None:
        return Visitor(None, kept)
    connection.state.new_visit = secrets.token_urlsafe(18)
    return Visitor(None, connection.state.new_visit)


async def _signed_in(site: Site, cookie: str) -> Seen | None:
    stamp = site.store.office.writes
    seen = site.recent.get(cookie, stamp)
    if seen is None:
        said = _opened(site, SESSION, cookie, site.settings.session_hours * 3600)
        if said is None:
            return None
        number, epoch, key = said[0].split(".", 2)
        person = await site.recent.looked_up(
            cookie, stamp, partial(_by_session, site, int(number), int(epoch), key)
        )
        if person is None:
            return None
        seen = Seen(Visitor(person, key), said[1])
        site.recent.put(cookie, stamp, seen)
    return seen


def _by_token(site: Site, shown: str) -> Person | None:
    found = site.store.office.tokens.check(shown, datetime.now(UTC))
    if found is None:
        return None
    token, account = found
    return person_of(account, "token", token.scopes)


def _by_session(site: Site, number: int, epoch: int, key: str) -> Person | None:
    account = site.store.office.sessions.account_of(number, epoch, key)
    return None if account is None else person_of(account, "cookie")


def form_token(site: Site, visitor: Visitor) -> str:
    """Give the token that a form of this visitor carries (against forged forms of other sites)."""
    return hmac.new(site.secret, b"form:" + visitor.key.encode(), sha256).hexdigest()


def sign_in(connection: HTTPConnection, response: Response, account: int, epoch: int) -> None:
    """Write the cookie of a session; it begins anew, so that nothing of a stranger's goes on."""
    said = f"{account}.{epoch}.{secrets.token_urlsafe(12)}"
    _write(connection, response, SESSION, said, site_of(connection).settings.session_hours * 3600)


def sign_out(connection: HTTPConnection, response: Response) -> None:
    """End the session, also for whoever has a copy of its cookie, and take the cookie away."""
    site = site_of(connection)
    said = _read(site, SESSION, connection.cookies.get(SESSION), site.settings.session_hours * 3600)
    if said is not None:
        now = datetime.now(UTC)
        until = now + timedelta(hours=site.settings.session_hours)
        site.store.office.sessions.end(said.split(".", 2)[2], until=until, now=now)
    response.delete_cookie(SESSION, path="/", secure=is_secure(connection), httponly=True, samesite="lax")


def keep(connection: HTTPConnection, response: Response) -> None:
    """Write what the next request needs: a stranger's visit, a session that goes on."""
    new = getattr(connection.state, "new_visit", None)
    if new is not None:
        _write(connection, response, VISIT, new, 30 * 86_400)
    issued: float | None = getattr(connection.state, "issued", None)
    if issued is not None and time.time() - issued > _RENEWED:
        site = site_of(connection)
        seconds = site.settings.session_hours * 3600
        said = _read(site, SESSION, connection.cookies.get(SESSION), seconds)
        if said is not None:
            _write(connection, response, SESSION, said, seconds)


def _write(connection: HTTPConnection, response: Response, name: str, said: str, seconds: int) -> None:
    signed = _signer(site_of(connection), name).dumps(said)
    response.set_cookie(
        name,
        signed if isinstance(signed, str) else signed.decode(),
        max_age=seconds,
        path="/",
        secure=is_secure(connection),
        httponly=True,
        samesite="lax",
    )


def _read(site: Site, name: str, cookie: str | None, seconds: int) -> str | None:
    opened = _opened(site, name, cookie, seconds) if cookie else None
    return None if opened is None else opened[0]


def _opened(site: Site, name: str, cookie: str, seconds: int) -> tuple[str, float] | None:
    """Give what a cookie says, and the Unix time at which it was written."""
    try:
        said, at = _signer(site, name).loads(cookie, max_age=seconds, return_timestamp=True)
    except BadSignature:
        return None
    return (said, at.timestamp()) if isinstance(said, str) else None


def _signer(site: Site, name: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(site.secret, salt=f"luoshi.{name}")


def is_secure(connection: HTTPConnection) -> bool:
    """Say whether cookies are for TLS only: as the settings say, else as the request came."""
    wanted = site_of(connection).settings.secure
    return connection.url.scheme == "https" if wanted is None else wanted
