"""A new user's way to a brief in the shell: add texts, write the paper, change its template, err."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.papers import paragraphs

from luoshi import examples
from luoshi.cli.root import root


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LUOSHI_LANG", "zh")
    assert run("add", str(examples.path("zones.md")), "--date", "2025-10-30").exit_code == 0
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(root, list(words))


def test_a_brief_is_written_changed_and_never_overwritten(here: Path) -> None:
    done = run("brief", "tasks", "--day", "2026-03-02", "--office", "区督查室")
    assert done.exit_code == 0, done.output
    paper = here / "任务分解表.docx"
    assert f"已写入 {paper.name}" in done.stderr
    said = list(paragraphs(paper))
    assert said[0] == ("Title", "重点任务分解表")
    assert ("Signed", "区督查室") in said
    assert ("Signed", "2026年3月2日") in said
    assert not [name for name in here.iterdir() if name.name.startswith(".luoshi-")]

    again = run("brief", "tasks")
    assert again.exit_code == 1
    assert "已存在" in again.stderr

    mine = here / "mine.yaml"
    mine.write_text(run("brief", "tasks", "--template").output.replace("重点任务分解表", "任务清单"), "utf-8")
    done = run("brief", "tasks", "--template-file", "mine.yaml", "-o", "清单.docx")
    assert done.exit_code == 0, done.output
    assert next(iter(paragraphs(here / "清单.docx"))) == ("Title", "任务清单")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tasks", "-o", "表.doc"), "只能写 .docx、.html 或 .pdf"),
        (("tasks", "--for", "没有的局"), "没有可写入任务分解表的任务"),
        (("alignment", "--for", "zones.md"), "对标分析还要给出 --to"),
        (("compare", "--weights", "x.yaml"), "--weights 不用于横向比较"),
        (("tasks", "--template-file", "没有.yaml"), "没有.yaml 读不出来"),
        (("alignment", "--for", "zones.md", "--to", "纲要"), "含有“纲要”；有：zones.md"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_no_file(here: Path, words: tuple[str, ...], said: str) -> None:
    before = sorted(here.iterdir())
    done = run("brief", *words)
    assert done.exit_code == 1
    assert said in done.stderr.replace(str(examples.path("zones.md")), "zones.md")
    assert len(done.stderr.strip().splitlines()) == 1
    assert sorted(here.iterdir()) == before


def test_a_pdf_without_libreoffice_names_the_way_out(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_SOFFICE", "")
    done = run("brief", "tasks", "-o", "表.pdf")
    assert done.exit_code == 1
    assert "改写 .docx" in done.stderr
    assert not (here / "表.pdf").exists()


def test_the_weights_are_printed_to_be_copied(here: Path) -> None:
    (here / "w.yaml").write_text(run("brief", "assessment", "--print-weights").output, "utf-8")
    assert run("ledger", "assign", "2", "--lead", "区水务局", "--due", "2025-12-31").exit_code == 0
    done = run("brief", "assessment", "--weights", "w.yaml", "--period", "2025", "-o", "考核.html")
    assert done.exit_code == 0, done.output
    page = (here / "考核.html").read_text("utf-8")
    assert "区水务局" in page
    assert "没有佐证材料" in page
