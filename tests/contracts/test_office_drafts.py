"""Drafts for comment and the opinions on them, on every database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from made import AT, FACTS, make_document, make_statements

from luoshi.errors import LuoshiError
from luoshi.stores.office import Limits, Opening, Said, Sought

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
TEXT = "一、总体要求\n加快建设𠮷林路枢纽，年底前建成。"


def code_of(work) -> str:
    with pytest.raises(LuoshiError) as caught:
        work()
    return caught.value.code


def opening(**more):
    given = {
        "title": "分工方案（征求意见稿）",
        "opens": DAY,
        "closes": DAY + timedelta(days=9),
        "author": "张三",
        "audience": "accounts",
        "text": TEXT,
    }
    return Opening(**given | more)


@pytest.fixture
def office(store):
    return store.office


@pytest.fixture
def draft(office):
    return office.drafts.open(opening(), NOW)[0]


def say(office, draft, text="建议写明单位", *, day=DAY, **more):
    return office.opinions.say(draft.id, Said(text, **more), day=day, now=NOW)


def test_a_draft_of_its_own_text(office, draft):
    assert office.drafts.get(draft.id) == draft
    assert office.drafts.text(draft.id) == TEXT
    assert (draft.state, draft.document) == ("open", None)
    again, _ = office.drafts.open(opening(title="第二次"), NOW)
    assert again.text == draft.text
    assert [each.id for each in office.drafts.list()] == [again.id, draft.id]
    assert office.drafts.list("closed") == ()
    assert code_of(lambda: office.drafts.text(99)) == "no_draft"


def test_a_draft_of_a_document(office, store):
    document = make_document(1)
    store.add_document(
        document, FACTS, make_statements(document), author="张三", at=AT, source=document.source
    )
    draft, _ = office.drafts.open(opening(text=None, document=document.sha256), NOW)
    assert office.drafts.text(draft.id) == document.text
    assert draft.text == draft.document == document.sha256
    unknown = opening(text=None, document="f" * 64)
    assert code_of(lambda: office.drafts.open(unknown, NOW)) == "no_document"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "draft_title"),
        ({"title": "长" * 201}, "draft_title"),
        ({"text": None}, "draft_text"),
        ({"text": " \n"}, "draft_text"),
        ({"document": "0" * 64}, "draft_text"),
        ({"document": "0" * 64, "text": ""}, "draft_text"),
        ({"closes": DAY - timedelta(days=1)}, "draft_days"),
    ],
)
def test_a_draft_that_cannot_be_opened(office, more, code):
    assert code_of(lambda: office.drafts.open(opening(**more), NOW)) == code
    assert office.drafts.list() == ()


def test_a_link_opens_its_draft_until_it_is_renewed(office, draft):
    linked, secret = office.drafts.open(opening(audience="link"), NOW)
    assert office.drafts.by_link(secret) == linked
    assert office.drafts.by_link("0" * 64) is None
    newer = office.drafts.renew_link(linked.id, by="张三", now=NOW)
    assert office.drafts.by_link(secret) is None
    assert office.drafts.by_link(newer) == linked
    assert code_of(lambda: office.drafts.renew_link(draft.id, by="张三", now=NOW)) == "draft_no_link"
    office.drafts.settle(linked.id, "withdrawn", by="张三", now=NOW)
    assert office.drafts.by_link(newer) is None
    assert newer not in str([entry.deed for entry in office.audit.page()])


def test_opinions_are_taken_on_the_days_between(office, draft):
    last = date.fromisoformat(draft.closes)
    for day, taken in ((-1, False), (0, True), (9, True), (10, False)):
        on = DAY + timedelta(days=day)
        assert draft.takes(on) is taken
        if taken:
            say(office, draft, day=on)
        else:
            assert code_of(lambda on=on: say(office, draft, day=on)) == "draft_over"
    later = last + timedelta(days=3)
    office.drafts.move(draft.id, later, by="李四", now=NOW)
    say(office, draft, day=later)
    before = DAY - timedelta(days=1)
    assert code_of(lambda: office.drafts.move(draft.id, before, by="李四", now=NOW)) == "draft_days"
    office.drafts.settle(draft.id, "closed", by="李四", now=NOW)
    assert code_of(lambda: say(office, draft)) == "draft_over"
    assert code_of(lambda: office.drafts.move(draft.id, later, by="李四", now=NOW)) == "draft_over"
    office.drafts.settle(draft.id, "open", by="李四", now=NOW)
    say(office, draft)
    office.drafts.settle(draft.id, "withdrawn", by="李四", now=NOW)
    assert code_of(lambda: office.drafts.settle(draft.id, "open", by="李四", now=NOW)) == "draft_over"
    assert [entry.deed.what for entry in office.audit.page(Sought(who="李四"))] == ["draft_changed"] * 4


def test_the_quoted_words_are_the_draft_s_own(office, draft):
    start = TEXT.index("𠮷林路")
    opinion = say(office, draft, " 改名\x00 ", start=start, end=start + 3, name=" 王  五 ")
    assert opinion.quoted == "𠮷林路"
    assert (opinion.name, opinion.answer, opinion.version) == ("王 五", None, 0)
    assert office.opinions.get(opinion.id) == opinion
    assert say(office, draft).quoted is None
    for place in ((0, 0), (3, 2), (-1, 2), (0, len(TEXT) + 1), (None, 2), (0, None)):
        wrong = {"start": place[0], "end": place[1]}
        assert code_of(lambda wrong=wrong: say(office, draft, **wrong)) == "opinion_place"


def test_an_opinion_has_its_limits(office, draft):
    assert len(say(office, draft, "字" * 5000).text) == 5000
    assert say(office, draft, "<b>粗</b>&amp;").text == "<b>粗</b>&amp;"
    for text in ("", " \n ", "字" * 5001):
        assert code_of(lambda text=text: say(office, draft, text)) == "opinion_text"
    assert code_of(lambda: say(office, draft, name="长" * 61)) == "opinion_name"
    assert len(office.opinions.of(draft.id)) == 2


def test_what_comes_from_an_address_is_counted_and_the_address_not_kept(office, draft, place):
    other, _ = office.drafts.open(opening(), NOW)
    say(office, draft, address="192.0.2.7")
    say(office, other, address="192.0.2.7")
    say(office, draft, address="192.0.2.8")
    assert office.opinions.recent("192.0.2.7", NOW) == 2
    assert office.opinions.recent("192.0.2.7", NOW + timedelta(minutes=59)) == 2
    assert office.opinions.recent("192.0.2.7", NOW + timedelta(hours=1)) == 0
    assert "192.0.2" not in str(place.ask("SELECT * FROM office_opinions"))


def test_an_answer_is_given_changed_and_taken_back(office, draft):
    opinion = say(office, draft)
    answer = office.opinions.answer
    for verdict in ("partly", "declined"):
        wrong = {"by": "张三", "now": NOW}
        assert code_of(lambda v=verdict, w=wrong: answer(opinion.id, v, " ", **w)) == "answer_reason"
    first = answer(opinion.id, "adopted", "", by="张三", now=NOW, expected=0)
    assert (first.answer, first.reason, first.answered_by, first.version) == ("adopted", None, "张三", 1)
    late = {"by": "李四", "now": NOW, "expected": 0}
    assert code_of(lambda: answer(opinion.id, "declined", "不妥", **late)) == "opinion_changed"
    second = answer(opinion.id, "partly", "已在第三条写明", by="李四", now=NOW, expected=1)
    assert (second.answer, second.reason, second.version) == ("partly", "已在第三条写明", 2)
    assert office.opinions.counts(draft.id) == {"partly": 1}
    back = answer(opinion.id, None, "", by="李四", now=NOW)
    assert (back.answer, back.answered_by, back.answered_at) == (None, None, None)
    kept = office.audit.page(Sought(what="opinion_answered"))
    assert [entry.deed.details["after"] for entry in reversed(kept)] == [
        ["adopted", ""],
        ["partly", "已在第三条写明"],
        [None, ""],
    ]
    assert code_of(lambda: answer(99, "adopted", "", by="张三", now=NOW)) == "no_opinion"


def test_opinions_come_page_by_page(office, draft):
    made = [say(office, draft, f"第{number}条").id for number in range(5)]
    first = office.opinions.of(draft.id, limit=2)
    rest = office.opinions.of(draft.id, after=first[-1].id)
    assert [each.id for each in (*first, *rest)] == made
    office.opinions.answer(made[0], "adopted", "", by="张三", now=NOW)
    assert office.opinions.counts(draft.id) == {None: 4, "adopted": 1}


def test_what_is_not_seen_is_left_out_and_markup_stays_words(office):
    draft, _ = office.drafts.open(
        opening(title=" 方案\r\n（\u202e稿） ", text="一\r\n二\r三\x00\x07\ud800<b>\u2028四\t"), NOW
    )
    assert draft.title == "方案 （稿）"
    assert office.drafts.text(draft.id) == "一\n二\n三\ufffd<b>\n四\t"
    opinion = say(office, draft, "甲\r\n\u202e乙\x1b[0m<i>&amp;", name="王\x00\n五\u200e")
    assert (opinion.text, opinion.name) == ("甲\n乙[0m<i>&amp;", "王 五")
    assert code_of(lambda: office.drafts.open(opening(text="\x00\u200e"), NOW)) == "draft_text"
    assert code_of(lambda: say(office, draft, "\x00\u200e")) == "opinion_text"


def test_how_a_draft_stands_and_what_it_shows(office, draft):
    phases = {-1: "waiting", 0: "open", 9: "open", 10: "closed"}
    assert {days: draft.phase(DAY + timedelta(days)) for days in phases} == phases
    assert draft.shows == "none"
    assert office.drafts.show(draft.id, "answers", by="张三", now=NOW).shows == "answers"
    assert office.drafts.show(draft.id, "answers", by="张三", now=NOW).shows == "answers"
    assert [entry.deed.details for entry in office.audit.page(Sought(what="draft_changed"))] == [
        {"shows": "answers"}
    ]
    withdrawn = office.drafts.settle(draft.id, "withdrawn", by="张三", now=NOW)
    assert {withdrawn.phase(DAY + timedelta(days)) for days in phases} == {"withdrawn"}


def test_an_hour_brings_so_many_and_no_more(office, draft):
    limits = Limits(of_address=2, of_draft=3)

    def take(address, minutes=0):
        now = NOW + timedelta(minutes=minutes)
        return office.opinions.say(draft.id, Said("好", address=address), day=DAY, now=now, limits=limits)

    take("a")
    take("a", 10)
    with pytest.raises(LuoshiError) as caught:
        take("a", 20)
    assert (caught.value.code, caught.value.details) == ("opinion_flood", {"minutes": 40})
    take("b", 20)
    with pytest.raises(LuoshiError) as caught:
        take("c", 30)  # the draft itself is full
    assert caught.value.details == {"minutes": 30}
    assert len(office.opinions.of(draft.id)) == 3
    take("a", 60)
    assert office.opinions.totals() == {draft.id: (4, 0)}
    office.opinions.answer(1, "adopted", "", by="张三", now=NOW)
    assert office.opinions.totals() == {draft.id: (4, 1)}
