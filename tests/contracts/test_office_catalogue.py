"""The list of documents on both stores: its lights are those of the rows, its pages miss nothing."""

from collections import Counter
from datetime import date

import pytest

from luoshi.app import handling
from luoshi.app.record import record_files
from luoshi.stores import Filter
from luoshi.stores.office.catalogue import Sought

TEXT = "云川{0}区202{0}年重点任务\n\n1. 新建学校{0}所，由市教育局负责。\n2. 培育企业{0}家，由市经信局负责。\n"


@pytest.fixture
def filled(store, tmp_path):
    paths = []
    for number in range(1, 6):
        path = tmp_path / f"{number}%_.txt"
        path.write_text(TEXT.format(number), "utf-8")
        paths.append(path)
    assert all(done.error is None for done in record_files(store, paths))
    return store


def test_the_newest_come_first_and_pages_miss_nothing(filled):
    catalogue = filled.office.catalogue
    seen, before = [], None
    while page := catalogue.page(Sought(), "2026-03-02", before=before, limit=2):
        seen += page
        before = page[-1].sequence
    entries = {entry.sha256: entry for entry in filled.documents()}
    assert [one.sha256 for one in seen] == list(entries)[::-1]
    assert catalogue.count(Sought()) == 5
    for one in seen:
        entry = entries[one.sha256]
        assert (one.source, one.title, one.body, one.date) == (
            entry.source,
            entry.title,
            entry.body,
            entry.date,
        )
        assert one.rows == filled.count(Filter(document=one.sha256))
        assert one.lights == {}
        assert one.author
        assert one.at


def test_lights_are_those_of_the_rows(filled):
    newest = list(filled.documents())[-1].sha256
    numbers = [row.number for row in filled.rows(Filter(document=newest))]
    at = handling.desk(filled, author="甲")
    handling.assign(at, numbers[:2], "市教育局", due=date(2026, 3, 10))
    for day in ("2026-01-05", "2026-03-05", "2026-03-20"):
        (first, *others) = filled.office.catalogue.page(Sought(), day)
        listed = filled.listed(Filter(document=newest), limit=500)
        expected = Counter(light for row in listed if (light := row.light(day)))
        assert expected.total() == 2
        assert {name: number for name, number in first.lights.items() if number} == expected
        assert all(not other.lights for other in others)


def test_words_and_facts_narrow_the_list(filled):
    catalogue = filled.office.catalogue
    for sought, count in (
        (Sought(words="云川3"), 1),
        (Sought(words="云川 重点"), 5),
        (Sought(words="3%_"), 1),
        (Sought(words="%"), 5),
        (Sought(words="%%"), 0),
        (Sought(words="没有"), 0),
        (Sought(kind="minutes"), 0),
        (Sought(body="没有"), 0),
        (Sought(year="1999"), 0),
    ):
        assert len(catalogue.page(sought, "2026-03-02")) == catalogue.count(sought) == count


def test_there_is_only_to_choose_what_there_is(filled):
    choices = filled.office.catalogue.choices()
    assert set(choices) == {"body", "kind", "year"}
    documents = list(filled.documents())
    assert set(choices["body"]) == {entry.body for entry in documents if entry.body}
    assert set(choices["year"]) == {entry.date[:4] for entry in documents if entry.date}
