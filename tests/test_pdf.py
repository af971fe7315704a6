"""Reading PDF: made by three makers, rearranged, locked, broken, without text; boxes checked by drawing."""

import io
import re

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter, Transformation
from reportlab.pdfgen.canvas import Canvas

from luoshi.errors import ReadingError
from luoshi.reading.limits import DEFAULT, Limits
from luoshi.reading.pages.legible import is_garbage
from luoshi.reading.pdf import read, recognition
from tests.formats.chromium import printed
from tests.formats.frontpages import front_pages
from tests.formats.pdfs import A4, FONT, as_pdf, paragraphs
from tests.shared import needs_shared, texts

TEXT = "\n".join(
    [
        "云川市2025年重点任务分工方案",
        "为落实市委、市政府决策部署，推动全年目标任务按期完成，结合实际，制定本方案。各区各部门要提高认识，"
        "压实责任，确保各项任务落到实处，取得让群众满意的成效。",
        "一、总体要求",
        "全年地区生产总值增长5.6%左右，城镇新增就业3.2万人，“两新”政策带动消费120亿元以上；粮食产量稳定在"
        "100万吨以上，空气质量优良天数比率达到92.5%。",
        "二、重点任务",
        "（一）扩大有效投资。市发展改革委牵头，年底前开工建设云川东站、南湖科创园等项目36个，完成投资480亿元。",
        "（二）培育新质生产力。实施“人工智能+”行动，引进企业20家，建成 AI Lab 和 Open Data Center 各一个。",
        "（三）提升民生保障水平。新增托位1500个、养老床位800张，改造老旧小区45个，惠及居民2.1万户。",
        "三、工作要求",
        "各牵头单位每季度报送一次进展情况，市政府办公室定期督查通报，对工作不力的严肃问责。",
    ]
)
LONG = "\n".join([TEXT] * 6)
MAKERS = ["reportlab", "chromium", "libreoffice"]


def squash(text):
    return "".join(text.split())


def assert_same(lines, text):
    """The paragraphs are those of the text; a space at which a row was broken is lost to the page."""
    assert list(map(squash, lines)) == list(map(squash, paragraphs(text)))


def failure(raw, limits=DEFAULT):
    with pytest.raises(ReadingError) as caught:
        read(raw, "a.pdf", limits)
    return caught.value


def lines_of(raw):
    return read(raw, "a.pdf", DEFAULT).text.split("\n")


def rewritten(raw, change):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn(*draw, size=A4):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    as_pdf("登记字体")  # registers the font
    for page in draw:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("maker", MAKERS)
def test_round_trip(maker, columns):
    content = read(as_pdf(LONG, columns, maker), "a.pdf", DEFAULT)
    assert_same(content.text.split("\n"), LONG)
    assert re.fullmatch(r"pypdfium2 \d+\.\d+.*", content.parser)
    assert {page.way for page in content.layout.pages} == {"text"}
    assert content.remarks == ()
    assert content.title is None


@pytest.mark.parametrize(
    "style",
    [
        {"columns": 2, "order": "rows"},
        {"columns": 3, "order": "rows", "size": 9, "leading": 13},
        {"columns": 2, "order": "rows", "title": True, "head": "云川市人民政府公报", "foot": "— {n} —"},
        {"head": "云川市人民政府公报 2025年第3期", "foot": "第{n}页 共{all}页"},
        {"indent": 0, "spacing": 8, "foot": "{n}"},
        {"indent": 0, "spacing": 8, "foot": "{n}/{all}", "columns": 2},
    ],
    ids=str,
)
def test_styles(style):
    assert_same(lines_of(as_pdf(LONG, **style)), LONG)


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("path", texts()[::6], ids=lambda path: f"{path.parent.name}/{path.stem}")
@pytest.mark.parametrize(("columns", "order"), [(1, "columns"), (2, "columns"), (2, "rows")])
def test_real_texts_come_back_whole(path, columns, order):
    text = re.sub("[\u200b-\u200f\ufeff]", "", path.read_text("utf-8-sig"))  # what no page shows
    found = read(as_pdf(text, columns, order=order), "a.pdf", DEFAULT).text
    assert squash(found) == squash(text)
    wanted = paragraphs(text)
    same = set(map(squash, found.split("\n")))
    assert sum(1 for line in wanted if squash(line) in same) >= 0.98 * len(wanted)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotated_pages_are_displayed_upright(turn):
    raw = as_pdf(TEXT, 2)
    turned = rewritten(raw, lambda writer: [page.rotate(turn) for page in writer.pages])
    content = read(turned, "a.pdf", DEFAULT)
    assert_same(content.text.split("\n"), TEXT)
    wide = content.layout.pages[0].width > content.layout.pages[0].height
    assert wide == (turn % 180 == 90)
    assert_ink_is_boxed(turned, content)


def test_text_that_is_drawn_sideways():
    def draw(canvas):
        canvas.translate(400, 100)
        canvas.rotate(90)
        canvas.setFont(FONT, 12)
        canvas.drawString(24, 0, "全市要把扩大内需放在更加突出的位置")
        canvas.drawString(0, -20, "落实好各项政策。")

    raw = drawn(draw)
    content = read(raw, "a.pdf", DEFAULT)
    assert content.text == "全市要把扩大内需放在更加突出的位置落实好各项政策。"
    assert_ink_is_boxed(raw, content)


def test_a_cropped_page_gives_what_it_shows():
    def crop(writer):
        page = writer.pages[0]
        page.cropbox.lower_left = (0, 400)
        page.cropbox.upper_right = (A4[0], 700)

    rows = ((750, "看不见"), (500, "看得见"))
    raw = drawn(lambda canvas: [canvas.drawString(72, y, text) for y, text in rows])
    content = read(rewritten(raw, crop), "a.pdf", DEFAULT)
    assert content.text == "看得见"
    assert content.layout.pages[0].height == pytest.approx(300)
    assert content.layout.lines[0].boxes[1] == pytest.approx(700 - 500 - 0.88 * 12, abs=1)


def test_pages_reordered_merged_and_scaled():
    one, two = (PdfReader(io.BytesIO(as_pdf(text))) for text in ("甲乙丙丁。", "戊己庚辛。"))
    writer = PdfWriter()
    writer.add_page(two.pages[0])
    writer.add_page(one.pages[0])
    writer.pages[0].add_transformation(Transformation().scale(0.5))
    out = io.BytesIO()
    writer.write(out)
    content = read(out.getvalue(), "a.pdf", DEFAULT)
    assert content.text == "戊己庚辛。\n甲乙丙丁。"
    assert [line.page for line in content.layout.lines] == [1, 2]
    assert_ink_is_boxed(out.getvalue(), content)


def test_locked_files():
    raw = as_pdf(TEXT)
    locked = rewritten(raw, lambda writer: writer.encrypt("secret", algorithm="RC4-128"))
    assert failure(locked).code == "encrypted"
    owners = rewritten(raw, lambda writer: writer.encrypt("", "secret", algorithm="RC4-128"))
    assert_same(lines_of(owners), TEXT)


def test_damaged_and_large_files():
    raw = as_pdf(LONG)
    assert failure(b"").code == "empty"
    for broken in (b"no PDF at all", b"%PDF-1.7\n", raw[:200]):
        error = failure(broken)
        assert error.code == "damaged"
        assert error.details["reason"] in str(error)
    error = failure(raw, Limits(pages=2))
    assert (error.code, error.details) == ("too_many_pages", {"limit": 2})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_file_gives_text_or_one_error(data):
    raw = bytearray(as_pdf(TEXT))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=8)):
        raw[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(raw)))
    try:
        content = read(bytes(raw[:cut]), "a.pdf", DEFAULT)
    except ReadingError as error:
        assert error.code in ("damaged", "no_text", "needs_ocr", "encrypted", "too_many_pages")  # noqa: PT017
    else:
        assert content.text


def test_pages_without_text(monkeypatch):
    monkeypatch.setattr("luoshi.reading.scans.engine.available", lambda: False)
    picture = io.BytesIO()
    pypdfium2.PdfDocument(as_pdf(TEXT))[0].render(scale=1).to_pil().convert("RGB").save(picture, "PNG")

    def scan(canvas):
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, *A4)

    words = [lambda canvas: canvas.drawString(72, 700, "这一页有自己的文字，一共有二十来个字。")]
    blank = [lambda canvas: None]
    content = read(drawn(*words, scan, *blank, *words, scan, scan), "a.pdf", DEFAULT)
    assert [page.way for page in content.layout.pages] == ["text", "blank", "blank", "text", "blank", "blank"]
    (remark,) = content.remarks
    assert (remark.code, dict(remark.details)) == ("unread_pages", {"pages": "2, 5–6"})
    assert failure(drawn(scan)).code == "needs_ocr"
    assert failure(drawn(*blank)).code == "no_text"


def test_pages_without_text_are_recognised():
    from luoshi.reading.scans.engine import available

    if not available():
        pytest.skip("no recogniser is installed (luoshi[ocr])")
    picture = io.BytesIO()
    pypdfium2.PdfDocument(as_pdf(TEXT, size=16, leading=28))[0].render(scale=2.5).to_pil().save(
        picture, "PNG"
    )

    def scan(canvas):
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, *A4)

    content = read(drawn(scan), "a.pdf", DEFAULT)
    assert content.layout.pages[0].way == "ocr"
    assert "各牵头单位每季度报送一次进展情况" in content.text
    assert all(0 < line.confidence <= 1 for line in content.layout.lines)


def test_a_low_line_stays_in_its_row():
    words = "细颗粒物（PM_2.5）浓度下降。"
    page = f'<!DOCTYPE html><meta charset="utf-8"><p style="font:12pt Noto Serif CJK SC">{words}</p>'
    assert lines_of(printed(page)) == [words]


def test_an_invisible_layer_is_not_read_twice():
    def draw(canvas, hidden_too):
        canvas.drawString(72, 700, "建成云川东站，开通三条公交线路。")
        if hidden_too:
            hidden = canvas.beginText(72.5, 700.5)
            hidden.setTextRenderMode(3)
            hidden.textOut("建成云川东站，开通三条公交线路。")
            canvas.drawText(hidden)

    def only_hidden(canvas):
        hidden = canvas.beginText(72, 700)
        hidden.setTextRenderMode(3)
        hidden.textOut("看不见的文字层也是文字。")
        canvas.drawText(hidden)

    assert lines_of(drawn(lambda canvas: draw(canvas, True))) == ["建成云川东站，开通三条公交线路。"]
    assert lines_of(drawn(only_hidden)) == ["看不见的文字层也是文字。"]


def test_a_watermark_across_the_page_is_left_out():
    def draw(canvas):
        canvas.drawString(72, 700, "建成云川东站，开通三条公交线路。")
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont(FONT, 40)
        canvas.drawString(0, 0, "内部资料")

    assert lines_of(drawn(draw)) == ["建成云川东站，开通三条公交线路。"]


def test_codes_without_meaning_are_told_from_text():
    plain = TEXT.replace("\n", "")
    junk = {
        "private": "".join(chr(0xE000 + ord(character) % 6000) for character in plain),
        "rare": "".join(chr(0x4E00 + ord(character) * 7919 % 20000) for character in plain),
        "controls": "".join(chr(ord(character) % 32) for character in plain),
        "marks": "".join("!\"#$%&'()*+,-./:;<=>?@[]^_"[ord(character) % 26] for character in plain),
        "unmapped": "\ufffd" * 40,
    }
    assert {name for name, text in junk.items() if not is_garbage(text)} == set()
    fine = [
        TEXT,
        "2025 12.5% 3,000",
        "AI Lab and Open Data Center",
        "— 3 —",
        "雲川市重點任務分工方案，確保落實。",
    ]
    assert [text for text in fine if is_garbage(text)] == []


@needs_shared
@pytest.mark.shared
def test_no_real_text_is_garbage():
    for path in texts():
        text = path.read_text("utf-8-sig")
        pages = [text[at : at + 600] for at in range(0, len(text), 600)]
        assert [page[:60] for page in pages if is_garbage(page)] == [], path.name


def test_a_page_of_junk_is_not_taken_for_text(monkeypatch):
    monkeypatch.setattr(recognition, "is_garbage", lambda text: True)
    monkeypatch.setattr("luoshi.reading.scans.engine.available", lambda: False)
    assert failure(as_pdf(TEXT)).code == "needs_ocr"


TABLE = """<!DOCTYPE html><meta charset="utf-8"><style>table{border-collapse:collapse;width:100%}
td{border:1px solid #000}</style><p>任务清单如下：</p><table>
<tr><td>序号<td>重点任务<td>牵头单位</tr><tr><td>1<td>建成云川东站，开通三条公交线路，方便沿线群众出行，全年新增公交车一百二十辆，改造站点四十五个，群众满意率达到百分之九十以上。<td>市交通局</tr>
<tr><td>2<td>建成公园<td>市园林局</tr></table><p>以上任务年底前完成。</p>"""


def test_a_ruled_table_of_a_browser():
    raw = printed(TABLE)
    content = read(raw, "a.pdf", DEFAULT)
    assert content.text.split("\n") == [
        "任务清单如下：",
        *("序号", "重点任务", "牵头单位", "1"),
        "建成云川东站，开通三条公交线路，方便沿线群众出行，全年新增公交车一百二十辆，改造站点四十五个，"
        "群众满意率达到百分之九十以上。",
        *("市交通局", "2", "建成公园", "市园林局"),
        "以上任务年底前完成。",
    ]


LONG_ROW = "建成云川东站，开通三条公交线路，方便沿线群众出行，改造站点四十五个，" * 45 + "共计三十项。"


def test_a_row_that_is_longer_than_a_page():
    task = "建成云川东站，开通三条公交线路，方便沿线群众出行，全年新增公交车一百二十辆，改造站点四十五个，"
    page = TABLE.replace("<style>", "<style>@page{size:A4;margin:25mm}")
    content = read(printed(page.replace(task, LONG_ROW)), "a.pdf", DEFAULT)
    assert len(content.layout.pages) > 1
    (line,) = [line for line in content.text.split("\n") if LONG_ROW in line]
    assert line == LONG_ROW + "群众满意率达到百分之九十以上。"
    assert content.text.split("\n")[6:] == ["市交通局", "2", "建成公园", "市园林局", "以上任务年底前完成。"]


@pytest.mark.parametrize("front", front_pages(), ids=lambda front: front.name)
def test_front_pages_are_read_story_by_story(front):
    raw = printed(front.page)
    content = read(raw, "a.pdf", DEFAULT)
    assert content.text.split("\n") == front.lines


@pytest.mark.parametrize("maker", MAKERS)
def test_boxes_cover_their_characters(maker):
    raw = as_pdf(TEXT, 2, maker)
    content = read(raw, "a.pdf", DEFAULT)
    assert_ink_is_boxed(raw, content)


def assert_ink_is_boxed(raw, content, scale=2.0):
    """Every drawn dot lies in a box, and every box of a character holds some."""
    document = pypdfium2.PdfDocument(raw)
    for page in content.layout.pages:
        grey = document[page.number - 1].render(scale=scale).to_pil().convert("L")
        picture, rest = (grey.point(lambda v, most=most: 255 * (v < most)) for most in (240, 128))
        assert picture.size == pytest.approx((page.width * scale, page.height * scale), abs=2)
        for line in (line for line in content.layout.lines if line.page == page.number):
            for at in range(0, len(line.boxes), 4):
                box = [round(value * scale) for value in line.boxes[at : at + 4]]
                if box[2] <= box[0]:
                    continue
                around = (box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1)
                if not content.text[line.start + at // 4].isspace():
                    assert picture.crop(around).getbbox(), content.text[line.start + at // 4]
                rest.paste(0, around)
        assert rest.getbbox() is None
