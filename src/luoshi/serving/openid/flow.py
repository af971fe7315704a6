"""One signing in by a provider: sent there with a state, come back with a code.

Nothing is kept meanwhile. The state is signed and holds what only this browser's cookie can give; verifier
and nonce are made of the state, the cookie and the site's secret, so that neither stands in any address
before its time.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final, Literal

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request

from luoshi.errors import UsageError
from luoshi.people.roles import REPORTER, roles
from luoshi.serving.openid.provider import Known, Provider
from luoshi.serving.refusals import ProviderFailed
from luoshi.serving.site import Site, site_of
from luoshi.serving.visitors import Visitor
from luoshi.settings.web import WebSettings

BACK: Final = "/sign-in/provider/back"
"""Where the provider leads back to; it is registered there."""
_MINUTES: Final = 10
Purpose = Literal["enter", "tie"]


@dataclass(frozen=True, slots=True)
class Flow:
    """What a signing in is for, and where it goes on to."""

    purpose: Purpose
    to: str


def is_set(settings: WebSettings) -> bool:
    """Say whether people may sign in by a provider.

    Raises:
        UsageError: ``oidc_settings``: the settings do not fit each other.
    """
    if not settings.oidc_issuer:
        return False
    _check(settings)
    return True


def begin(request: Request, visitor: Visitor, flow: Flow) -> str:
    """Give the provider's address that the browser is sent to.

    Raises:
        ProviderFailed: the provider does not say where that is.
    """
    site = site_of(request)
    kept = {"for": flow.purpose, "to": flow.to, "of": _bound(site, visitor), "once": secrets.token_hex(8)}
    said = _signer(site).dumps(kept)
    state = said if isinstance(said, str) else said.decode()
    nonce, verifier = (_made(site, visitor, state, what) for what in ("nonce", "verifier"))
    return _provider(site).address(_back(request), state, nonce, verifier)


def finish(request: Request, visitor: Visitor) -> tuple[Flow, Known]:
    """Give what the signing in was for, and whom the provider knows.

    Raises:
        ProviderFailed: the answer is not to a question of this browser, or the provider refuses it.
    """
    site, said = site_of(request), request.query_params
    state = said.get("state", "")
    flow = _flow(site, visitor, state)
    if "error" in said:
        raise ProviderFailed(said["error"][:80])
    nonce, verifier = (_made(site, visitor, state, what) for what in ("nonce", "verifier"))
    provider = _provider(site)
    if said.get("iss") not in (None, provider.issuer):  # RFC 9207: another provider's answer
        raise ProviderFailed("iss")
    return flow, provider.person(_back(request), said.get("code", ""), nonce, verifier)


def _flow(site: Site, visitor: Visitor, state: str) -> Flow:
    try:
        kept = _signer(site).loads(state, max_age=_MINUTES * 60)
    except BadSignature as error:
        raise ProviderFailed("state") from error
    if not isinstance(kept, Mapping) or not hmac.compare_digest(str(kept["of"]), _bound(site, visitor)):
        raise ProviderFailed("state")
    return Flow("tie" if kept["for"] == "tie" else "enter", str(kept["to"]))


def _bound(site: Site, visitor: Visitor) -> str:
    return hmac.new(site.secret, b"openid:" + visitor.key.encode(), sha256).hexdigest()


def _made(site: Site, visitor: Visitor, state: str, what: str) -> str:
    said = f"openid {what}:{state}:{visitor.key}".encode()
    return urlsafe_b64encode(hmac.new(site.secret, said, sha256).digest()).decode().rstrip("=")


def _signer(site: Site) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(site.secret, salt="luoshi.openid")


def _back(request: Request) -> str:
    base = site_of(request).settings.public_url or str(request.base_url)
    return base.rstrip("/") + BACK


def _provider(site: Site) -> Provider:
    settings = site.settings
    return _kept(settings.oidc_issuer, settings.oidc_client, settings.oidc_secret)


@lru_cache(maxsize=4)
def _kept(issuer: str, client: str, secret: str) -> Provider:
    return Provider(issuer, client, secret)


def _check(settings: WebSettings) -> None:
    local = settings.oidc_issuer.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    wrong = None
    if not settings.oidc_issuer.startswith("https://") and not local:
        wrong = ("oidc_issuer", "https://")
    elif not settings.oidc_client:
        wrong = ("oidc_client", "—")
    elif settings.oidc_role and (settings.oidc_role not in roles() or settings.oidc_role == REPORTER):
        wrong = ("oidc_role", ", ".join(name for name in roles() if name != REPORTER))
    if wrong:
        raise UsageError(
            f"The setting {wrong[0]} cannot be used: {wrong[1]}; change it.",
            code="oidc_settings",
            details={"name": wrong[0], "reason": wrong[1]},
        )
