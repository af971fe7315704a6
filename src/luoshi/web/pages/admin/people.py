"""人员: who has an account, what each may do, and how each is let in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from luoshi.app import people
from luoshi.errors import LuoshiError, UsageError
from luoshi.lexicon.messages import say_error
from luoshi.people import Account, Changes
from luoshi.serving.auditing import hand_of, note
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.site import site_of
from luoshi.web.numbers import Number
from luoshi.web.outcomes import back, outcome, sealed
from luoshi.web.rendering import page
from luoshi.web.views.people import day, role_options, role_word, standing, token_views

router = APIRouter(include_in_schema=False)
ADMINISTER = may("administer")
Field = Annotated[str, Form()]


@router.get("/admin/people", dependencies=[ADMINISTER])
def all_people(request: Request) -> Response:
    """Give the accounts, and the form that invites."""
    return _list(request)


@router.post("/admin/people", dependencies=[ADMINISTER])
def invite(request: Request, name: Field, role: Field, unit: Field = "") -> Response:
    """Make an account and show its link this once."""
    wanted = people.Wanted(name, role, unit or None)
    try:
        account, secret = people.invite(site_of(request).store, wanted, hand_of(request), datetime.now(UTC))
    except UsageError as error:
        return _list(request, wanted=wanted, wrong=error)
    return _link(request, account, secret)


@router.get("/admin/people/{account}", dependencies=[ADMINISTER])
def one(request: Request, account: Number) -> Response:
    """Give an account with what can be changed."""
    return _one(request, people.found_account(site_of(request).store, account))


def _shown(was_name: Field = "", was_role: Field = "", was_unit: Field = "") -> Changes | None:
    """Give what the form showed when it was opened; ``None`` where it does not say."""
    return Changes(was_name, was_role, was_unit) if was_name else None


@router.post("/admin/people/{account}", dependencies=[ADMINISTER])
def change(
    request: Request,
    account: Number,
    shown: Annotated[Changes | None, Depends(_shown)],
    name: Field,
    role: Field,
    unit: Field = "",
) -> Response:
    """Change name, role and unit; what a person may do changes with their next request.

    What stands as the form showed it stays as it is now: somebody else may have changed it meanwhile.
    """
    typed = Changes(name, role, unit.strip())
    changes = typed
    if shown is not None:
        changes = Changes(
            None if typed.name == shown.name else typed.name,
            None if typed.role == shown.role else typed.role,
            None if typed.unit == shown.unit else typed.unit,
        )
    return _changed(request, account, changes, "changed", typed=typed, shown=shown)


@router.post("/admin/people/{account}/active", dependencies=[ADMINISTER])
def activate(request: Request, account: Number, active: Field) -> Response:
    """Shut an account, which signs out everywhere and stops its tokens, or open it again."""
    wanted = active == "1"
    return _changed(request, account, Changes(active=wanted), "opened" if wanted else "shut")


@router.post("/admin/people/{account}/link", dependencies=[ADMINISTER])
def link(request: Request, account: Number) -> Response:
    """Make a link to a new password and show it this once."""
    store = site_of(request).store
    secret = people.let_in(store, account, hand_of(request), datetime.now(UTC))
    return _link(request, people.found_account(store, account), secret)


@router.post("/admin/people/{account}/sign-out", dependencies=[ADMINISTER])
def sign_out(request: Request, account: Number) -> Response:
    """End all sessions of an account."""
    found = site_of(request).store.office.accounts.bump_epoch(account)
    note(request, "signed_out_everywhere", found.name)
    return back(f"/admin/people/{account}", "signed_out")


@router.post("/admin/people/{account}/tokens/{token}/revoke", dependencies=[ADMINISTER])
def revoke(request: Request, account: Number, token: Number) -> Response:
    """Take back a token of an account."""
    gone = site_of(request).store.office.tokens.revoke(token, datetime.now(UTC), account=account)
    note(request, "token_revoked", gone.label)
    return back(f"/admin/people/{account}", "revoked")


def _changed(
    request: Request,
    account: Number,
    changes: Changes,
    told: str,
    *,
    typed: Changes | None = None,
    shown: Changes | None = None,
) -> Response:
    store = site_of(request).store
    try:
        people.change(store, account, changes, hand_of(request), datetime.now(UTC))
    except UsageError as error:
        if error.code == "no_account":
            raise
        return _one(request, people.found_account(store, account), typed=typed, shown=shown, wrong=error)
    return back(f"/admin/people/{account}", told)


def _list(
    request: Request, *, wanted: people.Wanted | None = None, wrong: LuoshiError | None = None
) -> Response:
    language = language_of(request)
    accounts = site_of(request).store.office.accounts.list()
    shown = sorted(accounts, key=lambda account: not account.active)
    return page(
        request,
        "admin/people.html",
        422 if wrong else 200,
        rows=[
            (account, role_word(account.role, language), standing(account), day(account.created))
            for account in shown
        ],
        roles=role_options(language),
        units=_units(accounts),
        wanted=wanted or people.Wanted("", "reporter"),
        wrong=say_error(language, wrong) if wrong else "",
    )


def _one(
    request: Request,
    account: Account,
    *,
    typed: Changes | None = None,
    shown: Changes | None = None,
    wrong: LuoshiError | None = None,
) -> Response:
    language = language_of(request)
    office = site_of(request).store.office
    shown = shown or Changes(account.name, account.role, account.unit or "")
    return page(
        request,
        "admin/person.html",
        422 if wrong else 200,
        account=account,
        typed=typed or shown,
        was=shown,
        standing=standing(account),
        roles=role_options(language),
        units=_units(office.accounts.list()),
        tokens=token_views(office.tokens.list(account.id), language, datetime.now(UTC)),
        told=outcome(request, "admin"),
        wrong=say_error(language, wrong) if wrong else "",
    )


def _link(request: Request, account: Account, secret: str) -> Response:
    base = site_of(request).settings.public_url or str(request.base_url)
    days = (people.RESET if account.has_password else people.INVITED).days
    address = f"{base.rstrip('/')}/invite/{secret}"
    return sealed(page(request, "admin/link.html", account=account, address=address, days=days))


def _units(accounts: tuple[Account, ...]) -> list[str]:
    return sorted({account.unit for account in accounts if account.unit})
