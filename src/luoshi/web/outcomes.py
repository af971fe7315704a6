"""What the page before did, told once after the redirect: ``?told=WORD`` with a word that the page has."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.lexicon.messages import page_words

_WORD = re.compile(r"[a-z_]{1,40}", re.ASCII)


def outcome(request: Request, prefix: str) -> str:
    """Give the key of the sentence for ``?told=WORD``, ``PREFIX.told.WORD``; empty where there is none."""
    said = request.query_params.get("told", "")
    key = f"{prefix}.told.{said}"
    return key if _WORD.fullmatch(said) and key in page_words() else ""


def back(path: str, told: str) -> Response:
    """Lead to a page that tells what was done."""
    return RedirectResponse(f"{path}?told={told}", 303)


def sealed(response: Response) -> Response:
    """Give a page that shows a secret: nothing keeps it, no address of it leaves the site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
