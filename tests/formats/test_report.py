"""Limits that a user sets, and the report of how each file was read."""

import csv
import io
import json
import os
import zipfile

import pytest

from luoshi.app.extract import extract_files
from luoshi.app.outcomes import Outcome
from luoshi.app.report import row_of
from luoshi.errors import UsageError
from luoshi.model.document import Document, Remark
from luoshi.model.layout import Layout, Page
from luoshi.reading.limits import DEFAULT, MIB
from luoshi.settings import limits
from tests import warm

TEXT = "各区要加快建设三个公园，年底前建成。\n"


def test_settings(tmp_path):
    assert limits({}, tmp_path) == DEFAULT
    (tmp_path / "luoshi.toml").write_text("[limits]\nseconds = 0x10\npages = 7\nbytes = 3\n")
    given = limits({"LUOSHI_MAX_PAGES": "9", "LUOSHI_MAX_MEMORY": " 512 ", "LUOSHI_MAX_DEPTH": ""}, tmp_path)
    assert (given.seconds, given.pages, given.bytes_in, given.memory) == (16.0, 9, 3 * MIB, 512 * MIB)
    assert given.depth == DEFAULT.depth


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "1.5", "ten", "1e99"])
def test_a_wrong_variable_is_named(tmp_path, value):
    with pytest.raises(UsageError, match=f"LUOSHI_MAX_PAGES: “{value}”"):
        limits({"LUOSHI_MAX_PAGES": value}, tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[limits]\npages = 0\n", "luoshi.toml:2: pages: “0”"),
        ("\n[limits]\n\n pages = 'x'\n", "luoshi.toml:4: pages: “x”"),
        ("[limits]\npages = true\n", "luoshi.toml:2: pages"),
        ("[limits]\nsides = 1\n", "luoshi.toml:2: there is no setting “sides”"),
        ("[limit]\npages = 1\n", "luoshi.toml:1: there is no setting “limit”"),
        ("limits = 3\n", "luoshi.toml:1"),
        ("[limits\n", "line 1"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, text, said):
    (tmp_path / "luoshi.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        limits({}, tmp_path)
    assert said in str(caught.value)


def test_the_limits_reach_the_readers(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("建" * MIB, "utf-8")
    monkeypatch.setenv("LUOSHI_MAX_BYTES", "1")
    (outcome,) = extract_files([tmp_path / "a.txt"])
    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.details) == ("too_large", {"limit": "1"})


def test_a_row_counts_pages():
    pages = (Page(1, 1.0, 1.0), Page(2, 1.0, 1.0, "ocr"), Page(3, 1.0, 1.0, "blank"))
    document = Document("甲乙", "a.pdf", format="pdf", parser="p 1", encoding="", layout=Layout(pages))
    row = row_of(Outcome("a.pdf", document, seconds=1.23456))
    assert (row.pages, row.ocr_pages, row.characters, row.seconds, row.status) == (3, 1, 2, 1.235, "read")
    assert row_of(Outcome("a.txt", Document("甲", "a.txt"))).pages is None


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "甲.txt").write_text(TEXT, "utf-8")
    (tmp_path / "=甲.doc").write_text("<html><p>要办好民生实事，年底前建成三所学校。</p></html>", "utf-8")
    (tmp_path / "坏.md").write_bytes(b"\x00\x01" * 50)
    (tmp_path / "图.xyz").write_bytes(b"x")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("乙.txt", "二是" + TEXT)
        archive.writestr("README.md", TEXT)
    (tmp_path / "包.zip").write_bytes(out.getvalue())
    return tmp_path


def run(folder, *arguments):
    return warm.luoshi(arguments, folder, os.environ | {"LUOSHI_LANG": "zh", "PYTHONIOENCODING": "utf-8"})


@pytest.mark.parametrize("command", [("extract",), ("add", "--store", "../账.db")])
def test_the_report_has_every_file(folder, command):
    done = run(folder, *command, ".", "--report", "../report.jsonl")
    assert done.returncode == 1, done.stderr
    rows = {}
    for line in (folder.parent / "report.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["file"]] = row
    assert {name: row["status"] for name, row in rows.items()} == {
        "=甲.doc": "read",
        "包.zip/README.md": "skipped",
        "包.zip/乙.txt": "read",
        "图.xyz": "skipped",
        "坏.md": "failed",
        "甲.txt": "read",
    }
    good, renamed, bad = rows["甲.txt"], rows["=甲.doc"], rows["坏.md"]
    assert (good["format"], good["encoding"], good["characters"]) == ("txt", "utf-8", len(TEXT))
    assert good["records"] == 1
    assert good["seconds"] >= 0
    assert renamed["format"] == "html"
    assert renamed["parser"].split()[0] in ("trafilatura", "lxml")
    assert [remark["code"] for remark in renamed["remarks"]] == ["renamed"]
    assert bad["reason"]["code"] == "binary"
    assert "坏.md" in bad["reason"]["text"]
    assert "=甲.doc：文件名写作 .doc，内容其实是 html" in done.stderr
    assert "读成 3 个（html 1, txt 2），失败 1 个，跳过 2 个" in done.stderr


def test_the_report_for_a_spreadsheet(folder):
    run(folder, "extract", ".", "--report", "../report.csv")
    text = (folder.parent / "report.csv").read_bytes().decode("utf-8-sig")
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == 6
    assert rows["'=甲.doc"]["format"] == "html"  # no formula
    assert "二进制" in rows["坏.md"]["reason"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("report.pdf", ".csv 或 .jsonl"), ("表.csv", "要读的文件"), ("none/a.csv", "不能写入")],
)
def test_a_report_that_cannot_be_written_is_said_first(folder, name, said):
    (folder / "表.csv").write_text("任务\n加快建设公园\n", "utf-8")
    done = run(folder, "extract", ".", "--report", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert (folder / "表.csv").read_text("utf-8").startswith("任务")


def test_a_remark_without_a_message_is_still_said():
    from luoshi.cli.messages import say_remark

    assert say_remark(Remark("of_later", {"count": 3}), "a.txt").endswith("of_later count=3")
