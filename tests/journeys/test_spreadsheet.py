"""The ledger as a spreadsheet, out to the bodies and back, through the shell."""

from __future__ import annotations

import json
import shutil

import pytest
from openpyxl import load_workbook
from tests.journeys.test_shell import Shell

from luoshi import examples


@pytest.fixture
def shell(tmp_path):
    for name in ("work", "home"):
        (tmp_path / name).mkdir()
    made = Shell(tmp_path / "work", tmp_path / "home")
    made.write("zones.md", examples.path("zones.md").read_bytes())
    assert made.run("add", "zones.md", "--date", "2025-10-30").returncode == 0
    return made


def fill(shell: Shell, name: str, cells: dict[tuple[int, str], object]) -> None:
    """Type into cells by the line under the head and the heading, as a body does."""
    book = load_workbook(shell.folder / name)
    heads = {cell.value: cell.column for cell in book.active[1]}
    for (line, title), value in cells.items():
        book.active.cell(line + 1, heads[title]).value = value
    book.save(shell.folder / name)


def row(shell: Shell, number: int) -> dict:
    (record,) = shell.records("ledger", "show", str(number), "--format", "jsonl")
    return record["row"]


def numbers(shell: Shell, name: str) -> list[int]:
    """The numbers of the lines of a table."""
    return [line[0].value for line in load_workbook(shell.folder / name).active.iter_rows(min_row=2)]


def test_out_filled_in_and_back(shell):
    assert shell.run("export", "xlsx", "-o", "台账.xlsx").returncode == 0
    first, second, third, *_ = numbers(shell, "台账.xlsx")
    untouched = shell.run("import", "台账.xlsx")
    assert (untouched.returncode, untouched.stdout) == (0, "")
    assert "已登记 0 行" in untouched.stderr
    fill(shell, "台账.xlsx", {
        (1, "牵头单位"): "管委会办公室", (1, "状态"): "分解", (2, "牵头单位"): "经发局",
        (2, "进展情况"): "已完成一半", (2, "完成比例"): 0.5, (3, "状态"): "办完了",
    })  # fmt: skip
    trial = shell.run("import", "台账.xlsx", "--by", "张三", "--dry-run")
    assert trial.returncode == 1
    assert "试运行：会改 2 行，共 3 个事件" in trial.stderr
    assert row(shell, first)["state"] == "created"
    done = shell.run("import", "台账.xlsx", "--by", "张三", "--format", "table")
    assert done.returncode == 1
    assert f"序号 {third}：没有“办完了”这种状态" in done.stdout
    assert "[有误] 督查台账!" in done.stdout
    assert (row(shell, first)["state"], row(shell, first)["lead"]) == ("assigned", "管委会办公室")
    assert (row(shell, second)["state"], row(shell, second)["percentage"]) == ("reported", 50)
    assert row(shell, third)["state"] == "created"
    history = shell.run("ledger", "history", str(second))
    assert "张三" in history.stdout
    assert shell.run("ledger", "verify-chain").returncode == 0
    # the fault mended, the same file again: only what is new
    fill(shell, "台账.xlsx", {(3, "状态"): "立项"})
    again = shell.run("import", "台账.xlsx")
    assert (again.returncode, again.stdout) == (0, "")


def test_two_bodies_fill_in_the_same_row(shell):
    assert shell.run("export", "xlsx", "-o", "甲.xlsx").returncode == 0
    number = numbers(shell, "甲.xlsx")[0]
    shutil.copy(shell.folder / "甲.xlsx", shell.folder / "乙.xlsx")
    fill(shell, "甲.xlsx", {(1, "牵头单位"): "经发局", (1, "备注"): "甲说"})
    fill(shell, "乙.xlsx", {(1, "牵头单位"): "财政局", (1, "备注"): "甲说", (1, "进展情况"): "已启动"})
    assert shell.run("import", "甲.xlsx", "--by", "甲").returncode == 0
    late = shell.run("import", "乙.xlsx", "--by", "乙", "--format", "jsonl")
    assert late.returncode == 1
    notices = [json.loads(line) for line in late.stdout.splitlines()]
    (conflict,) = (notice for notice in notices if notice["kind"] == "conflict")
    assert (conflict["column"], conflict["theirs"], conflict["ours"]) == ("牵头单位", "财政局", "经发局")
    assert (row(shell, number)["lead"], row(shell, number)["progress"]) == ("经发局", "已启动")
    english = shell.run("import", "乙.xlsx", "--format", "table", LUOSHI_LANG="en")
    assert "[conflict]" in english.stdout


def test_what_is_no_table_is_said(shell):
    shell.write("名单.csv", "姓名,电话\n张三,1\n")
    assert "没有台账表格" in shell.run("import", "名单.csv").stderr
    assert shell.run("import", "无.xlsx").returncode == 1
    for language in ("zh", "en"):
        shown = shell.run("import", "--help", LUOSHI_LANG=language)
        assert "luoshi import 台账.xlsx" in shown.stdout
        assert "--dry-run" in shown.stdout
