"""A small OpenID provider on this machine, which tests can make misbehave."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from luoshi.web.running import listening

CLIENT, SECRET = "luoshi", "secret-of-tests"


@dataclass(slots=True)
class Provider:
    """Who is signed in there (``claims``), and what it does wrong: ``spoil`` changes the claims it signs."""

    issuer: str = ""
    claims: dict[str, object] = field(default_factory=lambda: {"sub": "u-1", "name": "赵六"})
    spoil: dict[str, object] = field(default_factory=dict)
    other_key: bool = False
    unsigned: bool = False
    answer_iss: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))

    def turn_keys(self) -> None:
        """Sign with another key from now on, which is also told."""
        self._key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4)})

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._about),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
            ]
        )

    async def _about(self, _: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        )

    async def _keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [self._key.as_dict(private=False) | {"use": "sig", "alg": "ES256"}]})

    async def _authorize(self, request: Request) -> RedirectResponse:
        said = dict(request.query_params)
        self.asked.append(said)
        assert said["response_type"] == "code"
        assert said["code_challenge_method"] == "S256"
        assert set(said["scope"].split()) == {"openid", "profile"}
        code = secrets.token_hex(8)
        self._codes[code] = said
        back = {"code": code, "state": said["state"]}
        if self.answer_iss:
            back["iss"] = self.answer_iss
        return RedirectResponse(f"{said['redirect_uri']}?{urlencode(back)}", 303)

    async def _token(self, request: Request) -> JSONResponse:
        form = parse_qs((await request.body()).decode())
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self._codes.pop(form["code"][0], None)
        proof = hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        right = (
            request.headers.get("authorization") == f"Basic {basic}"
            and asked is not None
            and asked["code_challenge"] == challenge
            and asked["redirect_uri"] == form["redirect_uri"][0]
        )
        if not right or asked is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        claims = {
            name: value for name, value in (claims | self.claims | self.spoil).items() if value is not None
        }
        key = ECKey.generate_key("P-256") if self.other_key else self._key
        token = jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, key)
        if self.unsigned:
            head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
            token = f"{head}.{token.split('.')[1]}."
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": token})


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider on a free port of 127.0.0.1."""
    bound = listening("127.0.0.1", 0)
    provider = Provider(f"http://127.0.0.1:{bound.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(provider.app(), log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
        bound.close()


def visit(address: str) -> str:
    """Sign in at the provider as a browser does; give the path and query that it leads back to."""
    import http.client

    split = urlsplit(address)
    connection = http.client.HTTPConnection(split.hostname, split.port, timeout=10)
    try:
        connection.request("GET", f"{split.path}?{split.query}")
        back = urlsplit(connection.getresponse().headers["location"])
    finally:
        connection.close()
    return f"{back.path}?{back.query}"
