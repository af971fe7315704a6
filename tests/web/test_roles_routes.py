"""Every role on every route: refused exactly where the role lacks what the route asks for.

Routes are found in the application itself: a new one is tried without a change here, and one that declares
nothing fails.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.web.conftest import ROLES, UNIT
from tests.web.routes import every_route, started

from luoshi.people import Changes, permissions, roles
from luoshi.serving.identity import SESSION, VISIT, _signer, form_token
from luoshi.serving.permission import OWN
from luoshi.serving.visitors import Visitor

CALLERS = (*ROLES, "stranger", "token", "wrong token")


def test_every_route_says_what_it_asks_for(app):
    routes = list(every_route(app))
    assert len(routes) > 20
    bare = [f"{route.method} {route.path}" for route in routes if not route.needs]
    assert not bare, f"these declare neither may(…), MYSELF nor PUBLIC: {bare}"
    known = {*permissions(), OWN}
    unknown = {need for route in routes for needs in route.needs for need in needs} - known
    assert not unknown, f"no role can have these permissions: {unknown}"


def test_the_roles_that_are_tried_are_all(app):
    assert set(ROLES) == set(roles())


@pytest.mark.parametrize("caller", CALLERS)
def test_a_caller_is_refused_exactly_where_a_permission_is_lacking(app, caller):
    site = app.state.site
    accounts = site.store.office.accounts
    now = datetime.now(UTC)
    role = caller if caller in ROLES else "administrator"
    mine = accounts.create("来者", role, unit=UNIT, now=now)
    victim = accounts.create("别人", "reader", now=now)
    accounts.create("留守", "administrator", now=now)
    scopes = ["read" if role != "reporter" else "read_unit"]
    _, shown = site.store.office.tokens.issue(mine, "tried", scopes, expires=now + timedelta(1), now=now)
    may = {"token": frozenset({"read"}), **dict.fromkeys(("stranger", "wrong token"), frozenset())}.get(
        caller, roles()[role].permissions
    )
    faults = []
    for number, route in enumerate(every_route(app)):
        mine = accounts.change(mine.id, Changes(name="来者", role=role, unit=UNIT, active=True))
        headers = _headers(site, caller, mine, f"key{number}", shown)
        address = route.address(account=victim.id)
        status, answered = started(app, route.method, address, headers)
        fits = all(_fits(needs, may, caller) for needs in route.needs)
        wanted = "let in" if fits else "refused"
        found = _outcome(status, answered.get("location", ""), caller)
        if found != wanted or (status >= 500 and status != 503):
            faults.append(f"{route.method} {address}: {status} {found}, but {wanted} by {route.needs}")
    assert not faults, "\n".join(faults)


def _fits(needs: tuple[str, ...], may: frozenset[str], caller: str) -> bool:
    if not needs:
        return True
    return caller in ROLES if OWN in needs else bool(may.intersection(needs))


def _headers(site, caller, account, key, shown):
    if caller == "token":
        return {"authorization": f"Bearer {shown}"}
    if caller == "wrong token":
        return {"authorization": f"Bearer {shown[:-1]}{'0' if shown[-1] != '0' else '1'}"}
    name, said = SESSION, f"{account.id}.{account.epoch}.{key}"
    if caller == "stranger":
        name, said = VISIT, key
    cookie = _signer(site, name).dumps(said)
    return {"cookie": f"{name}={cookie}", "x-csrf-token": form_token(site, Visitor(None, key))}


def _outcome(status: int, location: str, caller: str) -> str:
    to_sign_in = location == "/sign-in" or location.startswith("/sign-in?next=")
    if caller in ("stranger", "wrong token"):
        return "refused" if status == 401 or (status == 303 and to_sign_in) else "let in"
    return "refused" if status == 403 else "let in"
