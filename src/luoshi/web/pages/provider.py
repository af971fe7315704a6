"""Signing in by an OpenID provider, and tying an account to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.people import Account, Person
from luoshi.serving import openid
from luoshi.serving.auditing import note
from luoshi.serving.identity import keep
from luoshi.serving.openid.flow import BACK
from luoshi.serving.permission import MYSELF, PUBLIC
from luoshi.serving.refusals import NoPage, NotSignedIn, ProviderFailed, StrangerOfProvider
from luoshi.serving.site import site_of
from luoshi.serving.visitors import Visitor
from luoshi.web.outcomes import back, sealed
from luoshi.web.pages.entering import enter
from luoshi.web.pages.language import inside
from luoshi.web.rendering import page

router = APIRouter(include_in_schema=False)


def _offered(request: Request) -> None:
    """Ask for a provider in the settings; without one these addresses are not there."""
    if not openid.is_set(site_of(request).settings):
        raise NoPage


OFFERED = Depends(_offered)


@router.get("/sign-in/provider", dependencies=[PUBLIC, OFFERED])
def leave(request: Request, next: str = "/") -> Response:
    """Send the browser to the provider."""
    visitor: Visitor = request.state.visitor
    address = openid.begin(request, visitor, openid.Flow("enter", inside(next)))
    response = RedirectResponse(address, 303)
    keep(request, response)  # the answer is bound to this browser's cookie
    return sealed(response)


@router.get(BACK, dependencies=[PUBLIC, OFFERED])
def returned(request: Request) -> Response:
    """Let in whom the provider knows, or tie the account of who asked for that."""
    visitor: Visitor = request.state.visitor
    try:
        flow, known = openid.finish(request, visitor)
    except ProviderFailed as error:
        note(request, "provider_failed", who="", reason=error.details["reason"])
        raise
    if flow.purpose == "tie":
        return sealed(_tied(request, visitor.person, known))
    return sealed(enter(request, _account(request, known), flow.to, by="provider"))


@router.post("/me/provider", dependencies=[MYSELF, OFFERED])
def tie(request: Request, person: Annotated[Person, MYSELF]) -> Response:
    """Show the way to the provider for tying the own account; a form may not lead off the site by itself."""
    address = openid.begin(request, request.state.visitor, openid.Flow("tie", "/me"))
    return sealed(page(request, "account/provider.html", address=address))


@router.post("/me/provider/untie", dependencies=[MYSELF, OFFERED])
def untie(request: Request, person: Annotated[Person, MYSELF]) -> Response:
    """Untie the own account from the provider."""
    site_of(request).store.office.subjects.tie(person.account or 0, None)
    note(request, "provider_untied", person.name)
    return back("/me", "untied")


def _account(request: Request, known: openid.Known) -> Account:
    site = site_of(request)
    account = site.store.office.subjects.account(known.subject)
    if account is None and site.settings.oidc_role:
        now = datetime.now(UTC)
        role = site.settings.oidc_role
        account = site.store.office.subjects.admit(known.subject, known.name, role, now)
        note(request, "account_made", account.name, who=account.name, role=role, by="provider")
    if account is None or not account.active:
        note(request, "sign_in_failed", account.name if account else "", who="", by="provider")
        raise StrangerOfProvider
    return account


def _tied(request: Request, person: Person | None, known: openid.Known) -> Response:
    if person is None or person.account is None:
        raise NotSignedIn
    site_of(request).store.office.subjects.tie(person.account, known.subject)
    note(request, "provider_tied", person.name, name=known.name)
    return back("/me", "tied")
