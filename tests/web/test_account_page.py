"""我的账号: password, language, sessions, and tokens that never may more than their person."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import CSRF
from tests.web.test_entering_page import WORDS, deeds, filled, person

from luoshi.people import Changes

OTHER = "秋天的 最后一班 渡船"
SHOWN = re.compile(r"luoshi_[0-9]+_[0-9a-f]{64}")


@pytest.fixture
def me(stranger, store):
    """张三, a reviewer, who is signed in."""
    person(store, role="reviewer")
    filled(stranger, "/sign-in", name="张三", password=WORDS)
    return stranger


def sent(client, address, **fields):
    token = CSRF.search(client.get("/me").text)[1]
    return client.http.post(address, data={"csrf": token} | fields)


def day(days: int) -> str:
    return (datetime.now().astimezone().date() + timedelta(days)).isoformat()


def test_the_page_says_who_one_is(me):
    text = me.get("/me").text
    for word in ("张三", "审核员", "更改密码", "接口令牌"):
        assert word in text


def test_the_password_is_changed_by_who_knows_it_and_this_session_goes_on(app, me, store):
    wrong = sent(me, "/me/password", current="not it, I think", password=OTHER, again=OTHER)
    assert wrong.status_code == 422
    assert "现在的密码不对" in wrong.text
    with TestClient(app, cookies=dict(me.http.cookies), follow_redirects=False) as elsewhere:
        assert elsewhere.get("/me").status_code == 200
        answer = sent(me, "/me/password", current=WORDS, password=OTHER, again=OTHER)
        assert (answer.status_code, answer.headers["location"]) == (303, "/me?told=password")
        assert "密码已更改" in me.get("/me?told=password").text
        assert elsewhere.get("/me").status_code == 303
    assert store.office.accounts.signed_in("张三", OTHER)
    assert deeds(store)[0].what == "password_set"


def test_guessing_the_present_password_is_held_off_too(app, me):
    app.state.site.throttle._tries = 2
    for _ in range(2):
        assert sent(me, "/me/password", current="wrong words", password=OTHER, again=OTHER).status_code == 422
    assert sent(me, "/me/password", current=WORDS, password=OTHER, again=OTHER).status_code == 429


def test_only_words_of_the_page_itself_are_told(me):
    assert "data-flash" not in me.get("/me?told=您的账号被盗请拨打电话").text
    assert "data-flash" not in me.get("/me?told=nothing_of_ours").text


def test_the_language_is_kept_with_the_account(me, store):
    assert sent(me, "/me/language", language="en").status_code == 303
    assert store.office.accounts.by_name("张三").language == "en"
    assert "My account" in me.get("/me").text
    assert sent(me, "/me/language", language="fr").status_code == 303
    assert store.office.accounts.by_name("张三").language == "en"


def test_signing_out_everywhere_ends_this_session_too(app, me):
    with TestClient(app, cookies=dict(me.http.cookies), follow_redirects=False) as elsewhere:
        answer = sent(me, "/me/sign-out-everywhere")
        assert answer.headers["location"] == "/sign-in?told=everywhere"
        assert me.get("/me").status_code == elsewhere.get("/me").status_code == 303


def test_a_token_is_shown_once_works_and_can_be_taken_back(app, me, store):
    made = sent(me, "/me/tokens", label="月报程序", expires=day(30), scopes=["read", "export"])
    assert made.status_code == 200
    assert made.headers["cache-control"] == "no-store"
    shown = SHOWN.search(made.text)[0]
    listed = me.get("/me").text
    assert "月报程序" in listed
    assert day(30) in listed
    assert shown not in listed
    assert not SHOWN.search(listed)
    assert shown not in repr(deeds(store))
    with TestClient(app, follow_redirects=False, headers={"Authorization": f"Bearer {shown}"}) as http:
        assert http.get("/").status_code == 200
        token = store.office.tokens.list()[0]
        assert sent(me, f"/me/tokens/{token.id}/revoke").status_code == 303
        assert http.get("/").status_code == 303
    assert [deed.what for deed in deeds(store)][:2] == ["token_revoked", "token_made"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"label": "x", "expires": day(30), "scopes": "administer"}, "不能有：administer"),
        ({"label": "x", "expires": day(30)}, "至少一项"),
        ({"label": "x", "expires": day(400), "scopes": "read"}, "最长有效365天"),
        ({"label": "x", "expires": day(-1), "scopes": "read"}, "到期时间已过"),
        ({"label": "x", "expires": "9999-12-31", "scopes": "read"}, ""),
        ({"label": "x", "expires": "0001-01-01", "scopes": "read"}, "到期时间已过"),
        ({"label": "x", "expires": "soon", "scopes": "read"}, "到期时间已过"),
        ({"label": " \t ", "expires": day(30), "scopes": "read"}, "起个名称"),
        ({"label": "字" * 61, "expires": day(30), "scopes": "read"}, "起个名称"),
    ],
)
def test_a_token_beyond_what_one_may_is_not_made(me, store, fields, said):
    answer = sent(me, "/me/tokens", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert store.office.tokens.list() == ()


def test_a_token_loses_what_its_person_loses(app, me, store):
    made = sent(me, "/me/tokens", label="x", expires=day(365), scopes=["read", "review"])
    shown = SHOWN.search(made.text)[0]
    account = store.office.accounts.by_name("张三")
    with TestClient(app, follow_redirects=False, headers={"Authorization": f"Bearer {shown}"}) as http:
        assert http.get("/").status_code == 200
        store.office.accounts.change(account.id, Changes(role="reporter", unit="发展改革局"))
        assert http.get("/").status_code == 403
        store.office.accounts.change(account.id, Changes(active=False))
        assert http.get("/").status_code == 303


def test_nobody_takes_back_anothers_token(me, store):
    other = person(store, "李四")
    now = datetime.now(UTC)
    token, _ = store.office.tokens.issue(other, "t", ["read"], expires=now + timedelta(1), now=now)
    assert sent(me, f"/me/tokens/{token.id}/revoke").status_code == 404
    assert sent(me, f"/me/tokens/{2**70}/revoke").status_code == 422
    assert store.office.tokens.list()[0].revoked is None


def test_a_reporter_sees_only_scopes_of_a_reporter(client_as):
    text = client_as("reporter").get("/me").text
    assert 'value="read_unit"' in text
    assert 'value="read"' not in text
    assert day(90) in text
