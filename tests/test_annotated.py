"""A person's own annotations: what agrees, what differs, and what will not do, by line and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from luoshi import examples
from luoshi.app.annotated import score_annotated
from luoshi.app.extract import extract_file
from luoshi.cli.root import root
from luoshi.codec import to_record
from luoshi.errors import UsageError
from luoshi.evaluating.annotations import TYPES
from luoshi.evaluating.spans import Counts, Marked, score_spans
from luoshi.model import Statement

TEXT = "要加快建成10个项目。确保年底前全部开工。存在资金不足的问题。\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


def written(place: Path, content: str, name: str = "own.csv") -> Path:
    (place / name).write_text(content, "utf-8")
    return place / name


def test_records_given_back_agree_with_themselves(tmp_path):
    text = examples.path("zones.md").read_text("utf-8")
    (tmp_path / "zones.md").write_text(text, "utf-8")
    found = extract_file(tmp_path / "zones.md", None).statements
    lines = [json.dumps(to_record(one) | {"source": "zones.md"}, ensure_ascii=False) for one in found]
    (done,) = score_annotated(written(tmp_path, "\n".join(lines), "own.jsonl"))
    assert done.differences == []
    assert done.counts.scores(exact=True) == (1.0, 1.0, 1.0)
    assert done.counts.force_agreement == 1.0


def test_what_differs_is_said(place):
    own = written(
        place,
        "文件,类型,起点,终点,原文,力度\n"
        "a.txt,承诺,,,要加快建成10个项目,刚性\n"
        "a.txt,结果,11,19,,\n"
        "a.txt,承诺,22,29,,\n",
    )
    (done,) = score_annotated(own)
    assert [(each.what, each.start, each.want, each.got) for each in done.differences] == [
        ("force", 0, "binding", "firm"),
        ("type", 11, "result", "commitment"),
        ("bounds", 22, "22–29", "21–30"),
    ]
    assert done.counts.wanted == {"commitment": 2, "result": 1}
    assert done.counts.force_agreement == 0.0


def marked(low: int, length: int, kind: str) -> Marked:
    return Marked(low, low + length, kind)


MARKS = st.lists(
    st.builds(marked, st.integers(0, 60), st.integers(1, 12), st.sampled_from(TYPES)), max_size=8
)


@given(MARKS, MARKS)
def test_every_annotation_and_statement_is_counted_once(wanted, got):
    held = [Statement(m.type, "", "", "", "", (), m.start, m.end, "", ((m.start, m.end),)) for m in got]
    counts, differences = score_spans(wanted, held)
    whats = [each.what for each in differences]
    right = counts.right.total()
    assert right + whats.count("missed") + whats.count("type") == len(wanted)
    assert counts.exact.total() == right - whats.count("bounds")
    assert right <= counts.got.total()
    assert all(0 <= number <= 1 for number in counts.scores())
    assert (counts + Counts()).scores() == counts.scores()


WRONG = [
    ("", "none", 0, ""),
    ("file,kind\n", "column", 1, "type"),
    ("file,type\na.txt,result\n", "column", 1, "start"),
    ("file,type,text\na.txt,promise,要\n", "type", 2, "type"),
    ("file,type,text,force\na.txt,result,存在,强\n", "force", 2, "force"),
    ("file,type,text\n,result,存在\n", "file", 2, "file"),
    ("file,type,start,end\na.txt,result,1,2\n\na.txt,result,x,2\n", "number", 4, "start"),
    ("file,type,start,end\na.txt,result,1.5,2\n", "number", 2, "start"),
    ("file,type,start,end\na.txt,result,5,5\n", "order", 2, "end"),
    ("file,type,start,end\na.txt,result,5,\n", "place", 2, "end"),
    ("file,type,start,end\na.txt,result,5,5000\n", "outside", 2, "end"),
    ("file,type,start,end,text\na.txt,result,0,2,存在\n", "words", 2, "text"),
    ("file,type,text\na.txt,result,。\n", "several", 2, "text"),
    ('file,type,text\na.txt,result,"存在\n资金"\n', "absent", 2, "text"),
    ("file,type,text,date\na.txt,result,存在,2025-02-30\n", "date", 2, "date"),
]


@pytest.mark.parametrize(("content", "code", "line", "column"), WRONG)
def test_what_will_not_do_is_said_with_its_place(place, content, code, line, column):
    with pytest.raises(UsageError) as caught:
        list(score_annotated(written(place, content)))
    assert caught.value.code == f"annotation_{code}"
    if line:
        assert (caught.value.details["line"], caught.value.details["column"]) == (line, column)


def test_broken_json_is_said_with_its_place(place):
    good = '{"file": "a.txt", "type": "result", "text": "去年"}'
    with pytest.raises(UsageError) as caught:
        list(score_annotated(written(place, f'{good}\n\n{{"file": }}\n', "own.jsonl")))
    assert caught.value.code == "annotation_json"
    assert (caught.value.details["line"], caught.value.details["column"]) == (3, "10")


def test_the_command(place):
    own = written(place, "file;type;text\na.txt;commitment;要加快建成10个项目\n")
    shown = CliRunner().invoke(root, ["eval", str(own), "--format", "jsonl"])
    assert shown.exit_code == 0, shown.output
    *misses, total = map(json.loads, shown.stdout.splitlines())
    assert total["commitment"]["recall"] == 1.0
    assert {each["what"] for each in misses} <= {"spare", "bounds"}
    assert CliRunner().invoke(root, ["eval", str(own), "--format", "table"]).exit_code == 0
    wrong = CliRunner().invoke(root, ["eval", str(place / "none.csv")])
    assert wrong.exit_code == 1
    assert "none.csv" in wrong.output
