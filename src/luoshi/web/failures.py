"""Errors as pages or as problem+json, by the address that was asked for."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from luoshi.errors import LuoshiError
from luoshi.lexicon.messages import say_error
from luoshi.serving import logs
from luoshi.serving.bodies import LIMIT
from luoshi.serving.identity import visitor_of
from luoshi.serving.language import language_of
from luoshi.serving.problems import API, MEDIA_TYPE, problem, status_of
from luoshi.serving.refusals import NoPage, NotSignedIn, Refused, TooMuch
from luoshi.web.rendering import HTMX, page


def install(app: FastAPI) -> None:
    """Answer errors so in an application."""
    app.add_exception_handler(LuoshiError, _known)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _wrong_input)
    app.add_exception_handler(Exception, _unknown)


async def answer(request: Request, error: LuoshiError) -> Response:
    """Give the answer for an error: problem+json, a page, or the sentence alone for a part of a page."""
    with suppress(LuoshiError):  # the database may be what failed
        await visitor_of(request)  # the page's head shows who is signed in, also where no route was found
    status = status_of(error)
    language = language_of(request)
    headers = error.headers if isinstance(error, Refused) else {}
    if request.url.path.startswith(API):
        body = problem(error, language, request.state.request_id)
        return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)
    if isinstance(error, NotSignedIn):
        return _to_sign_in(request)
    response = page(request, "error.html", status, sentence=say_error(language, error), status=status)
    response.headers.update(headers)
    return response


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = "/sign-in" if request.method != "GET" else f"/sign-in?next={quote(wanted, safe='')}"
    if request.headers.get(HTMX) == "true":
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(address, 303)


async def _known(request: Request, error: Exception) -> Response:
    if not isinstance(error, LuoshiError):
        raise error
    status = status_of(error)
    if status >= 500:
        logs.failed("error", error, request=request.state.request_id, code=error.code)
    return await answer(request, error)


async def _of_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return await answer(request, NoPage())
    headers = dict(getattr(error, "headers", None) or {})
    if LIMIT in headers:
        return await answer(request, TooMuch(int(headers[LIMIT])))
    refused = Refused(str(getattr(error, "detail", "")), code="web_http", status=status)
    refused.status = status
    refused.headers = headers
    return await answer(request, refused)


async def _wrong_input(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    place = ".".join(str(part) for part in faults[0]["loc"]) if faults else "?"
    reason = str(faults[0]["msg"]) if faults else "?"
    refused = Refused(f"The input is wrong: {place}: {reason}", code="web_input", place=place, reason=reason)
    refused.status = 422
    return await answer(request, refused)


async def told(request: Request, error: Exception) -> Response:
    """Give the answer for an error that came from no route, or from one that fell over."""
    return await (_known if isinstance(error, LuoshiError) else _unknown)(request, error)


async def _unknown(request: Request, error: Exception) -> Response:
    number = request.state.request_id
    logs.failed("error", error, request=number)
    refused = Refused(
        f"Something went wrong that should not; tell the administrator the request number {number}.",
        code="web_error",
        request=number,
    )
    refused.status = 500
    return await answer(request, refused)
