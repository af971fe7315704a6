"""The doors: the first administrator's link, an invitation, signing in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.errors import LuoshiError, UsageError
from luoshi.lexicon.messages import say_error
from luoshi.people import Account
from luoshi.serving import identity, openid
from luoshi.serving.auditing import note
from luoshi.serving.language import language_of
from luoshi.serving.permission import PUBLIC
from luoshi.serving.refusals import TooOften
from luoshi.serving.signing_in import proven
from luoshi.serving.site import site_of
from luoshi.stores.office.links import Link
from luoshi.web.outcomes import outcome, sealed
from luoshi.web.pages.language import inside, remember
from luoshi.web.rendering import page

router = APIRouter(include_in_schema=False)
Field = Annotated[str, Form()]
_OF_NAME = ("account_name", "account_taken")


@router.get("/sign-in", dependencies=[PUBLIC])
def ask(request: Request, next: str = "/") -> Response:
    """Ask for name and password."""
    if request.state.visitor.person is not None:
        return RedirectResponse(inside(next), 303)
    return _sign_in(request, next)


@router.post("/sign-in", dependencies=[PUBLIC])
def sign_in(request: Request, name: Field, password: Field, next: Field = "/") -> Response:
    """Sign in and go on to the page that was wanted."""
    try:
        account = proven(request, name, password)
    except TooOften as error:
        response = _sign_in(request, next, name=name, error=error, status=error.status)
        response.headers.update(error.headers)
        return response
    if account is None:
        wrong = UsageError("The name or the password is wrong.", code="sign_in_wrong")
        return _sign_in(request, next, name=name, error=wrong, status=401)
    return enter(request, account, inside(next))


def enter(request: Request, account: Account, to: str = "/", *, by: str = "password") -> Response:
    """Let a person in: a new session, the language of the account, an entry in the audit."""
    response = RedirectResponse(to, 303)
    identity.sign_in(request, response, account.id, account.epoch)
    if account.language:
        remember(request, response, account.language)
    note(request, "signed_in", account.name, who=account.name, by=by)
    return response


@router.post("/sign-out", dependencies=[PUBLIC])
def sign_out(request: Request) -> Response:
    """Sign out of this session."""
    response = RedirectResponse("/sign-in?told=out", 303)
    if request.state.visitor.person is not None:
        note(request, "signed_out", request.state.visitor.person.name)
    identity.sign_out(request, response)
    return response


@router.get("/welcome/{secret}", dependencies=[PUBLIC])
def welcome(request: Request, secret: str) -> Response:
    """Ask the first administrator for a name and a password; opening the link does not use it."""
    _first(request, secret)
    return _choose(request, secret, None)


@router.post("/welcome/{secret}", dependencies=[PUBLIC])
def begin(request: Request, secret: str, name: Field, password: Field, again: Field) -> Response:
    """Make the first administrator."""
    _first(request, secret)
    return _entered(request, secret, None, (name, password, again))


@router.get("/invite/{secret}", dependencies=[PUBLIC])
def invited(request: Request, secret: str) -> Response:
    """Ask an invited person, or one who lost it, for a password; opening the link does not use it."""
    return _choose(request, secret, _invited(request, secret))


@router.post("/invite/{secret}", dependencies=[PUBLIC])
def accept(request: Request, secret: str, password: Field, again: Field) -> Response:
    """Set the password and sign in."""
    account = _invited(request, secret)
    return _entered(request, secret, account, (account.name, password, again))


def _sign_in(
    request: Request, wanted: str, *, name: str = "", error: LuoshiError | None = None, status: int = 200
) -> Response:
    settings = site_of(request).settings
    return page(
        request,
        "entering/sign_in.html",
        status,
        wanted=inside(wanted),
        name=name[:200],
        error=say_error(language_of(request), error) if error else "",
        told=outcome(request, "entering"),
        provider=openid.is_set(settings) and (settings.oidc_name or True),
    )


def _choose(
    request: Request,
    secret: str,
    account: Account | None,
    *,
    name: str = "",
    wrong: LuoshiError | None = None,
) -> Response:
    said = say_error(language_of(request), wrong) if wrong else ""
    of_name = wrong is not None and wrong.code in _OF_NAME
    answer = page(
        request,
        "entering/choose.html",
        422 if wrong else 200,
        account=account,
        name=name,
        name_error=said if of_name else "",
        error="" if of_name else said,
    )
    return sealed(answer)


def _entered(request: Request, secret: str, account: Account | None, said: tuple[str, str, str]) -> Response:
    name, password, again = said
    try:
        check_again(password, again)
        entered = site_of(request).store.office.links.enter(secret, password, datetime.now(UTC), name=name)
    except UsageError as error:
        if error.code == "link_invalid":
            raise
        return _choose(request, secret, account, name=name[:200], wrong=error)
    note(request, "password_set", entered.name, who=entered.name, by="first" if account is None else "link")
    return sealed(enter(request, entered))


def check_again(password: str, again: str) -> None:
    """Check that a new password was typed twice the same.

    Raises:
        UsageError: ``password_again``.
    """
    if password != again:
        raise UsageError("The two passwords are not the same.", code="password_again")


def _first(request: Request, secret: str) -> None:
    """Check the first administrator's link; one that lies about in a log opens nothing later."""
    link = _link(request, secret)
    if link.purpose != "first" or site_of(request).store.office.accounts.has_administrator():
        raise invalid()


def _invited(request: Request, secret: str) -> Account:
    link = _link(request, secret)
    account = None if link.account is None else site_of(request).store.office.accounts.by_id(link.account)
    if account is None or not account.active:
        raise invalid()
    return account


def _link(request: Request, secret: str) -> Link:
    link = site_of(request).store.office.links.look(secret, datetime.now(UTC))
    if link is None:
        raise invalid()
    return link


def invalid() -> UsageError:
    """Give the error for a link that does not count."""
    return UsageError("The link does not count (any more); ask for another.", code="link_invalid")
