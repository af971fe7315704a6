"""Marks on any text: they never change a character, and each lies where it says."""

from __future__ import annotations

from array import array
from html.parser import HTMLParser
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
from tests.rows import statements

from luoshi.app.paper.laid import Laid, packed, unpacked
from luoshi.ledger import Row, Status
from luoshi.model.document import Remark
from luoshi.model.layout import Layout, Line, Page
from luoshi.web.pages.source.held import Held
from luoshi.web.pages.source.segments import lines
from luoshi.web.rendering import templates
from luoshi.web.views.marking import Stretch, runs
from luoshi.web.views.parting import parted
from luoshi.web.views.quoting import context, valued

WORDS = (
    "一、",
    "（二）",
    "加快建设",
    "20个",
    "。",
    "，",
    "\n",
    "\n\n",
    "<b>",
    "&amp;",
    "</p>",
    "# ",
    '"',
    "𠮷",
    " ",
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=80).map("".join),
)
PLACES = st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90), st.integers(1, 9)), max_size=25)


@given(TEXTS, PLACES, st.integers(0, 90), st.integers(0, 90))
def test_runs_join_to_the_text_and_say_what_lies_on_each_character(text, places, first, last):
    start, end = sorted((min(first, len(text)), min(last, len(text))))
    stretches = [Stretch(*each) for each in places]
    found = list(runs(start, end, stretches))
    assert "".join(text[run.start : run.end] for run in found) == text[start:end]
    for run in found:
        for at in range(run.start, run.end):
            assert set(run.keys) == {each.key for each in stretches if each.start <= at < each.end}
        assert len(run.keys) == len(set(run.keys))


@given(PLACES)
def test_the_innermost_mark_comes_first(places):
    stretches = [Stretch(start, end, number) for number, (start, end, _) in enumerate(places)]
    size = {each.key: each.end - each.start for each in stretches}
    for run in runs(0, 90, stretches):
        assert [size[key] for key in run.keys] == sorted(size[key] for key in run.keys)


@given(TEXTS, st.integers(1, 40))
def test_the_parts_of_a_text_are_the_text(text, times):
    whole = text * times
    parts = parted(whole)
    blocks = [block for part in range(len(parts)) for block in parts.blocks(whole, part)]
    assert "".join(whole[block.start : block.end] for block in blocks) == whole
    assert all(0 <= end - start <= 4000 for start, end in map(parts.bounds, range(len(parts))))
    for at in range(0, len(whole), 37):
        start, end = parts.bounds(parts.at(at))
        assert start <= at < end


class _Text(HTMLParser):
    """The text that a browser shows of a page, with the marks that it lies in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = ""
        self.tags: set[str] = set()
        self.inside = 0

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.inside += 1

    def handle_endtag(self, tag):
        self.inside -= 1

    def handle_data(self, data):
        if self.inside:
            self.said += data


def _row(number, text, spans):
    """A row with one piece a span; its words are theirs."""
    made = statements()[0]
    pieces = tuple(sorted((min(a, b), max(a, b)) for a, b in spans))
    words = "".join(text[start:end] for start, end in pieces)
    fields = {name: getattr(made, name) for name in made.__slots__}
    fields |= {"start": pieces[0][0], "end": pieces[-1][1], "pieces": pieces, "text": words}
    return Row(number, type(made)(**fields | {"deadline": None}), "0" * 64, number, Status(number))


@given(
    TEXTS.filter(bool),
    st.lists(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=1, max_size=3), max_size=6),
)
def test_what_the_page_shows_is_the_text(text, rows):
    """Marked up and read again the source is the same, whatever it holds; each anchor is there once."""
    clipped = [[(min(a, len(text)), min(b, len(text))) for a, b in spans] for spans in rows]
    made = [_row(number, text, spans) for number, spans in enumerate(clipped, 1)]
    parts = parted(text)
    held = Held(SimpleNamespace(sha256="0" * 64), text, parts, tuple(made), 0, None)
    drawn = ""
    for part in range(len(parts)):
        places = templates().get_template("source/places.html")
        shown = {"lines": list(lines(held, part, made)), "t": lambda key, **more: key}
        drawn += str(places.make_module(shown).text_lines())
    seen = _Text()
    seen.feed(drawn)
    seen.close()
    assert seen.said == text
    assert seen.tags <= {"div", "p", "h2", "h3", "h4", "h5", "a", "span"}
    anchors = [row.number for row in made if any(a < b for a, b in row.statement.pieces)]
    assert all(drawn.count(f'id="mark-{number}"') >= 1 for number in anchors)


@given(
    TEXTS.filter(bool),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=1, max_size=3),
    st.integers(0, 50),
)
def test_a_quote_with_its_context_stands_in_the_text(text, spans, width):
    pieces = sorted((min(a, b, len(text)), min(max(a, b), len(text))) for a, b in spans)
    row = _row(1, text, pieces)
    store = SimpleNamespace(text=lambda sha256: text)
    own = "".join(words for words, kind in context(store, row, width) if kind is None)
    covered = sorted({at for start, end in pieces for at in range(start, end)})
    assert own == "".join(text[at] for at in covered)
    told = "".join(words for words, kind in valued(text, row.statement) if kind != "around")
    assert told == row.statement.text


SIDES = st.floats(0, 2000, width=32)


@given(st.lists(st.tuples(st.integers(1, 3), st.lists(st.tuples(*[SIDES] * 4), max_size=5)), max_size=6))
def test_a_layout_is_read_as_it_was_kept(rows):
    made, at = [], 0
    for page, boxes in rows:
        end = at + len(boxes)
        made.append(Line(at, end, page, array("f", [side for box in boxes for side in box]), 0.5))
        at = end
    laid = Laid(
        Layout((Page(1, 595.0, 842.0, "ocr"),), tuple(made)), (Remark("few_characters", {"page": 1}),)
    )
    raw = packed(laid)
    assert unpacked(raw) == laid
    assert unpacked(raw[:-1]) is None or not at
    assert unpacked(b"{}\n") is None
