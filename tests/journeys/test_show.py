"""``luoshi show`` as people run it: a page printed by a browser, added, and its record found on it."""

from __future__ import annotations

import io
import json
import shutil

import pytest
from PIL import Image
from tests.formats.pdfs import as_pdf
from tests.journeys.test_shell import Shell, failed

from luoshi.reading.pages.fonts import chinese_font
from luoshi.showing import page_picture

TEXT = (
    "清河县2026年工作要点\n一、主要目标\n地区生产总值增长6%左右，力争年底前建成标准厂房30万平方米。\n二、重点任务\n"
    "由县水利局牵头，6月底前完成12座水库除险加固。\n"
)
WORDS = "水库除险加固"
needs_font = pytest.mark.skipif(chinese_font() is None, reason="no font with Chinese characters is installed")


@pytest.fixture
def shell(tmp_path):
    for name in ("work", "home"):
        (tmp_path / name).mkdir()
    return Shell(tmp_path / "work", tmp_path / "home")


def row_of(shell: Shell, words: str = WORDS) -> str:
    """The id of the row that quotes the words."""
    return next(record["id"] for record in shell.records("ledger", "list") if words in record["text"])


def tinted(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box around the pixels that are yellow, as marks are."""
    red, _, blue = picture.convert("RGB").split()
    found = Image.eval(blue, lambda value: 255 if value < 180 else 0)
    bright = Image.eval(red, lambda value: 255 if value > 240 else 0)
    from PIL import ImageChops

    box = ImageChops.multiply(found, bright).getbbox()
    assert box is not None
    return box


@needs_font
@pytest.mark.parametrize("maker", ["chromium", "reportlab"])
def test_a_record_of_a_pdf_is_found_on_its_page(shell, maker):
    path = shell.write("要点.pdf", as_pdf(TEXT, maker=maker))
    assert shell.run("add", path).returncode == 0
    path.unlink()
    row = row_of(shell)
    done = shell.run("show", row, "--page", "页.png", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["id"], said["pages"]) == (row, ["页.png"])
    assert "页.png" in done.stderr
    (page, left, top, right, bottom), *_ = said["places"][0]["boxes"]
    assert page == 1
    picture = Image.open(shell.folder / "页.png")
    across, down, to_right, to_bottom = tinted(picture)
    assert abs(across - 2 * left) < 6
    assert abs(down - 2 * top) < 6
    last = said["places"][-1]["boxes"][-1]
    assert to_bottom <= 2 * last[4] + 6
    assert to_right >= 2 * right - 6 or len(said["places"]) > 1
    assert bottom > top
    kept = list((shell.folder / "luoshi.db.files").glob("*/*.pdf"))
    assert [len(file.stem) for file in kept] == [64]


def test_places_in_words_for_people(shell):
    page = f"<h1>清河县</h1><p>{'</p><p>'.join(TEXT.splitlines())}</p>"
    shell.run("add", shell.write("要点.html", page))
    done = shell.run("show", row_of(shell), "--format", "table")
    assert done.returncode == 0, done.stderr
    assert "位置  第6段" in done.stdout
    done = shell.run("show", row_of(shell), "--format", "table", LUOSHI_LANG="en")
    assert "Place  paragraph 6" in done.stdout


@needs_font
def test_a_record_over_two_pages_gives_two_pictures(shell):
    shell.run("add", shell.write("长.md", "一、重点任务\n要加快建设" + "清河上游大型水库" * 180 + "。\n"))
    done = shell.run("show", "1", "--page", "长.png", "--scale", "0.5", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert len(said["pages"]) > 1
    assert said["pages"][:2] == ["长-1.png", "长-2.png"]
    assert all(Image.open(shell.folder / name).width == 298 for name in said["pages"])


def test_what_cannot_be_shown_is_one_sentence(shell):
    shell.run("add", shell.write("a.md", TEXT))
    failed(shell.run("show", "99"), "99")
    failed(shell.run("show", "1", "--page", "a.jpg"), "a.jpg", ".png")
    failed(shell.run("show", "1", "--page", "no/a.png"), "no")
    failed(shell.run("show", "1", "--file", shell.write("b.md", TEXT + "又。")), "b.md")
    failed(shell.run("show", "1", "--file", "gone.md"), "gone.md")
    assert shell.run("show", "1", "--scale", "100").returncode == 2
    (shell.folder / "a.png").mkdir()
    failed(shell.run("show", "1", "--page", "a.png"), "a.png")


def test_a_kept_file_that_is_gone_is_said_and_the_text_stays(shell):
    shell.run("add", shell.write("a.md", TEXT))
    shutil.rmtree(shell.folder / "luoshi.db.files")
    done = shell.run("show", row_of(shell), "--format", "jsonl")
    assert done.returncode == 0
    assert "luoshi.db.files" in done.stderr
    assert json.loads(done.stdout)["places"][0]["part"] == {"kind": "line", "name": "line 5"}


@needs_font
def test_a_picture_is_shown_as_it_is(shell):
    pytest.importorskip("rapidocr", reason="recognition (luoshi[ocr]) is not installed")
    png = io.BytesIO()
    page_picture(as_pdf(TEXT), "a.pdf", "pdf", 1, scale=200 / 72).save(png, "PNG", dpi=(200, 200))
    shell.run("add", shell.write("扫描.png", png.getvalue()))
    done = shell.run("show", row_of(shell, "水库"), "--page", "p.png", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert 0.5 < said["places"][0]["confidence"] <= 1
    assert Image.open(shell.folder / "p.png").size == Image.open(io.BytesIO(png.getvalue())).size
