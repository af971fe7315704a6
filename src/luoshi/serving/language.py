"""The language of a request: what the person chose, else what the browser asks for, else Chinese."""

from __future__ import annotations

from typing import Final

from starlette.requests import HTTPConnection

from luoshi.lexicon.messages import LANGUAGES

COOKIE: Final = "luoshi_language"


def language_of(connection: HTTPConnection) -> str:
    """Give ``zh`` or ``en``."""
    chosen = connection.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for part in connection.headers.get("accept-language", "").split(","):
        named = part.split(";")[0].strip().lower()[:2]
        if named in LANGUAGES:
            return named
    return LANGUAGES[0]
