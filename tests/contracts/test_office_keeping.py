"""Audit entries, answers to requests, computed results and visits, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from luoshi.errors import ConflictError, LuoshiError
from luoshi.stores.office import Answer, Asked, Deed, Sought

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ANSWER = Answer(201, {"ETag": '"3"'}, "完成".encode())


@pytest.fixture
def office(store):
    return store.office


def asked(key="k1", who="account:1", route="POST /api/v1/rows", digest="0" * 64):
    return Asked(key, who, route, digest)


def code_of(work) -> str:
    with pytest.raises(LuoshiError) as caught:
        work()
    return caught.value.code


def test_audit_pages_come_newest_first(office):
    for number in range(7):
        who = "张三" if number % 2 else "李四"
        office.audit.record(Deed(who, "signed_in", f"account:{number}", {"甲": [number]}, "::1", "r"), NOW)
    first = office.audit.page(limit=3)
    rest = office.audit.page(before=first[-1].id, limit=10)
    assert [entry.deed.details["甲"] for entry in (*first, *rest)] == [[n] for n in range(6, -1, -1)]
    assert first[0].deed == Deed("李四", "signed_in", "account:6", {"甲": [6]}, "::1", "r")
    assert len(office.audit.page(Sought(who="张三"))) == 3


def test_audit_is_sought_by_what_and_by_day(office):
    noon = datetime(2026, 3, 2, 12).astimezone()
    for hours, what in ((-12.001, "a"), (-12, "b"), (0, "a"), (11.999, "a"), (12, "b")):
        office.audit.record(Deed("张三", what), noon + timedelta(hours=hours))
    assert len(office.audit.page(Sought(day=date(2026, 3, 2)))) == 3
    assert len(office.audit.page(Sought(day=date(2026, 3, 2), what="a"))) == 2
    assert office.audit.page(Sought(day=date(2026, 3, 4))) == ()
    assert office.audit.codes() == ("a", "b")


def test_audit_takes_what_no_index_takes(office):
    office.audit.record(Deed("长\x00\ud800" * 3000, "signed_in_not", "x" * 9000, {"名": "\x00\ud800"}), NOW)
    (entry,) = office.audit.page()
    assert entry.deed.details == {"名": "\x00\ud800"}


def test_the_same_request_gets_the_same_answer(office):
    assert office.answers.begin(asked(), NOW) is None
    assert code_of(lambda: office.answers.begin(asked(), NOW)) == "key_at_work"
    office.answers.keep(asked(), ANSWER)
    assert office.answers.begin(asked(), NOW + DAY / 2) == ANSWER
    for other in (asked(digest="1" * 64), asked(route="POST /api/v1/other")):
        assert code_of(lambda other=other: office.answers.begin(other, NOW)) == "key_used"
    assert office.answers.begin(asked(who="token:1"), NOW) is None
    assert office.answers.begin(asked(), NOW + DAY) is None
    for key in ("", "k" * 201):
        assert code_of(lambda key=key: office.answers.begin(asked(key), NOW)) == "key_long"


def test_a_request_that_came_to_nothing_may_be_tried_again(office):
    assert office.answers.begin(asked(), NOW) is None
    office.answers.drop(asked())
    assert office.answers.begin(asked(), NOW) is None
    later = NOW + timedelta(minutes=6)  # its process was lost
    assert office.answers.begin(asked(), later) is None
    office.answers.keep(asked(), ANSWER)
    office.answers.drop(asked())
    assert office.answers.begin(asked(), later) == ANSWER
    assert office.answers.purge(later + DAY) == 1


def test_what_is_to_be_done_once_is_not_new_again_while_nobody_knows(office):
    step = replace(asked(), once=True)
    assert office.answers.begin(step, NOW) is None
    assert code_of(lambda: office.answers.begin(step, NOW)) == "key_at_work"
    assert code_of(lambda: office.answers.begin(step, NOW + timedelta(minutes=6))) == "key_in_doubt"
    assert office.answers.begin(step, NOW + DAY) is None


def test_of_two_same_requests_at_once_one_is_done(office):
    def begin(turn):
        try:
            return office.answers.begin(asked(f"k{turn}"), NOW)
        except ConflictError as error:
            return error.code

    for turn in range(5):
        with ThreadPoolExecutor(2) as threads:
            found = list(threads.map(begin, [turn, turn]))
        assert sorted(found, key=str) == [None, "key_at_work"]


def test_a_result_is_given_to_the_luoshi_that_made_it(office, place):
    computed = office.computed
    assert computed.get("align", "a:b", "1") is None
    computed.put("align", "a:b", "1", {"对": [1, None, 0.5]}, now=NOW)
    assert computed.get("align", "a:b", "1") == {"对": [1, None, 0.5]}
    assert computed.get("align", "a:b", "2") is None
    assert computed.get("follow", "a:b", "1") is None
    computed.put("align", "a:b", "2", [], now=NOW + DAY)
    assert computed.get("align", "a:b", "1") is None
    assert computed.get("align", "a:b", "2") == []
    assert computed.purge(NOW + DAY) == 0
    damaged = "'123'" if place.kind == "postgres" else "X'313233'"
    place.edit(f"UPDATE office_computed SET value = {damaged}")  # noqa: S608
    assert computed.get("align", "a:b", "2") is None
    assert computed.purge(NOW + 2 * DAY) == 1


def test_a_result_put_by_many_at_once(office):
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: office.computed.put("align", "k", "1", n, now=NOW), range(12)))
    assert office.computed.get("align", "k", "1") in range(12)


def test_the_last_visit(office):
    account = office.accounts.create("张三", "reader", now=NOW)
    assert office.visits.last(account.id) is None
    office.visits.mark(account.id, 3, NOW)
    office.visits.mark(account.id, 9, NOW + DAY)
    visit = office.visits.last(account.id)
    assert (visit.at, visit.sequence) == ("2026-03-03T09:00:00.000Z", 9)
