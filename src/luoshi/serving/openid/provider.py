"""What is asked of an OpenID provider itself: its addresses, its keys, and who a code stands for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from luoshi.errors import UsageError
from luoshi.serving import logs
from luoshi.serving.refusals import ProviderFailed

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

_KEPT: Final = 3600
_SECONDS: Final = 10
_LEEWAY: Final = 60
_ALGORITHMS: Final = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
]
"""Signatures that only the provider can make: neither none nor those by a shared secret."""
_LONGEST: Final = 255
"""Characters of a subject, by the standard."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the provider knows: ``subject`` is its own, with the issuer before it; ``name`` is to be shown."""

    subject: str
    name: str


class Provider:
    """Asks one provider; what it says of itself is kept for an hour. Safe between threads."""

    def __init__(self, issuer: str, client: str, secret: str) -> None:
        self.issuer = issuer
        self._client = client
        self._secret = secret
        self._lock = threading.Lock()
        self._said: dict[str, tuple[float, Any]] = {}

    def address(self, back: str, state: str, nonce: str, verifier: str) -> str:
        """Give the address at which the person signs in.

        Raises:
            ProviderFailed: the provider is not to be had.
        """
        with _told(), self._open(back) as client:
            endpoint = self._metadata(client)["authorization_endpoint"]
            address, _ = client.create_authorization_url(
                endpoint, state=state, nonce=nonce, code_verifier=verifier
            )
        return str(address)

    def person(self, back: str, code: str, nonce: str, verifier: str) -> Known:
        """Give whom a code stands for; its token is checked by signature, issuer, client, time and nonce.

        Raises:
            ProviderFailed: the code or the token is not right.
        """
        with _told(), self._open(back) as client:
            token = client.fetch_token(
                self._metadata(client)["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
            )
            claims = self._claims(client, token, nonce)
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
            raise ProviderFailed("sub")
        names = (claims.get(name) for name in ("name", "preferred_username", "nickname"))
        shown = next((name for name in names if isinstance(name, str) and name.strip()), subject)
        return Known(f"{self.issuer} {subject}", shown)

    def _claims(self, client: OAuth2Client, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            decoded = jwt.decode(token["id_token"], self._keys(client), algorithms=_ALGORITHMS)
        except (JoseError, ValueError):  # by a key that was not there when they were read last
            decoded = jwt.decode(token["id_token"], self._keys(client, anew=True), algorithms=_ALGORITHMS)
        wanted = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._client},
            "nonce": {"essential": True, "value": nonce},
        }
        checked = CodeIDToken(
            decoded.claims, decoded.header, wanted, {"client_id": self._client, "nonce": nonce}
        )
        checked.validate(leeway=_LEEWAY)
        claims: dict[str, Any] = dict(checked)
        return claims

    def _metadata(self, client: OAuth2Client) -> Mapping[str, Any]:
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        said: Mapping[str, Any] = self._read(client, address)
        if said.get("issuer") != self.issuer:
            raise ProviderFailed("issuer")
        return said

    def _keys(self, client: OAuth2Client, *, anew: bool = False) -> Any:  # noqa: ANN401 - joserfc's KeySet
        from joserfc.jwk import KeySet

        return KeySet.import_key_set(self._read(client, self._metadata(client)["jwks_uri"], anew=anew))

    def _read(self, client: OAuth2Client, address: str, *, anew: bool = False) -> Any:  # noqa: ANN401 - JSON
        with self._lock:
            at, said = self._said.get(address, (0.0, None))
        if said is None or anew or time.monotonic() - at > _KEPT:
            answer = client.request("GET", address, withhold_token=True)
            answer.raise_for_status()
            said = answer.json()
            with self._lock:
                self._said[address] = (time.monotonic(), said)
        return said

    @contextmanager
    def _open(self, back: str) -> Iterator[OAuth2Client]:
        from authlib.integrations.httpx_client import OAuth2Client

        with OAuth2Client(
            self._client,
            self._secret or None,
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
            scope="openid profile",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=_SECONDS,
        ) as client:
            yield client


@contextmanager
def _told() -> Iterator[None]:
    """Tell what goes wrong at the provider as one sentence."""
    try:
        from authlib.common.errors import AuthlibBaseError
        from httpx2 import HTTPError, InvalidURL
        from joserfc.errors import JoseError
    except ImportError as error:
        raise UsageError(
            "What signing in by a provider needs is not installed; install luoshi[oidc].", code="oidc_missing"
        ) from error
    try:
        yield
    except (AuthlibBaseError, JoseError) as error:
        raise ProviderFailed(str(getattr(error, "error", "") or error)[:80]) from error
    except (HTTPError, InvalidURL, KeyError, TypeError, ValueError, AttributeError) as error:
        # it cannot be reached, or says what no provider says: whoever runs the site sees in the log what
        logs.failed("provider_failed", error)
        raise ProviderFailed(type(error).__name__) from error
