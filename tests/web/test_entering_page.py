"""The doors: links that work once, signing in and out, and how often may be tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import CSRF

from luoshi.app.people import Hand, Wanted, invite
from luoshi.people import Changes, passwords
from luoshi.serving.identity import SESSION
from luoshi.settings import WebSettings
from luoshi.web.application import create_app

WORDS = "春天的 第一班 列车"
WRONG = "wrong words here"
NOW = datetime.now(UTC)


def filled(client, address, **fields):
    """Load a form and send it, as a browser does."""
    page = client.get(address)
    assert page.status_code == 200, page.text
    token = CSRF.search(page.text)[1]
    return client.http.post(address, data={"csrf": token} | fields)


def first(store) -> str:
    return store.office.links.issue("first", None, expires=NOW + timedelta(days=7), now=NOW)


def person(store, name="张三", role="reader", unit=None):
    account, secret = invite(store, Wanted(name, role, unit), Hand("tests"), NOW)
    return store.office.links.enter(secret, WORDS, NOW) and account


def deeds(store):
    return [entry.deed for entry in store.office.audit.page()]


def test_the_first_administrator_comes_in_by_the_link_once(stranger, store):
    address = f"/welcome/{first(store)}"
    assert stranger.get(address).status_code == 200  # a preview of the link does not use it
    answer = filled(stranger, address, name="管甲", password=WORDS, again=WORDS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["cache-control"] == "no-store"
    home = stranger.get("/")
    assert home.status_code == 200
    assert "管甲" in home.text
    assert store.office.accounts.by_name("管甲").role == "administrator"
    assert stranger.get(address).status_code == 404


def test_the_first_link_opens_nothing_once_there_is_an_administrator(stranger, store):
    secret = first(store)
    person(store, "管甲", "administrator")
    answer = stranger.get(f"/welcome/{secret}")
    assert answer.status_code == 404
    assert "链接无效" in answer.text


def test_an_invitation_is_no_first_link_and_the_other_way_round(stranger, store):
    _, secret = invite(store, Wanted("张三", "reader"), Hand("tests"), NOW)
    assert stranger.get(f"/welcome/{secret}").status_code == 404
    assert stranger.get(f"/invite/{first(store)}").status_code == 404
    assert stranger.get("/invite/none").status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("短", "短", "密码不足 10 个字符"),
        (WORDS, WORDS + "x", "两次输入的密码不一样"),
        ("1234567890", "1234567890", "太常见"),
        ("张三张三张三张三张三", "张三张三张三张三张三", "密码就是名字"),
    ],
)
def test_what_is_wrong_with_a_password_leaves_the_link_open(stranger, store, password, again, said):
    _, secret = invite(store, Wanted("张三", "reader"), Hand("tests"), NOW)
    answer = filled(stranger, f"/invite/{secret}", password=password, again=again)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{password}"' not in answer.text
    answer = filled(stranger, f"/invite/{secret}", password=WORDS, again=WORDS)
    assert answer.status_code == 303


def test_a_link_of_an_account_that_was_shut_opens_nothing(stranger, store):
    account, secret = invite(store, Wanted("张三", "reader"), Hand("tests"), NOW)
    store.office.accounts.change(account.id, Changes(active=False))
    assert stranger.get(f"/invite/{secret}").status_code == 404


def test_signing_in_leads_to_the_page_that_was_wanted_and_out_again(stranger, store):
    person(store)
    wanted = parse_qs(urlsplit(stranger.get("/me?x=1").headers["location"]).query)["next"][0]
    answer = filled(stranger, "/sign-in", name=" 张三 ", password=WORDS, next=wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me?x=1")
    page = stranger.get("/me")
    assert page.status_code == 200
    token = CSRF.search(page.text)[1]
    answer = stranger.http.post("/sign-out", data={"csrf": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?told=out")
    assert "已退出登录" in stranger.get("/sign-in?told=out").text
    assert stranger.get("/me").status_code == 303
    assert [deed.what for deed in deeds(store)][:2] == ["signed_out", "signed_in"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "///evil.example",
        "/\r\nSet-Cookie: x=1",
    ],
)
def test_no_link_leads_off_the_site(stranger, store, elsewhere):
    person(store)
    answer = filled(stranger, "/sign-in", name="张三", password=WORDS, next=elsewhere)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    answer = stranger.get("/sign-in", params={"next": elsewhere})  # already signed in
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(stranger, store, monkeypatch):
    person(store)
    checked = []
    real = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda kept, said: checked.append(said) or real(kept, said))
    wrong = filled(stranger, "/sign-in", name="张三", password=WRONG)
    unknown = filled(stranger, "/sign-in", name="李四", password=WRONG)
    assert wrong.status_code == unknown.status_code == 401
    assert CSRF.sub("", wrong.text).replace("张三", "李四") == CSRF.sub("", unknown.text)
    assert len(checked) == 2  # the slow part is done for both
    there, strange = [deed for deed in deeds(store) if deed.what == "sign_in_failed"][::-1]
    assert there.subject == "张三"
    assert strange.subject == ""  # it may have been a password in the wrong field
    assert WRONG not in repr(deeds(store))


def test_an_account_that_was_shut_or_has_no_password_lets_nobody_in(stranger, store):
    account = person(store)
    store.office.accounts.change(account.id, Changes(active=False))
    assert filled(stranger, "/sign-in", name="张三", password=WORDS).status_code == 401
    invite(store, Wanted("王五", "reader"), Hand("tests"), NOW)
    assert filled(stranger, "/sign-in", name="王五", password="").status_code in (401, 422)


def test_too_many_tries_for_a_name_are_refused_even_with_the_right_password(store):
    app = create_app(store, WebSettings(workers=0, sign_in_tries=3))
    person(store)
    seconds = [0.0]
    app.state.site.throttle._clock = lambda: seconds[0]
    for number in range(3):  # each from another address: the name alone is counted
        with TestClient(app, follow_redirects=False, client=(f"10.0.0.{number}", 1)) as http:
            assert filled(Http(http), "/sign-in", name="张三", password=WRONG).status_code == 401
    with TestClient(app, follow_redirects=False, client=("10.0.0.9", 1)) as http:
        answer = filled(Http(http), "/sign-in", name="张 三", password=WORDS)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) == 15 * 60
        assert "尝试过于频繁" in answer.text
        assert filled(Http(http), "/sign-in", name="没有的人", password=WORDS).status_code == 401
        seconds[0] = 15 * 60
        assert filled(Http(http), "/sign-in", name="张三", password=WORDS).status_code == 303


def test_too_many_tries_from_an_address_are_refused_whatever_the_name(store):
    app = create_app(store, WebSettings(workers=0, sign_in_tries=3))
    person(store)
    with TestClient(app, follow_redirects=False, client=("10.0.0.1", 1)) as http:
        for number in range(3):
            wrong = filled(Http(http), "/sign-in", name=f"某{number}", password=WRONG)
            assert wrong.status_code == 401
        assert filled(Http(http), "/sign-in", name="张三", password=WORDS).status_code == 429
    with TestClient(app, follow_redirects=False, client=("10.0.0.2", 1)) as http:
        assert filled(Http(http), "/sign-in", name="张三", password=WORDS).status_code == 303


def test_right_passwords_are_not_counted(store):
    app = create_app(store, WebSettings(workers=0, sign_in_tries=2))
    person(store)
    with TestClient(app, follow_redirects=False) as http:
        for _ in range(4):
            http.cookies.clear()
            assert filled(Http(http), "/sign-in", name="张三", password=WORDS).status_code == 303


def test_the_language_of_the_account_comes_with_signing_in(stranger, store):
    account = person(store)
    store.office.accounts.change(account.id, Changes(language="en"))
    filled(stranger, "/sign-in", name="张三", password=WORDS)
    assert 'lang="en"' in stranger.get("/me").text


def test_a_name_with_markup_is_shown_as_text(stranger, store):
    name = "<b onclick=x>张三</b>"
    person(store, name)
    filled(stranger, "/sign-in", name=name, password=WORDS)
    text = stranger.get("/me").text
    assert "<b onclick" not in text
    assert "&lt;b onclick=x&gt;" in text
    stranger.http.cookies.delete(SESSION)
    answer = filled(stranger, "/sign-in", name='"><script>1</script>', password=WRONG)
    assert "<script>1" not in answer.text


class Http:
    """A client of an application that a test made itself."""

    def __init__(self, http: TestClient) -> None:
        self.http = http
        self.get = http.get
