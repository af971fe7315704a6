"""The layout of official papers (GB/T 9704—2012): what the file says, and what LibreOffice prints."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest

from luoshi.errors import UsageError
from luoshi.paper import Column, Heading, Note, Paper, Paragraph, Table, docx, html, pdf
from luoshi.paper.numbering import chinese, numbered
from tests import programs
from tests.papers import W, paragraphs, part, style, value

MM = 1440 / 25.4
LINE = "落实台账规划承诺目标时限责任单位进展情况核查销号归档督查通"  # 28 characters, none of which is a mark
PAPER = Paper(
    "关于<进展>\n情况的通报",
    (
        Heading(1, ("总体",)),
        Paragraph(("共3件。", Note("台账序号1—3。"), "完。")),
        Heading(2, ("其一",)),
        Heading(2, ("其二",)),
        Heading(3, ("细目",)),
        Heading(4, ("末级",)),
        Heading(1, ("其他",)),
        Heading(2, ("再起",)),
        Table((Column("序号", 1), Column("任务", 3)), (("1", "甲&乙\n丙"),), "表"),
        Paragraph(("2026年3月2日",), "signed"),
    ),
)


def written(paper: Paper, path: Path) -> Path:
    with path.open("wb") as file:
        docx.write(paper, file)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(PAPER, tmp_path_factory.mktemp("paper") / "通报.docx")


def test_the_page_is_that_of_the_standard(path: Path) -> None:
    section = part(path, "document").find(f"{W}body/{W}sectPr")
    assert section is not None
    size = [int(value(section, "pgSz", side)) / MM for side in ("w", "h")]
    assert size == pytest.approx([210, 297], abs=0.1)
    top, left, right, bottom = (
        int(value(section, "pgMar", s)) / MM for s in ("top", "left", "right", "bottom")
    )
    assert (top, left) == (pytest.approx(37, abs=1), pytest.approx(28, abs=1))
    assert size[0] - left - right == pytest.approx(156, abs=0.1)
    assert size[1] - top - bottom == pytest.approx(225, abs=0.1)


@pytest.mark.parametrize(
    ("name", "font", "half_points"),
    [
        ("Normal", "仿宋_GB2312", "32"),
        ("Title", "方正小标宋简体", "44"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
        ("Heading4", "仿宋_GB2312", "32"),
        ("Footer", "宋体", "28"),
    ],
)
def test_fonts_are_named_with_their_sizes(path: Path, name: str, font: str, half_points: str) -> None:
    found = style(path, name)
    assert value(found, "rPr/rFonts", "eastAsia") == font
    assert value(found, "rPr/sz") == half_points
    assert font in [node.get(f"{W}name") for node in part(path, "fontTable")]


def test_twenty_two_lines_fit(path: Path) -> None:
    spacing = style(path, "Normal").find(f"{W}pPr/{W}spacing")
    assert spacing is not None
    assert spacing.get(f"{W}lineRule") == "exact"
    assert 22 * int(spacing.get(f"{W}line")) / 20 / 72 * 25.4 == pytest.approx(225, abs=0.5)  # type: ignore[arg-type]


def test_headings_number_themselves(path: Path) -> None:
    levels = part(path, "numbering").find(f"{W}abstractNum")
    assert levels is not None
    shown = [(value(one, "numFmt"), value(one, "lvlText")) for one in levels.iterfind(f"{W}lvl")]
    chinese_form = "chineseCountingThousand"
    assert shown == [
        (chinese_form, "%1、"),
        (chinese_form, "（%2）"),
        ("decimal", "%3. "),
        ("decimal", "（%4）"),
    ]
    assert [name for name, _ in paragraphs(path) if name.startswith("Heading")] == [
        f"Heading{level}" for level in (1, 2, 2, 3, 4, 1, 2)
    ]


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(path: Path) -> None:
    assert part(path, "settings").find(f"{W}evenAndOddHeaders") is not None
    for name, side in (("footer1", "right"), ("footer2", "left")):
        foot = part(path, name)
        assert value(foot, "p/pPr/jc") == side
        assert "".join(foot.itertext()) == "—  PAGE 1 —"


def test_footnotes_are_real_ones(path: Path) -> None:
    marks = [node.get(f"{W}id") for node in part(path, "document").iter(f"{W}footnoteReference")]
    notes = {node.get(f"{W}id"): "".join(node.itertext()) for node in part(path, "footnotes")}
    assert [notes[mark].strip() for mark in marks] == ["台账序号1—3。"]


def test_python_docx_reads_it(path: Path) -> None:
    read = pytest.importorskip("docx").Document(str(path))
    assert read.core_properties.title == "关于<进展>情况的通报"
    assert [cell.text for cell in read.tables[0].rows[1].cells] == ["1", "甲&乙\n丙"]


def test_the_same_paper_gives_the_same_bytes(path: Path) -> None:
    again = BytesIO()
    docx.write(PAPER, again)
    assert again.getvalue() == path.read_bytes()


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    odd = Paper("题\x00", (Paragraph(("甲\x0b乙\ud800丙\ufffe", Note("注\x1f"))),))
    assert [words for _, words in paragraphs(written(odd, tmp_path / "x.docx"))] == ["题", "甲乙丙"]


def test_numbers_of_headings() -> None:
    marks = [mark for mark, block in numbered(PAPER.blocks) if isinstance(block, Heading)]
    assert marks == ["一、", "（一）", "（二）", "1. ", "（1）", "二、", "（一）"]
    assert [chinese(n) for n in (9, 10, 11, 20, 45)] == ["九", "十", "十一", "二十", "四十五"]


def test_the_page_escapes_and_fetches_nothing() -> None:
    out = BytesIO()
    html.write(PAPER, out)
    page = out.getvalue().decode()
    assert "关于&lt;进展&gt;<br>情况的通报" in page
    assert "甲&amp;乙" in page
    assert not re.search(r"(src|href)=\"(?!#)|url\(|@import|<script", page)
    assert page.count('id="r1"') == page.count('href="#n1"') == page.count('id="n1"') == 1
    assert "<h2>一、总体</h2>" in page
    assert "<h3>（一）再起</h3>" in page


def test_without_libreoffice_a_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_SOFFICE", "")
    with pytest.raises(UsageError) as caught:
        pdf.write(PAPER, BytesIO())
    assert caught.value.code == "paper_needs_office"


@pytest.mark.slow
def test_libreoffice_prints_pages_of_22_lines_and_28_characters() -> None:
    programs.libreoffice()
    pypdf = pytest.importorskip("pypdf")
    heads = (Heading(1, ("总体情况",)), Heading(2, ("其一",)), Heading(3, ("细目",)), Heading(4, ("末级",)))
    text = LINE * 50
    made = BytesIO()
    pdf.write(Paper("通报", (*heads, Paragraph((text[:300], Note("出处。"), text[300:])))), made)
    pages = [page.extract_text().splitlines() for page in pypdf.PdfReader(made).pages]
    whole = "\n".join(line for page in pages for line in page)
    for number in ("一、总体情况", "（一）其一", "1. 细目", "（1）末级"):
        assert number in whole
    second = [line.strip() for line in pages[1] if len(line.strip()) > 20]
    assert {len(line) for line in second} == {28}
    assert len(second) == 22
    for number, page in enumerate(pages, 1):
        assert any(re.fullmatch(rf"— ?{number} ?—", line.strip()) for line in page)
    assert "①" in whole
    assert "出处。" in whole
