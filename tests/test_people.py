"""Roles, names and passwords."""

from __future__ import annotations

import pytest

from luoshi.errors import UsageError
from luoshi.people import checked_name, folded, passwords, permissions, role, roles
from luoshi.people.roles import check_scopes

GOOD = (
    "青山一道同云雨，明月何曾",
    "correct horse battery",
    "kX9#mmQ2vLp0",
    "落实台账谁来管得住呢",
    "admin-of-the-east-zone",
)
COMMON = (
    "1234567890",
    "12345678901234",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "password12",
    "PASSWORD2026",
    "Ｐａｓｓｗｏｒｄ２０２６",
    "P@ssw0rd!!1",
    "admin12345",
    "adminadmin",
    "qwertyuiop",
    "98765432109",
    "abcdefghijkl",
    "密码密码密码密码密码",
    "          ",
)


def code_of(work) -> str:
    with pytest.raises(UsageError) as caught:
        work()
    return caught.value.code


def test_a_reporter_sees_no_more_than_the_unit_s():
    assert "read" not in role("reporter").permissions
    assert "read_unit" in role("reporter").permissions
    assert not {"assign", "review", "supervise", "add", "export"} & role("reporter").permissions


def test_only_an_administrator_manages_accounts():
    assert [name for name, each in roles().items() if "administer" in each.permissions] == ["administrator"]
    assert [name for name, each in roles().items() if "audit" in each.permissions] == ["administrator"]


def test_every_permission_is_somebody_s_and_has_its_words():
    given = frozenset().union(*(each.permissions for each in roles().values()))
    assert given == set(permissions())
    assert list(roles()) == ["reader", "reporter", "reviewer", "supervisor", "administrator"]
    for words in (*permissions().values(), *({"zh": each.zh, "en": each.en} for each in roles().values())):
        assert set(words) == {"zh", "en"}
        assert all(words.values())


def test_scopes_are_of_the_role():
    assert check_scopes(["read", "read"], "reader") == {"read"}
    for scopes in ([], ["review"], ["read", "read_unit"]):
        assert code_of(lambda scopes=scopes: check_scopes(scopes, "reader")) == "token_scope"
    assert code_of(lambda: check_scopes(["read"], "king")) == "no_role"


def test_names_are_compared_without_width_case_and_spaces():
    assert folded(" Ｚhang　San ") == folded("ZHANGSAN")
    assert folded("张三") != folded("张三丰")
    assert checked_name("  张  三\n") == "张 三"
    for name in ("", " ", "a\u202eb", "x" * 61):
        assert code_of(lambda name=name: checked_name(name)) == "account_name"


@pytest.mark.parametrize("password", GOOD)
def test_length_is_all_that_is_asked(password):
    passwords.check(password, "张三")


@pytest.mark.parametrize("password", COMMON)
def test_what_is_guessed_first_is_refused(password):
    assert code_of(lambda: passwords.check(password, "张三")) == "password_common"


def test_the_bounds_of_a_password():
    assert code_of(lambda: passwords.check("kX9#mmQ2v", "张三")) == "password_short"
    passwords.check("kX9#mmQ2vL", "张三")
    assert code_of(lambda: passwords.check("kX9#mmQ2vL" * 26, "张三")) == "password_long"
    for password in ("Zhang San Li", "zhangsanli2026", "!!ZHANGSANLI"):
        assert (
            code_of(lambda p=password: passwords.check(p, "Zhang San-li".replace("-", " ")))
            == "password_name"
        )


def test_a_password_fits_what_was_kept_of_it_alone():
    kept = passwords.hash_of("ｋX9#mmQ2vL\ud800")
    assert "mmQ2" not in kept
    assert kept != passwords.hash_of("ｋX9#mmQ2vL\ud800")
    assert passwords.matches(kept, "kX9#mmQ2vL\ud800")
    assert not passwords.matches(kept, "KX9#mmQ2vL\ud800")
    assert not passwords.matches(None, "nobody's")
    assert not passwords.matches("no hash", "kX9#mmQ2vL")
    assert not passwords.matches(kept, "x" * 10_000_000)
    assert not passwords.is_outdated(kept)
