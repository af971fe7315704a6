"""Accounts, links, tokens and the secret, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from luoshi.errors import UsageError
from luoshi.people import Changes, Person, person_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = "青山一道同云雨 明月"


@pytest.fixture
def office(store):
    return store.office


def made(office, name="张三", role="administrator", **more):
    return office.accounts.create(name, role, now=NOW, **more)


def code_of(work) -> str:
    with pytest.raises(UsageError) as caught:
        work()
    return caught.value.code


def test_an_account_is_found_however_its_name_is_written(office):
    account = made(office, "Zhang  San", "reader")
    assert account.name == "Zhang San"
    for name in ("zhangsan", " ZHANG SAN", "ｚｈａｎｇ　ｓａｎ"):
        assert office.accounts.by_name(name) == account
        assert code_of(lambda name=name: made(office, name)) == "account_taken"
    assert office.accounts.by_name("lisi") is None
    assert office.accounts.by_name("a\x00\ud800") is None
    assert office.accounts.by_id(account.id) == account
    other = made(office, "李四", "reader")
    assert code_of(lambda: office.accounts.change(other.id, Changes(name="ZHANGSAN"))) == "account_taken"


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "a\u200bb", "长" * 61])
def test_a_name_that_cannot_be_read_is_refused(office, name):
    assert code_of(lambda: made(office, name)) == "account_name"
    assert office.accounts.list() == ()


def test_a_reporter_needs_a_unit(office):
    assert code_of(lambda: made(office, role="reporter")) == "unit_needed"
    assert code_of(lambda: made(office, role="king")) == "no_role"
    account = made(office, role="reporter", unit="市财政局")
    assert code_of(lambda: office.accounts.change(account.id, Changes(unit=""))) == "unit_needed"
    assert office.accounts.change(account.id, Changes(unit="", role="reader")).unit is None
    assert code_of(lambda: office.accounts.change(99, Changes(active=False))) == "no_account"


def test_the_last_administrator_stays(office):
    first, second = made(office), made(office, "李四")
    office.accounts.change(second.id, Changes(role="reader"))
    for changes in (Changes(role="supervisor"), Changes(active=False)):
        assert (
            code_of(lambda changes=changes: office.accounts.change(first.id, changes)) == "last_administrator"
        )
    assert office.accounts.change(first.id, Changes(name="王五")).name == "王五"
    office.accounts.change(second.id, Changes(role="administrator"))
    office.accounts.change(first.id, Changes(active=False))
    assert code_of(lambda: office.accounts.change(second.id, Changes(active=False))) == "last_administrator"


def test_two_administrators_who_lower_each_other_leave_one(office):
    pair = [made(office), made(office, "李四")]
    for _ in range(5):

        def lower(account):
            try:
                office.accounts.change(account.id, Changes(role="reader"))
            except UsageError as error:
                return error.code
            return ""

        with ThreadPoolExecutor(2) as threads:
            said = sorted(threads.map(lower, pair))
        assert said == ["", "last_administrator"]
        for account in pair:
            office.accounts.change(account.id, Changes(role="administrator"))


def test_a_password_signs_in_and_ends_what_was_signed_in(office):
    account = made(office)
    assert office.accounts.signed_in("张三", WORDS) is None
    assert not office.accounts.has_administrator()
    after = office.accounts.set_password(account.id, WORDS)
    assert after.has_password
    assert after.epoch == account.epoch + 1
    assert office.accounts.signed_in(" 张三", WORDS) == after
    assert office.accounts.signed_in("张三", WORDS + "x") is None
    assert office.accounts.signed_in("李四", WORDS) is None
    assert office.accounts.has_administrator()
    assert office.accounts.bump_epoch(account.id).epoch == after.epoch + 1
    made(office, "李四")
    shut = office.accounts.change(account.id, Changes(active=False))
    assert shut.epoch == after.epoch + 2
    assert office.accounts.signed_in("张三", WORDS) is None
    assert not office.accounts.has_administrator()


def test_an_older_hash_is_made_anew_at_sign_in(office, store, place):
    from argon2 import PasswordHasher

    account = made(office)
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(WORDS)
    place.edit(f"UPDATE office_accounts SET password = '{old}'")  # noqa: S608
    assert office.accounts.signed_in("张三", WORDS).epoch == account.epoch
    ((kept,),) = place.ask("SELECT password FROM office_accounts")
    assert kept != old
    assert WORDS not in kept
    assert office.accounts.signed_in("张三", WORDS) is not None


def test_no_secret_is_in_the_database(office, place):
    account = made(office)
    link = office.links.issue("reset", account.id, expires=NOW + HOUR, now=NOW)
    _, shown = office.tokens.issue(account, "脚本", ["read"], expires=NOW + HOUR, now=NOW)
    kept = str([place.ask("SELECT * FROM office_links"), place.ask("SELECT * FROM office_tokens")])
    assert link not in kept
    assert shown.rpartition("_")[2] not in kept


def test_the_first_administrator_comes_by_a_link(office):
    older = office.links.issue("first", None, expires=NOW + HOUR, now=NOW)
    secret = office.links.issue("first", None, expires=NOW + HOUR, now=NOW)
    assert office.links.look(older, NOW) is None
    assert office.links.look(secret, NOW).purpose == "first"
    assert office.links.look(secret, NOW + HOUR) is None
    enter = office.links.enter
    assert code_of(lambda: enter(older, WORDS, NOW, name="张三")) == "link_invalid"
    assert code_of(lambda: enter(secret, WORDS, NOW + HOUR, name="张三")) == "link_invalid"
    assert code_of(lambda: enter(secret, "short", NOW, name="张三")) == "password_short"
    assert code_of(lambda: enter(secret, WORDS, NOW, name="")) == "account_name"
    account = enter(secret, WORDS, NOW, name="张三")
    assert account.role == "administrator"
    assert office.accounts.signed_in("张三", WORDS) == account
    assert code_of(lambda: enter(secret, WORDS, NOW, name="李四")) == "link_invalid"


def test_an_invitation_sets_the_password_of_its_account_alone(office):
    made(office, "管理")
    account = made(office, "李四", "reader")
    secret = office.links.issue("invitation", account.id, expires=NOW + HOUR, now=NOW)
    assert code_of(lambda: office.links.enter(secret, "李四李四李四李四李四", NOW)) == "password_name"
    assert office.links.enter(secret, WORDS, NOW, name="别人").name == "李四"
    again = office.links.issue("reset", account.id, expires=NOW + HOUR, now=NOW)
    office.accounts.change(account.id, Changes(active=False))
    assert code_of(lambda: office.links.enter(again, WORDS, NOW)) == "link_invalid"
    assert code_of(lambda: office.links.issue("reset", 99, expires=NOW, now=NOW)) == "no_account"


def test_of_two_who_use_a_link_at_once_one_is_let_in(office):
    for _ in range(5):
        secret = office.links.issue("first", None, expires=NOW + HOUR, now=NOW)
        with ThreadPoolExecutor(2) as threads:
            found = list(threads.map(lambda _, s=secret: office.links.redeem(s, NOW), range(2)))
        assert sum(link is not None for link in found) == 1


def test_a_token_counts_until_it_runs_out_or_is_taken_back(office):
    account = made(office, role="supervisor", name="李四")
    issue = office.tokens.issue
    for scopes in ([], ["administer"], ["read", "read_unit"], ["nothing"]):
        assert code_of(lambda s=scopes: issue(account, "x", s, expires=NOW + HOUR, now=NOW)) == "token_scope"
    assert code_of(lambda: issue(account, "x", ["read"], expires=NOW, now=NOW)) == "token_expires"
    token, shown = issue(account, "脚本", ["read", "report"], expires=NOW + HOUR, now=NOW)
    assert shown.startswith(f"luoshi_{token.id}_")
    found, owner = office.tokens.check(shown, NOW)
    assert (found, owner) == (token, account)
    wrong = shown[:-1] + ("0" if shown[-1] != "0" else "1")
    for other in ("", wrong, shown + "0", shown.replace("luoshi_", "luoshi_9"), "luoshi_²_" + "0" * 64):
        assert office.tokens.check(other, NOW) is None
    assert office.tokens.check(shown, NOW + HOUR) is None
    assert code_of(lambda: office.tokens.revoke(token.id, NOW, account=account.id + 1)) == "no_token"
    assert office.tokens.revoke(token.id, NOW, account=account.id).revoked is not None
    assert office.tokens.check(shown, NOW) is None
    assert [each.id for each in office.tokens.list(account.id)] == [token.id]
    assert office.tokens.list(account.id + 1) == ()


def test_a_token_says_when_it_was_used_once_a_minute(office):
    account = made(office)
    _, shown = office.tokens.issue(account, "脚本", ["read"], expires=NOW + HOUR, now=NOW)
    used = []
    for seconds in (0, 30, 59, 60, 100, 121):
        assert office.tokens.check(shown, NOW + timedelta(seconds=seconds))
        used.append(office.tokens.list()[0].last_used)
    assert [used.index(each) for each in used] == [0, 0, 0, 3, 3, 5]


def test_a_token_of_a_shut_account_opens_nothing(office):
    made(office)
    account = made(office, "李四", "reader")
    _, shown = office.tokens.issue(account, "脚本", ["read"], expires=NOW + HOUR, now=NOW)
    office.accounts.change(account.id, Changes(active=False))
    assert office.tokens.check(shown, NOW) is None


def test_a_person_may_what_the_role_and_the_token_both_say(office):
    account = made(office, "李四", "reviewer")
    assert person_of(account, "cookie").may("review")
    person = person_of(account, "token", ["read", "administer"])
    assert person.permissions == {"read"}
    assert person_of(office.accounts.change(account.id, Changes(active=False)), "cookie").permissions == set()
    assert isinstance(person, Person)


def test_the_secret_is_the_same_for_all_who_ask_first(open_again):
    stores = [open_again() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        (secret,) = set(threads.map(lambda store: store.office.secret(), stores))
    assert len(secret) == 32
    assert open_again().office.secret() == secret
