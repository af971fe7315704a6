"""意见汇总表 as docx and xlsx: any words come through as words, and Word documents open elsewhere too."""

import re
import subprocess
from datetime import date
from io import BytesIO

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.app.opinions import place_of, table_of
from luoshi.errors import UsageError
from luoshi.exports.opinions_docx import write_opinions_docx
from luoshi.exports.opinions_table import HEADINGS, OpinionsTable
from luoshi.exports.opinions_xlsx import write_opinions_xlsx
from luoshi.stores.office import Draft, Opinion
from luoshi.web.views.opinions import lines_of
from tests import programs

DRAFT = Draft(
    1, "方案（征求意见稿）", "0" * 64, None, "2026-03-02", "2026-03-16", "张三", "link", "open", "x", "none"
)
# what a text of a document may hold, and XML cannot
_LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def opinion(number, text, **more):
    given = {"start": 0, "end": 4, "quoted": "重点任务", "name": None, "answer": None, "reason": None}
    given |= more
    return Opinion(
        number, 1, given["start"], given["end"], given["quoted"], text, given["name"], None,
        "2026-03-03T01:00:00.000Z", given["answer"], given["reason"], None, None, 0,
    )  # fmt: skip


def written(write, table):
    file = BytesIO()
    write(table, file)
    file.seek(0)
    return file


def test_the_table_says_from_whom_about_what_and_counts():
    said = [
        opinion(5, "甲", name="李四", answer="adopted"),
        opinion(7, "乙", start=None, end=None, quoted=None),
        opinion(9, "丙", answer="declined", reason="超出范围"),
    ]
    table = table_of(DRAFT, said, date(2026, 3, 20))
    assert table.rows == [
        ("1", "李四", "重点任务", "甲", "采纳", ""),
        ("2", "匿名", "（全文）", "乙", "未答复", ""),
        ("3", "匿名", "重点任务", "丙", "不采纳", "超出范围"),
    ]
    assert table.totals == [
        ("收到意见", 3), ("采纳", 1), ("部分采纳", 0), ("不采纳", 1), ("未答复", 1),
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=5, max_size=5))
def test_any_words_come_through_as_words(words):
    table = OpinionsTable("".join(words)[:40], [("甲", words[0])], [("收到意见", 1)], [("1", *words)])
    made = docx.Document(written(write_opinions_docx, table))
    cells = [cell.text for cell in made.tables[0].rows[1].cells]
    plain = [_LOST.sub("", word) for word in words]
    assert cells[0] == "1"
    # a document has its own sign for a break: tabs and carriage returns come back as such
    assert [re.sub("[\t\r\n]", "", cell) for cell in cells[1:]] == [
        re.sub("[\t\r\n]", "", word) for word in plain
    ]
    sheet = openpyxl.load_workbook(written(write_opinions_xlsx, table))["意见汇总"]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_no_cell_is_a_formula():
    evil = ("=HYPERLINK(0)", "+1", "-1", "@SUM(A1)", "＝1")
    table = OpinionsTable("=1", [("=2", "=3")], [("收到意见", 1)], [("1", *evil)])
    book = openpyxl.load_workbook(written(write_opinions_xlsx, table))
    row = next(iter(book["意见汇总"].iter_rows(min_row=2)))
    assert [cell.value for cell in row] == [1, *evil]
    assert [cell.data_type for cell in row[1:]] == ["s"] * 5
    assert all(cell.quotePrefix for cell in row[1:])
    assert book["答复情况"]["B1"].data_type == "s"


def test_a_word_document_opens_elsewhere_with_its_heading_on_each_page(tmp_path):
    office = programs.libreoffice()
    said = [
        opinion(
            n,
            f"第{n}条意见：" + "建议写明责任单位和完成时限。" * 6,
            name="某单位",
            answer="partly",
            reason="部分写明。" * 4,
        )
        for n in range(1, 31)
    ]
    file = tmp_path / "table.docx"
    file.write_bytes(written(write_opinions_docx, table_of(DRAFT, said, date(2026, 3, 20))).getvalue())
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=170,
    )  # fmt: skip
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "table.pdf").pages]
    assert len(pages) > 2
    assert all("所针对的原文" in page for page in pages)
    whole = "".join("".join(pages).split())
    assert all(f"第{n}条意见：建议" in whole for n in (1, 30))
    box = pypdf.PdfReader(tmp_path / "table.pdf").pages[0].mediabox
    assert box.width > box.height


# --- where words stand


@given(st.text("甲乙丙丁\n", max_size=30), st.data())
def test_the_words_that_were_chosen_are_found_where_they_were_chosen(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quoted = text[start:end]
    place = place_of(text, (start, end), quoted.replace("\n", "\r\n"))
    if not quoted.strip():
        assert place is None
        return
    assert text[place[0] : place[1]] == quoted.strip()
    assert start <= place[0] < place[1] <= end


@given(st.text("甲乙", max_size=12), st.text("甲乙", min_size=1, max_size=3))
def test_words_without_a_place_are_found_where_they_stand_once(text, quoted):
    places = [at for at in range(len(text)) if text.startswith(quoted, at)]
    if len(places) == 1:
        assert place_of(text, None, quoted) == (places[0], places[0] + len(quoted))
        return
    with pytest.raises(UsageError) as caught:
        place_of(text, None, quoted)
    assert caught.value.code == "opinion_quote"


# --- the lines of a draft


@given(st.text("甲乙丙\n", max_size=40), st.data())
def test_the_lines_are_the_text_and_each_opinion_marks_its_own_words(text, data):
    said = []
    for number in range(data.draw(st.integers(0, 4)) if text else 0):
        start = data.draw(st.integers(0, len(text) - 1))
        said.append(opinion(number + 1, "话", start=start, end=data.draw(st.integers(start + 1, len(text)))))
    lines = lines_of(text, said, said)
    assert "\n".join("".join(part.text for part in line.segments) for line in lines) == text
    begun = [number for line in lines for part in line.segments for number in part.begins]
    assert len(begun) == len(set(begun))
    for line in lines:
        assert text[line.start : line.end] == "".join(part.text for part in line.segments)
        assert line.count == sum(one.start <= line.end and one.end > line.start for one in said)
        at = line.start
        for part in line.segments:
            over = [one for one in said if one.start <= at < one.end]
            assert part.count == len(over)
            assert (part.opinion is None) == (not over)
            at += len(part.text)
