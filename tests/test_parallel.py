"""Many files in several processes: the same outcomes in the same order, and one that ends costs its file."""

from __future__ import annotations

import os
import time
import zipfile
from random import Random
from threading import Thread

import pytest
from hypothesis import given as examples_of
from hypothesis import strategies as st

from luoshi import examples
from luoshi.app import parallel
from luoshi.app.extract import extract_files
from luoshi.app.known import Known, fingerprint
from luoshi.app.outcomes import outcomes_of
from luoshi.app.parallel import carrying, crew
from luoshi.app.parallel.later import Later
from luoshi.app.parallel.line import ClosedError, Line
from luoshi.app.record import record_files
from luoshi.codec import to_json_line
from luoshi.errors import LuoshiError
from luoshi.stores import open_store

TEXT = "2026年，要加快建成{0}个重点项目。确保年底前开工{1}项民生工程，由市教育局牵头。\n"


@pytest.fixture
def folder(tmp_path):
    """Files of many kinds: short, long, in an archive, empty, damaged, unknown bytes."""
    place = tmp_path / "files"
    place.mkdir()
    for number in range(12):
        (place / f"{number:02}.txt").write_text(
            TEXT.format(number, number + 1) * (1 + number % 4 * 40), "utf-8"
        )
    (place / "03b.md").write_bytes(examples.path("zones.md").read_bytes())
    (place / "04b.txt").write_bytes(b"")
    (place / "05b.docx").write_bytes(b"PK\x03\x04 no document")
    (place / "07b.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with zipfile.ZipFile(place / "06b.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"内/{number}.txt", TEXT.format(number, 90))
        archive.writestr("内/README.md", "about")
        archive.writestr("内/broken.docx", b"PK no document either")
    return place


def paths(folder):
    return sorted(str(path) for path in folder.iterdir())


def told(outcomes):
    """Give what people and programs see of outcomes."""
    return [
        (
            one.source,
            one.file,
            [to_json_line(statement) for statement in one.statements],
            None if one.error is None else (one.error.code, str(one.error)),
            one.document,
            None if one.document is None else (one.document.layout, one.document.remarks, one.document.tasks),
            one.outline,
            one.kept,
        )
        for one in outcomes
    ]


def test_any_number_of_processes_gives_the_same(folder):
    passed = {1: [], 3: []}
    given = {
        jobs: told(
            extract_files(
                paths(folder), jobs=jobs, keep=True, skipped=lambda *said, to=passed[jobs]: to.append(said)
            )
        )
        for jobs in passed
    }
    assert len(given[1]) == 12 + 1 + 3 + 6
    assert sum(one[3] is not None for one in given[1]) == 4
    assert given[3] == given[1]
    assert passed[3] == passed[1] != []


def test_the_ledger_is_the_same(folder, tmp_path):
    said = {}
    for jobs in (1, 3):
        with open_store(tmp_path / f"{jobs}.db") as store:
            done = list(record_files(store, paths(folder), jobs=jobs))
            events = [(event.sequence, event.kind, event.subject, event.payload) for event in store.events()]
            said[jobs] = [(one.source, one.created, one.already) for one in done], events
            assert store.verify_chain(files=True) == len(events)
    assert said[3] == said[1]


def test_a_file_that_ends_the_process_costs_only_itself(folder, monkeypatch):
    monkeypatch.setattr(crew, "_MODULE", "tests.crashing_child")
    for name in ("02c-.txt", "08c-.txt"):
        (folder / f"deadly{name}").write_text(TEXT.format(7, 8), "utf-8")
    (folder / "once.txt").write_text(TEXT.format(7, 8), "utf-8")
    found = {os.path.basename(one.source): one for one in extract_files(paths(folder), jobs=2)}
    lost = {name for name, one in found.items() if one.error is not None and one.error.code == "crashed"}
    assert lost == {"deadly02c-.txt", "deadly08c-.txt"}
    assert "exit status 7" in str(found["deadly02c-.txt"].error)
    assert found["once.txt"].statements
    assert len(found) == 12 + 1 + 3 + 6 + 3


@pytest.mark.parametrize("module", ["tests.dead_child", "tests.no_such_child", None])
def test_where_no_process_can_start_the_files_are_read_all_the_same(folder, monkeypatch, module):
    if module is None:
        monkeypatch.setattr("luoshi.stores.beside.start", lambda name: None)
    else:
        monkeypatch.setattr(crew, "_MODULE", module)
    some = paths(folder)[:4]
    assert told(extract_files(some, jobs=2)) == told(extract_files(some))


def test_stopped_early_no_process_is_left(folder, monkeypatch):
    from luoshi.stores import beside

    started = []

    def start(module, begin=beside.start):
        started.append(begin(module))
        return started[-1]

    monkeypatch.setattr(beside, "start", start)
    outcomes = extract_files(paths(folder) * 20, jobs=2)
    next(outcomes)
    outcomes.close()
    assert started
    assert all(process.returncode is not None for process in started)


def test_a_mistake_of_the_program_costs_its_file(folder, monkeypatch):
    from luoshi.extracting import statements as module

    def wrong(outline, before=module.statements):
        if "03.txt" in outline.document.source:
            raise KeyError("no such word")
        return before(outline)

    monkeypatch.setattr(module, "statements", wrong)
    found = [one for one in extract_files(paths(folder)) if one.error is not None]
    (bad,) = [one for one in found if "03.txt" in one.source]
    assert (bad.error.code, bad.error.details["reason"]) == ("crashed", "KeyError")
    assert isinstance(bad.error.__cause__, KeyError)


# ---- the line


@examples_of(
    st.lists(st.lists(st.integers(0, 40), max_size=4), max_size=30),
    st.integers(1, 4),
    st.integers(0, 60),
    st.integers(1, 5),
)
def test_the_line_keeps_order_and_bounds(sizes, hands, most, ahead):
    line = Line(len(sizes), most=most, ahead=ahead)
    high = []

    def work():
        while (number := line.next()) is not None:
            for place, size in enumerate(sizes[number]):
                line.put(number, (number, place), size)
                high.append(line._bytes)
            line.done(number)

    threads = [Thread(target=work, daemon=True) for _ in range(hands)]
    for thread in threads:
        thread.start()
    taken = list(line.taken())
    for thread in threads:
        thread.join(10)
    assert taken == [(number, place) for number, each in enumerate(sizes) for place in range(len(each))]
    # one more of each hand, and those of the file whose turn it is
    assert all(size <= most + 40 * (hands + 4) for size in high)


def test_a_closed_line_lets_everybody_go():
    line = Line(3, most=0, ahead=2)
    assert [line.next(), line.next(), line.next(wait=False)] == [0, 1, None]
    ended = []

    def work():
        line.put(1, "b", 1)
        try:
            line.put(1, "c", 1)  # past the bound, and not its turn
        except ClosedError:
            ended.append("put")
        if line.next() is None:
            ended.append("next")

    thread = Thread(target=work, daemon=True)
    thread.start()
    time.sleep(0.05)
    assert not ended
    line.close()
    thread.join(10)
    assert ended == ["put", "next"]


def test_an_error_of_a_thread_is_raised_where_items_are_taken():
    line = Line(1, most=1, ahead=1)
    line.next()
    line.fail(OSError("no more"))
    with pytest.raises(OSError, match="no more"):
        list(line.taken())


# ---- how many


def test_few_small_files_are_read_by_one_process(tmp_path):
    small, large = tmp_path / "a.txt", tmp_path / "b.txt"
    small.write_bytes(b"a" * 1000)
    large.write_bytes(b"a" * 2_100_000)
    assert parallel.worth([small] * 3, 8) == 1
    assert parallel.worth([large], 8) == 1
    assert parallel.worth([small, large], 8) == 2
    assert parallel.worth([small, large] * 20, 8) == 8
    assert parallel.worth([tmp_path / "none.txt"] * 2, 8) == 1


# ---- on the way


def test_errors_keep_their_fields_on_the_way():
    error = LuoshiError("so it was", code="too_much", details={"source": "甲", "reason": "MemoryError"})
    again = carrying.unpacked(carrying.packed(error))
    assert (str(again), again.code, again.details) == (str(error), error.code, error.details)


# ---- files that are known


@pytest.fixture
def unread(monkeypatch):
    """Collect the files that are read."""
    read = []

    def noted(task, before=outcomes_of):
        read.append(os.path.basename(task.path))
        yield from before(task)

    monkeypatch.setattr("luoshi.app.extract.outcomes_of", noted)
    return read


def test_a_file_is_not_read_again_by_the_same_reader(folder, tmp_path, unread):
    files = [path for path in paths(folder) if not path.endswith(".zip")]
    with open_store(tmp_path / "a.db") as store:
        first = list(record_files(store, files))
        count = store.head()
        unread.clear()
        again = list(record_files(store, files))
        assert store.head() == count
    assert sorted(unread) == ["04b.txt", "05b.docx", "07b.txt"]  # those that failed are tried anew
    assert [one.source for one in again] == [one.source for one in first]
    assert all(one.already for one in again if one.error is None)
    assert not any(one.already for one in first)


def test_files_are_known_in_several_processes_too(folder, tmp_path):
    files = [path for path in paths(folder) if path.endswith(("txt", "md"))]
    with open_store(tmp_path / "a.db") as store:
        list(record_files(store, files, jobs=2))
        known = [
            one.outcome.known is not None for one in record_files(store, files, jobs=2) if one.error is None
        ]
        assert known == [True] * 13


def test_another_reader_reads_everything_again(folder, tmp_path, unread, monkeypatch):
    files = paths(folder)[:3]
    with open_store(tmp_path / "a.db") as store:
        list(record_files(store, files))
        unread.clear()
        monkeypatch.setattr("luoshi.app.known.fingerprint", lambda: "another")
        assert all(one.already for one in record_files(store, files))
        assert len(unread) == 3
        unread.clear()
        list(record_files(store, files))
        assert not unread


def test_other_bytes_under_the_same_name_are_read(folder, tmp_path, unread):
    files = paths(folder)[:2]
    with open_store(tmp_path / "a.db") as store:
        list(record_files(store, files))
        with open(files[0], "a", encoding="utf-8") as file:
            file.write("力争新建5所学校。\n")
        unread.clear()
        list(record_files(store, files))
        assert unread == [os.path.basename(files[0])]


def test_what_a_person_is_asked_about_is_told_again(tmp_path, unread):
    file = tmp_path / "a.txt"
    file.write_text(TEXT.format(1, 2) * 3, "utf-8")
    with open_store(tmp_path / "a.db") as store:
        known = Known(store)
        for one in record_files(store, [file]):
            news = one.revision.__class__("x", "a", None, held=True, changes=("asked",))
            known.take(one.__class__(one.source, outcome=one.outcome, revision=news))
        assert not known._texts


def test_many_texts_are_kept_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr("luoshi.app.known._BATCH", 4)
    monkeypatch.setattr("luoshi.app.known._OFTEN", 3)
    files = []
    for number in range(11):
        files.append(tmp_path / f"{number:02}.txt")
        files[-1].write_text(f"云川市第{number}号通知\n一、项目\n" + TEXT.format(number, 1), "utf-8")
    with open_store(tmp_path / "a.db") as store:
        for some in (files[:5], files[:9], files):
            list(record_files(store, some))
        assert len(Known(store)._texts) == 11
        assert all(one.outcome.known for one in record_files(store, files))


def test_the_fingerprint_is_of_what_reads(monkeypatch):
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 32
    monkeypatch.setattr("luoshi.app.known._ROOMS", ("data", "parsing"))
    assert fingerprint.__wrapped__() != fingerprint()


def test_order_holds_however_long_files_take(tmp_path):
    random = Random(3)  # noqa: S311
    files = []
    for number in range(40):
        files.append(tmp_path / f"{number:02}.txt")
        files[-1].write_text(TEXT.format(number, 1) * random.choice((1, 1, 1, 200)), "utf-8")
    assert [one.file for one in extract_files(files, jobs=4)] == [str(file) for file in files]


def test_what_is_ready_for_a_ledger_stays_packed_until_it_is_looked_into(folder, tmp_path):
    with open_store(tmp_path / "a.db") as store:
        plain = [one for one in extract_files(paths(folder)) if one.outline is not None]
        asked = extract_files(paths(folder), jobs=2, writer=store.writer)
        carried = [one for one in asked if one.outline is not None]
    assert [len(one.statements) for one in carried] == [len(one.statements) for one in plain]
    for ours, theirs in zip(plain, carried, strict=True):
        assert theirs.made is not None
        assert isinstance(theirs.statements, Later)
        assert theirs.statements._items is None
        assert theirs.statements == ours.statements
        assert theirs.outline == ours.outline
        whole = carrying.whole(theirs)
        assert whole.outline == ours.outline
        assert {type(whole.statements), type(whole.outline.clauses)} == {tuple}
        assert carrying.whole(ours) is ours
