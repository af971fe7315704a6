"""Composing pages: rows, columns, running heads, paragraphs and tables from boxes alone."""

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from luoshi.errors import LexiconError
from luoshi.lexicon import pages as lexicon
from luoshi.reading.pages.compose import composed
from luoshi.reading.pages.glyphs import Glyph, Sheet
from luoshi.reading.pages.turning import as_displayed, turned, upright

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "pages.yaml").read_text("utf-8"))


def glyphs_of(row):
    left, top, text = row.split(" ", 2)
    size = 12.0
    if text.startswith("@"):
        size, text = text[1:].split(" ", 1)
    size, x = float(size), float(left)
    for character in text:
        width = size * (0.5 if character.isascii() else 1.0)
        yield Glyph(character, x, float(top), x + width, float(top) + size, size)
        x += width


def sheets_of(case):
    return [
        Sheet(
            number,
            595.0,
            842.0,
            [glyph for row in page["rows"] for glyph in glyphs_of(row)],
            [tuple(map(float, rule)) for rule in page.get("rules", ())],
        )
        for number, page in enumerate(case["pages"], 1)
    ]


def lines_of(sheets):
    return composed(sheets, "a.pdf")[0].split("\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case):
    assert lines_of(sheets_of(case)) == case["lines"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_order_of_the_file_does_not_matter(case):
    sheets = sheets_of(case)
    for sheet in sheets:
        sheet.glyphs = [glyph for glyph in sheet.glyphs if glyph.text != " "]  # they belong to a neighbour
    wanted = lines_of(sheets)
    for sheet in sheets:
        random.Random(1).shuffle(sheet.glyphs)  # noqa: S311 - the same on every run
    assert lines_of(sheets) == wanted


@pytest.mark.parametrize("turn", [1, 2, 3])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_text_that_runs_sideways(case, turn):
    sheets = sheets_of(case)
    sideways = []
    for sheet in sheets:
        back = upright(
            Sheet(sheet.number, sheet.width, sheet.height, sheet.glyphs, sheet.rules, turn=4 - turn)
        )
        back.turn = turn
        sideways.append(back)
    text, layout = composed(sideways, "a.pdf")
    assert text.split("\n") == case["lines"]
    if turn % 2:
        assert (layout.pages[0].width, layout.pages[0].height) == (842.0, 595.0)
    for line in layout.lines:
        assert max(line.boxes[2::4]) <= layout.pages[line.page - 1].width


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_character_keeps_its_box(case):
    sheets = sheets_of(case)
    text, layout = composed(sheets, "a.pdf")
    places = [{(g.text, round(g.left, 1), round(g.top, 1)) for g in sheet.glyphs} for sheet in sheets]
    covered = set()
    for before, after in zip(layout.lines, layout.lines[1:], strict=False):
        assert before.end <= after.start
    for line in layout.lines:
        covered.update(range(line.start, line.end))
        assert len(line.boxes) == 4 * (line.end - line.start)
        for at in range(line.start, line.end):
            left, top, right, _ = line.boxes[4 * (at - line.start) : 4 * (at - line.start) + 4]
            if right > left:
                assert (text[at], round(left, 1), round(top, 1)) in places[line.page - 1]
            else:
                assert text[at].isspace()
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)


def test_confidence_is_that_of_the_row():
    glyphs = [*glyphs_of("72 100 甲乙"), *glyphs_of("72 120 丙丁")]
    for glyph, confidence in zip(glyphs, (1.0, 0.5, 0.9, 0.9), strict=True):
        glyph.confidence = confidence
    _, layout = composed([Sheet(1, 595.0, 842.0, glyphs, way="ocr")], "a.png")
    assert [round(line.confidence, 3) for line in layout.lines] == [0.75, 0.9]
    assert layout.pages[0].way == "ocr"


def test_nothing_to_compose():
    assert composed([], "a.pdf")[0] == ""
    text, layout = composed([Sheet(1, 595.0, 842.0, [], way="blank")], "a.pdf")
    assert (text, layout.pages[0].way, layout.lines) == ("", "blank", ())


@given(
    st.lists(
        st.builds(
            lambda text, x, y, w, h: Glyph(text, x, y, x + w, y + h, max(h, 0.1)),
            st.sampled_from("甲乙丙1a，— "),
            *[st.floats(-50, 900) for _ in range(2)],
            *[st.floats(0, 60) for _ in range(2)],
        ),
        max_size=60,
    ),
    st.lists(st.tuples(*[st.floats(-50, 900) for _ in range(4)]), max_size=12),
    st.integers(0, 3),
)
def test_any_boxes_compose(glyphs, rules, turn):
    rules = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in rules]
    sheets = [Sheet(1, 595.0, 842.0, glyphs, rules, turn=turn), Sheet(2, 595.0, 842.0, glyphs)]
    text, layout = composed(sheets, "a.pdf")
    assert all(line == line.strip() for line in text.split("\n"))
    assert "\n\n" not in text
    assert set("".join(text.split())) <= {glyph.text for glyph in glyphs}
    assert all(len(line.boxes) == 4 * (line.end - line.start) for line in layout.lines)


@given(*[st.floats(0, 500) for _ in range(4)], st.integers(0, 3))
def test_turning_goes_back(left, top, right, bottom, turn):
    box = (left, top, left + right, top + bottom)
    sheet = Sheet(1, 600.0, 800.0, [Glyph("甲", *box, 12.0)], turn=turn)
    glyph = upright(sheet).glyphs[0]
    again = as_displayed((glyph.left, glyph.top, glyph.right, glyph.bottom), sheet)
    assert again == pytest.approx(box)
    assert turned(box, 4, 600.0, 800.0) == pytest.approx(box)


def test_radicals_are_mapped_to_characters():
    table = lexicon.radicals()
    assert "⼤⻓⻔⻋".translate(table) == "大长门车"
    assert all(0x2E80 <= code <= 0x2FD5 for code in table)
    assert not any(0x2E80 <= ord(character) <= 0x2FDF for character in table.values())


def test_a_form_of_page_numbers_needs_its_number():
    with pytest.raises(LexiconError, match="must hold"):
        lexicon._form("第 页", "x")
