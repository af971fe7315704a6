"""The switch between Chinese and English."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.lexicon.messages import LANGUAGES
from luoshi.serving.identity import is_secure
from luoshi.serving.language import COOKIE
from luoshi.serving.permission import PUBLIC

router = APIRouter(include_in_schema=False)


@router.post("/language", dependencies=[PUBLIC])
def choose(
    request: Request, language: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Remember the language of this browser and go back to the page."""
    response = RedirectResponse(inside(back), 303)
    remember(request, response, language)
    return response


def remember(request: Request, response: Response, language: str) -> None:
    """Write a language into the cookie of this browser."""
    if language in LANGUAGES:
        response.set_cookie(
            COOKIE, language, max_age=365 * 86_400, samesite="lax", secure=is_secure(request), httponly=True
        )


def inside(address: str) -> str:
    """Give an address of this site; anything that leads elsewhere becomes the first page."""
    is_path = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_path and address.isprintable() else "/"
