"""What a worker makes of its share: the rows of one machine, an error costing its file. Needs no Spark."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest

import luoshi
from luoshi import examples
from luoshi.app.extract import extract_files
from luoshi.app.follow import follow_pair, pair_up
from luoshi.codec import dumps, to_alignment_record, to_finding_record, to_record
from luoshi.lexicon.messages import say_error
from luoshi.reading.limits import DEFAULT
from tests.spark_files import DAMAGED, report, write_folder

pa = pytest.importorskip("pyarrow")
from luoshi.spark import rows  # noqa: E402 - without pyarrow there is nothing to test

ASKED = rows.Asked(DEFAULT, "zh")


def batches(*files, **types):
    """Give each file as a batch of its own."""
    for file in files:
        yield pa.RecordBatch.from_pylist([file])


def made(task, *files, **more):
    return [row for batch in task(batches(*files), ASKED, **more) for row in batch.to_pylist()]


def of_file(name):
    return {"source": name, "content": examples.path(name).read_bytes()}


def test_rows_are_the_records_of_one_machine():
    found = made(rows.extracted, *(of_file(name) for name in ("zones.md", "report_2025.txt")))
    wanted = []
    for name in ("zones.md", "report_2025.txt"):
        document = replace(luoshi.read(examples.path(name)), source=name)
        wanted += [dumps(to_record(statement)) for statement in luoshi.extract(document)]
    assert [row["record"] for row in found] == wanted
    assert {(row["year"], row["province"], row["error"]) for row in found} == {
        (2025, "未详", None),
    }
    for row in found:
        record = json.loads(row["record"])
        assert (row["id"], row["text"], row["section"]) == (record["id"], record["text"], record["section"])
        assert [target["indicator"] for target in row["targets"]] == [
            target["indicator"] for target in record["targets"]
        ]
        assert [actor["name"] for actor in row["actors"]] == [actor["name"] for actor in record["actors"]]


@pytest.mark.parametrize("form", ["bytes", "text", "path", "uri"])
def test_a_file_comes_as_bytes_or_text_or_path(tmp_path, form):
    text = report("长沙市", 2024, 7)
    path = tmp_path / "报告.txt"
    path.write_text(text, "utf-8")
    file = {
        "bytes": {"source": "报告.txt", "content": text.encode()},
        "text": {"source": "报告.pdf", "content": text},
        "path": {"source": "报告.txt", "path": str(path)},
        "uri": {"path": f"file:{path}"},
    }[form]
    found = made(rows.extracted, file)
    assert len(found) > 3
    assert {(row["year"], row["province"]) for row in found} == {(2024, "湖南省")}
    source = {"text": "报告.pdf", "uri": f"file:{path}".removeprefix("file:")}.get(form, "报告.txt")
    assert {row["source"] for row in found} == {source}


def test_the_date_of_a_row_is_that_of_its_document():
    file = {"source": "a", "content": "确保年底前全部开工。", "date": "2031-02-03"}
    (row,) = made(rows.extracted, file)
    assert (row["year"], row["deadline"]["until"].isoformat()) == (2031, "2031-12-31")
    (wrong,) = made(rows.extracted, file | {"date": "2031年"})
    assert (wrong["source"], wrong["record"]) == ("a", None)
    assert "2031年" in wrong["error"]


@pytest.mark.parametrize(("ending", "raw", "code"), DAMAGED)
def test_a_damaged_file_is_a_row_with_its_reason(tmp_path, ending, raw, code):
    path = tmp_path / f"a.{ending}"
    path.write_bytes(raw)
    (outcome,) = extract_files([path])
    good = of_file("report_2025.txt")
    found = made(rows.extracted, {"source": str(path), "content": raw}, good, {"path": str(path)})
    broken = [row for row in found if row["error"] is not None]
    assert len(broken) == 2
    for row in broken:
        assert row["error"] == say_error("zh", outcome.error)
        assert row["error_code"] == outcome.error.code
        assert code in (None, row["error_code"])
        assert row["source"] == str(path)
        assert {name for name, value in row.items() if value is not None} == {
            "source", "province", "error", "error_code",
        }  # fmt: skip
    assert len(found) > 20


def test_members_of_an_archive_are_files(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲.txt", report("长沙市", 2024, 1))
        archive.writestr("乙.txt", b"")
    path = tmp_path / "a.zip"
    path.write_bytes(packed.getvalue())
    wanted = [
        dumps(to_record(statement)) if outcome.error is None else outcome.error.code
        for outcome in extract_files([path])
        for statement in (outcome.statements or [None])
    ]
    found = made(rows.extracted, {"source": str(path), "content": packed.getvalue()})
    assert [row["record"] or row["error_code"] for row in found] == wanted
    (refused,) = made(rows.aligned, {"path": str(path)}, central=luoshi.read(examples.path("central.txt")))
    assert refused["error_code"] == "archive"


def test_a_fault_of_ours_costs_one_file(monkeypatch):
    def fails(given, limits):
        if given.source == "乙":
            raise KeyError("oops")
        yield from was(given, limits)

    was = rows.outcomes
    monkeypatch.setattr(rows, "outcomes", fails)
    files = [{"source": name, "content": "确保年底前全部开工。"} for name in ("甲", "乙", "丙")]
    found = made(rows.extracted, *files)
    assert [row["source"] for row in found] == ["甲", "乙", "丙"]
    assert [row["error_code"] for row in found] == [None, "spark_unexpected", None]
    assert "KeyError" in found[1]["error"]


def test_alignments_are_those_of_one_machine():
    central, local = (luoshi.read(examples.path(name)) for name in ("central.txt", "zones.md"))
    local = replace(local, source="zones.md")
    found = made(rows.aligned, of_file("zones.md"), of_file("central.txt"), central=central)
    *aligned, same = found
    assert [row["record"] for row in aligned] == [
        dumps(to_alignment_record(alignment)) for alignment in luoshi.align(local, central)
    ]
    assert {row["standing"] for row in aligned} == {"aligned", "unaligned"}
    assert {row["central"] for row in found} == {central.source}
    assert same["error_code"] == "align_same"


def test_findings_are_those_of_one_machine():
    earlier, later = (of_file(f"report_{year}.txt") for year in (2025, 2026))
    pair = {f"earlier_{name}": value for name, value in earlier.items()}
    pair |= {f"later_{name}": value for name, value in later.items()}
    found = made(rows.followed, pair)
    documents = [
        replace(luoshi.read(examples.path(f"report_{year}.txt")), source=f"report_{year}.txt")
        for year in (2025, 2026)
    ]
    assert [row["record"] for row in found] == [
        dumps(to_finding_record(finding)) for finding in luoshi.follow(*documents)
    ]
    assert {(row["earlier"], row["later"], row["year"]) for row in found} == {
        ("report_2025.txt", "report_2026.txt", 2025)
    }
    backwards = {name.replace("earlier", "x"): value for name, value in pair.items()}
    backwards = {name.replace("later", "earlier"): value for name, value in backwards.items()}
    backwards = {name.replace("x_", "later_"): value for name, value in backwards.items()}
    (refused,) = made(rows.followed, backwards)
    assert refused["error_code"] == "follow_order"
    assert (refused["earlier"], refused["later"]) == ("report_2026.txt", "report_2025.txt")


def test_what_is_told_of_files_is_what_pairs_them(tmp_path):
    write_folder(tmp_path, 20, 2)
    paths = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    told = made(rows.told, *({"path": str(path), "key": str(n)} for n, path in enumerate(paths)))
    assert [row["key"] for row in told] == [str(n) for n in range(20)]
    good = [row for row in told if row["error"] is None]
    assert len(good) == 18
    pairs = {
        (one["path"], other["path"])
        for one in good
        for other in good
        if one["body"] == other["body"] and one["year"] + 1 == other["year"]
    }
    paired = pair_up(tmp_path, tmp_path)
    assert {(str(pair.earlier), str(pair.later)) for pair in paired.pairs} == pairs != set()
    assert follow_pair(paired.pairs[0]).error is None
    (nameless,) = made(rows.told, {"source": "a", "content": "确保年底前全部开工。"})
    assert (nameless["error_code"], nameless["body"]) == ("follow_nameless", None)
