"""Scans: pictures opened safely, pages recognised, marks put right, doubt kept to the records."""

from __future__ import annotations

import io
import math
import random
from array import array
from pathlib import Path

import pypdfium2
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import luoshi
from luoshi.errors import ReadingError
from luoshi.extracting.doubt import doubt
from luoshi.lexicon.scans import scan_rules
from luoshi.model.document import Document
from luoshi.model.layout import Layout, Line
from luoshi.reading import scans
from luoshi.reading.limits import Limits
from luoshi.reading.scans.decoding import Mark
from luoshi.reading.scans.frame import Frame
from luoshi.reading.scans.pictures import pictures
from luoshi.reading.scans.punctuation import restored
from tests.formats.chromium import printed
from tests.formats.ink import faults
from tests.formats.scanning import Scanner, error

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "scans.yaml").read_text("utf-8"))
needs_ocr = pytest.mark.skipif(not scans.available(), reason="luoshi[ocr] is not installed")
LIMITS = Limits()
PARAGRAPHS = (
    "澜江市重点工作安排",
    "澜政办发〔2025〕18号",
    "（一）稳住经济运行。预计全年地区生产总值增长5.2%左右，城镇新增就业3.6万人，粮食总产量稳定在120万吨以上；"
    "居民消费价格（CPI）涨幅控制在2%以内。",
    "——做强创新平台。年底前建成“两园一廊”：新增省级实验室4家，技术合同成交额突破1,280亿元。",
    "二〇二六年六月底前，市财政局牵头下达2025—2027年奖补资金，确保9月30日前全部拨付到位！",
)


def page_of(paragraphs):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    style = "@page{size:A4;margin:25mm}body{font:16pt 'Noto Serif CJK SC';line-height:1.75}"
    return f"<meta charset=utf-8><style>{style}p{{text-indent:2em;margin:0}}</style>{body}"


def saved(picture, kind="PNG", **how):
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


@pytest.fixture(scope="module")
def sheet():
    return pypdfium2.PdfDocument(printed(page_of(PARAGRAPHS)))


@pytest.fixture(scope="module")
def scan(sheet):
    return Scanner(150, noise=0.05, skew=0.7, seal=True).page(sheet, 0)


@pytest.fixture(scope="module")
def content(scan):
    return scans.read(saved(scan, dpi=(150, 150)), "scan.png", LIMITS)


def as_document(content):
    return Document(content.text, format="image", layout=content.layout, remarks=content.remarks)


@needs_ocr
def test_a_scanned_page_under_a_seal_is_read(content):
    assert error("".join(PARAGRAPHS), content.text) == 0
    assert content.text.split("\n") == list(PARAGRAPHS)
    assert content.parser.startswith("rapidocr 3.")


@needs_ocr
def test_boxes_cover_their_characters_on_the_tilted_page(scan, content):
    document = as_document(content)
    assert content.layout.pages[0].way == "ocr"
    assert (content.layout.pages[0].width, content.layout.pages[0].height) == pytest.approx((595, 842), abs=1)
    found = faults(document, 0, len(document.text), lambda page: scan, sample=10**9)
    assert [(fault.character, fault.reason) for fault in found] == []


@needs_ocr
def test_lines_carry_how_sure_they_are(content):
    for line in content.layout.lines:
        assert len(line.sure) == line.end - line.start
        assert 0.5 < line.confidence <= 1
        assert all(0 < value <= 1 for value in line.sure)


@needs_ocr
def test_what_is_doubtful_of_a_poor_scan_reaches_its_records(sheet):
    poor = saved(Scanner(60, noise=0.12, blur=0.6).page(sheet, 0), dpi=(60, 60))
    document = luoshi.read(poor)
    rules = scan_rules()
    sure = {at: value for line in document.layout.lines for at, value in enumerate(line.sure, line.start)}
    unsure = {at for at, value in sure.items() if rules.is_doubtful(document.text[at], value)}
    records = list(luoshi.extract(document))
    assert len(records) > 2
    assert unsure & {at for record in records for at in range(record.start, record.end)}
    for record in records:
        marked = {at for held in record.doubtful for at in range(held.start, held.end)}
        assert unsure & set(range(record.start, record.end)) <= marked
        assert record.confidence is not None
        for held in record.doubtful:
            assert held.text == document.text[held.start : held.end]
            assert unsure & set(range(held.start, held.end))


@needs_ocr
def test_each_recognised_page_is_a_sign_of_life(monkeypatch):
    beats = []
    monkeypatch.setattr("luoshi.reading.beats._hearers", [lambda: beats.append(1)])
    page = Image.new("L", (300, 200), 255)
    with pytest.raises(ReadingError):
        scans.read(saved(page, "TIFF", save_all=True, append_images=[page, page]), "a.tiff", LIMITS)
    assert len(beats) == 3


@needs_ocr
@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.slow
def test_turned_pages(sheet, quarters):
    upright = Scanner(150).page(sheet, 0)
    turned = upright.rotate(-90 * quarters, expand=True)
    content = scans.read(saved(turned, dpi=(150, 150)), "scan.png", LIMITS)
    assert error("".join(PARAGRAPHS), content.text) == 0
    found = faults(as_document(content), 0, len(content.text), lambda page: turned, sample=10**9)
    assert found == []


@needs_ocr
@pytest.mark.slow
def test_a_long_shot_of_a_screen_is_read_in_bands(sheet):
    page = Scanner(110).page(sheet, 0)
    top = page.crop((0, 0, page.width, page.height // 2))
    long = Image.new("RGB", (page.width, top.height * 5), "white")
    for step in range(5):
        long.paste(top, (0, step * top.height))
    text = scans.read(saved(long), "shot.png", LIMITS).text
    assert error("".join(PARAGRAPHS * 5), text) < 0.01


@needs_ocr
def test_a_picture_without_text():
    with pytest.raises(ReadingError, match="holds no text that could be recognised") as caught:
        scans.read(saved(Image.new("L", (200, 200), 255)), "a.png", LIMITS)
    assert caught.value.code == "no_text"


def test_without_the_recogniser(monkeypatch):
    monkeypatch.setattr(scans, "available", lambda: False)
    with pytest.raises(ReadingError, match=r"luoshi\[ocr\]") as caught:
        scans.read(b"", "a.png", LIMITS)
    assert caught.value.code == "needs_ocr"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_marks_put_right(case):
    rows = [[Mark(sign, at, at + 1, 0.9) for at, sign in enumerate(row)] for row in case["rows"]]
    restored(rows)
    assert ["".join(mark.text for mark in row) for row in rows] == case["right"]


def set_as(text, room):
    """Give a row as it was read, in which the marks of ASCII and their twins take ``room`` of a character."""
    row, at = [], 0.0
    for sign in text:
        width = room if sign in ",;:，；：" else 1.0
        row.append(Mark(sign, at / 100, (at + width) / 100, 0.99))
        at += width
    return row


@pytest.mark.parametrize(
    ("read", "room", "right"),
    [
        ("要稳增长,促改革,保民生,强基础；抓落实", 0.4, "要稳增长,促改革,保民生,强基础;抓落实"),
        ("要稳增长,促改革,保民生,强基础；抓落实", 1.0, "要稳增长，促改革，保民生，强基础；抓落实"),
        ("要稳增长，促改革，保民生，强基础；抓落实", 0.5, "要稳增长，促改革，保民生，强基础；抓落实"),
    ],
    ids=["typed so", "full-width", "set close"],
)
def test_half_width_marks_stay_where_a_page_writes_them(read, room, right):
    row = set_as(read, room)
    restored([row])
    assert "".join(mark.text for mark in row) == right


def test_what_the_network_did_not_see_is_doubtful():
    row = set_as("到二三五年", 1.0)
    restored([row])
    assert [mark.text for mark in row if scan_rules().is_doubtful(mark.text, mark.confidence)] == ["二〇"]


@needs_ocr
def test_noise_makes_no_dashes():
    text = "坚持全国一盘棋，共建一带一路，办好一老一小服务，心往一处想、劲往一处使，统一大市场再上一个台阶。"
    page = pypdfium2.PdfDocument(printed(page_of([text, "——到2027年建成", text])))
    found = scans.read(saved(Scanner(90, noise=0.08).page(page, 0), dpi=(90, 90)), "scan.png", LIMITS)
    assert found.text.split("\n") == [text, "——到2027年建成", text]


@needs_ocr
def test_the_short_last_row_of_a_paragraph_stays_with_it():
    text = "推进重点任务落实" * 4 + "见效。"
    pages = [pypdfium2.PdfDocument(printed(page_of([text[-count:] + text] * 3))) for count in (1, 2, 3, 4)]
    for page in pages:
        whole = Scanner(150).page(page, 0)
        upper = whole.crop((0, 0, whole.width, whole.height // 2))  # the rest of it is white
        found = scans.read(saved(upper, dpi=(150, 150)), "scan.png", LIMITS)
        assert len(found.text.split("\n")) == 3


# --- pictures


def opened(raw, limits=LIMITS):
    return list(pictures(raw, "a", limits))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_mode_becomes_black_on_white(mode):
    grey = Image.new("L", (60, 40), 255)
    ImageDraw.Draw(grey).rectangle((10, 10, 30, 30), fill=0)
    picture = grey.point(lambda value: value * 257).convert("I;16") if mode == "I;16" else grey.convert(mode)
    kind = "TIFF" if mode in ("CMYK", "I;16") else "PNG"
    (page, _), *others = opened(saved(picture, kind))
    assert not others
    assert page.mode in ("L", "RGB")
    assert page.convert("L").getpixel((20, 20)) < 20
    assert page.convert("L").getpixel((50, 5)) > 235


def test_what_is_transparent_is_paper():
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert opened(saved(clear))[0][0].getpixel((5, 5)) == (255, 255, 255)


def test_a_telephone_says_which_way_up():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter clockwise to be upright
    (page, _), *_ = opened(saved(Image.new("RGB", (40, 20)), "JPEG", exif=exif))
    assert page.size == (20, 40)


def test_resolution():
    page = Image.new("L", (1240, 1754))
    assert opened(saved(page, dpi=(150, 150)))[0][1] == pytest.approx(72 / 150, rel=1e-3)
    for dpi in ((1, 1), (5000, 5000)):  # not what a scanner writes: taken as A4
        assert opened(saved(page, dpi=dpi))[0][1] == pytest.approx(595.28 / 1240)


def test_pages_of_a_tiff_and_their_limit():
    pages = [Image.new("1", (20 + step, 30)) for step in range(3)]
    raw = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [page.width for page, _ in opened(raw)] == [20, 21, 22]
    with pytest.raises(ReadingError) as caught:
        opened(raw, Limits(pages=2))
    assert (caught.value.code, caught.value.details) == ("too_many_pages", {"limit": 2})


def test_pixels_are_counted_before_they_are_decoded():
    raw = saved(Image.new("1", (20_000, 9_000)))
    with pytest.raises(ReadingError) as caught:
        opened(raw)
    assert (caught.value.code, caught.value.details) == ("too_many_pixels", {"limit": 120})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_damaged_pictures_say_so(kind):
    rng = random.Random(7)  # noqa: S311 - no secret hangs on a broken byte
    noise = Image.frombytes("L", (64, 64), rng.randbytes(4096))
    raw = saved(noise, kind)
    seen, sentences = set(), []
    for _ in range(150):
        broken = bytearray(raw[: rng.randrange(len(raw))] if rng.random() < 0.5 else raw)
        for _ in range(rng.randrange(6)):
            if broken:
                broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            opened(bytes(broken))
        except ReadingError as failure:
            seen.add(failure.code)
            sentences.append(str(failure))
    assert "damaged" in seen
    assert seen <= {"damaged", "too_many_pixels", "too_many_pages"}
    assert [said for said in sentences if "\n" in said or "object at" in said] == []


# --- frames and doubt


@given(
    st.integers(0, 3),
    st.floats(-0.1, 0.1),
    st.floats(100, 700),
    st.floats(100, 900),
)
def test_a_box_comes_back_to_where_the_picture_has_it(quarters, tilt, x, y):
    frame = Frame(800, 1000, 0.5, quarters, tilt)
    level = frame.level(x, y)
    left, top, right, bottom = frame.tilted(frame.placed(*level, *level))
    assert (left, top) == pytest.approx((right, bottom), abs=1e-6)
    whole = Frame(800, 1000, 0.5, quarters).placed(x, y, x, y)
    assert (left, top) == pytest.approx(whole[:2], abs=1e-6)
    assert math.isclose(math.prod(frame.size), 800 * 1000 * 0.25)


def line(start, sure, confidence=0.9):
    boxes = array("f", [0, 0, 1, 1] * len(sure))
    return Line(start, start + len(sure), 1, boxes, confidence, array("f", sure))


def test_records_say_what_is_doubtful():
    text = "新增就业3.6万人\n建成园区"
    first = line(0, [1, 1, 0.5, 0.85, 1, 1, 0.85, 1, 1], 0.91)
    document = Document(text, layout=Layout(lines=(first, line(10, [0.9] * 4, 0.87654321))))
    lowest, found = doubt(document, [(0, 9)])
    assert lowest == pytest.approx(0.91)
    assert [(each.text, each.start, each.end) for each in found] == [("就", 2, 3), ("3.6", 4, 7)]
    assert doubt(document, [(3, 9), (10, 14)])[0] == 0.8765
    assert doubt(document, [(10, 14)])[1] == ()


def test_characters_of_the_file_are_not_in_doubt():
    plain = Layout(lines=(Line(0, 4, 1, array("f", [0, 0, 1, 1] * 4)),))
    assert doubt(Document("建成园区", layout=plain), [(0, 4)]) == (None, ())
    assert doubt(Document("建成园区"), [(0, 4)]) == (None, ())
