"""Word files: small ones put together from XML, real ones, written ones and damaged ones."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.errors import ReadingError
from luoshi.extracting import extract
from luoshi.model import Document
from luoshi.reading.content import Content
from luoshi.reading.docx import read
from luoshi.reading.limits import DEFAULT, Limits
from luoshi.reading.numerals import written
from tests.formats.writing import W, as_docx, as_lines, numbering, paragraph, word_file, zipped
from tests.programs import libreoffice
from tests.shared import CORPORA, needs_shared, texts

CASES = Path(__file__).parent / "cases"
BOTH = [
    case
    for name in ("docx", "docx_numbering")
    for case in yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))
]
NUMERALS = yaml.safe_load((CASES / "numerals.yaml").read_text("utf-8"))
REAL = sorted((CORPORA / "formats" / "docx").glob("*.docx"))


def built(case: dict) -> bytes:
    body = ""
    for one in case["body"]:
        if isinstance(one, dict):
            body += paragraph(**one)
        else:
            body += one if one.startswith("<") else paragraph(one)
    parts = {name: case.get(name, "") for name in ("styles", "footnotes", "endnotes")}
    lists = numbering(case.get("lists", {}))
    # a list stands before what counts in it
    at = lists.find("<w:num ")
    at = len(lists) if at < 0 else at
    raw = case.get("numbering", "")
    cut = raw.find("<w:num ")
    cut = len(raw) if cut < 0 else cut
    parts["numbering"] = lists[:at] + raw[:cut] + lists[at:] + raw[cut:]
    return word_file(body, parts, title=case.get("core", ""))


def content(raw: bytes, limits: Limits = DEFAULT) -> Content:
    return read(raw, "a.docx", limits)


def failure(raw: bytes, limits: Limits = DEFAULT) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        content(raw, limits)
    return caught.value


def read_or_error(raw: bytes) -> Content | ReadingError:
    try:
        return content(raw)
    except ReadingError as error:
        return error


@pytest.mark.parametrize("case", BOTH, ids=lambda case: case["name"])
def test_cases(case):
    found = content(built(case))
    assert found.text.split("\n") == case["lines"]
    parts = found.layout.parts
    if "kinds" in case:
        assert [part.kind for part in parts] == case["kinds"]
    if "names" in case:
        assert [part.name for part in parts] == case["names"]
    assert [remark.code for remark in found.remarks] == case.get("remarks", [])
    assert found.title == case.get("title")
    assert found.date is None


@pytest.mark.parametrize("case", BOTH, ids=lambda case: case["name"])
def test_parts_cover_the_text_in_order(case):
    found = content(built(case))
    at = 0
    for part in found.layout.parts:
        assert found.text[at : part.start] in ("", "\n")
        assert part.end > part.start
        at = part.end
    assert at == len(found.text)


@pytest.mark.parametrize("case", BOTH, ids=lambda case: case["name"])
def test_the_strict_form_reads_alike(case):
    raw = built(case)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    for old, new in (
        (W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/math",
            "http://purl.oclc.org/ooxml/officeDocument/math",
        ),
        (
            "http://schemas.openxmlformats.org/drawingml/2006/chart",
            "http://purl.oclc.org/ooxml/drawingml/chart",
        ),
    ):
        members = {name: one.replace(old.encode(), new.encode()) for name, one in members.items()}
    again, first = content(zipped(members)), content(raw)
    assert (again.text, again.layout, again.remarks) == (first.text, first.layout, first.remarks)


@pytest.mark.parametrize(
    ("style", "count", "shown"),
    [(style, count, shown) for style, counts in NUMERALS.items() for count, shown in counts.items()],
)
def test_number_formats(style, count, shown):
    assert written(count, style) == shown


def test_parts_are_found_by_their_relations():
    raw = word_file(paragraph("甲", style="x"), {"styles": "", "footnotes": ""})
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    members["w/a.xml"] = members.pop("word/document.xml")
    members["w/_rels/a.xml.rels"] = members.pop("word/_rels/document.xml.rels")
    members["_rels/.rels"] = members["_rels/.rels"].replace(b'"word/document.xml"', b'"/w/a.xml"')
    assert content(zipped(members)).text == "甲"


@needs_shared
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_files_give_what_a_reader_sees(path):
    text = (CORPORA / "provincial" / "2025" / f"{path.stem.removesuffix('_2025')}.txt").read_text("utf-8")
    found = content(path.read_bytes())
    assert found.text == as_lines(text)
    assert found.remarks == ()


@needs_shared
@pytest.mark.parametrize("path", REAL[::5], ids=lambda path: path.stem)
def test_real_files_give_the_same_statements(path):
    text = (CORPORA / "provincial" / "2025" / f"{path.stem.removesuffix('_2025')}.txt").read_text("utf-8")
    of_text = [(one.type, one.text) for one in extract(Document(text))]
    of_file = [(one.type, one.text) for one in extract(Document(content(path.read_bytes()).text))]
    assert len(of_text) > 100
    assert of_file == of_text


@needs_shared
@pytest.mark.parametrize("path", texts(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_text_survives_python_docx(path):
    text = path.read_text("utf-8-sig")
    assert content(as_docx(text)).text == as_lines(text)


def test_a_file_saved_by_libreoffice(tmp_path):
    soffice = libreoffice()
    import docx

    document = docx.Document()
    document.add_heading("一、总体要求", 1)
    for style in ("List Number", "List Number", "List Bullet"):
        document.add_paragraph("年底前建成3个公园", style=style)
    table = document.add_table(2, 2, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "重点任务"
    table.cell(1, 0).text, table.cell(1, 1).text = "新建学校12所", "区教育局"
    document.add_paragraph("各单位要压实责任。")
    document.save(tmp_path / "a.docx")
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "docx", "--outdir", str(tmp_path / "out"), str(tmp_path / "a.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    own, saved = content((tmp_path / "a.docx").read_bytes()), content((tmp_path / "out/a.docx").read_bytes())
    assert own.text.split("\n") == [
        *("一、总体要求", "1. 年底前建成3个公园", "2. 年底前建成3个公园", "• 年底前建成3个公园"),
        *("重点任务", "新建学校12所", "区教育局", "各单位要压实责任。"),
    ]
    assert saved.text == own.text
    assert saved.layout == own.layout


def test_what_cannot_be_read():
    good = word_file(paragraph("甲"))
    assert failure(b"").code == "damaged"
    assert failure(good[: len(good) // 2]).code == "damaged"
    assert failure(zipped({"xl/workbook.xml": "<a/>"})).code == "damaged"
    assert failure(zipped({"word/document.xml": "<a/>"})).code == "damaged"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert failure(ole).code == "encrypted"
    assert failure(word_file("")).code == "no_text"
    picture = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"
    assert "pictures" in failure(word_file(picture)).details["reason"]


def test_hostile_files_cost_a_sentence():
    deep = "<w:sdt><w:sdtContent>" * 200 + paragraph("甲") + "</w:sdtContent></w:sdt>" * 200
    assert failure(word_file(deep)).code == "too_deep"
    assert failure(word_file(paragraph("甲" * 40_000_000)), Limits(bytes_out=1024)).code == "bomb"
    entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    body = "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>"
    document = f'{entity}<w:document xmlns:w="{W}">{body}</w:document>'
    assert failure(zipped({"word/document.xml": document})).code == "damaged"


def test_loops_of_styles_and_lists_end():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("ab", "ba")
    )
    lists = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles += (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    raw = word_file(paragraph("甲", num=1, style="a"), {"styles": styles, "numbering": lists})
    assert content(raw).text == "甲"


def _odd(xml: str, at: int, new: str) -> str:
    """Change the attribute value or the element at a place: well-formed XML that makes no sense."""
    values = list(re.finditer(r'"([^"]*)"', xml))
    found = values[at % len(values)]
    return f"{xml[: found.start(1)]}{new}{xml[found.end(1) :]}"


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_damaged_files_give_content_or_one_error(data):
    raw = built(data.draw(st.sampled_from(BOTH)))
    if data.draw(st.booleans()):
        raw = raw[: data.draw(st.integers(0, len(raw)))]
    for _ in range(data.draw(st.integers(0, 8))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        raw = raw[:at] + bytes([data.draw(st.integers(0, 255))]) + raw[at + 1 :]
    made = read_or_error(raw)
    assert made.text if isinstance(made, Content) else made.code and "\n" not in str(made)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_senseless_values_give_content_or_one_error(data):
    with zipfile.ZipFile(io.BytesIO(built(data.draw(st.sampled_from(BOTH))))) as packed:
        members = {name: packed.read(name).decode() for name in packed.namelist()}
    name = data.draw(
        st.sampled_from([one for one in members if one.startswith("word/") and "rels" not in one])
    )
    for _ in range(data.draw(st.integers(1, 5))):
        new = data.draw(
            st.sampled_from(["", "-1", "999999999", "9" * 40, "１", "x", "%1%2%9", "\u200b", "w:p"])
        )
        members[name] = _odd(members[name], data.draw(st.integers(0, 10_000)), new)
    made = read_or_error(zipped(members))
    assert made.text if isinstance(made, Content) else made.code in ("damaged", "no_text")
