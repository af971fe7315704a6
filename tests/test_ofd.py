"""OFD: what the pages say and where, what is left out, damaged files, and pages drawn."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

from luoshi.errors import ReadingError
from luoshi.model.document import Document
from luoshi.reading import scans
from luoshi.reading.limits import DEFAULT
from luoshi.reading.ofd import read
from luoshi.reading.ofd.drawing import drawn
from luoshi.reading.ofd.numbered import FIRST, numbered
from luoshi.reading.ofd.outlines import outline
from luoshi.reading.ofd.transform import at, inverse, turned, within
from luoshi.reading.pages.fonts import chinese_font
from tests.formats.ofds import SPACE, as_ofd, document, packed, page, path_object, text_object, xml
from tests.shared import CORPORA, needs_shared

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "ofd.yaml").read_text("utf-8"))
REAL = CORPORA / "formats" / "ofd"
POINTS = 72 / 25.4
TEXT = (
    "云川市2025年重点任务安排\n"
    "为落实市政府工作报告，现将全年重点任务安排如下，请各牵头单位对照目标倒排工期，按月报送进展情况，"
    "确保各项任务按时完成，重要情况及时报告。\n"
    "一、扩大有效投资\n"
    "全年固定资产投资增长6%左右，新建学校12所，新增学位8000个，由市教育局牵头，9月底前投入使用。\n"
    "二、改善民生福祉\n"
    "改造老旧小区30个，惠及居民2万户；新增养老床位1500张，年底前全部完成。"
)
PLAIN = text_object("照实公开", 30, 60)
needs_font = pytest.mark.skipif(chinese_font() is None, reason="no font with Chinese characters is installed")


def failure(raw, limits=DEFAULT):
    with pytest.raises(ReadingError) as caught:
        read(raw, "来文.ofd", limits)
    return caught.value


def lines(members, limits=DEFAULT):
    return read(packed(members), "来文.ofd", limits).text.split("\n")


def box(content, words):
    """The box of the words' first place, in millimetres."""
    start = content.text.index(words)
    (place,) = Document(content.text, layout=content.layout).locate(start, start + len(words))
    found = place.boxes[0]
    return [side / POINTS for side in (found.left, found.top, found.right, found.bottom)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case):
    how = {key: case[key] for key in ("resources", "common", "before", "more") if key in case}
    members = document(case["pages"], **how)
    raw = packed({name: with_uses(held) for name, held in members.items()})
    if "error" in case:
        error = failure(raw)
        assert error.code == case["error"]
        assert "来文.ofd" in str(error)
        return
    content = read(raw, "来文.ofd", DEFAULT)
    assert content.text.split("\n") == case["lines"]
    for words, sides in case.get("boxes", {}).items():
        assert box(content, words) == pytest.approx(sides, abs=0.3)


def with_uses(held):
    """Write out USE50, the cases' short form of an object that uses unit 50."""
    return re.sub(r"USE(\d+)", r'<ofd:CompositeObject ResourceID="\1" Boundary="0 0 1 1"/>', held)


def test_a_text_comes_back():
    content = read(as_ofd(TEXT), "来文.ofd", DEFAULT)
    assert content.text == TEXT
    assert content.parser
    assert content.remarks == ()


def test_every_character_has_a_box_on_its_page():
    text = "\n".join([TEXT] * 6)
    content = read(as_ofd(text), "来文.ofd", DEFAULT)
    found = Document(content.text, layout=content.layout)
    assert len(content.layout.pages) > 1
    for at_, character in enumerate(content.text):
        places = found.locate(at_, at_ + 1)
        assert character == "\n" or (len(places) == 1 and len(places[0].boxes) == 1)
        for place in places:
            sheet = content.layout.pages[place.boxes[0].page - 1]
            assert 0 <= place.boxes[0].left < place.boxes[0].right <= sheet.width
            assert 0 <= place.boxes[0].top < place.boxes[0].bottom <= sheet.height


def test_several_documents_in_one_container_are_read_in_order():
    first, second = document([PLAIN]), document([text_object("第二份文件", 30, 60)])
    body = "<ofd:DocBody><ofd:DocRoot>{}</ofd:DocRoot></ofd:DocBody>"
    members = first | {name.replace("Doc_0", "Doc_1"): held for name, held in second.items()}
    members["OFD.xml"] = xml(
        f"<ofd:OFD>{body.format('Doc_0/Document.xml')}{body.format('/Doc_1/Document.xml')}</ofd:OFD>"
    )
    content = read(packed(members), "来文.ofd", DEFAULT)
    assert content.text == "照实公开\n第二份文件"
    assert [sheet.number for sheet in content.layout.pages] == [1, 2]
    del members["Doc_1/Document.xml"]
    content = read(packed(members), "来文.ofd", DEFAULT)
    assert content.text == "照实公开"
    assert [remark.code for remark in content.remarks] == ["unread_pages"]


def test_the_current_version_is_read():
    members = document([PLAIN])
    new = {
        n.replace("Doc_0", "Doc_1"): held for n, held in document([text_object("修订之后", 30, 60)]).items()
    }
    members = new | members
    members["V/2.xml"] = xml(
        "<ofd:DocVersion><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocVersion>"
    )
    members["OFD.xml"] = xml(
        "<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Versions>"
        '<ofd:Version ID="1" Index="1" Current="true" BaseLoc="V/2.xml"/></ofd:Versions>'
        "</ofd:DocBody></ofd:OFD>"
    )
    assert lines(members) == ["修订之后"]
    assert lines({**members, "OFD.xml": members["OFD.xml"].replace('"true"', '"false"')}) == ["照实公开"]


def test_paths_with_another_case_or_separator_or_one_folder_down_are_found():
    members = document([PLAIN])
    members["OFD.xml"] = members["OFD.xml"].replace("Doc_0/Document.xml", "doc_0\\Document.XML")
    assert lines(members) == ["照实公开"]
    assert lines({f"来文/{name}": held for name, held in members.items()}) == ["照实公开"]


def test_a_signed_file_is_remarked():
    members = document([PLAIN])
    members["OFD.xml"] = members["OFD.xml"].replace(
        "</ofd:DocBody>", "<ofd:Signatures>/S.xml</ofd:Signatures></ofd:DocBody>"
    )
    members["S.xml"] = xml('<ofd:Signatures><ofd:Signature ID="1" BaseLoc="/S/1.xml"/></ofd:Signatures>')
    assert [remark.code for remark in read(packed(members), "a.ofd", DEFAULT).remarks] == ["signed"]


def test_pages_that_are_missing_or_damaged_are_remarked():
    members = document([PLAIN, PLAIN, PLAIN])
    del members["Doc_0/Pages/Page_1/Content.xml"]
    members["Doc_0/Pages/Page_2/Content.xml"] = "<ofd:Page"
    content = read(packed(members), "来文.ofd", DEFAULT)
    assert content.text == "照实公开"
    assert [(remark.code, remark.details["pages"]) for remark in content.remarks] == [("unread_pages", "2–3")]


def picture(words="", mode="RGB"):
    image = Image.new(mode, (600, 400), "white")
    if words:
        ImageDraw.Draw(image).rectangle((100, 100, 500, 300), fill="black")
    held = BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


def scanned(objects="", *, raw=None):
    return document(
        [f'<ofd:ImageObject ID="5" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="40"/>{objects}'],
        resources='<ofd:MultiMedias><ofd:MultiMedia ID="40" Type="Image"><ofd:MediaFile>scan.png'
        "</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>",
        more={"Doc_0/Res/scan.png": raw or picture("x")},
    )


def test_a_text_layer_under_a_scan_is_read():
    hidden = text_object("双层文件的文字", 30, 60, attributes='Alpha="0"')
    assert lines(scanned(hidden)) == ["双层文件的文字"]


def test_a_scan_without_a_recogniser_is_said(monkeypatch):
    monkeypatch.setattr(scans, "available", lambda: False)
    assert failure(packed(scanned())).code == "needs_ocr"
    mixed = scanned() | {}
    mixed["Doc_0/Document.xml"] = mixed["Doc_0/Document.xml"].replace(
        "</ofd:Pages>", '<ofd:Page ID="7" BaseLoc="P.xml"/></ofd:Pages>'
    )
    mixed["Doc_0/P.xml"] = page(PLAIN)
    content = read(packed(mixed), "a.ofd", DEFAULT)
    assert (content.text, [remark.code for remark in content.remarks]) == ("照实公开", ["unread_pages"])


@pytest.mark.parametrize("words", ["¤" * 24, "\ue123\ue456" * 12, "龘靐齉爩麤灪龗籲鱻韊虪讟" * 2])
def test_codes_without_meaning_are_said(monkeypatch, words):
    monkeypatch.setattr(scans, "available", lambda: False)
    glyphs = " ".join(map(str, range(5, 5 + len(words))))
    change = f'<ofd:CGTransform CodePosition="0" CodeCount="{len(words)}" GlyphCount="{len(words)}">'
    junk = text_object(words, 30, 60).replace(
        "<ofd:TextCode", f"{change}<ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform><ofd:TextCode"
    )
    assert failure(packed(document([junk]))).code == "needs_ocr"
    content = read(packed(document([PLAIN, junk])), "a.ofd", DEFAULT)
    assert (content.text, content.layout.pages[1].way) == ("照实公开", "blank")
    assert content.remarks[0].details["pages"] == "2"


@needs_font
def test_a_scan_is_recognised():
    if not scans.available():
        pytest.skip("luoshi[ocr] is not installed")
    page_ = Image.new("RGB", (1240, 1754), "white")
    font = ImageFont.truetype(str(chinese_font()), 60)
    ImageDraw.Draw(page_).text((200, 400), "建成云川东站和学校", fill="black", font=font)
    held = BytesIO()
    page_.save(held, "JPEG")
    content = read(packed(scanned(raw=held.getvalue())), "a.ofd", DEFAULT)
    assert content.text == "建成云川东站和学校"
    assert content.layout.pages[0].way == "ocr"
    left, top, right, bottom = box(content, content.text)
    assert (left, right) == pytest.approx((200 * 210 / 1240, 740 * 210 / 1240), abs=4)
    assert 400 * 297 / 1754 - 3 < top < bottom < 500 * 297 / 1754 + 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda members: {}, "damaged"),
        (lambda members: {"OFD.xml": members["OFD.xml"]}, "damaged"),
        (lambda members: {**members, "OFD.xml": "no xml"}, "damaged"),
        (
            lambda members: {**members, "Doc_0/Document.xml": f"<ofd:Document xmlns:ofd='{SPACE}'/>"},
            "damaged",
        ),
        (lambda members: {"Encryptions.xml": "<a/>", "OFD.dat": "x"}, "encrypted"),
        (lambda members: {**members, "OFD.xml": "\x91\x07\x88", "Encryptions.xml": "<a/>"}, "encrypted"),
        (
            lambda members: {
                **members,
                "Doc_0/Pages/Page_0/Content.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
            },
            "damaged",
        ),
        (
            lambda members: {
                **members,
                "Doc_0/Pages/Page_0/Content.xml": page(
                    "<ofd:PageBlock>" * 120 + PLAIN + "</ofd:PageBlock>" * 120
                ),
            },
            "too_deep",
        ),
    ],
)
def test_what_cannot_be_read_is_said(change, code):
    assert failure(packed(change(document([PLAIN])))).code == code


def test_limits_are_kept():
    members = document([PLAIN, PLAIN, PLAIN])
    assert failure(packed(members), replace(DEFAULT, pages=2)).code == "too_many_pages"
    with pytest.raises(ReadingError) as caught:
        drawn(packed(members), "a.ofd", 1, replace(DEFAULT, pixels=1000), scale=1)
    assert caught.value.code == "too_many_pixels"
    with pytest.raises(ReadingError) as caught:
        drawn(packed(members), "a.ofd", 9, DEFAULT, scale=1)
    assert caught.value.code == "damaged"


@pytest.mark.parametrize(
    ("ctm", "words"), [("0 1 -1 0 120 0", "横放"), ("0 -1 1 0 0 120", "横放"), ("-1 0 0 -1 120 40", "倒放")]
)
def test_pages_whose_text_lies_on_its_side(ctm, words):
    rows = [f"第一行{words}的文字要从头读到尾，", "第二行接着读。"]
    objects = "".join(
        f'<ofd:TextObject Boundary="40 80 120 120" CTM="{ctm}" Font="3" Size="5">'
        f'<ofd:TextCode X="0" Y="{10 + 8 * at_}" DeltaX="g {len(row) - 1} 5">{row}</ofd:TextCode>'
        "</ofd:TextObject>"
        for at_, row in enumerate(rows)
    )
    content = read(packed(document([objects])), "a.ofd", DEFAULT)
    assert content.text == "".join(rows)


SMALL = packed(
    document(
        [PLAIN + path_object("M 0 0 B 1 2 3 4 5 6 A 3 2 30 1 0 9 9 Q 1 1 2 2 C", "30 90 20 20"), PLAIN],
        common='<ofd:TemplatePage ID="70" BaseLoc="T.xml"/>',
        before='<ofd:Template TemplateID="70"/>',
        resources="<ofd:DrawParams><ofd:DrawParam ID='60' LineWidth='1'/></ofd:DrawParams>",
        more={"Doc_0/T.xml": page(text_object("页眉", 30, 10)), "Doc_0/Res/scan.png": picture("x")},
    )
)


def content_or_error(raw):
    said = []
    try:
        said.append(read(raw, "来文.ofd", DEFAULT).text)
    except ReadingError as error:
        said.append(error.code)
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
    assert all(said)
    with suppress(ReadingError):
        drawn(raw, "来文.ofd", 1, DEFAULT, scale=0.5)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(SMALL)),
    st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=8),
)
def test_damaged_containers(cut, flips):
    raw = bytearray(SMALL)
    for place, value in flips:
        raw[place] = value
    content_or_error(bytes(raw))
    content_or_error(bytes(raw[:cut]))


MEMBERS = {
    name: zipfile.ZipFile(BytesIO(SMALL)).read(name) for name in zipfile.ZipFile(BytesIO(SMALL)).namelist()
}


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(sorted(MEMBERS)),
    st.integers(0, 1500),
    st.sampled_from(
        [
            b"",
            b"-1",
            b"nan",
            b"1e308",
            b"<",
            b"</ofd:Page>",
            b"g 9999999999 1",
            b"\xff\x00",
            b"OFD.xml",
            b"&a;",
        ]
    ),
    st.integers(0, 40),
)
def test_damaged_members(name, place, words, gone):
    held = MEMBERS[name]
    place %= len(held)
    content_or_error(packed({**MEMBERS, name: held[:place] + words + held[place + gone :]}))


def test_path_data():
    shapes = outline("M 0 0 L 10 0 L 10 5 C M 2 2 Q 3 3 4 2 S 1 1 L 2")
    assert [
        (stroke.points[0], stroke.points[-1], stroke.is_closed, stroke.is_straight) for stroke in shapes
    ] == [
        ((0, 0), (10, 5), True, True),
        ((2, 2), (4, 2), False, False),
    ]
    (arc,) = outline("M 0 0 A 5 5 0 0 1 10 0")  # half a circle, clockwise as the page is seen: over the top
    assert min(y for _, y in arc.points) == pytest.approx(-5, abs=0.1)
    assert arc.points[-1] == pytest.approx((10, 0))


@given(*(st.floats(-50, 50) for _ in range(4)), st.floats(1, 359))
def test_transforms_undo_each_other(x, y, e, f, degrees):
    matrix = turned((2.0, 0.5, 0.0, 3.0, e, f), degrees)
    back = inverse(matrix)
    assert at(back, *at(matrix, x, y)) == pytest.approx((x, y), abs=1e-6)
    assert within(matrix, back) == pytest.approx((1, 0, 0, 1, 0, 0), abs=1e-6)


def covered(raw, content, start, end, number, *, scale=2.0):
    """Share of the ink of the characters that their boxes cover: drawn with them and without."""
    whole = (
        drawn(raw, "a.ofd", number, DEFAULT, scale=scale)
        .convert("L")
        .point(lambda level: 255 * (level < 200))
    )
    outside = whole.copy()
    ink = ImageDraw.Draw(outside)
    for place in Document(content.text, layout=content.layout).locate(start, end):
        for found in place.boxes:
            if found.page == number:
                sides = (found.left - 0.5, found.top - 0.5, found.right + 0.5, found.bottom + 0.5)
                ink.rectangle([side * scale for side in sides], fill=0)
    total = whole.histogram()[255]
    return 1 - outside.histogram()[255] / total if total else 1.0


@needs_font
def test_boxes_cover_the_ink_of_a_drawn_page():
    raw = packed(
        document(
            [
                text_object("年底前建成gypsum学校12所。", 30, 40)
                + text_object("横向压缩", 30, 60, size=10, attributes='HScale="0.6"')
                + text_object("放大", 30, 90, attributes='CTM="3 0 0 3 0 0"')
                + text_object("横放文字", 150, 90, attributes='CTM="0 1 -1 0 10 0"')
                + text_object("加粗倾斜", 30, 150, attributes='Weight="800" Italic="true"')
            ]
        )
    )
    content = read(raw, "a.ofd", DEFAULT)
    assert covered(raw, content, 0, len(content.text), 1) > 0.99


@needs_font
def test_the_drawing_shows_pictures_paths_and_text_in_place():
    members = scanned(
        path_object(
            "M 0 0 L 40 0 L 40 40 L 0 40 C", "20 20 40 40", attributes='Fill="true" Stroke="false"'
        ).replace("<ofd:Abb", '<ofd:FillColor Value="255 0 0"/><ofd:Abb')
    )
    image = drawn(packed(members), "a.ofd", 1, DEFAULT, scale=1 / POINTS)  # a pixel a millimetre
    assert image.size == (210, 297)
    assert image.getpixel((50, 50)) == (255, 0, 0)
    assert image.getpixel((105, 150)) == (0, 0, 0)  # the picture's black field, 35 to 175 by 74 to 223
    assert image.getpixel((200, 290)) == (255, 255, 255)
    with_text = drawn(as_ofd(TEXT), "a.ofd", 1, DEFAULT, scale=1)
    assert ImageChops.invert(with_text.convert("L")).getbbox()[1] == pytest.approx(37 * POINTS, abs=4)


def test_pictures_that_cannot_be_read_leave_a_gap():
    image = drawn(packed(scanned(raw=b"GBIG2 or worse")), "a.ofd", 1, DEFAULT, scale=0.5)
    assert image.convert("L").getextrema() == (255, 255)


def test_a_clip_bounds_a_path():
    clip = (
        '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 10 10"><ofd:AbbreviatedData>M 0 0 L 10 0 '
        "L 10 10 L 0 10 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    )
    square = path_object("M 0 0 L 40 0 L 40 40 L 0 40 C", "20 20 40 40", attributes='Fill="true"')
    raw = packed(document([square.replace("<ofd:Abb", f"{clip}<ofd:Abb", 1)]))
    image = drawn(raw, "a.ofd", 1, DEFAULT, scale=1 / POINTS)
    assert image.getpixel((25, 25)) == (0, 0, 0)
    assert image.getpixel((45, 45)) == (255, 255, 255)


@needs_font
def test_a_font_is_found_where_the_setting_says(monkeypatch):
    path = chinese_font()
    monkeypatch.setenv("LUOSHI_FONT", str(path))
    assert chinese_font(bold=True) == path
    monkeypatch.setenv("LUOSHI_FONT", "/nowhere.ttf")
    assert chinese_font() == path


@needs_shared
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=12), st.booleans())
def test_damaged_fonts_cost_looks_only(flips, by_number):
    with zipfile.ZipFile(REAL / "z.ofd") as container:
        raw = bytearray(container.read("Doc_0/Res/font1.ttf"))
    for place, value in flips:
        raw[place] = value
    change = "<ofd:CGTransform CodePosition='0'><ofd:Glyphs>-99999999</ofd:Glyphs></ofd:CGTransform>"
    text = text_object("楷体gb2312", 30, 60).replace('Font="3"', 'Font="4"')
    members = document(
        [text.replace("<ofd:TextCode", change + "<ofd:TextCode") if by_number else text],
        resources='<ofd:Fonts><ofd:Font ID="4" FontName="K"><ofd:FontFile>k.ttf</ofd:FontFile>'
        "</ofd:Font></ofd:Fonts>",
        more={"Doc_0/Res/k.ttf": bytes(raw)},
    )
    assert read(packed(members), "a.ofd", DEFAULT).text == "楷体gb2312"
    assert drawn(packed(members), "a.ofd", 1, DEFAULT, scale=1).size == (595, 842)


@needs_shared
def test_glyph_numbers_become_characters():
    with zipfile.ZipFile(REAL / "z.ofd") as container:
        raw = container.read("Doc_0/Res/font1.ttf")
    plain = ImageFont.truetype(BytesIO(raw), 40)
    made = ImageFont.truetype(BytesIO(numbered(raw)), 40)
    wanted = bytes(plain.getmask("g"))
    assert any(bytes(made.getmask(chr(FIRST + glyph))) == wanted for glyph in range(1, 500))
    assert numbered(raw[:100]) == b""
    assert numbered(b"%!PS") == b""


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("path", sorted(REAL.glob("*.ofd")), ids=lambda path: path.stem)
def test_real_files(path):
    """No character of the file's TextCodes is lost but templates' heads and page numbers, none is doubled."""
    raw = path.read_bytes()
    if path.stem in ("Page5", "V4RideRight"):
        assert failure(raw).code == "no_text"
        return
    content = read(raw, path.name, DEFAULT)
    with zipfile.ZipFile(BytesIO(raw)) as container:
        pages = [name for name in container.namelist() if re.search(r"Pages/.*Content\.xml$", name)]
        said = "".join(
            "".join(re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", container.read(name).decode("utf-8")))
            for name in sorted(pages)
        )
    said = said.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    # numbers of pages, and what stands at the head and foot of four pages of the invoice
    assert tally(said) - tally(content.text) <= tally("— 1 —— 2 —" + "百望股份有限公司2020年02月20日" * 3)
    if "TPLS" not in "".join(zipfile.ZipFile(BytesIO(raw)).namelist()):
        assert not tally(content.text) - tally(said)


def tally(text):
    return Counter(character for character in text if not character.isspace())


@needs_shared
@needs_font
@pytest.mark.shared
@pytest.mark.parametrize("name", ["n", "z", "SplitParagraph", "helloworld"])
def test_boxes_of_real_pages_cover_their_ink(name):
    raw = (REAL / f"{name}.ofd").read_bytes()
    content = read(raw, name, DEFAULT)
    for start in range(0, len(content.text), 97):
        end = min(len(content.text), start + 40)
        for place in Document(content.text, layout=content.layout).locate(start, end):
            assert place.boxes[0].right > place.boxes[0].left
    if name in ("SplitParagraph", "helloworld"):
        assert covered(raw, content, 0, len(content.text), 1) > 0.99
