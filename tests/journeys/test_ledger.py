"""``luoshi ledger`` as an office runs it: review, hand out, report, verify, close, undo, remind."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta

import pytest
from tests.journeys.test_shell import Shell, failed

from luoshi import examples

TODAY = date.today()
COMMANDS = (
    *("list", "show", "history", "review", "assign", "plan", "report", "verify", "return", "extend"),
    *("remind", "close", "reopen", "undo", "reminders", "verify-chain", "rebuild"),
)


def day(by: int) -> str:
    return (TODAY + timedelta(by)).isoformat()


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """A folder with a ledger of the packaged example, to be copied."""
    folder = tmp_path_factory.mktemp("added")
    made = Shell(folder, folder)
    made.write("zones.md", examples.path("zones.md").read_bytes())
    done = made.run("add", "zones.md", "--date", "2025-10-30")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def shell(added, tmp_path):
    shutil.copytree(added, tmp_path / "work")
    return Shell(tmp_path / "work", tmp_path)


def do(shell: Shell, *words: str, **environment: str) -> list[dict]:
    """A step that must go well; gives the rows as they are after."""
    done = shell.run("ledger", *words, "--format", "jsonl", **environment)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def row(shell: Shell, number: int, on: str | None = None) -> dict:
    return do(shell, "show", str(number), *(("--on", on) if on else ()))[0]


def test_ten_rows_are_reviewed(shell):
    assert {one["row"]["review"] for one in do(shell, "review", "2,4", "6-7", "--accept")} == {"accepted"}
    fixes = (
        "force=刚性",
        "theme=科技创新,改革开放",
        "lead=管委会办公室",
        "时限=2026年6月底",
        "target=建成3个中心",
    )
    asked = [word for fix in fixes for word in ("--correct", fix)]
    (after,) = do(shell, "review", "8", *asked, "--reason", "分管领导批示")
    assert after["force"] == "binding"
    assert after["themes"] == ["科技创新", "改革开放"]
    assert [actor["name"] for actor in after["actors"] if actor["role"] == "lead"] == ["管委会办公室"]
    assert after["deadline"]["until"] == after["row"]["due"] == "2026-06-30"
    assert [(target["low"], target["unit"]) for target in after["targets"]] == [(3, "个")]
    assert after["measurability"]["grade"] == "A"
    (after,) = do(shell, "review", "9", "--reject", "--reason", "口号")
    assert after["row"]["review"] == "rejected"
    merged, into = do(shell, "review", "11", "--merge-into", "10")
    assert (merged["row"]["into"], into["row"]["absorbed"]) == (10, [11])
    text = row(shell, 5)["text"]
    first, second, third = text.split(",")
    whole, *parts = do(shell, "review", "5", "--split", second[:4], "--split", third)
    assert [part["text"] for part in parts] == [first, second, third]
    assert [part["row"]["parent"] for part in parts] == [5, 5, 5]
    assert whole["row"]["review"] == "split"
    source = shell.folder.joinpath("zones.md").read_bytes().decode()
    for part in parts:
        assert source[part["start"] : part["end"]] == part["text"]
        assert part["themes"]
    after = {one["row"]["number"]: one["row"]["review"] for one in do(shell, "undo", "5")}
    assert after == {5: "pending"} | {part["row"]["number"]: "withdrawn" for part in parts}
    assert {one["row"]["review"] for one in do(shell, "undo", "11")} == {"pending"}
    assert row(shell, 10)["row"]["absorbed"] == []
    # both sides of a merge, and more, in one call: all or none
    do(shell, "review", "11", "--merge-into", "10")
    do(shell, "undo", "8-9")
    assert row(shell, 8)["force"] != "binding"
    failed(shell.run("ledger", "undo", "2,8"), "序号 8 没有可撤销的步骤")
    assert row(shell, 2)["row"]["review"] == "accepted"
    assert len(do(shell, "list", "--review", "采纳")) == len(do(shell, "list", "--review", "accepted")) == 4
    assert shell.run("ledger", "verify-chain").returncode == 0


def test_a_row_goes_the_whole_way(shell):
    assigned = do(
        shell,
        *("assign", "2,4", "--lead", "科技局", "--supporting", "财政局", "--leader", "张三"),
        *("--due", day(80), "--on", day(-20)),
    )
    assert [(one["row"]["lead"], one["row"]["state"], one["row"]["begun"]) for one in assigned] == (
        [("科技局", "assigned", day(-20))] * 2
    )
    (after,) = do(shell, "plan", "2", "--measure", "完成选址", "--milestone", f"开工={day(30)}")
    assert after["row"]["milestones"] == [{"text": "开工", "due": day(30)}]
    (after,) = do(
        shell,
        *("report", "2", "--progress", "已完成选址", "--percentage", "20", "--problems", "资金缺口"),
        *("--next", "落实资金", "--on", day(-10)),
    )
    assert (after["row"]["percentage"], after["row"]["reported"]) == (20, day(-10))
    # a hundred days from handing out: 15 points behind after 35 of them, 35 points after 55
    lights = [row(shell, 2, day(by))["row"]["light"] for by in (0, 15, 16, 35, 36, 81)]
    assert lights == ["green", "green", "yellow", "yellow", "red", "red"]
    assert [one["row"]["number"] for one in do(shell, "list", "--light", "黄灯", "--on", day(16))] == [2]
    do(shell, "verify", "2", "--result", "属实")
    failed(shell.run("ledger", "return", "2"), "“退回”要写明理由（--reason）")
    (after,) = do(shell, "return", "2", "--reason", "缺少证明材料")
    assert (after["row"]["state"], after["row"]["returned"]) == ("underway", 1)
    do(shell, "extend", "2", "--until", day(120), "--approval", "督办〔2026〕7号")
    do(shell, "remind", "2", "--by", "督查室")
    do(shell, "report", "2", "--progress", "全部完成", "--percentage", "100")
    do(shell, "verify", "2")
    (after,) = do(shell, "close", "2")
    assert (after["row"]["state"], after["row"]["light"], after["row"]["closed"]) == (
        "closed",
        "blue",
        day(0),
    )
    (after,) = do(shell, "reopen", "2", "--reason", "回头看发现问题")
    assert (after["row"]["state"], after["row"]["due"]) == ("underway", day(120))
    do(shell, "undo", "2")

    events = do(shell, "history", "2")
    kinds = [event["kind"] for event in events]
    assert kinds[:6] == ["created", "assigned", "planned", "reported", "verified", "returned"]
    assert kinds[-2:] == ["reopened", "undone"]
    assert [event["undone"] for event in events] == [False] * (len(events) - 2) + [True, False]
    reminded = next(event for event in events if event["kind"] == "reminded")
    assert (reminded["author"], reminded["payload"]["to"]) == ("督查室", "科技局")
    returned = next(event for event in events if event["kind"] == "returned")
    assert returned["reason"] == "缺少证明材料"
    change = {"of": "status", "field": "state", "from": "verified", "to": "underway"}
    assert change in returned["changes"]

    shown = shell.run("ledger", "show", "2", "--format", "table").stdout
    for words in (
        "科技局",
        "财政局",
        "张三",
        "督办〔2026〕7号",
        "回头看发现问题",
        "已撤销",
        "核查 → 办理",
        "蓝",
    ):
        assert words in shown
    english = shell.run("ledger", "history", "2", "--format", "table", LUOSHI_LANG="en").stdout
    for words in ("return", "verified → under way", "undone", "undo of “reopen”"):
        assert words in english
    assert "黄" in shell.run("ledger", "list", "--open", "--format", "table").stdout
    assert "yellow" in shell.run("ledger", "list", "--open", "--format", "table", LUOSHI_LANG="en").stdout
    assert shell.run("ledger", "verify-chain").returncode == 0
    before = shell.run("ledger", "list").stdout
    assert shell.run("ledger", "rebuild").returncode == 0
    assert shell.run("ledger", "list").stdout == before


def test_reminders_are_by_unit(shell):
    do(shell, "assign", "2,4", "--lead", "科技局", "--due", day(3), "--on", day(-70))
    do(shell, "assign", "6", "--lead", "财政局", "--due", day(2), "--on", day(-70))
    do(shell, "assign", "7", "--lead", "财政局", "--due", day(-5), "--on", day(-70))
    do(shell, "report", "6", "--progress", "按期", "--on", day(0))
    found = [(one["list"], one["unit"], one["row"]["number"]) for one in do(shell, "reminders")]
    assert [one for one in found if one[0] == "due"] == [
        ("due", "财政局", 6),
        ("due", "科技局", 2),
        ("due", "科技局", 4),
    ]
    assert [one for one in found if one[0] == "late"] == [("late", "财政局", 7)]
    assert {number for name, _, number in found if name == "silent"} == {2, 4, 7}
    shown = shell.run("ledger", "reminders", "--format", "table").stdout
    assert shown.index("七天内到期：3 行") < shown.index("科技局（2）") < shown.index("财政局（1）")
    assert {one["unit"] for one in do(shell, "reminders", "--lead", "科技")} == {"科技局"}
    assert [one["row"]["number"] for one in do(shell, "list", "--overdue")] == [7]
    assert [one["row"]["number"] for one in do(shell, "list", "--due-this-week")] == [2, 4, 6]
    assert [one["row"]["number"] for one in do(shell, "list", "--due-this-week", "--lead", "财政")] == [6]


def test_somebody_else_was_quicker(shell):
    seen = str(row(shell, 3)["row"]["version"])
    do(shell, "review", "3", "--accept", "--seen", seen, "--by", "李四")
    before = do(shell, "history", "3")
    for language, words in (("zh", "序号 3"), ("en", "row 3")):
        done = shell.run("ledger", "review", "3", "--reject", "--seen", seen, LUOSHI_LANG=language)
        assert done.returncode == 1
        assert "李四" in done.stderr
        assert words in done.stderr
    assert do(shell, "history", "3") == before
    failed(shell.run("ledger", "review", "3,4", "--accept", "--seen", "3"), "--seen 3")


def test_all_rows_take_a_step_or_none(shell):
    do(shell, "assign", "2", "--lead", "科技局")
    failed(shell.run("ledger", "report", "2-4", "--progress", "开工"), "序号 3 现在是“立项”，不能“反馈进展”")
    assert row(shell, 2)["row"]["state"] == "assigned"
    done = shell.run("ledger", "report", "2-4", "--progress", "x", LUOSHI_LANG="en")
    assert "row 3 is “created”: “report” may not follow; these may: assign, accept" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["review", "2", "--correct", "force=强"], "刚性/binding"),
        (["review", "2", "--correct", "力度=强"], "可以更正：type/类别"),
        (["review", "2", "--correct", "theme=天气"], "经济发展"),
        (["review", "2", "--correct", "deadline=改日"], "2026年6月底"),
        (["review", "2", "--correct", "target=很多"], "改造老旧小区20个"),
        (["review", "2", "--correct", "force"], "force=刚性"),
        (["review", "2", "--split", "没有的字"], "序号 2 里，前一部分之后没有“没有的字”"),
        (["review", "2", "--split", "1-5"], "序号 2 不能这样拆分"),
        (["review", "2,3", "--split", "1-5"], "拆分一次只能一行"),
        (["review", "2"], "一次只做一种决定"),
        (["review", "2", "--accept", "--reject"], "一次只做一种决定"),
        (["review", "2", "--merge-into", "2"], "序号 2 不能并入序号 2"),
        (["review", "9000", "--accept"], "9000"),
        (["review", "7-3", "--accept"], "“7-3”不是行"),
        (["review", "ab:1-2", "--accept"], "ab:1-2"),
        (["plan", "2"], "--measure"),
        (["plan", "2", "--milestone", "开工=明天"], "开工=明天"),
        (["undo", "2"], "没有可撤销的步骤"),
        (["assign", "2", "--lead", " "], "牵头单位（--lead）"),
        (["list", "--state", "无此"], "立项 分解 办理 反馈 核查 销号"),
        (["list", "--light", "紫"], "红/red"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_named_with_what_is_legal(shell, words, said):
    failed(shell.run("ledger", *words), said)


def test_an_office_has_its_own_way_and_lights(shell):
    from luoshi.lexicon.load import load

    own = load("workflow")
    own["states"]["closed"]["zh"] = "办结"
    own["steps"]["closed"]["needs"] = ["reason"]
    shell.write("way.yaml", json.dumps(own, ensure_ascii=False))
    shell.write("lights.yaml", json.dumps(load("lights") | {"report_every": 3}))
    shell.write("luoshi.toml", '[ledger]\nworkflow = "way.yaml"\nlights = "lights.yaml"\n')
    (after,) = do(shell, "assign", "2", "--lead", "科技局", "--on", day(-5))
    assert after["row"]["light"] == "yellow"
    assert [one["row"]["number"] for one in do(shell, "list", "--light", "yellow")] == [2]
    do(shell, "report", "2", "--progress", "完成")
    do(shell, "verify", "2")
    failed(shell.run("ledger", "close", "2"), "理由")
    do(shell, "close", "2", "--reason", "材料齐全")
    assert "办结" in shell.run("ledger", "list", "--state", "办结", "--format", "table").stdout
    shell.write("way.yaml", json.dumps(own | {"steps": {}}))
    failed(shell.run("ledger", "close", "2"), "way.yaml")


HELP = """
import sys, click
from luoshi.cli.root import root
for name in sys.argv[1:]:
    root(["ledger", name, "--help"], prog_name="luoshi", standalone_mode=False)
"""


@pytest.mark.parametrize(("language", "opening"), [("zh", "示例："), ("en", "Example: ")])
def test_every_command_has_help_with_an_example(tmp_path, language, opening):
    shell = Shell(tmp_path, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", HELP, *COMMANDS],
        env=shell.environment(LUOSHI_LANG=language),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    for command in COMMANDS:
        assert f"{opening}luoshi ledger {command}" in done.stdout
