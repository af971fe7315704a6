"""人员 people: accounts, the own account, the own tokens."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.api.asking import Number, asking
from luoshi.api.described import IDEMPOTENCY, headers, problems
from luoshi.api.encoding import account_told
from luoshi.api.models.office import (
    Account,
    AccountChanged,
    Accounts,
    AccountSaid,
    LinkMade,
    Me,
    Token,
    TokenMade,
    Tokens,
    TokenSaid,
)
from luoshi.app import people
from luoshi.errors import UsageError
from luoshi.people import Changes, Person, permissions
from luoshi.people import Token as KeptToken
from luoshi.serving.addresses import NUMBER
from luoshi.serving.auditing import hand_of, note
from luoshi.serving.permission import MYSELF, may

router = APIRouter(tags=["people"])
ADMINISTER: Final = may("administer")
OWN: Final = [MYSELF, may("token")]
FARTHEST: Final = 365
"""Days that a token counts at most."""
_SECRET: Final = {"Cache-Control": "no-store"}


@router.get(
    "/me", response_model=Me, dependencies=[may(*permissions())], responses=problems(), summary="我是谁"
)
def me(request: Request) -> dict[str, Any]:
    """Give who is asking, and what they may do."""
    person: Person = asking(request).person
    return {
        "account": person.account,
        "name": person.name,
        "role": person.role,
        "unit": person.unit,
        "permissions": sorted(person.permissions),
        "via": person.via,
    }


@router.get(
    "/people", response_model=Accounts, dependencies=[ADMINISTER], responses=problems(), summary="全部账号"
)
def list_people(request: Request) -> dict[str, Any]:
    """List all accounts, also those that are shut."""
    return {"people": [account_told(one) for one in asking(request).store.office.accounts.list()]}


@router.post(
    "/people",
    status_code=201,
    response_model=LinkMade,
    dependencies=[ADMINISTER],
    responses=problems(),
    summary="新建账号",
)
def invite(request: Request, response: Response, said: AccountSaid) -> dict[str, Any]:
    """Make an account; its one-time link is shown this once."""
    store = asking(request).store
    wanted = people.Wanted(said.name, said.role, said.unit)
    account, secret = people.invite(store, wanted, hand_of(request), datetime.now(UTC))
    response.headers.update(_SECRET | {"Location": f"/api/v1/people/{account.id}"})
    return {"account": account_told(account), "link": f"/invite/{secret}"}


@router.get(
    f"/people/{NUMBER}",
    response_model=Account,
    dependencies=[ADMINISTER],
    responses=problems(404),
    summary="一个账号",
)
def get_person(request: Request, number: Number) -> dict[str, Any]:
    """Give an account."""
    return account_told(people.found_account(asking(request).store, number))


@router.patch(
    f"/people/{NUMBER}",
    response_model=Account,
    dependencies=[ADMINISTER],
    responses=problems(404),
    summary="更改账号",
)
def change_person(request: Request, number: Number, said: AccountChanged) -> dict[str, Any]:
    """Change an account; what its person may do changes with their next request."""
    changes = Changes(**said.model_dump(exclude_none=True))
    store = asking(request).store
    return account_told(people.change(store, number, changes, hand_of(request), datetime.now(UTC)))


@router.post(
    f"/people/{NUMBER}/link",
    status_code=201,
    response_model=LinkMade,
    dependencies=[ADMINISTER],
    responses=problems(404),
    summary="给出设密码的链接",
)
def make_link(request: Request, response: Response, number: Number) -> dict[str, Any]:
    """Make a one-time link to a new password; it is shown this once."""
    store = asking(request).store
    secret = people.let_in(store, number, hand_of(request), datetime.now(UTC))
    response.headers.update(_SECRET)
    return {"account": account_told(people.found_account(store, number)), "link": f"/invite/{secret}"}


@router.post(
    f"/people/{NUMBER}/sign-out",
    response_model=Account,
    dependencies=[ADMINISTER],
    responses=problems(404),
    summary="全部退出登录",
)
def sign_out_person(request: Request, number: Number) -> dict[str, Any]:
    """End all sessions of an account; its tokens go on."""
    account = asking(request).store.office.accounts.bump_epoch(number)
    note(request, "signed_out_everywhere", account.name)
    return account_told(account)


@router.get("/tokens", response_model=Tokens, dependencies=OWN, responses=problems(), summary="我的令牌")
def list_tokens(request: Request) -> dict[str, Any]:
    """List the own tokens, also those that no longer count."""
    asked = asking(request)
    return {"tokens": [_told(one) for one in asked.store.office.tokens.list(asked.person.account or 0)]}


@router.post(
    "/tokens",
    status_code=201,
    response_model=TokenMade,
    dependencies=OWN,
    responses=problems(404),
    summary="新建令牌",
)
def make_token(request: Request, response: Response, said: TokenSaid) -> dict[str, Any]:
    """Make a token; its secret is shown this once."""
    asked = asking(request)
    mine = people.found_account(asked.store, asked.person.account or 0)
    now = datetime.now(UTC)
    until = _until(said, now)
    token, shown = asked.store.office.tokens.issue(
        mine, " ".join(said.label.split()), said.scopes, expires=until, now=now
    )
    scopes = sorted(token.scopes)
    note(request, "token_made", token.label, scopes=scopes, expires=said.expires.isoformat())
    response.headers.update(_SECRET)
    return {"token": _told(token), "secret": shown}


@router.post(
    f"/tokens/{NUMBER}/revoke",
    response_model=Token,
    dependencies=OWN,
    responses=problems(404),
    openapi_extra=headers(IDEMPOTENCY),
    summary="收回令牌",
)
def revoke_token(request: Request, number: Number) -> dict[str, Any]:
    """Take one of the own tokens back."""
    asked = asking(request)
    gone = asked.store.office.tokens.revoke(number, datetime.now(UTC), account=asked.person.account)
    note(request, "token_revoked", gone.label)
    return _told(gone)


def _until(said: TokenSaid, now: datetime) -> datetime:
    """Give the end of a day of this machine's own zone."""
    if said.expires > (now + timedelta(days=FARTHEST)).date():
        raise UsageError(
            f"A token counts for at most {FARTHEST} days; give an earlier day.",
            code="token_far",
            details={"days": FARTHEST},
        )
    if said.expires < (now - timedelta(days=1)).date():  # so far back that no zone has it today
        raise UsageError("The token would have run out already; give a later day.", code="token_expires")
    return datetime.combine(said.expires + timedelta(days=1), time.min).astimezone()


def _told(token: KeptToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "label": token.label,
        "scopes": sorted(token.scopes),
        "expires": token.expires,
        "created": token.created,
        "last_used": token.last_used,
        "revoked": token.revoked,
    }
