"""Only the site's own name: a request that was sent to another one is refused.

Where ``public_url`` is set, links in pages are made of it, and a browser that was led here by another name
(DNS rebinding) must not be served. Whoever watches the server asks by its address.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from luoshi.serving.refusals import WrongHost

_WATCHED: Final = frozenset({"/healthz", "/readyz", "/metrics"})


def own_host(public_url: str) -> str:
    """Give the name in the address of a site, without its port; empty where none is set."""
    return (urlsplit(public_url).hostname or "").lower()


def check_host(connection: HTTPConnection, public_url: str) -> None:
    """Check the name that a request was sent to.

    Raises:
        WrongHost: it is not the site's.
    """
    own = own_host(public_url)
    if not own or connection.url.path in _WATCHED:
        return
    said = connection.headers.get("host", "")
    try:
        named = (urlsplit(f"//{said}").hostname or "").lower()
    except ValueError:  # a broken address of IPv6
        named = ""
    if named != own:
        raise WrongHost(own)
