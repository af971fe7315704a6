"""Aligning files: many at once, what is refused, coverage, and an embeddings service."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

import luoshi
from luoshi.aligning.central import central_index
from luoshi.aligning.coverage import coverage, wording
from luoshi.app.align import align_file, align_files, open_central
from luoshi.app.embeddings import Service, embed, service
from luoshi.cli import messages
from luoshi.cli.root import root
from luoshi.codec import to_alignment_record, to_coverage_lines
from luoshi.examples import path
from luoshi.model import Document
from luoshi.parsing.outline import parse
from tests.formats.pages import as_html
from tests.formats.pdfs import as_pdf
from tests.formats.writing import as_docx, zipped

CENTRAL = str(path("central.txt"))
ZONES = str(path("zones.md"))


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    monkeypatch.setenv("LUOSHI_LANG", "zh")
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"LUOSHI_EMBEDDINGS_{name}", raising=False)
    messages.language.cache_clear()
    yield
    messages.language.cache_clear()


def run(*arguments: str):
    return CliRunner().invoke(root, ["align", *arguments])


def articles(text: str) -> list[str]:
    return [p.article for p in central_index(parse(Document(text, source="c"))).provisions]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一、甲\n1．加快工业发展。\n2．加快农业发展。\n3．要发展服务业。\n", ["1", "2", "3"]),
        ("一、甲\n（7）加快工业发展。\n（8）加快农业发展。\n（9）要发展服务业。\n", ["7", "8", "9"]),
        ("第一条 要加快创新。\n第二条 要加快开放。\n第十三条 要加快改革。\n", ["1", "2", "13"]),
        (
            "一、甲\n（一）要加快创新。\n（二）要加快开放。\n二、乙\n（一）要加快改革。\n",
            ["1-1", "1-2", "2-1"],
        ),
        (
            "全会公报\n全会提出，要加快科技创新。\n出席会议的有委员百人。\n全会强调，要加强党的建设。\n",
            ["2", "4"],
        ),
    ],
)
def test_articles_are_numbered_as_one_cites_them(text, wanted):
    assert articles(text) == wanted


def test_the_record_has_the_contract_keys_in_order():
    found = next(iter(luoshi.align(luoshi.read(ZONES), luoshi.read(CENTRAL))))
    record = to_alignment_record(found)
    assert list(record) == ["statement", "provisions", "standing"]
    assert list(record["provisions"][0]) == ["article", "path", "start", "end", "text", "score", "why"]


def test_lines_and_a_table(tmp_path: Path):
    done = run(ZONES, "--to", CENTRAL, "--format", "jsonl")
    assert done.exit_code == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["standing"] for row in rows} == {"aligned", "unaligned"}
    assert "第4条" in run(ZONES, "--to", CENTRAL, "--format", "table").stdout


def test_coverage_counts_both_ways(tmp_path: Path):
    done = run(ZONES, str(path("report_2026.txt")), "--to", CENTRAL, "--coverage", "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    provisions = [row for row in rows if "article" in row]
    assert [row["article"] for row in provisions] == [str(n) for n in range(1, 21)]
    assert {row["standing"] for row in provisions} <= {"taken_up", "touched", "untaken"}
    assert any(row["wordings"][0]["change"] == "softened" for row in provisions if row["wordings"])
    assert all(row["standing"] == "unaligned" for row in rows if "commitment" in row)
    table = run(ZONES, "--to", CENTRAL, "--coverage", "--format", "table").stdout
    assert "有人落实的条款" in table
    assert "没有对应条款的承诺" in table


def test_a_provision_that_nobody_takes_up_is_told():
    found = central_index(parse(luoshi.read(CENTRAL)))
    counted = coverage(found.provisions, [])
    assert len(counted.uptakes) == 20
    lines = [json.loads(line) for line in to_coverage_lines(counted)]
    assert {line["standing"] for line in lines} == {"untaken"}


@pytest.mark.parametrize(
    ("local", "change"),
    [("确保扩大优质高中学位", "hardened"), ("研究扩大优质高中学位", "softened"), ("举办读书活动", "")],
)
def test_wording_is_compared_only_where_it_is_the_same_task(local, change):
    document = Document(f"二、2026年重点工作\n（一）办好教育\n{local}。\n", source="local")
    found = [a for a in luoshi.align(document, luoshi.read(CENTRAL)) if a.statement.text == local]
    match = next((m for m in found[0].provisions if m.article == "8"), found[0].provisions[0])
    assert wording(found[0].statement, match).change == change


def test_the_same_text_twice_is_refused_by_name(tmp_path: Path):
    copy = tmp_path / "copy.txt"
    copy.write_bytes(path("central.txt").read_bytes())
    done = run(str(copy), ZONES, "--to", CENTRAL, "--format", "jsonl")
    assert done.exit_code == 1
    assert "copy.txt 与 " in done.stderr
    assert "central.txt 是同一份文本" in done.stderr
    assert done.stdout.count("\n") > 20  # the other file is done all the same


def test_a_central_text_without_provisions_is_refused_by_name(tmp_path: Path):
    empty = tmp_path / "weather.txt"
    empty.write_text("昨天下了雨。今天天晴。\n", encoding="utf-8")
    done = run(ZONES, "--to", str(empty))
    assert done.exit_code == 1
    assert "weather.txt：找不到条款" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("ending", ["docx", "html", "pdf"])
def test_files_of_other_formats_are_aligned_and_followed(tmp_path: Path, ending: str):
    def written(source: str) -> Path:
        text = Path(source).read_text("utf-8")
        place = tmp_path / f"{Path(source).stem}.{ending}"
        place.write_bytes({"docx": as_docx, "html": as_html, "pdf": as_pdf}[ending](text))
        return place

    by_text = [json.loads(line) for line in run(ZONES, "--to", CENTRAL).stdout.splitlines()]
    done = run(str(written(ZONES)), "--to", str(written(CENTRAL)))
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert 0.9 * len(by_text) <= len(rows) <= 1.1 * len(by_text)
    assert {row["standing"] for row in rows} == {"aligned", "unaligned"}
    reports = [str(path(f"report_{year}.txt")) for year in (2025, 2026)]
    met = [
        sum(
            json.loads(line).get("standing") == "met"
            for line in CliRunner().invoke(root, ["follow", *pair]).stdout.splitlines()
        )
        for pair in (reports, [str(written(report)) for report in reports])
    ]
    assert 0 < met[0] - 2 <= met[1]


def test_the_limits_of_the_settings_hold_and_an_archive_is_refused(tmp_path: Path, monkeypatch):
    local = tmp_path / "要点.docx"
    local.write_bytes(as_docx("要点\n" + "要加快建设新城。\n" * 20_000))
    packed = tmp_path / "a.zip"
    packed.write_bytes(zipped({"a.txt": "要加快建设新城。", "b.txt": "要办好实事。"}))
    monkeypatch.setenv("LUOSHI_MAX_UNPACKED", "1")
    (outcome,) = align_files([local], open_central(CENTRAL))
    assert outcome.error is not None
    assert outcome.error.code == "bomb"
    with pytest.raises(luoshi.LuoshiError) as caught:
        open_central(local)
    assert caught.value.code == "bomb"
    with pytest.raises(luoshi.LuoshiError) as caught:
        open_central(packed)
    assert caught.value.code == "archive"
    (outcome,) = align_files([packed], open_central(CENTRAL))
    assert outcome.error is not None
    assert outcome.error.code == "archive"


def test_a_bad_file_costs_itself_only(tmp_path: Path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    (tmp_path / "good.md").write_bytes(path("zones.md").read_bytes())
    outcomes = list(align_files([bad, tmp_path / "good.md"], open_central(CENTRAL)))
    assert outcomes[0].error is not None
    assert len(outcomes[1].alignments) > 20


class _Answers(BaseHTTPRequestHandler):
    """A service that says every text is like the one with the same first character."""

    broken = False
    asked: list[dict] = []  # noqa: RUF012 - shared on purpose

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append({"key": self.headers.get("Authorization"), **body})
        rows = [{"index": i, "embedding": [1.0, ord(t[0]) % 7]} for i, t in enumerate(body["input"])]
        answer = b"{}" if self.broken else json.dumps({"data": rows[::-1]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    _Answers.broken, _Answers.asked = False, []
    http = HTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}/v1/embeddings"
    http.shutdown()
    http.server_close()


def test_no_service_is_asked_unless_one_is_named(monkeypatch):
    assert service({}) is None
    with pytest.raises(luoshi.LuoshiError, match="no http address"):
        service({"LUOSHI_EMBEDDINGS_URL": "file:///etc/passwd"})


def test_a_service_orders_anew(server):
    central = open_central(CENTRAL)
    plain = align_file(ZONES, central)
    named = align_file(ZONES, central, asked=Service(server, "m", "k"))
    assert named.remark is None
    assert _Answers.asked[0]["key"] == "Bearer k"
    assert _Answers.asked[0]["model"] == "m"
    for before, after in zip(plain.alignments, named.alignments, strict=True):
        assert before.standing == after.standing
        assert {m.start for m in before.provisions} == {m.start for m in after.provisions}
    assert any("嵌入模型" in why for m in named.alignments[0].provisions for why in m.why)


def test_a_failing_service_changes_nothing_but_a_remark(server, monkeypatch):
    _Answers.broken = True
    central = open_central(CENTRAL)
    named = align_file(ZONES, central, asked=Service(server, "m"))
    assert named.alignments == align_file(ZONES, central).alignments
    assert named.remark is not None
    with pytest.raises(luoshi.LuoshiError):
        embed(Service("http://127.0.0.1:9/none", "m"), ["一"])
    monkeypatch.setenv("LUOSHI_EMBEDDINGS_URL", server)
    done = run(ZONES, "--to", CENTRAL, "--format", "jsonl")
    assert done.exit_code == 0
    assert "嵌入服务没有给出向量" in done.stderr
