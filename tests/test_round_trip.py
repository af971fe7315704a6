"""Every real text written out and read back as users read them; the floors are those of trips.py.

``make bench-formats`` prints the figures; here a figure below its floor fails.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.reading import read, scans
from tests.formats.judging import Judged, differences, judge
from tests.formats.scan_sample import sample, scanned
from tests.formats.trips import F1_OF_SCANS, F1_OF_TEXT, OF_SCANS, Trip, corpus, trips, word_files
from tests.shared import needs_shared

pytestmark = [needs_shared, pytest.mark.shared, pytest.mark.slow]
PARAGRAPHS = 0.99
# The table takes every text; the suite one in so many where the maker is slow to start, and where
# test_docx, test_html, test_pdf and test_sheets have more of the texts come back character by character.
SLOW_MAKERS = {"chromium": 20, "libreoffice": 28, "LibreOffice": 40, "rows": 16, "pypdf": 16, "ofd": 6}
TESTED_ELSEWHERE = {"python-docx": 4, "html plain": 4, "openpyxl": 4, "reportlab 1": 8, "reportlab 2": 8}
STEPS = SLOW_MAKERS | TESTED_ELSEWHERE
STATEMENTS = 4  # of one text in so many
SCANS = 2  # pages
TEMPLATES_OF_OTHER_TESTS = ("html broken", "html divided", "html framed", "html portal", "html unnamed")


def step(trip: Trip) -> int:
    return max([trip.step, *(step for maker, step in STEPS.items() if maker in trip.name)])


@pytest.mark.parametrize(
    "trip",
    [trip for trip in trips() if trip.name not in TEMPLATES_OF_OTHER_TESTS],
    ids=lambda trip: trip.name,
)
def test_real_texts_come_back(trip):
    total, differ = Judged(), []
    some = corpus()[:: step(trip)]
    shown_of = [trip.shown(text.text) for text in some]
    for number, (text, shown, raw) in enumerate(zip(some, shown_of, trip.written(shown_of), strict=True)):
        document = read(raw, source=f"a.{trip.ending}", date=text.day)
        total += judge(shown, document, by_statements=number % STATEMENTS == 0)
        differ += [f"{text.name} {line[:80]}" for line in differences(shown, document.text)][:4]
    assert total.error <= trip.most_wrong, (total, differ[:20])
    assert total.f1 >= F1_OF_TEXT, (total, differ[:20])
    assert total.right >= PARAGRAPHS * total.paragraphs, (total, differ[:20])


def test_the_real_word_files_give_their_texts_and_statements():
    files = word_files()
    total = sum(
        (judge(text.text, read(raw, source=text.name, date=text.day)) for text, raw in files), Judged()
    )
    assert len(files) == 16
    assert (total.wrong, total.right, total.f1) == (0, total.paragraphs, 1.0)


@pytest.mark.skipif(not scans.available(), reason="luoshi[ocr] is not installed")
def test_scanned_pages_come_back():
    total = Judged()
    for page in sample(corpus(), SCANS):
        document = read(scanned(page, 300), source="a.png", date=page.day)
        assert document.layout is not None
        assert {one.way for one in document.layout.pages} == {"ocr"}
        total += judge(page.text, document)
    assert total.characters > 500 * SCANS
    assert total.error <= OF_SCANS[300]
    assert total.f1 >= F1_OF_SCANS


def test_a_loss_is_seen():
    text = "\n".join(line for line in corpus()[0].text.splitlines() if line.strip())
    first = next(trip for trip in trips() if trip.name == "csv")
    document = read(first.write(text), source="a.csv")
    assert judge(text, document).error == 0
    worse = judge(text, replace(document, text=document.text.replace("，", ",", 3)))
    assert (worse.wrong, worse.right < worse.paragraphs) == (3, True)
    assert judge(text, replace(document, text=document.text[: len(text) // 2])).f1 < F1_OF_TEXT
