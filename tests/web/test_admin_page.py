"""管理: people are invited, changed and shut by an administrator; the audit tells it beside the chain."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest
from tests.web.test_entering_page import WORDS, deeds, filled, person

from luoshi.app.record import record_files
from luoshi.people import Changes
from luoshi.stores.office.audit import Deed

OTHER = "其他的 几个 词语 连写"
LINK = re.compile(r"http://testserver(/invite/[0-9a-f]{64})")


@pytest.fixture
def admin(client_as):
    """An administrator who is signed in."""
    return client_as("administrator")


def test_somebody_invited_comes_in_with_role_and_unit(admin, stranger, store):
    made = admin.post("/admin/people", {"name": "李四", "role": "reporter", "unit": "发展改革局"})
    assert made.status_code == 200
    assert made.headers["cache-control"] == "no-store"
    assert made.headers["referrer-policy"] == "no-referrer"
    path = LINK.search(made.text)[1]
    listed = admin.get("/admin/people").text
    assert "李四" in listed
    assert "待进入" in listed
    assert not LINK.search(listed)
    assert filled(stranger, path, password=WORDS, again=WORDS).status_code == 303
    account = store.office.accounts.by_name("李四")
    assert (account.role, account.unit) == ("reporter", "发展改革局")
    assert stranger.get("/me").status_code == 200
    assert "secret" not in repr(deeds(store))
    assert path.rpartition("/")[2] not in repr(deeds(store))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "李四", "role": "reporter"}, "填报员须属于一个单位"),
        ({"name": "李四", "role": "king"}, "没有“king”这一角色"),
        ({"name": "administrator一", "role": "reader"}, "已有账号"),
        ({"name": "\u200b", "role": "reader"}, "不能作账号名"),
        ({"name": "李" * 61, "role": "reader"}, "不能作账号名"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_on_the_page(admin, store, fields, said):
    before = len(store.office.accounts.list())
    answer = admin.post("/admin/people", fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert len(store.office.accounts.list()) == before


def test_a_change_of_role_holds_from_the_next_request_and_is_told(admin, client_as, store):
    reviewer = client_as("reviewer")
    account = store.office.accounts.by_name("reviewer一")
    assert reviewer.get("/admin/audit").status_code == 403
    fields = {"name": "新名", "role": "administrator", "unit": ""}
    assert admin.post(f"/admin/people/{account.id}", fields).status_code == 303
    assert reviewer.get("/admin/audit").status_code == 200
    said = admin.get("/admin/audit").text
    assert "角色：审核员 → 管理员" in said
    assert "reviewer一 → 新名" in said


def test_a_form_that_was_open_for_long_gives_no_role_back(admin, store):
    account = store.office.accounts.create("李四", "administrator", now=datetime.now(UTC))
    page = admin.get(f"/admin/people/{account.id}").text
    fields = dict(re.findall(r'name="(was_\w+)" value="([^"]*)"', page))
    assert fields == {"was_name": "李四", "was_role": "administrator", "was_unit": ""}
    store.office.accounts.change(account.id, Changes(role="reader", unit="财政局"))
    sent = fields | {"name": "administrator一", "role": "administrator", "unit": ""}
    refused = admin.post(f"/admin/people/{account.id}", sent)
    assert refused.status_code == 422
    assert dict(re.findall(r'name="(was_\w+)" value="([^"]*)"', refused.text)) == fields
    assert admin.post(f"/admin/people/{account.id}", sent | {"name": "李四四"}).status_code == 303
    now = store.office.accounts.by_id(account.id)
    assert (now.name, now.role, now.unit) == ("李四四", "reader", "财政局")


def test_an_account_that_is_shut_is_out_at_once_and_can_be_opened_again(admin, client_as, store):
    reader = client_as("reader")
    account = store.office.accounts.by_name("reader一")
    address = f"/admin/people/{account.id}"
    assert reader.get("/me").status_code == 200
    assert admin.post(f"{address}/active", {"active": "0"}).status_code == 303
    assert reader.get("/me").status_code == 303
    assert admin.post(f"{address}/link").status_code == 422
    assert admin.post(f"{address}/active", {"active": "1"}).status_code == 303
    assert admin.post(f"{address}/link").status_code == 200


@pytest.mark.parametrize("how", ["shut", "role"])
def test_the_last_administrator_stays(admin, store, how):
    own = store.office.accounts.by_name("administrator一")
    address = f"/admin/people/{own.id}"
    if how == "shut":
        answer = admin.post(f"{address}/active", {"active": "0"})
    else:
        answer = admin.post(address, {"name": own.name, "role": "reader"})
    assert answer.status_code == 422
    assert "最后一名管理员" in answer.text
    assert admin.get("/admin/people").status_code == 200


def test_a_link_to_a_new_password_ends_the_old_one_only_when_it_is_used(admin, stranger, store):
    account = person(store, "李四")
    old = LINK.search(admin.post(f"/admin/people/{account.id}/link").text)[1]
    new = LINK.search(admin.post(f"/admin/people/{account.id}/link").text)[1]
    assert stranger.get(old).status_code == 404
    assert store.office.accounts.signed_in("李四", WORDS)
    assert filled(stranger, new, password=OTHER, again=OTHER).status_code == 303
    assert not store.office.accounts.signed_in("李四", WORDS)


def test_who_is_signed_out_by_the_administrator_is_out(admin, client_as, store):
    reader = client_as("reader")
    account = store.office.accounts.by_name("reader一")
    assert admin.post(f"/admin/people/{account.id}/sign-out").status_code == 303
    assert reader.get("/me").status_code == 303


@pytest.mark.parametrize("number", ["0", "-1", "999", str(2**70), "x"])
def test_an_account_that_there_is_not_is_told_as_a_page(admin, number):
    assert admin.get(f"/admin/people/{number}").status_code in (404, 422)
    assert admin.post(f"/admin/people/{number}/link").status_code in (404, 422)


def test_the_administration_begins_with_what_one_may_see(admin):
    assert admin.get("/admin").headers["location"] == "/admin/people"


# the audit


@pytest.fixture
def told(store):
    """A ledger with rows, and 120 deeds of two people."""
    example = Path(str(resources.files("luoshi") / "examples" / "central.txt"))
    list(record_files(store, [example]))
    for number in range(120):
        deed = Deed(("甲", "乙")[number % 2], ("exported", "signed_in")[number % 3 == 0], f"第{number}件")
        store.office.audit.record(deed, datetime(2026, 3, 1 + number // 60, 4, number % 60, tzinfo=UTC))
    return store


def subjects(text):
    return [int(said) for said in re.findall(r"第(\d+)件", text)]


def test_the_audit_goes_back_page_by_page_and_loses_nothing(admin, told):
    address, seen = "/admin/audit", []
    while address:
        text = admin.get(address).text
        seen += subjects(text)
        more = re.search(r'rel="next" href="([^"]*deeds=[^"]*)"', text)
        address = more[1].replace("&amp;", "&") if more else ""
    assert seen == sorted(range(120), reverse=True)


def test_the_audit_is_asked_by_who_what_and_day(admin, told):
    assert {n % 2 for n in subjects(admin.get("/admin/audit", params={"who": "甲"}).text)} == {0}
    text = admin.get("/admin/audit", params={"what": "deed:signed_in"}).text
    assert {n % 3 for n in subjects(text)} == {0}
    assert "台账变动" not in text
    local = datetime(2026, 3, 1, 4, 0, tzinfo=UTC).astimezone().date().isoformat()
    assert max(subjects(admin.get("/admin/audit", params={"day": local}).text)) < 60
    for odd in (
        {"day": "9999-12-31"},
        {"day": "x"},
        {"deeds": "9" * 30},
        {"events": "-1"},
        {"what": "event:x"},
    ):
        assert admin.get("/admin/audit", params=odd).status_code == 200


def test_the_chain_stands_beside_it(admin, told):
    text = admin.get("/admin/audit").text
    assert "添加文件" in text
    assert text.count("登入") == 1  # in the choice alone: rows that were entered are asked for
    assert "登入" in admin.get("/admin/audit", params={"what": "event:created"}).text


def test_markup_in_a_deed_is_shown_as_text(admin, store):
    store.office.audit.record(Deed("<i>x</i>", "<b>", "<script>1</script>", {"a": "<u>"}), datetime.now(UTC))
    text = admin.get("/admin/audit").text
    for piece in ("<i>x", "<b>", "<script>1", "<u>"):
        assert piece not in text
