"""Back to the page: places, laid-out pages and boxes, judged by the ink under them."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from luoshi.app import show as showing
from luoshi.app.extract import extract_files
from luoshi.app.record import record_files
from luoshi.errors import LuoshiError, UsageError
from luoshi.model import Document, Facts, Statement
from luoshi.model.layout import Layout, Line, Page, Part
from luoshi.reading import read
from luoshi.reading.pages.fonts import chinese_font
from luoshi.showing import laid_out, marked, page_picture
from luoshi.stores import KeptFile, open_store
from tests.formats.ink import faults, ink
from tests.formats.pages import as_html

needs_font = pytest.mark.skipif(chinese_font() is None, reason="no font with Chinese characters is installed")
TEXT = (
    "清河县2026年工作要点\n一、主要目标\n地区生产总值增长6%左右，力争年底前建成标准厂房30万平方米。\n二、重点任务\n"
    "由县水利局牵头，6月底前完成12座水库除险加固。\n"
)


def label(offset: int) -> str:
    return f"第{offset}字"


def drawings(text: str, pieces, scale: float = 1.0):
    return list(laid_out(text, pieces, title="清河县", label=label, scale=scale))


@needs_font
def test_laid_out_characters_have_ink_in_their_boxes_and_none_between_the_rows():
    start = TEXT.index("力争")
    (drawing,) = drawings(TEXT, [(start, start + 18)], scale=2)
    grey = drawing.picture.convert("L")
    for offset, box in drawing.boxes.items():
        assert ink(grey, box) > 0, TEXT[offset]
        assert ink(grey, (box[0], box[3] + 1, box[2], box[3] + 4)) < 0.1, TEXT[offset]
    assert all(offset in drawing.boxes for offset in range(start, start + 18))


@needs_font
@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("甲乙丙，。“”1a \n　", max_size=200), min_size=1, max_size=6).map("".join), st.data())
def test_every_character_of_the_pieces_is_on_one_of_the_pages(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pages = drawings(text, [(start, end)], scale=0.5)
    boxes = {offset: box for page in pages for offset, box in page.boxes.items()}
    for offset in range(start, end):
        assert text[offset].isspace() or offset in boxes
    for page in pages:
        assert all(0 <= box[0] < box[2] <= page.picture.width for box in page.boxes.values())
        assert all(0 <= box[1] < box[3] <= page.picture.height for box in page.boxes.values())


@needs_font
def test_a_long_record_runs_over_several_pages_and_a_far_one_starts_near_it():
    text = "加快建设，" * 2000
    pages = drawings(text, [(5000, 8000)])
    assert len(pages) > 1
    assert {offset for page in pages for offset in page.boxes} >= set(range(5000, 8000))
    assert min(pages[0].boxes) > 4000
    assert len(drawings(text, [(5000, 5010), (5020, 5030)])) == 1
    assert len(drawings(text, [(100, 110), (9000, 9010)])) == 2


def test_without_a_font_it_says_which_to_install(monkeypatch):
    monkeypatch.setattr("luoshi.showing.faces.chinese_font", lambda: None)
    with pytest.raises(LuoshiError, match="fonts-noto-cjk") as caught:
        drawings(TEXT, [(0, 3)])
    assert caught.value.code == "no_font"


def test_a_font_that_is_none_is_named(monkeypatch, tmp_path):
    (tmp_path / "a.ttf").write_bytes(b"no font")
    monkeypatch.setattr("luoshi.showing.faces.chinese_font", lambda: tmp_path / "a.ttf")
    with pytest.raises(LuoshiError, match=r"a\.ttf"):
        drawings(TEXT, [(0, 3)])


def test_marks_keep_the_ink_and_colour_the_paper():
    picture = Image.new("L", (100, 60), "white")
    ImageDraw.Draw(picture).rectangle((40, 20, 45, 30), fill=0)
    done = marked(picture, [(30, 15, 60, 35)])
    assert done.getpixel((42, 25)) == (0, 0, 0)
    assert done.getpixel((33, 25)) != (255, 255, 255)
    assert done.getpixel((10, 10)) == (255, 255, 255)
    assert done.size == picture.size
    assert done.getpixel((29, 25))[0] > done.getpixel((29, 25))[2]
    assert marked(picture, [(-20, -20, 500, 500), (99, 59, 99, 59)]).size == picture.size


def _picture(text: str = "甲乙"):
    """A page of 100 by 50 points at two pixels a point, with a square for each character."""
    picture = Image.new("L", (200, 100), "white")
    draw = ImageDraw.Draw(picture)
    for number in range(len(text)):
        draw.rectangle((20 + 24 * number, 40, 39 + 24 * number, 59), fill=0)
    return picture


@pytest.mark.parametrize(
    ("shift", "reasons"), [(0, set()), (-8, {"ink outside"}), (30, {"no ink in the box"})]
)
def test_the_judge_of_boxes_sees_those_that_stand_wrong(shift, reasons):
    from array import array

    boxes = array("f")
    for number in range(2):
        left = 10 + 12 * number
        boxes.extend((left - 0.5, 19.5 + shift, left + 10.5, 30.5 + shift))
    layout = Layout((Page(1, 100, 50),), (Line(0, 2, 1, boxes),))
    found = faults(Document("甲乙", layout=layout), 0, 2, lambda page: _picture())
    assert {fault.reason.split(" 0.")[0].split(" 1.")[0] for fault in found} == reasons


def _ledger(tmp_path, path, name="luoshi.db"):
    store = open_store(tmp_path / name)
    for done in record_files(store, [path]):
        assert done.error is None
    return store


def _words(part: Part) -> str:
    return part.name


@needs_font
def test_a_web_page_is_shown_by_paragraph_and_laid_out(tmp_path):
    path = tmp_path / "要点.html"
    path.write_bytes(as_html(TEXT, "portal"))
    with _ledger(tmp_path, path) as store:
        row = next(row for row in store.rows() if "水库" in row.statement.text)
        found = showing.show(store, row.number)
        assert found.trouble is None
        assert [place.part.name for place in found.places] == ["paragraph 5"]
        assert found.entry.parser == found.document.parser
        assert found.entry.file == sha256(path.read_bytes()).hexdigest()
        (picture,) = showing.pictures(found, scale=1, label=_words)
        assert picture.page is None
        path.unlink()
        assert showing.show(store, row.statement.id).places == found.places
        store.files.find(found.entry.file).write_bytes(b"altered")
        again = showing.show(store, row.number)
        assert again.trouble.code == "kept_altered"
        assert [place.part.name for place in again.places] == ["line 5"]
        assert len(list(showing.pictures(again, scale=1, label=_words))) == 1


def test_a_file_given_must_hold_the_same_text(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(TEXT, "utf-8")
    other = tmp_path / "b.md"
    other.write_text(TEXT + "另加一句。", "utf-8")
    with _ledger(tmp_path, path) as store:
        with pytest.raises(UsageError, match=r"b\.md") as caught:
            showing.show(store, 1, file=other)
        assert caught.value.code == "other_text"
        with pytest.raises(UsageError) as caught:
            showing.show(store, 99)
        assert caught.value.code == "no_row"
        assert showing.show(store, 1, file=path).raw == path.read_bytes()


def test_a_text_that_this_version_reads_otherwise_is_said(tmp_path):
    document = Document(TEXT, source="a.html", format="html", parser="trafilatura 1.0")
    at = TEXT.index("力争")
    statement = Statement(
        type="commitment", id=f"{document.sha256[:8]}:{at}-{at + 19}", document=document.sha256,
        source="a.html", rule="x", section=(), start=at, end=at + 19, text=TEXT[at : at + 19],
        pieces=((at, at + 19),),
    )  # fmt: skip
    with open_store(tmp_path / "luoshi.db") as store:
        store.add_document(
            document, Facts(), [statement], author="甲", at=datetime.now(UTC), source="a.html",
            file=KeptFile.of(as_html("别的文本，今年建成。"), "a.html"),
        )  # fmt: skip
        found = showing.show(store, 1)
        assert found.trouble.code == "read_otherwise"
        assert "trafilatura 1.0" in str(found.trouble)
        assert [place.part.name for place in found.places] == ["line 3"]


def test_members_of_an_archive_are_kept_by_themselves(tmp_path):
    import zipfile

    path = tmp_path / "材料.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("一/要点.md", TEXT)
        archive.writestr("二.html", as_html(TEXT.replace("清河", "石湾")))
    kept = [(outcome.kept.ending, outcome.kept.load()) for outcome in extract_files([path], keep=True)]
    assert [ending for ending, _ in kept] == [".md", ".html"]
    assert kept[0][1] == TEXT.encode()
    assert all(outcome.kept is None for outcome in extract_files([path]))
    with _ledger(tmp_path, path) as store:
        assert [store.files.open(entry.file) for entry in store.documents()] == [raw for _, raw in kept]
        row = next(row for row in store.rows() if "石湾" in row.statement.source or row.number > 2)
        assert showing.show(store, row.number).trouble is None


def _pdf() -> bytes:
    from tests.formats.pdfs import as_pdf

    return as_pdf(TEXT)


@needs_font
def test_a_pdf_is_shown_on_its_page_and_the_box_covers_the_words(tmp_path):
    path = tmp_path / "要点.pdf"
    path.write_bytes(_pdf())
    with _ledger(tmp_path, path) as store:
        row = next(row for row in store.rows() if "水库" in row.statement.text)
        found = showing.show(store, row.number)
        assert {box.page for place in found.places for box in place.boxes} == {1}
        (picture,) = showing.pictures(found, scale=2, label=_words)
        assert picture.page == 1

        def page_of(number: int) -> Image.Image:
            return page_picture(found.raw, "要点.pdf", "pdf", number, scale=3)

        for start, end in row.statement.pieces:
            assert faults(found.document, start, end, page_of) == []
        box = found.places[0].boxes[0]
        inside = picture.image.getpixel((round(box.left * 2) + 1, round(box.top * 2) + 1))
        assert inside != (255, 255, 255)


def test_a_pdf_that_was_not_kept_asks_for_it(tmp_path):
    raw = _pdf()
    document = read(raw, source="要点.pdf")
    (outcome,) = _outcomes(tmp_path, raw)
    with open_store(tmp_path / "luoshi.db") as store:
        store.add_document(
            document, Facts(), outcome.statements, author="甲", at=datetime.now(UTC), source="要点.pdf"
        )
        found = showing.show(store, 1)
        assert found.places[0].part.kind == "line"
        with pytest.raises(UsageError, match="--file"):
            list(showing.pictures(found, scale=1, label=_words))
        given_back = showing.show(store, 1, file=tmp_path / "要点.pdf")
        assert [one.page for one in showing.pictures(given_back, scale=1, label=_words)] == [1]


def _outcomes(tmp_path, raw):
    path = tmp_path / "要点.pdf"
    path.write_bytes(raw)
    return extract_files([path])


@pytest.mark.parametrize("kind", ["pdf", "image", "ofd"])
@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + bytes(50), b"PK\x03\x04"])
def test_a_page_of_a_damaged_file_is_an_error(kind, raw):
    with pytest.raises(LuoshiError, match=r"a\.bin"):
        page_picture(raw, "a.bin", kind, 1, scale=1)


def test_a_page_that_is_not_there():
    with pytest.raises(LuoshiError) as caught:
        page_picture(_pdf(), "a.pdf", "pdf", 7, scale=1)
    assert caught.value.code == "no_page"
