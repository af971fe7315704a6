"""What protects people: cookies, forms, sessions, headers, the site's own name, the size of what is sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import itsdangerous.timed
import pytest
from starlette.testclient import TestClient
from tests.web.conftest import CSRF
from tests.web.routes import started
from tests.web.test_entering_page import WORDS, Http, filled, person

from luoshi.people import Changes
from luoshi.serving import identity, recent
from luoshi.serving.identity import SESSION, VISIT
from luoshi.serving.metrics import exposed
from luoshi.serving.page_cache import PageCache
from luoshi.serving.throttle import Throttle
from luoshi.settings import WebSettings
from luoshi.web.application import create_app


def cookie(answer, name):
    """Give what a Set-Cookie says, by its words."""
    said = next(value for value in answer.headers.get_list("set-cookie") if value.startswith(f"{name}="))
    return {
        part.strip().partition("=")[0].lower(): part.strip().partition("=")[2] for part in said.split(";")
    }


def signed_in(stranger, store):
    account = person(store)
    return account, filled(stranger, "/sign-in", name="张三", password=WORDS)


# cookies and sessions


@pytest.mark.parametrize("name", [SESSION, VISIT])
def test_cookies_are_for_this_site_alone_and_no_script_reads_them(stranger, store, name):
    person(store)
    page = stranger.get("/sign-in")
    answer = filled(stranger, "/sign-in", name="张三", password=WORDS)
    said = cookie(answer if name == SESSION else page, name)
    assert "httponly" in said
    assert said["samesite"] == "lax"
    assert said["path"] == "/"
    assert "domain" not in said
    assert "secure" not in said  # this one came without TLS


@pytest.mark.parametrize(("secure", "scheme"), [(None, "https"), (True, "http")])
def test_cookies_are_secure_behind_tls_or_where_the_settings_say_so(store, secure, scheme):
    app = create_app(store, WebSettings(workers=0, secure=secure))
    with TestClient(app, base_url=f"{scheme}://testserver", follow_redirects=False) as http:
        assert "secure" in cookie(http.get("/sign-in"), VISIT)


def test_a_session_begins_anew_with_each_signing_in(stranger, store):
    _, first = signed_in(stranger, store)
    before = {cookie(first, SESSION)[SESSION]}
    planted = stranger.http.cookies.get(VISIT)
    for _ in range(2):
        stranger.http.cookies.delete(SESSION)
        again = filled(stranger, "/sign-in", name="张三", password=WORDS)
        before.add(cookie(again, SESSION)[SESSION])
    assert len(before) == 3
    assert stranger.http.cookies.get(VISIT) == planted
    # a token of the stranger's forms is worth nothing inside
    stranger.http.cookies.delete(SESSION)
    outside = CSRF.search(stranger.get("/sign-in").text)[1]
    filled(stranger, "/sign-in", name="张三", password=WORDS)
    assert stranger.http.post("/me/language", data={"csrf": outside, "language": "en"}).status_code == 403


def test_a_session_ends_when_nobody_used_it(stranger, store, monkeypatch):
    signed_in(stranger, store)
    assert stranger.get("/me").status_code == 200
    real = itsdangerous.timed.time.time
    hours = WebSettings().session_hours

    class Later:
        """The clock of the signatures and of what is kept in memory, later."""

        shift = 0.0

        @classmethod
        def time(cls):
            return real() + cls.shift

        monotonic = time

    for module in (itsdangerous.timed, identity, recent):
        monkeypatch.setattr(module, "time", Later)
    Later.shift = hours * 3600 - 60
    renewed = stranger.get("/me")  # who goes on working stays in
    assert renewed.status_code == 200
    assert SESSION in renewed.headers["set-cookie"]
    Later.shift += hours * 3600 - 60
    assert stranger.get("/me").status_code == 200
    Later.shift += hours * 3600 + 60
    assert stranger.get("/me").status_code == 303


def test_a_copied_cookie_is_worth_nothing_after_signing_out(stranger, store):
    signed_in(stranger, store)
    copied = stranger.http.cookies.get(SESSION)
    filled_token = CSRF.search(stranger.get("/me").text)[1]
    stranger.http.post("/sign-out", data={"csrf": filled_token})
    stranger.http.cookies.set(SESSION, copied)
    assert stranger.get("/me").status_code == 303


def test_other_sessions_go_on_when_one_signs_out(app, stranger, store):
    signed_in(stranger, store)
    with TestClient(app, follow_redirects=False) as other:
        filled(Http(other), "/sign-in", name="张三", password=WORDS)
        token = CSRF.search(other.get("/me").text)[1]
        other.post("/sign-out", data={"csrf": token})
    assert stranger.get("/me").status_code == 200


@pytest.mark.parametrize("change", ["everywhere", "password", "shut"])
def test_sessions_everywhere_end(app, stranger, store, change):
    account, _ = signed_in(stranger, store)
    if change == "everywhere":
        store.office.accounts.bump_epoch(account.id)
    elif change == "password":
        store.office.accounts.set_password(account.id, "another few words")
    else:
        store.office.accounts.change(account.id, Changes(active=False))
    assert stranger.get("/me").status_code == 303
    if change == "shut":  # opening it again brings no old session back
        store.office.accounts.change(account.id, Changes(active=True))
        assert stranger.get("/me").status_code == 303


@pytest.mark.parametrize("spoilt", ["", "x", "1.0.key", None])
def test_a_cookie_that_was_not_signed_here_is_nobodys(stranger, store, spoilt):
    signed_in(stranger, store)
    kept = stranger.http.cookies.get(SESSION)
    stranger.http.cookies.delete(SESSION)
    visit = stranger.http.cookies.get(VISIT)
    stranger.http.cookies.set(SESSION, visit if spoilt is None else spoilt or kept[:-2])
    assert stranger.get("/me").status_code == 303


# forms


def test_a_form_without_its_token_or_with_another_persons_changes_nothing(app, client_as, stranger, store):
    signed_in(stranger, store)
    others = client_as("reader").token
    for data in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": others}, {"csrf": "密"}):
        assert stranger.http.post("/me/language", data=data | {"language": "en"}).status_code == 403
    assert store.office.accounts.by_name("张三").language is None


def test_signing_in_needs_a_token_too(stranger, store):
    person(store)
    answer = stranger.http.post("/sign-in", data={"name": "张三", "password": WORDS})
    assert answer.status_code == 403
    assert SESSION not in answer.headers.get("set-cookie", "")


def test_a_token_for_programs_needs_none_but_does_not_reach_the_account(app, stranger, store):
    account, _ = signed_in(stranger, store)
    now = datetime.now(UTC)
    _, shown = store.office.tokens.issue(account, "t", ["token"], expires=now + timedelta(1), now=now)
    stranger.http.cookies.clear()
    bearer = {"Authorization": f"Bearer {shown}"}
    fields = {"label": "more", "expires": "2999-01-01", "scopes": "read"}
    assert stranger.http.post("/me/tokens", data=fields, headers=bearer).status_code == 403
    assert stranger.http.get("/me", headers=bearer).status_code == 403


# headers


@pytest.mark.parametrize(
    "address", ["/sign-in", "/me", "/nowhere", "/api/v1/nowhere", "/static/luoshi.css", "/healthz"]
)
def test_every_answer_has_the_headers_that_protect_it(client_as, address):
    headers = client_as("reader").get(address).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert "*" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert "access-control-allow-origin" not in headers
    assert "strict-transport-security" not in headers


def test_behind_tls_the_browser_is_told_to_stay_there(app):
    with TestClient(app, base_url="https://testserver") as http:
        assert "max-age=" in http.get("/sign-in").headers["strict-transport-security"]


def test_a_page_that_fell_over_has_the_headers_too(app, client_as, monkeypatch):
    client = client_as("administrator")

    def fall() -> None:
        raise RuntimeError("秘密")

    monkeypatch.setattr(app.state.site.store.office.accounts, "list", fall)
    name, value = next(iter(client.http.cookies.items()))
    status, headers = started(app, "GET", "/admin/people", {"cookie": f"{name}={value}"})
    assert status == 500
    assert "default-src 'self'" in headers["content-security-policy"]
    with TestClient(app, raise_server_exceptions=False, cookies={name: value}) as http:
        answer = http.get("/admin/people")
        assert "秘密" not in answer.text
        assert answer.headers["x-request-id"] in answer.text


def test_no_page_has_a_script_or_a_style_in_itself(client_as):
    client = client_as("administrator")
    for address in ("/sign-in", "/me", "/admin/people", "/admin/audit", "/admin/people/1", "/nowhere"):
        text = client.get(address).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), address
        assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", text), address
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text), address


# the site's own name


def test_only_the_sites_own_name_is_answered(store):
    app = create_app(store, WebSettings(workers=0, public_url="https://ledger.example"))
    with TestClient(app, base_url="https://ledger.example", follow_redirects=False) as http:
        assert http.get("/sign-in").status_code == 200
        assert http.get("/sign-in", headers={"Host": "LEDGER.example:443"}).status_code == 200
        for host in (
            "evil.example",
            "ledger.example.evil.example",
            "127.0.0.1",
            "[::1",
            "ledger.example@evil.example",
        ):
            answer = http.get("/sign-in", headers={"Host": host})
            assert answer.status_code == 421, host
            assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert http.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


def test_links_are_of_the_sites_own_name(store, client_as):
    site = client_as("administrator")
    answer = site.http.post(
        "/admin/people",
        data={"name": "李四", "role": "reader"},
        headers={"X-CSRF-Token": site.token, "Host": "testserver"},
    )
    assert "http://testserver/invite/" in answer.text


# the size of what is sent


def test_a_form_that_is_too_large_is_not_held_in_memory(app):
    taken = 0

    def pieces():
        nonlocal taken
        for _ in range(64):
            taken += 2**20
            yield b"x" * 2**20

    form = {"content-type": "application/x-www-form-urlencoded"}
    with TestClient(app) as http:
        assert http.post("/sign-in", content=b"x" * (3 * 2**20), headers=form).status_code == 413
        answer = http.post("/sign-in", content=pieces(), headers=form)
        assert answer.status_code == 413
        assert "2MiB" in answer.text or "2 MiB" in answer.text


@pytest.mark.parametrize(
    ("address", "kind", "known"),
    [
        ("/api/v1/extract", "application/octet-stream", False),
        ("/api/v1/compare", "application/x+json", False),
        ("/sign-in", "multipart/form-data; boundary=x", False),
        ("/ledger/1/accept", "multipart/form-data; boundary=x", True),
        ("/opinions/new", "application/x-www-form-urlencoded", True),
    ],
)
def test_where_no_files_are_taken_little_is_read_whatever_it_is_called(
    client_as, stranger, address, kind, known
):
    head = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'
    pieces = iter([head, *[b"x" * 2**20] * 3])  # its size is not declared
    client = client_as("administrator") if known else stranger
    assert client.post(address, content=pieces, headers={"content-type": kind}).status_code == 413


@pytest.mark.parametrize("path", ["/import", "/opinions/new", "/ledger/1/report", "/ledger/1/prove"])
def test_where_files_are_taken_strangers_send_none(app, path):
    status, _ = started(app, "POST", path, {"content-type": "multipart/form-data; boundary=x"})
    assert status in (303, 401)


# numbers and methods that nobody asked for


def test_a_number_as_long_as_an_address_is_no_page(stranger):
    for address in ("/ledger/{}", "/ledger/{}/form/accept", "/api/v1/rows/{}", "/api/v1/jobs/{}/events"):
        assert stranger.get(address.format("9" * 5000)).status_code == 404
        assert stranger.get(address.format("9" * 16)).status_code in (303, 401)


def test_methods_that_were_made_up_are_counted_as_one(stranger):
    for method in ("BREW", "SIP"):
        stranger.http.request(method, "/healthz")
    said = exposed().decode()
    assert 'method="OTHER"' in said
    assert "BREW" not in said


# the counts of tries


def test_counts_begin_anew_after_the_time_and_hold_no_more_than_they_may(monkeypatch):
    from luoshi.serving import throttle
    from luoshi.serving.refusals import TooOften

    monkeypatch.setattr(throttle, "_MOST", 10)
    now = [0.0]
    counts = Throttle(2, 1, clock=lambda: now[0])
    counts.begin("a")
    counts.begin("a", "b")
    with pytest.raises(TooOften) as refused:
        counts.begin("a", "c")
    assert refused.value.headers == {"Retry-After": "60"}
    counts.give_back("b")
    counts.begin("b")
    counts.begin("b")
    with pytest.raises(TooOften):
        counts.begin("b")
    now[0] = 60
    counts.begin("a")
    for number in range(50):
        counts.begin(f"n{number}")
    assert len(counts._counts) == 10
    counts.begin("a")
    counts.begin("a")


def test_refused_tries_crowd_no_true_count_out(monkeypatch):
    from luoshi.serving import throttle
    from luoshi.serving.refusals import TooOften

    monkeypatch.setattr(throttle, "_MOST", 10)
    counts = Throttle(2, 1, clock=lambda: 0.0)
    for name in ("victim", "victim", "origin", "origin"):
        counts.begin(name)
    for number in range(50):
        with pytest.raises(TooOften):
            counts.begin(f"n{number}", "origin")
    assert len(counts._counts) == 2
    with pytest.raises(TooOften):
        counts.begin("victim")


# what is kept in memory


def test_pages_without_a_body_take_room_too():
    pages = PageCache(most=20 * 1024)
    for number in range(100):
        pages.get(("page", number, "x" * 1024), str)
    kept = [number for number in range(100) if pages.find(("page", number, "x" * 1024))]
    assert 5 <= len(kept) < 20
    assert kept[-1] == 99
    pages.clear()
    pages.get("anew", lambda: "y" * 10_000)
    assert pages.find("anew")


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_by_what_one_household_has(address, counted):
    from starlette.requests import HTTPConnection

    from luoshi.serving.throttle import origin_of

    assert origin_of(HTTPConnection({"type": "http", "client": (address, 1), "headers": []})) == counted
