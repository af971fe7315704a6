"""征求意见: who may open, comment and answer; which words an opinion is about; floods; markup; the table."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import BytesIO

import docx
import openpyxl
import pytest
from starlette.testclient import TestClient
from tests.web.api_clients import Program
from tests.web.conftest import DAY, UNIT, Client

from luoshi.app.record import record_files
from luoshi.examples import path
from luoshi.stores.office import Opening, Said, Sought
from luoshi.web.pages.opinions import saying

TEXT = "重点任务分工方案\n\n一、加快建设𠮷林路枢纽，年底前建成。\n二、优化营商环境。<b>粗</b>"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
BEGUN = re.compile(r'name="begun" value="([^"]+)"')


@pytest.fixture
def office(store):
    return store.office


@pytest.fixture
def opened(office):
    """Open a draft; gives it with its link's address (empty for accounts)."""

    def begin(**more):
        given = {
            "title": "分工方案（征求意见稿）",
            "opens": DAY,
            "closes": DAY + timedelta(days=9),
            "author": "张三",
            "audience": "link",
            "text": TEXT,
        }
        draft, secret = office.drafts.open(Opening(**given | more), NOW)
        return draft, f"/comment/{secret}" if secret else ""

    return begin


@pytest.fixture
def no_haste(monkeypatch):
    monkeypatch.setattr(saying, "LEAST", 0)


class Visitor:
    """A stranger's browser at a link."""

    def __init__(self, http: TestClient, address: str) -> None:
        self.http, self.address = http, address

    def look(self, query: str = ""):
        answer = self.http.get(self.address + query)
        self.fields = {
            name: unescape(found[1])
            for name, pattern in (("csrf", TOKEN), ("begun", BEGUN))
            if (found := pattern.search(answer.text))
        }
        return answer

    def say(self, text: str, **more: str):
        return self.http.post(self.address, data=self.fields | {"text": text} | more)


@pytest.fixture
def visitor(stranger):
    def at(address: str) -> Visitor:
        made = Visitor(stranger.http, address)
        made.look()
        return made

    return at


def said(client: Client, draft, text: str, **more):
    return client.post(f"/opinions/{draft.id}", {"text": text} | more)


# --- a new draft


def form(**more):
    given = {
        "title": "方案",
        "text": TEXT,
        "opens": "2026-03-02",
        "closes": "2026-03-20",
        "audience": "accounts",
    }
    return given | more


def test_a_draft_of_pasted_words(client_as, office):
    reviewer = client_as("reviewer")
    assert "发起征求意见" in reviewer.get("/opinions/new").text
    answer = reviewer.post("/opinions/new", form(text=TEXT.replace("\n", "\r\n"), shows="answers"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/opinions/1?told=opened")
    draft = office.drafts.get(1)
    assert (draft.author, draft.shows, draft.audience) == ("reviewer一", "answers", "accounts")
    assert office.drafts.text(1) == TEXT
    page = reviewer.get("/opinions").text
    assert "方案" in page
    assert "征求中" in page


def test_a_draft_of_a_document_takes_its_name(client_as, office, store):
    assert [done.error for done in record_files(store, [path("central.txt")])] == [None]
    (entry,) = store.documents()
    reviewer = client_as("supervisor")
    answer = reviewer.post("/opinions/new", form(title="", text="", document=entry.sha256))
    assert answer.status_code == 303
    draft = office.drafts.get(1)
    assert draft.document == entry.sha256
    assert draft.title


def test_a_draft_of_a_file(client_as, office):
    made = docx.Document()
    made.add_paragraph("第一条 建成枢纽。")
    file = BytesIO()
    made.save(file)
    reviewer = client_as("reviewer")
    answer = reviewer.post(
        "/opinions/new",
        form(title="", text=""),
        files={"file": ("..\\..\\方案 稿.docx", file.getvalue())},
    )
    assert answer.status_code == 303, answer.text
    assert office.drafts.text(1).strip() == "第一条 建成枢纽。"
    refused = reviewer.post("/opinions/new", form(text=""), files={"file": ("稿.exe", b"MZ")})
    assert refused.status_code == 422
    assert "不能直接用作稿子" in refused.text


def test_a_draft_of_rows_of_the_ledger(client_as, store, office):
    assert [done.error for done in record_files(store, [path("zones.md")])] == [None]
    reviewer = client_as("reviewer")
    page = reviewer.get("/opinions/new?rows=1").text
    text = unescape(re.search(r'<textarea name="text"[^>]*>\n(.*?)</textarea>', page, re.S)[1])
    numbered = [line for line in text.split("\n") if re.match(r"\d+．", line)]
    promised = [row for row in store.rows() if row.statement.type == "commitment"]
    assert len(numbered) == len(promised) > 10
    assert any("完成时限：" in line for line in numbered)
    fewer = reviewer.get("/opinions/new?rows=1&words=没有这样的词").text
    assert "没有符合条件的事项" in fewer


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": " "}, "二者取一"),
        ({"title": ""}, "标题须为"),
        ({"closes": "2026-03-01"}, "早于开始日"),
        ({"closes": "明天"}, "不是日期"),
        ({"text": "字" * 200_001}, "稿子超过"),
    ],
)
def test_a_draft_that_cannot_be_opened_keeps_what_was_typed(client_as, office, more, sentence):
    answer = client_as("reviewer").post("/opinions/new", form(**more))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert office.drafts.list() == ()
    if "title" not in more:
        assert 'value="方案"' in answer.text


def test_the_link_is_shown_once(client_as, office):
    reviewer = client_as("reviewer")
    answer = reviewer.post("/opinions/new", form(audience="link"))
    assert answer.headers["cache-control"] == "no-store"
    secret = re.search(r"/comment/([0-9a-f]{64})", answer.text)[1]
    assert office.drafts.by_link(secret).id == 1
    assert secret not in reviewer.get("/opinions/1/settings").text
    again = reviewer.post("/opinions/1/link").text
    newer = re.search(r"/comment/([0-9a-f]{64})", again)[1]
    assert office.drafts.by_link(secret) is None
    assert office.drafts.by_link(newer).id == 1


def test_who_may_draft_but_not_read_takes_nothing_from_the_ledger(app, store, office):
    list(record_files(store, [path("central.txt")]))
    (entry,) = store.documents()
    program = Program(app, "起草", "reviewer", ("draft",))
    page = program.http.get("/opinions/new")
    assert page.status_code == 200
    assert entry.sha256 not in page.text
    assert program.http.get("/opinions/new?rows=1").status_code == 403
    of_document = form(text="", document=entry.sha256)
    assert program.http.post("/opinions/new", data=of_document).status_code == 403
    assert office.drafts.list() == ()
    assert program.http.post("/opinions/new", data=form()).status_code == 303


# --- opinions by accounts


def test_an_opinion_is_tied_to_the_words_that_were_chosen(client_as, office, opened):
    draft, _ = opened(audience="accounts")
    reader = client_as("reader")
    start = TEXT.index("𠮷林路枢纽")
    answer = said(reader, draft, "改用规范名", start=start, end=start + 5, quoted="𠮷林路枢纽")
    assert answer.headers["location"] == f"/opinions/{draft.id}?told=said"
    (opinion,) = office.opinions.of(draft.id)
    assert (opinion.start, opinion.end, opinion.quoted) == (start, start + 5, "𠮷林路枢纽")
    assert opinion.name == "reader一"
    page = reader.get(f"/opinions/{draft.id}").text
    assert re.search(r'<a class="mark mark-opinion"[^>]*>𠮷林路枢纽</a>', page)
    assert "1 条意见" in page


def test_without_scripts_a_paragraph_is_chosen_and_cut_down(client_as, office, opened):
    draft, _ = opened(audience="accounts")
    reader = client_as("reader")
    page = reader.get(f"/opinions/{draft.id}").text
    about = re.findall(r'href="\?about=(\d+)-(\d+)#say"', page)
    start, end = map(int, about[1])
    assert TEXT[start:end] == "一、加快建设𠮷林路枢纽，年底前建成。"
    filled = reader.get(f"/opinions/{draft.id}?about={start}-{end}").text
    assert TEXT[start:end] in re.search(r'<textarea name="quoted".*?</textarea>', filled, re.S)[0]
    said(reader, draft, "太晚", start=start, end=end, quoted="年底前")
    said(reader, draft, "整段不要", start=start, end=end, quoted=TEXT[start:end])
    said(reader, draft, "总的很好", start=start, end=end, quoted="")
    assert [one.quoted for one in office.opinions.of(draft.id)] == ["年底前", TEXT[start:end], None]


@pytest.mark.parametrize(
    "more",
    [
        {"start": "0", "end": "8", "quoted": "别的话"},
        {"quoted": "，"} | {"start": "x", "end": "9" * 40},
        {"quoted": "建"},
    ],
)
def test_words_that_do_not_stand_there_are_refused_and_kept_in_the_form(client_as, office, opened, more):
    draft, _ = opened(audience="accounts", text="建成。建成，再建。，")
    answer = said(client_as("reader"), draft, "我写了很久的意见", **more)
    assert answer.status_code == 422
    assert "没有这段文字" in answer.text
    assert "我写了很久的意见" in answer.text
    assert office.opinions.of(draft.id) == ()


def test_a_reporter_signs_with_the_unit_or_not_at_all(client_as, office, opened):
    draft, _ = opened(audience="accounts")
    reporter = client_as("reporter")
    said(reporter, draft, "甲")
    said(reporter, draft, "乙", anonymous="1")
    first, second = office.opinions.of(draft.id)
    assert first.name == f"{UNIT} reporter一"
    assert (second.name, second.account) == (None, None)


@pytest.mark.parametrize(
    ("shows", "told"), [("none", (False, False)), ("opinions", (True, False)), ("answers", (True, True))]
)
def test_what_a_commenter_sees_of_others(client_as, visitor, office, opened, shows, told):
    draft, address = opened(shows=shows)
    one = office.opinions.say(draft.id, Said("邻居的话", name="王五"), day=DAY, now=NOW)
    office.opinions.answer(one.id, "declined", "理由在此", by="张三", now=NOW)
    for page in (client_as("reader").get(f"/opinions/{draft.id}").text, visitor(address).look().text):
        assert ("邻居的话" in page, "理由在此" in page) == told
        assert "王五" not in page
    whole = client_as("reviewer").get(f"/opinions/{draft.id}").text
    assert all(word in whole for word in ("邻居的话", "王五", "理由在此"))


def test_a_person_sees_the_answer_to_their_own(client_as, office, opened):
    draft, _ = opened(audience="accounts")
    reader = client_as("reader")
    said(reader, draft, "我的话")
    office.opinions.answer(1, "partly", "部分有理", by="张三", now=NOW)
    page = reader.get(f"/opinions/{draft.id}").text
    assert "我的话" in page
    assert "部分有理" in page
    assert "我的话" not in client_as("reporter").get(f"/opinions/{draft.id}").text


# --- opinions by link


def test_a_stranger_comments_without_signing_in(visitor, office, opened, no_haste):
    draft, address = opened()
    someone = visitor(address)
    page = someone.look()
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "&lt;b&gt;粗&lt;/b&gt;" in page.text
    start = TEXT.index("优化")
    answer = someone.say("写明指标", start=str(start), end=str(start + 6), quoted="优化营商环境")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{address}?told=thanks")
    (opinion,) = office.opinions.of(draft.id)
    assert (opinion.quoted, opinion.name, opinion.account) == ("优化营商环境", None, None)
    assert "意见已收到" in someone.look("?told=thanks").text


def test_a_stranger_needs_the_form_of_the_page(stranger, visitor, office, opened, no_haste):
    draft, address = opened()
    _, other = opened()
    assert stranger.http.post(address, data={"text": "无表单"}).status_code == 403
    someone = visitor(address)
    assert someone.http.post(other, data=someone.fields | {"text": "别处的表单"}).status_code == 422
    for begun in ("", "1.aaaa.bbbb"):
        assert someone.say("改过的表单", begun=begun).status_code == 422
    assert office.opinions.of(draft.id) == ()


def test_strangers_do_not_see_who_answered(visitor, client_as, office, opened, no_haste):
    draft, address = opened(shows="answers")
    visitor(address).say("写明指标")
    (opinion,) = office.opinions.of(draft.id)
    office.opinions.answer(opinion.id, "adopted", "已写明", by="王经办", now=NOW)
    page = visitor(address).look().text
    assert "已写明" in page
    assert "王经办" not in page
    assert "王经办" in client_as("reviewer").get(f"/opinions/{draft.id}").text


def test_what_programs_fill_in_or_send_at_once_is_refused(visitor, office, opened):
    draft, address = opened()
    someone = visitor(address)
    trapped = someone.say("广告", website="http://example.com")
    assert trapped.status_code == 422
    assert "请留空" in trapped.text
    hasty = someone.say("写得飞快")
    assert hasty.status_code == 422
    assert re.search(r"请过 \d+ 秒再提交", hasty.text)
    assert int(hasty.headers["retry-after"]) <= saying.LEAST
    assert "写得飞快" in hasty.text
    assert office.opinions.of(draft.id) == ()


def test_a_flood_is_held_off_and_told_when_to_come_again(visitor, office, opened, no_haste):
    draft, address = opened()
    someone = visitor(address)
    most = saying.OF_VISITORS.of_address
    for number in range(most):
        assert someone.say(f"第 {number}").status_code == 303
    answer = someone.say("再来一条")
    assert answer.status_code == 429
    minutes = int(re.search(r"请过 (\d+) 分钟再提交", answer.text)[1])
    assert answer.headers["retry-after"] == str(minutes * 60)
    assert 59 <= minutes <= 60
    assert "再来一条" in answer.text
    assert len(office.opinions.of(draft.id)) == most


def test_markup_stays_words_and_links_do_not_lead_anywhere(visitor, client_as, office, opened, no_haste):
    draft, address = opened(shows="opinions")
    someone = visitor(address)
    evil = "<script>alert(1)</script> http://example.com\u202e\x07倒着"
    someone.say(evil, name='<img src=x onerror="1">')
    (opinion,) = office.opinions.of(draft.id)
    assert opinion.text == "<script>alert(1)</script> http://example.com倒着"
    client = client_as("reviewer")
    for page in [someone.look().text] + [
        client.get(f"/opinions/{draft.id}{tab}").text for tab in ("", "/answers", "/summary")
    ]:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert 'href="http://example.com' not in page


def test_a_draft_takes_opinions_on_its_days_only(app, visitor, client_as, office, opened, no_haste):
    draft, address = opened()
    someone = visitor(address)
    app.state.site.clock = lambda: DAY - timedelta(days=1)
    page = someone.look().text
    assert "优化营商" not in page
    assert "起征求意见" in page
    assert "优化营商" not in client_as("reader").get(f"/opinions/{draft.id}").text
    app.state.site.clock = lambda: date.fromisoformat(draft.closes)
    someone.look()
    assert someone.say("最后一天").status_code == 303
    kept = dict(someone.fields)
    app.state.site.clock = lambda: date.fromisoformat(draft.closes) + timedelta(days=1)
    page = someone.look().text
    assert "优化营商" in page
    assert "提交意见" not in page
    late = someone.http.post(address, data=kept | {"text": "晚了"})
    assert late.status_code == 422
    assert len(office.opinions.of(draft.id)) == 1


def test_close_reopen_withdraw(visitor, client_as, office, opened):
    draft, address = opened()
    reviewer, reader = client_as("reviewer"), client_as("reader")
    at = f"/opinions/{draft.id}"
    for step, phase in (("close", "已截止"), ("reopen", "征求中")):
        assert reviewer.post(f"{at}/{step}").status_code == 303
        assert phase in reader.get(at).text
    reviewer.post(f"{at}/closes", {"closes": "2026-04-01"})
    reviewer.post(f"{at}/shows", {"shows": "opinions"})
    assert (office.drafts.get(draft.id).closes, office.drafts.get(draft.id).shows) == (
        "2026-04-01",
        "opinions",
    )
    assert reviewer.post(f"{at}/closes", {"closes": "2026-01-01"}).status_code == 422
    assert reviewer.post(f"{at}/withdraw").status_code == 303
    assert visitor(address).look().status_code == 404
    assert reader.get(at).status_code == 404
    assert "分工方案" not in reader.get("/opinions").text
    assert "已撤回" in reviewer.get(at).text
    assert reviewer.post(f"{at}/reopen").status_code == 422
    changes = [entry.deed.details for entry in office.audit.page(Sought(what="draft_changed"))]
    assert [next(iter(each.values())) for each in reversed(changes)] == [
        "closed", "open", "2026-04-01", "opinions", "withdrawn",
    ]  # fmt: skip


# --- answers


@pytest.fixture
def three(office, opened):
    draft, _ = opened()
    for text in ("甲说", "乙说", "=1+1"):
        office.opinions.say(draft.id, Said(text, 0, 4, "李四" if text == "甲说" else None), day=DAY, now=NOW)
    return draft


def test_an_answer_needs_its_reason_and_its_version(client_as, office, three):
    supervisor = client_as("supervisor")
    at = f"/opinions/{three.id}/answers"
    bare = supervisor.post(f"{at}/1", {"verdict": "declined", "reason": " ", "version": "0"})
    assert bare.status_code == 422
    assert "请写明理由" in bare.text
    done = supervisor.post(f"{at}/1", {"verdict": "declined", "reason": "已有规定", "version": "0"})
    assert (done.status_code, done.headers["location"]) == (303, f"{at}#card-1")
    late = supervisor.post(f"{at}/1", {"verdict": "adopted", "reason": "", "version": "0"})
    assert late.status_code == 409
    supervisor.post(f"{at}/1", {"verdict": "partly", "reason": "改了一半", "version": "1"})
    kept = [entry.deed.details for entry in office.audit.page(Sought(what="opinion_answered"))]
    assert kept[0]["before"] == ["declined", "已有规定"]
    assert supervisor.post(f"{at}/1", {"verdict": "adopted", "version": "x"}).status_code == 422
    assert supervisor.post(f"{at}/99", {"verdict": "adopted", "version": "0"}).status_code == 404


def test_a_part_of_the_page_gets_the_card_again(client_as, three):
    supervisor = client_as("supervisor")
    at, part = f"/opinions/{three.id}/answers/2", {"headers": {"HX-Request": "true"}}
    good = supervisor.post(at, {"verdict": "adopted", "reason": "", "version": "0"}, **part)
    assert good.status_code == 200
    assert 'id="card-2"' in good.text
    assert "采纳 1" in good.text
    assert "<html" not in good.text
    bad = supervisor.post(at, {"verdict": "declined", "reason": "", "version": "1"}, **part)
    assert (bad.status_code, bad.headers["hx-reswap"]) == (422, "outerHTML")
    assert "请写明理由" in bad.text


def test_several_are_answered_at_once_and_what_changed_is_left(client_as, office, three):
    supervisor = client_as("supervisor")
    at = f"/opinions/{three.id}/answers"
    for wrong in ({"verdict": "adopted"}, {"ticked": "1.0"}, {"ticked": "1.0", "verdict": "declined"}):
        assert supervisor.post(at, wrong).status_code == 422
    office.opinions.answer(2, "adopted", "", by="别人", now=NOW)
    mixed = {"ticked": ["1.0", "2.0", "3.0"], "verdict": "declined", "reason": "超出范围"}
    answer = supervisor.post(at, mixed)
    assert answer.status_code == 409
    assert "1 条意见在您看到之后已有答复" in answer.text
    assert [one.answer for one in office.opinions.of(three.id)] == ["declined", "adopted", "declined"]
    good = supervisor.post(f"{at}?show=declined", {"ticked": ["1.1", "3.1"], "verdict": "adopted"})
    assert good.headers["location"] == f"{at}?told=answered&show=declined"
    shown = supervisor.get(f"{at}?show=adopted").text
    assert shown.count("<article") == 3


def test_an_opinion_of_another_draft_is_not_answered_here(client_as, office, three, opened):
    other, _ = opened()
    answer = client_as("supervisor").post(
        f"/opinions/{other.id}/answers/1", {"verdict": "adopted", "version": "0"}
    )
    assert answer.status_code == 404
    assert office.opinions.get(1).answer is None


def test_who_only_comments_does_not_answer(client_as, three):
    at = f"/opinions/{three.id}"
    for role in ("reader", "reporter"):
        client = client_as(role)
        assert client.get(at).status_code == 200
        for page in ("/answers", "/summary", "/summary.docx", "/summary.xlsx", "/settings"):
            assert client.get(at + page).status_code == 403
        assert client.post(f"{at}/answers/1", {"verdict": "adopted", "version": "0"}).status_code == 403
        assert "汇总表" not in client.get(at).text


# --- the table


def test_the_table_on_the_page_and_out(client_as, office, three):
    office.opinions.answer(1, "partly", "已在第三条写明\n另见附件", by="张三", now=NOW)
    supervisor = client_as("supervisor")
    at = f"/opinions/{three.id}/summary"
    page = supervisor.get(at).text
    assert all(word in page for word in ("李四", "匿名", "甲说", "部分采纳", "已在第三条写明"))

    answer = supervisor.get(f"{at}.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = list(book["意见汇总"].iter_rows(values_only=True))
    assert rows[0] == ("序号", "提出人", "所针对的原文", "意见", "答复", "理由")
    assert rows[1] == (1, "李四", TEXT[:4], "甲说", "部分采纳", "已在第三条写明\n另见附件")
    assert rows[3][1:5] == ("匿名", TEXT[:4], "=1+1", "未答复")
    formula = book["意见汇总"].cell(4, 4)
    assert (formula.data_type, formula.quotePrefix) == ("s", True)
    counts = dict(book["答复情况"].iter_rows(values_only=True))
    assert (counts["收到意见"], counts["部分采纳"], counts["未答复"]) == (3, 1, 2)
    assert "%E6%84%8F%E8%A7%81" in answer.headers["content-disposition"]

    made = docx.Document(BytesIO(supervisor.get(f"{at}.docx").content))
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1] == [
        "1", "李四", TEXT[:4], "甲说", "部分采纳", "已在第三条写明\n另见附件",
    ]  # fmt: skip
    assert "收到意见 3 条；采纳 0 条；部分采纳 1 条；不采纳 0 条；未答复 2 条。" in [
        p.text for p in made.paragraphs
    ]
    exported = office.audit.page(Sought(what="exported"))
    assert [entry.deed.details["format"] for entry in exported] == ["docx", "xlsx"]
