"""Signing in by an OpenID provider: code, PKCE, nonce, a state of this browser, matched by subject only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import CSRF
from tests.web.test_entering_page import WORDS, Http, deeds, filled, person

from luoshi.errors import UsageError
from luoshi.people import Changes
from luoshi.serving import openid
from luoshi.settings import WebSettings
from luoshi.web.application import create_app

pytest.importorskip("authlib", reason="needs luoshi[oidc]")
from tests.web import openid_provider
from tests.web.openid_provider import CLIENT, SECRET, Provider, visit

BACK = "/sign-in/provider/back"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider at which 赵六 is signed in."""
    with openid_provider.running() as running:
        yield running


@pytest.fixture
def browser(store, provider) -> Iterator[TestClient]:
    """A browser at a site that lets in whom the provider knows, as readers."""
    with TestClient(site(store, provider), follow_redirects=False) as http:
        yield http


def site(store, provider, **more):
    wanted = {"oidc_role": "reader"} | more
    return create_app(
        store,
        WebSettings(workers=0, oidc_issuer=provider.issuer, oidc_client=CLIENT, oidc_secret=SECRET, **wanted),
    )


def left(http, to="/me"):
    """Go to the provider; give its address."""
    return http.get("/sign-in/provider", params={"next": to}).headers["location"]


def test_who_comes_first_gets_an_account_with_the_role_of_the_settings(browser, store):
    assert "用统一登录进入" in browser.get("/sign-in").text
    answer = browser.get(visit(left(browser)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "赵六" in browser.get("/me").text
    account = store.office.accounts.by_name("赵六")
    assert (account.role, account.tied, account.has_password) == ("reader", True, False)
    assert [deed.what for deed in deeds(store)] == ["signed_in", "account_made"]


def test_the_subject_alone_is_matched_never_the_name(browser, provider, store):
    there = person(store, "赵六", "administrator")
    browser.get(visit(left(browser)))
    names = [account.name for account in store.office.accounts.list()]
    assert names == ["赵六", "赵六 2"]
    assert not store.office.accounts.by_id(there.id).tied
    provider.claims["name"] = "改了名"
    browser.cookies.clear()
    browser.get(visit(left(browser)))
    assert "赵六 2" in browser.get("/me").text
    assert len(store.office.accounts.list()) == 2


def test_without_a_role_in_the_settings_only_people_with_an_account_come_in(store, provider):
    with TestClient(site(store, provider, oidc_role=""), follow_redirects=False) as http:
        answer = http.get(visit(left(http)))
        assert answer.status_code == 403
        assert "您还没有账号" in answer.text
        assert store.office.accounts.list() == ()


def test_an_account_is_tied_by_its_own_person_and_then_entered_by_the_provider(store, provider):
    account = person(store, "张三", "reviewer")
    with TestClient(site(store, provider, oidc_role=""), follow_redirects=False) as http:
        filled(Http(http), "/sign-in", name="张三", password=WORDS)
        token = CSRF.search(http.get("/me").text)[1]
        assert http.post("/me/provider").status_code == 403
        page = http.post("/me/provider", data={"csrf": token}).text
        address = re.search(r'href="(http://127[^"]*)"', page)[1].replace("&amp;", "&")
        assert http.get(visit(address)).headers["location"] == "/me?told=tied"
        assert store.office.accounts.by_id(account.id).tied
        http.cookies.clear()
        http.get(visit(left(http)))
        assert "审核员" in http.get("/me").text
        token = CSRF.search(http.get("/me").text)[1]
        assert http.post("/me/provider/untie", data={"csrf": token}).status_code == 303
        http.cookies.clear()
        assert http.get(visit(left(http))).status_code == 403


def test_a_subject_is_of_one_account(browser, store):
    browser.get(visit(left(browser)))
    browser.cookies.clear()
    person(store, "张三")
    filled(Http(browser), "/sign-in", name="张三", password=WORDS)
    token = CSRF.search(browser.get("/me").text)[1]
    page = browser.post("/me/provider", data={"csrf": token}).text
    address = re.search(r'href="(http://127[^"]*)"', page)[1].replace("&amp;", "&")
    answer = browser.get(visit(address))
    assert answer.status_code == 422
    assert "已绑定账号“赵六”" in answer.text


def test_an_account_that_was_shut_stays_out(browser, store):
    browser.get(visit(left(browser)))
    account = store.office.accounts.by_name("赵六")
    store.office.accounts.change(account.id, Changes(active=False))
    browser.cookies.clear()
    assert browser.get(visit(left(browser))).status_code == 403


@pytest.mark.parametrize(
    "spoil",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": "another", "azp": CLIENT},
        {"aud": [CLIENT, "another"]},  # without azp
        {"azp": "another"},
        {"iss": "https://another.example"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
)
def test_a_token_that_is_not_for_this_signing_in_is_refused(browser, provider, store, spoil):
    provider.spoil = spoil
    answer = browser.get(visit(left(browser)))
    assert answer.status_code == 403
    assert "统一登录没有成功" in answer.text
    assert store.office.accounts.list() == ()
    assert deeds(store)[0].what == "provider_failed"


@pytest.mark.parametrize("fault", ["other_key", "unsigned"])
def test_a_token_that_the_provider_did_not_sign_is_refused(browser, provider, store, fault):
    setattr(provider, fault, True)
    assert browser.get(visit(left(browser))).status_code == 403
    assert store.office.accounts.list() == ()


def test_a_new_key_of_the_provider_is_read(browser, provider):
    browser.get(visit(left(browser)))
    provider.turn_keys()
    browser.cookies.clear()
    assert browser.get(visit(left(browser))).status_code == 303


def test_an_answer_counts_only_in_the_browser_that_asked(browser, store, provider):
    theirs = visit(left(browser))  # an attacker's own answer, put before somebody else
    with TestClient(browser.app, follow_redirects=False) as victim:
        victim.get("/sign-in")
        assert victim.get(theirs).status_code == 403
    assert deeds(store)[0].details["reason"] == "state"  # before the provider is asked anything
    assert store.office.accounts.list() == ()


def test_a_state_of_ones_own_making_a_used_code_or_none_come_to_nothing(browser, store):
    back = visit(left(browser))
    said = parse_qs(urlsplit(back).query)
    for odd in (
        {"code": said["code"][0], "state": said["state"][0][:-1]},
        {"code": said["code"][0]},
        {"state": said["state"][0], "error": "access_denied"},
        {"state": said["state"][0], "code": "x"},
        {"state": said["state"][0]},
        {},
    ):
        assert browser.get(f"{BACK}?{urlencode(odd)}").status_code == 403
    assert browser.get(back).status_code == 303
    browser.cookies.delete("luoshi_session")
    assert browser.get(back).status_code == 403  # the code was used


def test_verifier_and_nonce_are_new_each_time_and_in_no_address(browser, provider):
    for _ in range(2):
        visit(left(browser))
    first, second = provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert "code_verifier" not in first


def test_another_providers_answer_is_refused(browser, provider):
    provider.answer_iss = "https://another.example"
    assert browser.get(visit(left(browser))).status_code == 403
    provider.answer_iss = provider.issuer
    assert browser.get(visit(left(browser))).status_code == 303


def test_it_goes_on_only_inside_the_site(browser):
    assert browser.get(visit(left(browser, "//evil.example"))).headers["location"] == "/"


def test_without_a_provider_there_is_no_such_page(client_as):
    client = client_as("reader")
    assert client.get("/sign-in/provider").status_code == 404
    assert client.get(BACK).status_code == 404
    assert client.post("/me/provider").status_code == 404


def test_a_provider_that_is_not_there_is_told(store):
    app = create_app(store, WebSettings(workers=0, oidc_issuer="http://127.0.0.1:9", oidc_client=CLIENT))
    with TestClient(app, follow_redirects=False) as http:
        answer = http.get("/sign-in/provider")
        assert answer.status_code == 403
        assert "统一登录没有成功" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_issuer": "http://provider.example"},
        {"oidc_client": ""},
        {"oidc_role": "king"},
        {"oidc_role": "reporter"},
    ],
)
def test_settings_that_do_not_fit_are_told(wrong):
    right = {"oidc_issuer": "https://provider.example", "oidc_client": "x", "oidc_role": "reader"}
    assert openid.is_set(WebSettings(**right))
    with pytest.raises(UsageError) as told:
        openid.is_set(WebSettings(**(right | wrong)))
    assert told.value.details["name"] == next(iter(wrong))
