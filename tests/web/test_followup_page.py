"""The follow-up page: findings as the command line has them, accepted or overruled on the ledger's rows."""

import csv
import io
import re
from collections import Counter

import pytest

from luoshi.app.alignments import followed
from luoshi.app.follow import Pair, follow_pair
from luoshi.app.proving import evidence
from luoshi.app.record import record_files
from luoshi.examples import path
from luoshi.lexicon.messages import say


@pytest.fixture
def documents(store):
    """The SHA-256 of two packaged work reports, the earlier first."""
    for name in ("report_2025.txt", "report_2026.txt"):
        assert [done.error for done in record_files(store, [path(name)])] == [None]
    return [entry.sha256 for entry in store.documents()]


def address(documents, more="", page=""):
    return f"/followup{page}?earlier={documents[0]}&later={documents[1]}{more}"


def told():
    """What ``luoshi follow`` finds."""
    return follow_pair(Pair(path("report_2025.txt"), path("report_2026.txt"))).findings


def one(page, standing, *, row=True):
    """The first finding of a verdict on the page: its key, its row's number and version."""
    word = say("zh", f"standing.{standing}")
    for line in re.findall(r'<tr id="f-.*?</tr>', page, re.S):
        number = re.search(r'href="/ledger/(\d+)"', line)
        if re.search(rf'class="badge[^"]*">{word}<', line) and number:
            return {
                "finding": re.search(r'id="f-([\d-]+)"', line)[1],
                "version": re.search(r'name="version" value="(\d+)"', line)[1],
            }, int(number[1])
    raise AssertionError(standing)


def said(documents, fields, **more):
    return {"earlier": documents[0], "later": documents[1], **fields, **more}


def test_a_pair_of_one_body_is_suggested(client_as, documents):
    page = client_as("reader").get("/followup").text
    assert address(documents).replace("&", "&amp;") in page


def test_the_verdicts_are_those_of_the_command_line(client_as, documents):
    page = client_as("reader").get(address(documents)).text
    assert page.count('<tr id="f-') == len(told())
    for standing, count in Counter(finding.standing for finding in told()).items():
        assert f"{say('zh', f'standing.{standing}')} {count}</a>" in page
        shown = client_as("reader").get(address(documents, f"&standing={standing}")).text
        assert shown.count('<tr id="f-') == count


def test_what_is_kept_are_the_findings_of_the_files(store, documents):
    assert [record["standing"] for record in followed(store, *documents)] == [f.standing for f in told()]


def test_an_accepted_finding_becomes_evidence_on_the_row(client_as, store, documents):
    client = client_as("reviewer")
    fields, number = one(client.get(address(documents)).text, "met")
    answer = client.post("/followup/accept", said(documents, fields))
    assert answer.status_code == 303
    page = client.get(answer.headers["location"].partition("#")[0]).text
    assert "已记下判定" in page
    row = store.row(number)
    assert (row.status.judged.decision, row.status.judged.standing) == ("accepted", "met")
    (attached,) = evidence(store, number)
    assert (attached.state, attached.standing, attached.author) == ("sound", "met", "reviewer一")
    assert store.history(number)[-1].kind == "judged"
    assert page.count("已采纳") == 2  # in the filter, and at the finding
    only = client.get(address(documents, "&judged=accepted")).text
    assert only.count('<tr id="f-') == 1
    # and back
    fields["version"] = str(row.status.version)
    part = client.post("/followup/undo", said(documents, fields), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert part.text.strip().startswith("<tr")
    assert store.row(number).status.judged is None
    assert store.row(number).status.evidence == ()
    assert store.verify_chain() > 0


def test_a_finding_is_overruled_with_a_reason(client_as, store, documents):
    client = client_as("reviewer")
    fields, number = one(client.get(address(documents)).text, "missed")
    without = client.post(
        "/followup/overrule",
        said(documents, fields, instead="reported", reason=" "),
        headers={"HX-Request": "true"},
    )
    assert without.status_code == 422
    assert "理由" in re.search(r'role="alert"[^>]*>(.*?)<', without.text)[1]
    wrong = client.post("/followup/overrule", said(documents, fields, instead="done", reason="口径不同"))
    assert wrong.status_code == 422
    done = client.post(
        "/followup/overrule",
        said(documents, fields, instead="reported", reason="口径不同"),
        headers={"HX-Request": "true"},
    )
    assert done.status_code == 200
    assert "有报告不可比" in done.text
    assert "原结论未达到" in done.text
    judged = store.row(number).status.judged
    assert (judged.standing, judged.instead, judged.verdict) == ("missed", "reported", "reported")
    assert store.history(number)[-1].reason == "口径不同"
    assert store.row(number).status.evidence == ()


def test_a_row_that_changed_meanwhile_is_not_judged(client_as, store, documents):
    client = client_as("reviewer")
    fields, number = one(client.get(address(documents)).text, "met")
    other = client_as("supervisor")
    other.post("/followup/accept", said(documents, fields))
    late = client.post(
        "/followup/overrule",
        said(documents, fields, instead="missed", reason="另有说法"),
        headers={"HX-Request": "true"},
    )
    assert late.status_code == 409
    assert store.row(number).status.judged.decision == "accepted"
    assert 'role="alert"' in late.text
    assert "已采纳" in late.text  # the row as it is now


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("reporter", 403), ("reviewer", 303)])
def test_only_who_reviews_may_judge(client_as, store, documents, role, status):
    fields, _ = one(client_as("reviewer").get(address(documents)).text, "met")
    assert client_as(role).post("/followup/accept", said(documents, fields)).status_code == status


def test_who_only_reads_sees_no_buttons(client_as, documents):
    page = client_as("reader").get(address(documents)).text
    assert "/followup/accept" not in page


def test_documents_that_do_not_fit_are_told_why(client_as, documents):
    swapped = [documents[1], documents[0]]
    page = client_as("reader").get(address(swapped))
    assert page.status_code == 200
    assert "较早的文件放在前面" in page.text
    same = client_as("reader").get(address([documents[0]] * 2))
    assert same.status_code == 422


def test_the_findings_go_out_as_a_table(client_as, documents):
    client = client_as("reader")
    lines = list(
        csv.reader(io.StringIO(client.get(address(documents, page=".csv")).content.decode("utf-8-sig")))
    )
    assert len(lines) == 1 + len(told())
    assert client.get(address(documents, page=".xlsx")).content[:2] == b"PK"


def test_markup_in_a_text_stays_text(client_as, store):
    from datetime import UTC, datetime

    shas = []
    for year, words in (
        (2025, "要新建<b>三所</b>学校。"),
        (2026, "去年<script>alert(1)</script>新建三所学校。"),
    ):
        from luoshi.extracting.statements import statements
        from luoshi.model import Document
        from luoshi.parsing.outline import parse

        document = Document(
            f"{year}年甲县人民政府工作报告\n{words}地区生产总值增长5%<i>。", source=f"{year}.txt"
        )
        outline = parse(document)
        added = store.add_document(
            document,
            outline.facts,
            statements(outline),
            author="甲",
            at=datetime.now(UTC),
            source=f"{year}.txt",
        )
        shas.append(added.document)
    page = client_as("reviewer").get(address(shas)).text
    assert "<script>alert" not in page
    assert "<b>三所" not in page
