"""``luoshi people``: for whoever is at the machine, also where nobody can sign in any more."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from luoshi.app.ledger import open_ledger
from luoshi.cli.root import root
from luoshi.people import Changes

LINK = re.compile(r"https://ledger\.example/invite/([0-9a-f]{64})\n")
WORDS = "春天的 第一班 列车"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run ``luoshi people`` in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LUOSHI_LANG", "zh")
    monkeypatch.setenv("LUOSHI_AUTHOR", "机房")
    monkeypatch.setenv("LUOSHI_WEB_PUBLIC_URL", "https://ledger.example/")
    return lambda *words: CliRunner().invoke(root, ["people", *words])


def enter(secret: str):
    now = datetime.now(UTC)
    with open_ledger("luoshi.db") as store:
        return store.office.links.enter(secret, WORDS, now)


def test_an_account_is_made_entered_listed_and_reset(run):
    made = run("add", "管甲", "--role", "administrator")
    assert made.exit_code == 0
    assert "待进入" in run("list").output
    assert enter(LINK.fullmatch(made.stdout)[1]).name == "管甲"
    assert run("list").output == "管甲\t管理员\t\t在用\n"
    reset = run("reset", "管甲")
    assert enter(LINK.fullmatch(reset.stdout)[1]).name == "管甲"
    with open_ledger("luoshi.db") as store:
        told = [(entry.deed.who, entry.deed.what) for entry in store.office.audit.page()]
    assert told == [("机房", "link_made")] * 2 + [("机房", "account_made")]


def test_resetting_opens_an_account_that_was_shut(run):
    run("add", "李四", "--role", "reporter", "--unit", "发展改革局")
    with open_ledger("luoshi.db") as store:
        account = store.office.accounts.by_name("李四")
        store.office.accounts.change(account.id, Changes(active=False))
    assert "已停用" in run("list").output
    assert LINK.fullmatch(run("reset", "李四").stdout)
    assert "待进入" in run("list").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reset", "无此人"), "没有名为“无此人”的账号"),
        (("add", "李四", "--role", "reporter"), "填报员须属于一个单位"),
        (("add", "\u200b", "--role", "reader"), "不能作账号名"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, words, said):
    run("add", "管甲", "--role", "administrator")
    answer = run(*words)
    assert answer.exit_code == 1
    assert said in answer.stderr
    assert answer.stdout == ""
