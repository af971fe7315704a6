"""The command line as people run it: a process, a folder of its own, an empty home."""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import warm
from tests.shared import GOLD, SHARED, needs_shared

from luoshi import examples

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2  # linux/prctl.h, capability.h
GOOD = "要加快建成10个重点项目。确保年底前开工一批民生工程。\n"
COMMANDS = (
    "follow",
    *("extract", "add", "compare", "ledger", "ledger list", "ledger show", "ledger verify-chain"),
    *("eval", "demo"),
)


class Shell:
    """A folder to work in, and ``luoshi`` in it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
        return kept | {"HOME": str(self.home), "LUOSHI_LANG": "zh", "LUOSHI_AUTHOR": "测试"} | more

    def run(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a process that is there quickly, unless it is the process that matters."""
        if not warm.suits(environment):
            return self.run_anew(*arguments, **environment)
        return warm.run(list(map(str, arguments)), self.folder, self.environment(**environment), 550)

    def run_anew(
        self, *arguments: str | Path, inside: Callable[[], None] | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as an interpreter that starts for it; ``inside`` is called in the process before."""
        return subprocess.run(
            [sys.executable, "-m", "luoshi", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(**environment),
            preexec_fn=inside,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=550,
        )

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def records(self, *arguments: str | Path) -> list[dict]:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def shell(tmp_path):
    for name in ("work", "home"):
        (tmp_path / name).mkdir()
    return Shell(tmp_path / "work", tmp_path / "home")


@pytest.fixture
def zones(shell):
    return shell.write("zones.md", examples.path("zones.md").read_bytes())


def failed(done: subprocess.CompletedProcess[str], *names: str) -> None:
    """One sentence for each of the names, no traceback, exit status 1."""
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("失败：")]
    for name in names:
        assert [line for line in said if name in line], (name, done.stderr)


# ---- extract


def test_extract_in_a_pipe_gives_one_record_a_line(shell, zones):
    done = shell.run("extract", "zones.md")
    assert done.returncode == 0, done.stderr
    text = zones.read_text("utf-8")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) > 20
    for record in records:
        assert record["source"] == "zones.md"
        assert record["text"] == "".join(text[start:end] for start, end in record["pieces"])
    assert f"{len(records)} 条记录" in done.stderr
    assert not list(shell.home.iterdir())
    assert [path.name for path in shell.folder.iterdir()] == ["zones.md"]


def test_extract_as_a_table(shell, zones):
    done = shell.run("extract", "zones.md", "--format", "table")
    assert done.returncode == 0
    assert "序号" in done.stdout
    assert "\x1b" not in done.stdout
    assert "云栖口高新区" in done.stdout


def test_extract_keeps_what_looks_like_markup(shell):
    shell.write("a.txt", "要加快建成[red]红色[/red]文化基地。\n")
    assert "[red]" in shell.run("extract", "a.txt", "--format", "table").stdout.replace("\n", "")


def test_extract_a_folder_in_the_order_of_names(shell):
    shell.write("f/b.txt", GOOD)
    shell.write("f/a.md", GOOD.replace("10", "20"))
    shell.write("f/deep/c.html", f"<html><body><p>{GOOD * 5}</p></body></html>")
    shell.write("f/d.bin", b"\x00\x01")
    done = shell.run("extract", "f")
    assert done.returncode == 0, done.stderr
    sources = dict.fromkeys(json.loads(line)["source"] for line in done.stdout.splitlines())
    assert [Path(source).name for source in sources] == ["a.md", "b.txt", "c.html"]
    assert "d.bin" in done.stderr


def test_the_given_date_resolves_times(shell):
    shell.write("a.txt", GOOD)
    deadlines = [row["deadline"] for row in shell.records("extract", "a.txt", "--date", "2024-06-01")]
    assert [deadline["until"] for deadline in deadlines if deadline] == ["2024-12-31"]
    undated = [row["deadline"] for row in shell.records("extract", "a.txt")]
    assert [(d["text"], d["until"]) for d in undated if d] == [("年底前", None)]


def test_the_date_of_one_file_wins_and_of_several_stands_in(shell):
    shell.write("f/dated.txt", "2023年5月6日\n\n" + GOOD)
    shell.write("f/undated.txt", GOOD)

    def due(*arguments: str) -> dict[str, str]:
        rows = shell.records("extract", *arguments, "--date", "2024-06-01")
        return {Path(row["source"]).name: row["deadline"]["until"] for row in rows if row["deadline"]}

    assert due("f/dated.txt") == {"dated.txt": "2024-12-31"}
    assert due("f") == {"dated.txt": "2023-12-31", "undated.txt": "2024-12-31"}


def test_files_about_a_folder_are_passed_over(shell):
    for name in (
        "README.md",
        "readme.en.md",
        "LICENSE",
        "LICENSE.txt",
        "SOURCES.md",
        "CHANGELOG.md",
        "a.txt",
    ):
        shell.write(f"f/{name}", GOOD)
    done = shell.run("extract", "f")
    assert {json.loads(line)["source"] for line in done.stdout.splitlines()} == {str(Path("f/a.txt"))}
    assert "6 个说明文件" in done.stderr
    assert shell.records("extract", "f/README.md")


def test_what_is_said_of_a_run(shell):
    shell.write("good.txt", GOOD)
    shell.write("none.txt", "各位代表：\n")
    shell.write("empty.txt", b"")
    one = shell.run("extract", "none.txt")
    assert one.returncode == 0
    assert one.stderr == "none.txt：没有找到记录\n"
    for command in ("extract", "add"):
        both = shell.run(command, "none.txt", "good.txt")
        assert both.stderr.count("没有找到记录") == 1
        assert both.stderr.count("2 个文件") == 1
        alone = shell.run(command, "empty.txt")
        assert alone.returncode == 1
        assert "1 个输入失败\n" in alone.stderr
        some = shell.run(command, "empty.txt", "good.txt", LUOSHI_LANG="en")
        assert "1 input failed, the others are done" in some.stderr
        assert "1 file, " in some.stderr


def test_explain_names_the_rule_of_each_clause(shell):
    shell.write("a.txt", GOOD)
    done = shell.run("extract", "a.txt", "--explain")
    assert done.returncode == 0
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [line[4] for line in lines] == ["要加快建成10个重点项目", "确保年底前开工一批民生工程"]
    assert all(line[3] and 0 <= float(line[2]) <= 1 for line in lines)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
@pytest.mark.parametrize(("name", "lines"), [("a.txt", 1), ("a.txt", 0), ("b.txt", 0)])
def test_a_pipe_closed_early_is_no_error(shell, name, lines):
    shell.write("a.txt", GOOD * 3000)
    shell.write("b.txt", GOOD)
    command = f"{sys.executable} -m luoshi extract {name} | head -{lines}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=shell.folder,
        env=shell.environment(),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert len(done.stdout.splitlines()) == lines
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert done.returncode == 0


def test_the_same_twice_is_the_same(shell, zones):
    outputs = {shell.run_anew("extract", "zones.md", PYTHONHASHSEED=seed).stdout for seed in ("1", "2")}
    assert len(outputs) == 1
    assert outputs != {""}


# ---- add and ledger


def test_adding_twice_adds_nothing(shell, zones):
    first = shell.run("add", "zones.md")
    assert first.returncode == 0, first.stderr
    before = shell.run("ledger", "list").stdout
    count = len(before.splitlines())
    assert f"登入 {count} 条" in first.stderr
    second = shell.run("add", "zones.md")
    assert second.returncode == 0
    assert "未重复登入" in second.stderr
    assert shell.run("ledger", "list").stdout == before
    assert f"{count + 1} 个事件" in shell.run("ledger", "verify-chain").stdout


def test_the_ledger_holds_what_extract_prints(shell, zones):
    shell.run("add", "zones.md")
    listed = shell.records("ledger", "list")
    assert [one.pop("row")["number"] for one in listed] == list(range(1, len(listed) + 1))
    assert listed == shell.records("extract", "zones.md")


def test_a_folder_is_added_to_a_ledger_elsewhere(shell):
    shell.write("f/a.txt", GOOD)
    shell.write("f/b.txt", GOOD.replace("10", "20"))
    (shell.folder / "out").mkdir()
    done = shell.run("add", "f", "--store", "out/our.db")
    assert done.returncode == 0, done.stderr
    assert (shell.folder / "out" / "our.db").exists()
    assert not (shell.folder / "luoshi.db").exists()
    assert len(shell.records("ledger", "list", "--store", "sqlite:///out/our.db")) == 4


def test_bad_files_cost_only_themselves(shell):
    shell.write("good.txt", GOOD)
    shell.write("later.txt", GOOD.replace("10", "20"))
    shell.write("empty.txt", b"")
    shell.write("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    for command in ("extract", "add"):
        done = shell.run(command, "empty.txt", "good.txt", "picture.txt", "none.txt", "later.txt")
        failed(done, "empty.txt", "picture.txt", "none.txt")
        assert "3 个输入失败" in done.stderr
    assert {row["source"] for row in shell.records("ledger", "list")} == {"good.txt", "later.txt"}


def test_rows_can_be_chosen(shell, zones):
    shell.run("add", "zones.md")
    binding = shell.records("ledger", "list", "--force", "binding")
    assert binding
    assert {row["force"] for row in binding} == {"binding"}
    events = shell.records("ledger", "list", "--type", "event", "--limit", "2")
    assert [row["type"] for row in events] == ["event", "event"]
    table = shell.run("ledger", "list", "--format", "table", "--limit", "3")
    assert "共列出 3 行" in table.stderr


def test_one_row_whole(shell, zones):
    shell.run("add", "zones.md")
    rows = shell.records("ledger", "list")
    card = shell.run("ledger", "show", "3", "--format", "table").stdout
    assert "序号 3" in card
    for number, row in ((1, rows[0]), (3, rows[2])):
        assert shell.records("ledger", "show", str(number)) == [row]
        assert shell.records("ledger", "show", row["id"]) == [row]


def test_a_row_that_is_not_there(shell, zones):
    shell.run("add", "zones.md")
    failed(shell.run("ledger", "show", "999"), "999")
    failed(shell.run("ledger", "show", "no:1-2"), "no:1-2")


@pytest.mark.parametrize("arguments", [["list"], ["show", "1"], ["verify-chain"]])
def test_no_ledger_is_made_by_looking(shell, arguments):
    failed(shell.run("ledger", *arguments), "luoshi.db")
    assert not list(shell.folder.iterdir())


def test_a_damaged_ledger(shell):
    shell.write("a.txt", GOOD * 40)
    shell.run("add", "a.txt")
    store = shell.folder / "luoshi.db"
    raw = bytearray(store.read_bytes())
    raw[4096 : len(raw)] = b"x" * (len(raw) - 4096)
    store.write_bytes(raw)
    for arguments in (["ledger", "list"], ["ledger", "verify-chain"], ["add", "a.txt"]):
        failed(shell.run(*arguments), "luoshi.db")


def test_what_is_no_ledger_is_left_alone(shell):
    shell.write("a.txt", GOOD)
    for content in (b"no database at all, " * 300, GOOD.encode() * 200):
        store = shell.write("luoshi.db", content)
        failed(shell.run("add", "a.txt"), "luoshi.db")
        assert store.read_bytes() == content


def test_an_edited_ledger_is_found_out(shell):
    shell.write("a.txt", GOOD)
    shell.run("add", "a.txt")
    store = shell.folder / "luoshi.db"
    raw = store.read_bytes()
    assert "重点项目".encode() in raw
    store.write_bytes(raw.replace("重点项目".encode(), "一般项目".encode()))
    failed(shell.run("ledger", "verify-chain"))


def test_demo(shell):
    done = shell.run("demo")
    assert done.returncode == 0, done.stderr
    assert str(shell.folder / "luoshi.db") in done.stdout
    assert "云栖口高新区" in done.stdout
    assert "ledger show 3" in done.stdout
    again = shell.run("demo")
    assert again.returncode == 0
    assert "未重复登入" in again.stdout
    assert shell.run("ledger", "show", "3").returncode == 0


def test_demo_names_its_file_and_prints_commands_that_work(shell):
    done = shell.run("demo", "--store", "our.db")
    assert done.returncode == 0, done.stderr
    assert {row["source"] for row in shell.records("ledger", "list", "--store", "our.db")} == {"zones.md"}
    lines = [line.strip().split("    # ")[0] for line in done.stdout.splitlines() if "    # " in line]
    assert len(lines) == 4
    for line in lines:
        ran = subprocess.run(
            ["sh", "-c", line], cwd=shell.folder, env=shell.environment(), capture_output=True, check=False
        )
        assert ran.returncode == 0, (line, ran.stderr.decode())
        assert ran.stdout


def test_rows_by_grade_theme_body_and_day(shell, zones):
    shell.run("add", "zones.md")
    every = shell.records("ledger", "list")

    def fits(*arguments: str) -> list[dict]:
        found = shell.records("ledger", "list", *arguments)
        assert 0 < len(found) < len(every)
        return found

    assert {row["measurability"]["grade"] for row in fits("--grade", "B")} == {"B"}
    assert all("经济发展" in row["themes"] for row in fits("--theme", "经济发展"))
    assert all(any("砚澜" in actor["name"] for actor in row["actors"]) for row in fits("--actor", "砚澜"))
    due = fits("--until", "2025-12-31")
    assert all(row["deadline"]["until"] <= "2025-12-31" for row in due)
    assert fits("--until", "2025-12-31", "--actor", "砚澜", "--limit", "1") == [
        next(row for row in due if any("砚澜" in actor["name"] for actor in row["actors"]))
    ]


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_card_shows_the_quote_whole(shell, zones, width):
    shell.run("add", "zones.md")
    for row in shell.records("ledger", "list", "--limit", "6"):
        card = shell.run("ledger", "show", row["id"], "--format", "table", COLUMNS=str(width)).stdout
        assert "…" not in card
        inside = "".join(line.strip("│ ") for line in card.splitlines()[1:-1])
        assert re.sub(r"\s", "", row["text"]) in re.sub(r"\s", "", inside.split("上下文")[1])


def test_the_card_speaks_chinese(shell, zones):
    shell.run("add", "zones.md")
    row = next(row for row in shell.records("ledger", "list") if row["kind"] == "goal")
    card = shell.run("ledger", "show", row["id"], "--format", "table")
    assert re.search("种类 +目标", card.stdout)


# ---- eval


def test_eval_leaves_out_figures_that_nobody_read(shell):
    text = "要加快建成10个重点项目。\n"
    shell.write("a.txt", text)
    segments = [[0, 12, "C", "B"]]
    gold = {"name": "a", "text_file": "../a.txt", "date": "2025-01-01", "segments": segments}
    shell.write("gold/a.json", json.dumps(gold))
    (scores,) = shell.records("eval", "gold", "--format", "jsonl")
    assert (scores["figures"], scores["figures_strict"]) == (None, None)
    assert re.search("figures +│ +—", shell.run("eval", "gold", "--format", "table").stdout)
    shell.write("gold/b.json", json.dumps(gold | {"name": "b", "figures": []}))
    *misses, scores = shell.records("eval", "gold", "--format", "jsonl")
    assert scores["figures"] == 0
    assert [(miss["text"], miss["what"]) for miss in misses] == [("b", "figure")]


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_eval_agrees_with_the_score_program(shell):
    folder = shell.folder / "records"
    folder.mkdir()
    for path in sorted((GOLD / "statements").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        done = shell.run("extract", path.parent / gold["text_file"], "--date", gold["date"])
        assert done.returncode == 0, done.stderr
        (folder / f"{path.stem}.jsonl").write_text(done.stdout, "utf-8")
    command = [sys.executable, SHARED / "tools" / "score.py", "statements", GOLD / "statements", folder]
    scored = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    theirs = json.loads(scored.stdout.splitlines()[-1])
    done = shell.run("eval", GOLD / "statements", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    ours = lines[-1]
    for name in (
        "statements",
        "commitment",
        "result",
        "problem",
        "event",
        "joins",
        "figures",
        "figures_strict",
    ):
        assert ours[name] == pytest.approx(theirs[name]["f1"], abs=1e-4), name
    assert ours["accuracy"] == pytest.approx(theirs["accuracy"], abs=1e-4)
    assert ours["accuracy_by_text"] == theirs["accuracy_by_text"]
    assert {"label", "join"} <= {line["what"] for line in lines[:-1]}
    assert all(line["quote"] for line in lines[:-1] if line["what"] == "label")


def test_eval_prints_each_miss_beside_its_text(shell):
    text = "各位代表：\n要加快建成10个重点项目。\n"
    shell.write("a.txt", text)
    start = text.index("要加快")
    segments = [[0, 5, "N", "B"], [start, start + len("要加快建成10个重点项目"), "R", "B"]]
    gold = {"name": "a", "text_file": "a.txt", "date": "2025-01-01", "segments": segments, "figures": []}
    shell.write("gold/a.json", json.dumps(gold | {"text_file": "../a.txt"}))
    done = shell.run("eval", "gold", "--format", "table")
    assert done.returncode == 0, done.stderr
    assert f"a:{start}–" in done.stdout
    assert "R → C\t要加快建成10个重点项目" in done.stdout
    assert "label R → C" in done.stdout
    quiet = shell.run("eval", "gold", "--no-misses", "--format", "jsonl")
    assert len(quiet.stdout.splitlines()) == 1


def test_eval_of_what_is_no_gold(shell):
    shell.write("gold/a.json", "{")
    shell.write("other/a.json", "[1]")
    (shell.folder / "nothing").mkdir()
    for name in ("gold", "other", "nothing", "absent"):
        failed(shell.run("eval", name), name)


# ---- help and wrong use


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize(
    ("environment", "example"),
    [
        ({"LUOSHI_LANG": "zh"}, "示例："),
        ({"LUOSHI_LANG": "en"}, "Example: "),
        ({"LUOSHI_LANG": "", "LANG": "zh_CN.UTF-8"}, "示例："),
        ({"LUOSHI_LANG": "", "LANG": "en_GB.UTF-8"}, "Example: "),
    ],
    ids=["ours-zh", "ours-en", "locale-zh", "locale-en"],
)
def test_help_has_an_example(shell, command, environment, example):
    done = shell.run(*command.split(), "--help", **environment)
    assert done.returncode == 0, done.stderr
    assert f"{example}luoshi {command.split(' ')[0]}" in done.stdout
    assert not list(shell.folder.iterdir())


def test_the_c_locale_speaks_chinese_and_loses_no_character(shell, zones):
    done = shell.run("extract", "zones.md", LUOSHI_LANG="", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert done.returncode == 0
    assert "云栖口" in done.stdout
    assert "条记录" in done.stderr


def test_version(shell):
    done = shell.run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("luoshi")


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["add"],
        ["eval"],
        ["ledger", "show"],
        ["nonsense"],
        ["ledger", "nonsense"],
        ["extract", "a.txt", "--date", "2025年"],
        ["extract", "a.txt", "--date", "2025-02-30"],
        ["extract", "a.txt", "--format", "xml"],
        ["extract", "a.txt", "--unknown"],
        ["ledger", "list", "--limit", "0"],
        ["ledger", "list", "--force", "strong"],
        ["ledger", "list", "--type", "wish"],
    ],
    ids=" ".join,
)
def test_wrong_use(shell, arguments):
    shell.write("a.txt", GOOD)
    done = shell.run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extract"], "缺少 PATH…"),
        (["extract", "a.txt", "--date", "x"], "--date 的值不对：“x”不是日期"),
        (["extract", "a.txt", "--format", "xml"], "--format 的值不对：“xml”不在可选之列：table jsonl"),
        (["extract", "a.txt", "--format"], "选项 --format 后面要有值"),
        (["extract", "a.txt", "--explain=1"], "选项 --explain 后面不能有值"),
        (["extract", "a.txt", "--formt", "x"], "没有选项 --formt；相近的有 --format"),
        (["ledger", "list", "--limit", "0"], "“0”不是 1 以上的整数"),
        (["ledger", "show", "1", "2"], "多出的参数：2"),
        (["nonsense"], "没有命令 nonsense"),
        (["ledger", "nonsense"], "没有命令 nonsense"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_in_the_users_language(shell, language, arguments, says):
    done = shell.run(*arguments, LUOSHI_LANG=language)
    assert done.returncode == 2
    if language == "zh":
        assert says in done.stderr
        assert done.stderr.startswith("用法：luoshi ")
        assert not re.search("Usage|Error|Try|OPTIONS|COMMAND", done.stderr)
    else:
        assert done.stderr.startswith("Usage: luoshi ")
        assert not re.search("[\u4e00-\u9fff]", done.stderr)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese_throughout(shell, command):
    said = shell.run_anew(*command.split(), "--help").stdout
    assert not re.search("Usage|Options|Commands|OPTIONS|COMMAND|default:|Show", said)
    assert "选项：" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ledger", "list"], "luoshi.db 处没有台账；luoshi add 会新建一个"),
        (["ledger", "list", "--store", "mysql://h/d"], "luoshi 不在 mysql:// 里存台账"),
        (["ledger", "list", "--store", "."], "是文件夹；请写出其中的文件"),
        (["ledger", "list", "--store", "a.txt"], "a.txt 不是台账：它不是 SQLite 数据库"),
        (["add", "a.txt", "--store", "no/a.db"], "没有文件夹 no"),
        (["eval", "absent"], "absent：没有这个文件或文件夹"),
        (["eval", "gold"], "第 1 行第 2 列不是 JSON"),
        (["extract", "zip.txt"], "看起来是 ZIP 压缩包"),
        (["extract", "cut.txt"], "偏移 3（从 0 数起）的字节"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_errors_are_told_in_chinese(shell, arguments, says):
    shell.write("a.txt", GOOD * 40)
    shell.write("zip.txt", b"PK\x03\x04" + bytes(200))
    shell.write("cut.txt", "要".encode() + b"\xff" + "加快".encode())
    shell.write("gold/a.json", "{")
    done = shell.run(*arguments)
    failed(done)
    assert says in done.stderr


def test_the_help_of_the_root_imports_nothing_heavy(shell):
    heavy = ("sqlalchemy", "alembic", "rich", "lxml", "trafilatura", "pydantic", "hypothesis", "jieba")
    code = f"import sys, luoshi.cli.root; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, env=shell.environment()
    )
    assert done.stdout.strip() == "[]"


def test_the_help_of_the_root_imports_no_stage(shell):
    stages = ("extracting", "parsing", "reading", "stores", "ledger", "codec", "app", "evaluating")
    code = (
        "import sys; sys.argv = ['luoshi', '--help']\n"
        "try:\n    from luoshi.cli import main; main()\nexcept SystemExit: pass\n"
        f"print([name for name in {stages} if 'luoshi.' + name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=shell.environment(),
    )
    assert done.stdout.splitlines()[-1] == "[]"


# ---- bad input


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "空"),
        ("mark.txt", b"\xef\xbb\xbf", "空"),
        ("surrogate.txt", "要加快".encode() + b"\xed\xa0\x80" + "建设".encode(), "9"),
        ("cut.txt", GOOD.encode()[:-2], "解码"),
        ("zip.txt", b"PK\x03\x04" + bytes(200), "不是文本"),
        ("random.md", bytes(range(256)) * 16, "不是文本"),
        ("letter.xyz", b"\xd0\xcf\x11\xe0" + bytes(600), "不认识"),
    ],
)
def test_a_file_that_cannot_be_read(shell, name, content, says):
    shell.write(name, content)
    shell.write("good.txt", GOOD)
    for command in ("extract", "add"):
        done = shell.run(command, name, "good.txt")
        failed(done, name)
        assert says in next(line for line in done.stderr.splitlines() if name in line)
    assert len(shell.records("ledger", "list")) == 2


def test_english_sentences_too(shell):
    shell.write("empty.txt", b"")
    done = shell.run("extract", "empty.txt", "absent.txt", LUOSHI_LANG="en")
    assert done.returncode == 1
    assert "empty.txt: the file is empty" in done.stderr
    assert "absent.txt: no such file" in done.stderr


def test_a_folder_of_nothing(shell):
    (shell.folder / "nothing").mkdir()
    shell.write("others/a.xyz", b"1")
    shell.write("good.txt", GOOD)
    done = shell.run("add", "nothing", "others", "good.txt")
    failed(done, "nothing", "others")
    assert len(shell.records("ledger", "list")) == 2


def _without_roots_rights() -> None:
    """Lay down, where this is root on Linux, the two rights by which root reads any file."""
    if os.getuid() == 0 and sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            libc.prctl(PR_CAPBSET_DROP, right, 0, 0, 0)


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_file_without_the_right_to_read_it(shell):
    shell.write("good.txt", GOOD)
    shell.write("shut.txt", GOOD).chmod(0)
    probe = subprocess.run(
        ["cat", shell.folder / "shut.txt"],
        preexec_fn=_without_roots_rights,
        capture_output=True,
        check=False,
    )
    if probe.returncode == 0:
        pytest.skip("this user may read everything, and that right cannot be laid down here")
    done = shell.run_anew("extract", "shut.txt", "good.txt", inside=_without_roots_rights)
    failed(done, "shut.txt")
    assert "没有读取权限" in done.stderr
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_disk_full_while_recording(shell):
    """A limit on the size of files stands in for the disk: it refuses the write in the same place."""

    def inside() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    shell.write("a.txt", GOOD)
    shell.write("b.txt", "".join(f"要加快建成第{n}产业园，新增企业{n}家。\n" for n in range(1, 3000)))
    shell.write("c.txt", GOOD.replace("10", "30"))
    done = shell.run_anew("add", "a.txt", "b.txt", "c.txt", inside=inside)
    failed(done, "luoshi.db", "b.txt")
    kept = {row["source"] for row in shell.records("ledger", "list")}
    assert kept == {"a.txt", "c.txt"}
    assert shell.run("ledger", "verify-chain").returncode == 0
    assert shell.run("add", "b.txt").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("line", ["7", "推动园区高质量发展"], ids=["digits", "no-mark"])
def test_fifty_megabytes_in_one_line(shell, line):
    """Whatever becomes of it, the rest is done, and memory stays within what a laptop has."""
    size = 50_000_000
    shell.write("line.txt", line * (size // len(line.encode())))
    shell.write("good.txt", GOOD)

    def inside() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))

    done = shell.run_anew("add", "line.txt", "good.txt", inside=inside)
    assert "Traceback" not in done.stderr
    assert "good.txt：登入 2 条" in done.stderr
    if done.returncode:
        failed(done, "line.txt")
    assert shell.run("ledger", "verify-chain").returncode == 0
