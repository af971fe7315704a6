"""The documents are run: each command of a page, in the order of the page, prints what the page shows.

Blocks marked ``console`` or ``sh`` hold commands after ``$``, with what the terminal shows below them;
``python`` blocks are programs, and a ``text`` block right after one is what it prints. ``…`` stands for
any words of a line, a line of ``…`` alone for any lines; a command with nothing below it may print anything.
``<!-- before: … -->`` makes what a page takes for granted (a file of the reader's). ``make`` commands would
install and test within a test: they are only checked to be targets of the Makefile. What cannot be run here
(an installation, a server that stays) stands in a ``text`` block.

``LUOSHI_DOCS=write`` puts what was printed into the pages where it differs; read the change before
keeping it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests import warm

pty = pytest.importorskip("pty", reason="the pages show a terminal, and this system has no pseudo-terminals")

ROOT = Path(__file__).resolve().parents[2]
MADE = {"docs/reference/api.zh.md"}  # by docs/api_reference.py, with a test of its own
WRITTEN = [
    name
    for name in (
        "README.md",
        "README.en.md",
        *(str(page.relative_to(ROOT)) for page in ROOT.glob("docs/**/*.md")),
    )
    if name not in MADE
]
STAY = {"opinions", "serve", "mcp", "web"}  # on the page, or a server: other journeys
EXAMPLES = Path("src/luoshi/examples")
COLUMNS = 100
WRITE = os.environ.get("LUOSHI_DOCS") == "write"
pytestmark = pytest.mark.slow

_BLOCK = re.compile(
    r"^```(?P<kind>console|sh|python)\n(?P<body>.*?)^```\n(?:\n*^```text\n(?P<shown>.*?)^```\n)?"
    r"|^<!-- before: (?P<before>.*?) -->$",
    re.M | re.S,
)
_COMMAND = re.compile(r"^\$ (?P<command>.*(?:\\\n.*)*)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.M)
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Step(NamedTuple):
    """A command or program, what the page shows of its output (``None``: nothing), its line, and where."""

    command: list[str]
    shown: str | None
    line: int
    span: tuple[int, int]


def steps(page: str) -> Iterator[Step]:
    """Give the steps of a page in order."""
    for block in _BLOCK.finditer(page):
        line = page.count("\n", 0, block.start()) + 1
        if block["before"] is not None:
            yield Step(["sh", "-c", block["before"]], None, line, block.span())
            continue
        if block["kind"] == "python":
            yield Step([sys.executable, "-c", block["body"]], block["shown"], line + 1, block.span("shown"))
            continue
        assert block["body"].startswith("$ "), f"line {line}: a block of commands begins with “$ ”"
        at = block.start("body")
        for part in _COMMAND.finditer(block["body"]):
            start, end = part.span("shown")
            where = page.count("\n", 0, at + part.start()) + 1
            yield Step(["sh", "-c", part["command"]], part["shown"] or None, where, (at + start, at + end))


def runs(name: str) -> bool:
    """Say whether a page has anything to run."""
    return _BLOCK.search((ROOT / name).read_text("utf-8")) is not None


def language_of(name: str) -> str:
    """Give the language that a page's commands speak."""
    return "en" if name.endswith(".en.md") else "zh"


PAGES = sorted(name for name in WRITTEN if runs(name))


def run(command: list[str], folder: Path, language: str) -> tuple[int, str]:
    """Run a command on a pseudo-terminal; give its exit status and what the terminal showed."""
    first = [warm.on_path()] if warm.AVAILABLE else []
    env = {
        **os.environ,
        "PATH": os.pathsep.join([*first, str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(folder),
        "TERM": "xterm",
        "COLUMNS": str(COLUMNS),
        "LINES": "50",
        "LUOSHI_LANG": language,
        "LUOSHI_AUTHOR": "王文书",
        "PYTHONIOENCODING": "utf-8",
    }
    for name in ("NO_COLOR", "FORCE_COLOR", "PYTHONPATH"):
        env.pop(name, None)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        seen = b""
        while part := _read(ours):
            seen += part
    os.close(ours)
    text = _COLOUR.sub("", seen.decode("utf-8")).replace("\r\n", "\n").replace(f"{folder.resolve()}/", "…/")
    return process.returncode, "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the last writer has gone
        return b""


def fits(shown: str, printed: str) -> bool:
    """Say whether the printed words are those of the page, ``…`` standing for any."""
    pattern = ""
    for line in shown.splitlines():
        words = ".*".join(re.escape(part) for part in line.rstrip().split("…"))
        pattern += "(?:.*\n)*?" if line.strip() == "…" else f"{words}\n"
    return re.fullmatch(pattern, printed) is not None


def set_up_elsewhere(command: str) -> bool:
    """Say whether this test's own environment stands for what the command sets up."""
    return command.startswith(("make ", ". .venv/bin/activate"))


@pytest.mark.parametrize("name", PAGES)
def test_page_shows_what_is_printed(name: str, tmp_path: Path) -> None:
    page = (ROOT / name).read_text("utf-8")
    shutil.copytree(ROOT / EXAMPLES, tmp_path / EXAMPLES, ignore=shutil.ignore_patterns("__pycache__"))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    wrong, new = [], []
    for step in steps(page):
        if set_up_elsewhere(step.command[-1]):
            assert not step.command[-1].startswith("make ") or step.command[-1].split()[1] in targets
            continue
        status, printed = run(step.command, tmp_path, language_of(name))
        assert status == 0, f"{name}, line {step.line}: exit status {status}\n{step.command[-1]}\n{printed}"
        if step.shown is not None and not fits(step.shown, printed):
            wrong.append(f"line {step.line}: {step.command[-1]}\nshown:\n{step.shown}\nprinted:\n{printed}")
            new.append((step.span, printed))
    if WRITE:
        for (start, end), printed in reversed(new):
            page = page[:start] + printed + page[end:]
        (ROOT / name).write_text(page, encoding="utf-8", newline="\n")
        return
    assert not wrong, f"{name}\n" + "\n".join(wrong)


def test_pages_that_must_run_do() -> None:
    assert {"README.md", "README.en.md", "docs/tutorial.zh.md", "docs/explanation/verdicts.zh.md"} <= set(
        PAGES
    )
    for name in WRITTEN:
        if (
            name.startswith(("docs/howto/", "docs/explanation/"))
            and Path(name).name.split(".")[0] not in STAY
        ):
            assert name in PAGES, f"{name} holds no command that is run"


def test_picture_is_what_the_example_gives(tmp_path: Path) -> None:
    drawn = tmp_path / "ledger.svg"
    subprocess.run([sys.executable, ROOT / "docs" / "screenshot.py", drawn], check=True)
    kept = ROOT / "docs" / "images" / "ledger.svg"
    assert drawn.read_text("utf-8") == kept.read_text("utf-8"), "run make screenshot"


def test_links_lead_somewhere() -> None:
    for page in [
        ROOT / "README.md",
        ROOT / "README.en.md",
        ROOT / "CONTRIBUTING.md",
        *ROOT.glob("docs/**/*.md"),
    ]:
        text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
        for link in re.findall(r"\]\(([^)#\s]+)", text):
            assert "://" not in link, f"{page.name}: {link} leads outside the repository"
            assert (page.parent / link).exists(), f"{page.name}: {link} leads nowhere"
