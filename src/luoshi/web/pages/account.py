"""我的账号: own password, language, sessions and API tokens."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.app.people import found_account
from luoshi.errors import LuoshiError, UsageError
from luoshi.lexicon.messages import LANGUAGES, say_error
from luoshi.people import Account, Changes, Person, permissions
from luoshi.serving import identity, openid
from luoshi.serving.auditing import note
from luoshi.serving.language import language_of
from luoshi.serving.permission import MYSELF, may
from luoshi.serving.refusals import TooOften
from luoshi.serving.signing_in import proven
from luoshi.serving.site import site_of
from luoshi.web.numbers import Number
from luoshi.web.outcomes import back, outcome, sealed
from luoshi.web.pages.entering import check_again
from luoshi.web.pages.language import remember
from luoshi.web.rendering import page
from luoshi.web.views.people import role_word, token_views

router = APIRouter(include_in_schema=False)
Me = Annotated[Person, MYSELF]
Field = Annotated[str, Form()]
FARTHEST: Final = 365
"""Days that a token counts at most."""
_USUAL: Final = 90
_LABEL: Final = 60


@router.get("/me", dependencies=[MYSELF])
def account(request: Request, person: Me) -> Response:
    """Give the page of the own account."""
    return _page(request, person)


@router.post("/me/password", dependencies=[MYSELF])
def set_password(
    request: Request, person: Me, password: Field, again: Field, current: Field = ""
) -> Response:
    """Set another password: who knows the present one may; other sessions end."""
    mine = _mine(request, person)
    try:
        if mine.has_password and proven(request, mine.name, current) is None:
            raise UsageError("The present password is wrong.", code="password_wrong")
        check_again(password, again)
        after = site_of(request).store.office.accounts.set_password(mine.id, password)
    except (UsageError, TooOften) as error:
        return _page(request, person, wrong=error, at="password")
    note(request, "password_set", mine.name, by="own")
    response = back("/me", "password")
    identity.sign_in(request, response, after.id, after.epoch)
    return response


@router.post("/me/language", dependencies=[MYSELF])
def choose_language(request: Request, person: Me, language: Field) -> Response:
    """Keep the language that the account is greeted in, on every computer."""
    response = back("/me", "language")
    if language in LANGUAGES:
        site_of(request).store.office.accounts.change(_mine(request, person).id, Changes(language=language))
        remember(request, response, language)
    return response


@router.post("/me/sign-out-everywhere", dependencies=[MYSELF])
def sign_out_everywhere(request: Request, person: Me) -> Response:
    """End all sessions of the account, this one too; tokens go on."""
    site_of(request).store.office.accounts.bump_epoch(_mine(request, person).id)
    note(request, "signed_out_everywhere", person.name)
    response = RedirectResponse("/sign-in?told=everywhere", 303)
    identity.sign_out(request, response)
    return response


@router.post("/me/tokens", dependencies=[MYSELF, may("token")])
def make_token(
    request: Request,
    person: Me,
    label: Field,
    expires: Field,
    scopes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make a token and show it this once."""
    now = datetime.now(UTC)
    mine = _mine(request, person)
    try:
        until = _until(expires, now)
        token, shown = site_of(request).store.office.tokens.issue(
            mine, _label(label), scopes or (), expires=until, now=now
        )
    except UsageError as error:
        return _page(
            request, person, wrong=error, at="token", typed=(label[:_LABEL], frozenset(scopes or ()))
        )
    note(request, "token_made", token.label, scopes=sorted(token.scopes), expires=expires)
    return sealed(page(request, "account/token.html", token=token, shown=shown))


@router.post("/me/tokens/{token}/revoke", dependencies=[MYSELF, may("token")])
def revoke_token(request: Request, person: Me, token: Number) -> Response:
    """Take one of the own tokens back."""
    mine = _mine(request, person)
    gone = site_of(request).store.office.tokens.revoke(token, datetime.now(UTC), account=mine.id)
    note(request, "token_revoked", gone.label)
    return back("/me", "revoked")


def _mine(request: Request, person: Person) -> Account:
    return found_account(site_of(request).store, person.account or 0)


def _label(label: str) -> str:
    kept = " ".join(label.split())
    if not 0 < len(kept) <= _LABEL:
        raise UsageError(
            f"Give the token a label of 1 to {_LABEL} characters.",
            code="token_label",
            details={"most": _LABEL},
        )
    return kept


def _until(expires: str, now: datetime) -> datetime:
    """Give the end of a day of this machine's own zone."""
    try:
        day = date.fromisoformat(expires)
        until = datetime.combine(day + timedelta(days=1), time.min).astimezone()
    except (ValueError, OverflowError) as error:
        raise UsageError(
            "The token would have run out already; give a later day.", code="token_expires"
        ) from error
    if until > now + timedelta(days=FARTHEST + 1):
        raise UsageError(
            f"A token counts for at most {FARTHEST} days; give an earlier day.",
            code="token_far",
            details={"days": FARTHEST},
        )
    return until


def _page(
    request: Request,
    person: Person,
    *,
    wrong: LuoshiError | None = None,
    at: str = "",
    typed: tuple[str, frozenset[str]] = ("", frozenset()),
) -> Response:
    site, language = site_of(request), language_of(request)
    mine = _mine(request, person)
    now = datetime.now(UTC)
    today = now.astimezone().date()
    status = (429 if isinstance(wrong, TooOften) else 422) if wrong else 200
    return page(
        request,
        "account/account.html",
        status,
        mine=mine,
        role=role_word(mine.role, language),
        tokens=token_views(site.store.office.tokens.list(mine.id), language, now),
        scopes=[
            (name, words[language]) for name, words in permissions().items() if name in person.permissions
        ],
        typed=typed,
        usual=today + timedelta(days=_USUAL),
        soonest=today,
        latest=today + timedelta(days=FARTHEST),
        provider=openid.is_set(site.settings) and (site.settings.oidc_name or True),
        told=outcome(request, "account"),
        wrong=say_error(language, wrong) if wrong else "",
        at=at,
    )
