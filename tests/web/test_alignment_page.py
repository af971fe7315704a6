"""The alignment page: documents are chosen, the matrix counts who takes up what, gaps show both ways."""

import csv
import io
import re

import pytest
from tests.web.api_clients import Program

from luoshi.aligning.coverage import coverage
from luoshi.app.align import align_files, open_central
from luoshi.app.alignments import ALIGN, Wanted, aligned, kept, provisions
from luoshi.app.handling import desk, reject
from luoshi.app.record import record_files
from luoshi.examples import path
from luoshi.stores import Filter


@pytest.fixture
def documents(store):
    """The packaged round-up and central document, by name."""
    for name in ("zones.md", "central.txt"):
        assert [done.error for done in record_files(store, [path(name)])] == [None]
    return {entry.source.replace("\\", "/").rpartition("/")[2]: entry for entry in store.documents()}


def asked(documents, more="", page=""):
    central, local = documents["central.txt"].sha256, documents["zones.md"].sha256
    return f"/alignment{page}?central={central}&local={local}{more}"


def told():
    """What ``luoshi align --coverage`` counts."""
    central = open_central(path("central.txt"))
    (outcome,) = align_files([path("zones.md")], central)
    return coverage(central.index.provisions, outcome.alignments)


def test_without_documents_the_page_says_what_to_add(client_as):
    assert "/documents" in client_as("reader").get("/alignment").text


def test_the_form_offers_the_documents(client_as, documents):
    page = client_as("reader").get("/alignment").text
    for entry in documents.values():
        assert page.count(f'value="{entry.sha256}"') == 2


def test_the_matrix_counts_as_the_command_line_does(client_as, documents):
    page = client_as("reader").get(asked(documents)).text
    body = re.search("<tbody>(.*?)</tbody>", page, re.S)[1]
    lines = re.findall("<tr>(.*?)</tr>", body, re.S)
    counts = [
        sum(int(n) for n in re.findall(r'hx-target="#beside-body"[^>]*><span>(\d+)', line)) for line in lines
    ]
    assert counts == [len(uptake.wordings) for uptake in told().uptakes]
    assert [zone in page for zone in ("云栖口高新区", "砚澜高新区", "沧屿高新区")] == [True] * 3


def test_gaps_show_both_ways(client_as, documents):
    client, expected = client_as("reader"), told()
    untaken = [one for one in expected.uptakes if not (one.wordings or one.also)]
    page = client.get(asked(documents, "&view=untaken")).text
    assert page.count('<li class="card">') == len(untaken)
    page = client.get(asked(documents, "&view=unaligned")).text
    assert page.count('data-label="承诺"') == len(expected.unaligned)


def test_a_cell_leads_to_both_quotes_with_their_rows(client_as, documents):
    client = client_as("reader")
    page = client.get(asked(documents)).text
    hrefs = [href.replace("&amp;", "&") for href in re.findall(r'<a href="(/alignment/quotes\?[^"]+)"', page)]
    # one whose commitment shares words with its provision
    href = next(href for href in hrefs if "mark-hit" in client.get(href).text)
    whole, part = client.get(href), client.get(href, headers={"HX-Request": "true"})
    assert (whole.status_code, part.status_code) == (200, 200)
    assert "<html" in whole.text
    assert "<html" not in part.text
    for each in (whole.text, part.text):
        assert re.search(r'href="/ledger/\d+"', each)
        assert "mark-hit" in each
        assert "相近度" in each


def test_a_row_left_out_of_the_work_is_not_counted(client_as, store, documents):
    client = client_as("reader")
    total = int(re.search(r"(\d+) 条承诺中", client.get(asked(documents)).text)[1])
    row = next(
        row
        for row in store.rows(Filter(document=documents["zones.md"].sha256))
        if row.statement.type == "commitment"
    )
    reject(desk(store, author="甲"), [row.number])
    assert int(re.search(r"(\d+) 条承诺中", client.get(asked(documents)).text)[1]) == total - 1


def test_filters_count_only_what_fits(client_as, documents):
    client = client_as("reader")
    all_of_them = int(re.search(r"(\d+) 条承诺中", client.get(asked(documents)).text)[1])
    by_force = [
        int(re.search(r"(\d+) 条承诺中", client.get(asked(documents, f"&force={force}")).text)[1])
        for force in ("binding", "firm", "directional", "striving", "exploratory")
    ]
    assert sum(by_force) == all_of_them
    assert 0 < max(by_force) < all_of_them


def test_the_matrix_goes_out_as_csv_xlsx_and_for_the_chart(client_as, documents):
    client = client_as("reader")
    lines = list(
        csv.reader(io.StringIO(client.get(asked(documents, page=".csv")).content.decode("utf-8-sig")))
    )
    assert lines[0][2:5] == ["云栖口高新区", "砚澜高新区", "沧屿高新区"]
    assert len(lines) == 1 + len(told().uptakes)
    assert client.get(asked(documents, page=".xlsx")).content[:2] == b"PK"
    chart = client.get(asked(documents, page="/chart.json")).json()
    assert len(chart["cells"]) == len(chart["rows"]) * 3
    assert {level for _, _, level, *_ in chart["cells"]} <= set(range(len(chart["levels"])))
    assert client_as("reporter").get(asked(documents, page=".csv")).status_code == 403


def test_what_was_made_is_kept_and_not_made_again(store, documents):
    local, central = documents["zones.md"].sha256, documents["central.txt"].sha256
    assert kept(store, Wanted(ALIGN, local, central)) is None
    made = aligned(store, local, central)
    assert kept(store, Wanted(ALIGN, local, central)) == made
    assert [one["article"] for one in provisions(store, central)] == [
        one.provision.article for one in told().uptakes
    ]


def test_with_a_worker_the_page_waits_and_comes_by_itself(client_as, store, documents):
    from luoshi.serving.queue.worker import Worker, here

    here(store)
    client = client_as("reader")
    page = client.get(asked(documents)).text
    assert 'hx-trigger="load delay' in page
    client.get(asked(documents))
    jobs = store.office.jobs.list()
    assert [(job.kind, job.state) for job in jobs] == [("align", "waiting")]
    import threading

    assert Worker(store, threading.Event()).once()
    assert "beside-body" in client.get(asked(documents)).text


def test_what_a_worker_could_not_do_is_told_and_can_be_tried_again(client_as, store, documents):
    import threading

    from luoshi.serving.queue.worker import Worker, here

    here(store)
    client = client_as("reader")
    # a round-up as the central document has provisions too; a text without any is needed
    note = store_text(store, "今天下午天气晴朗。")
    address = f"/alignment?central={note}&local={documents['zones.md'].sha256}"
    client.get(address)
    assert Worker(store, threading.Event()).once()
    page = client.get(address).text
    assert 'role="alert"' in page
    again = re.search(r'href="([^"]+again=\d+)"', page)[1].replace("&amp;", "&")
    assert 'hx-trigger="load delay' in client.get(again).text


def store_text(store, text):
    from datetime import UTC, datetime

    from luoshi.model import Document, Facts

    document = Document(text, source="天气.txt")
    added = store.add_document(document, Facts(), [], author="甲", at=datetime.now(UTC), source="天气.txt")
    return added.document


def test_a_document_that_is_not_there_is_said(client_as, documents):
    assert (
        client_as("reader").get(f"/alignment?central=abc&local={documents['zones.md'].sha256}").status_code
        == 404
    )


def test_a_reporter_has_no_alignment(client_as):
    assert client_as("reporter").get("/alignment").status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/alignment.csv", "/alignment.xlsx", "/followup.csv", "/followup.xlsx", "/compare.csv?figure=x"],
)
def test_a_table_to_take_away_needs_reading_too(app, address):
    assert Program(app, "导出", "reader", ("export",)).http.get(address).status_code == 403
    assert Program(app, "都可", "reader", ("export", "read")).http.get(address).status_code == 404
