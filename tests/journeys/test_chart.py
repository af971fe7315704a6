"""``luoshi chart`` at the shell, on the packaged examples."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image
from tests.journeys.test_shell import Shell
from tests.programs import browser

from luoshi import examples
from luoshi.charting.style import FILES
from luoshi.errors import LuoshiError
from luoshi.reading.pages import fonts

NAMES = ("zones.md", "central.txt", "report_2025.txt", "report_2026.txt")
KINDS = {
    "targets": ["report_2025.txt", "report_2026.txt"],
    "coverage": ["zones.md", "--to", "central.txt"],
    "deadlines": ["report_2026.txt", "zones.md", "--on", "2026-03-01"],
    "themes": ["zones.md", "report_2026.txt"],
    "force": ["zones.md"],
}
needs_font = pytest.mark.skipif(
    fonts.first_font(FILES) is None, reason="no font with Chinese characters is installed"
)


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    folder = tmp_path_factory.mktemp("charted")
    made = Shell(folder, folder)
    for name in NAMES:
        made.write(name, examples.path(name).read_bytes())
    done = made.run("add", *NAMES)
    assert done.returncode == 0, done.stderr
    return made


def drawn(shell, *words, **environment):
    done = shell.run("chart", *words, "--overwrite", **environment)
    assert done.returncode == 0, done.stderr
    return (shell.folder / words[words.index("--out") + 1]).read_bytes()


def texts(svg):
    return [
        "".join(node.itertext()) for node in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_of_files(shell, kind):
    first = drawn(shell, kind, *KINDS[kind], "--out", "chart.svg")
    # an interpreter of its own, in which sets have another order
    assert drawn(shell, kind, *KINDS[kind], "--out", "chart.svg", PYTHONHASHSEED="7") == first
    shown = texts(first)
    assert any(("来源：" in words and ".txt" in words) or "zones.md" in words for words in shown)
    titled = texts(drawn(shell, kind, *KINDS[kind], "--out", "t.svg", "--title", "标题<&>"))
    assert titled[0] == "标题<&>"
    assert titled[1:] == shown[1:]


@needs_font
@pytest.mark.parametrize("kind", KINDS)
def test_png_shows_the_same(shell, kind):
    svg = drawn(shell, kind, *KINDS[kind], "--out", "same.svg")
    picture = Image.open(BytesIO(drawn(shell, kind, *KINDS[kind], "--out", "same.png")))
    root = etree.fromstring(svg)
    assert picture.size == (2 * int(root.get("width")), 2 * int(root.get("height")))
    grey = picture.convert("L")
    assert grey.getpixel((1, 1)) == 255
    ink = sum(grey.histogram()[:200]) / (picture.width * picture.height)
    assert 0.005 < ink < 0.4
    # the title is set where the svg has it, in letters and not in boxes of a missing one
    head = grey.crop((60, 60, 700, 110))
    assert head.getextrema()[0] < 60


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_ledger(shell, kind):
    more = {"coverage": ["--to", "central"], "deadlines": ["--on", "2026-03-01"]}.get(kind, [])
    shown = texts(drawn(shell, kind, "--store", "luoshi.db", *more, "--out", "ledger.svg"))
    assert any("台账luoshi.db" in words for words in shown)
    assert len(shown) > 10


def test_numbers_are_those_of_the_records(shell):
    shown = texts(drawn(shell, "targets", *KINDS["targets"], "--indicator", "生产总值", "--out", "gdp.svg"))
    found = set()
    for name in KINDS["targets"]:
        done = shell.run("extract", name, "--format", "jsonl")
        targets = [target for line in done.stdout.splitlines() for target in json.loads(line)["targets"]]
        for one in targets:
            if one["id"] == "gdp" and one["kind"] == "growth" and "年均" not in one["text"]:
                sign = "≈" if one["comparator"] == "approx" else ""
                found.add((one["period"]["until"][:4], f"{sign}{one['low']:g}%"))
    assert (
        {year for year, _ in found}
        == {words for words in shown if words.isdigit()}
        == {"2024", "2025", "2026"}
    )
    assert sorted(value for _, value in found) == sorted(words for words in shown if words.endswith("%"))
    assert any("年均的1处未画" in words for words in shown)


def test_what_cannot_be_drawn_is_said(shell):
    for words, status, said in (
        (["themes", "zones.md", "--out", "x.pdf"], 1, ".svg 或 .png"),
        (["coverage", "zones.md", "--out", "x.svg"], 1, "--to"),
        (["themes", "zones.md", "--store", "luoshi.db", "--out", "x.svg"], 2, "二者选一"),
        (["themes", "zones.md", "--indicator", "gdp", "--out", "x.svg"], 2, "--indicator"),
        (["targets", "report_2026.txt", "--indicator", "没有的", "--out", "x.svg"], 1, "没有指标"),
        (["themes", "none.txt", "--out", "x.svg"], 1, "none.txt"),
        (["themes", "--store", "none.db", "--out", "x.svg"], 1, "none.db"),
        (["pie", "zones.md", "--out", "x.svg"], 2, "targets"),
    ):
        done = shell.run("chart", *words)
        assert done.returncode == status, (words, done.stderr)
        assert said in done.stderr
        assert not (shell.folder / "x.svg").exists()
    drawn(shell, "force", "zones.md", "--out", "kept.svg")
    again = shell.run("chart", "force", "zones.md", "--out", "kept.svg")
    assert again.returncode == 1
    assert "kept.svg" in again.stderr


def test_without_a_font_the_svg_is_there(shell, monkeypatch, tmp_path):
    from luoshi.app.charts import Asked, made, written

    monkeypatch.delenv("LUOSHI_FONT", raising=False)
    monkeypatch.setattr(fonts, "_installed", dict)
    chart = made(Asked("force", "zh"), [str(shell.folder / "zones.md")]).chart
    with pytest.raises(LuoshiError) as raised:
        written(chart, str(tmp_path / "force.png"))
    assert raised.value.code == "chart_svg_instead"
    assert "fonts-noto-cjk" in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["force.svg"]
    assert texts((tmp_path / "force.svg").read_bytes())


def test_a_browser_shows_the_svg(shell, tmp_path):
    drawn(shell, "coverage", *KINDS["coverage"], "--out", "coverage.svg")
    shutil.copy(shell.folder / "coverage.svg", tmp_path / "coverage.svg")
    picture = tmp_path / "shown.png"
    words = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    place = (tmp_path / "coverage.svg").as_uri()
    subprocess.run(
        [browser(), *words, "--window-size=960,900", f"--screenshot={picture}", place],
        check=True,
        capture_output=True,
        timeout=120,
    )
    ink = Image.open(picture).convert("L").histogram()
    assert sum(ink[:120]) > 2_000
