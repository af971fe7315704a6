"""Briefs: every figure has its source, numbers are those of the ledger, templates can be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from luoshi import examples
from luoshi.app import brief
from luoshi.app.ledger import open_ledger
from luoshi.app.record import record_files
from luoshi.briefing import KINDS, fill, load_template, packaged
from luoshi.briefing.cited import Cited, Citing, Counted, Source, counted, runs
from luoshi.briefing.template import Template
from luoshi.errors import LexiconError, UsageError
from luoshi.ledger import steps
from luoshi.ledger.steps import By
from luoshi.lexicon.workflow import workflow
from luoshi.paper import Heading, Note, Paper, Paragraph, Table
from luoshi.stores import Store

DAY = date(2026, 3, 2)
BASIS = "依据"
_PLACE = re.compile(r"〔(\d+)〕(?:\d+页)?(\d+)—(\d+)")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The packaged example, some rows of it handed out, reported, late and closed."""
    place = tmp_path_factory.mktemp("briefs") / "luoshi.db"
    names = ("zones.md", "report_2025.txt", "report_2026.txt", "central.txt")
    with open_ledger(place) as store:
        done = list(record_files(store, [examples.path(name) for name in names], date(2025, 10, 30)))
        assert not [one.error for one in done if one.error]
        rows = [row.number for row in store.rows() if row.statement.type == "commitment"][:6]
        act(store, rows, "assigned", {"lead": "区发展改革局", "due": "2026-01-31", "day": "2026-01-06"})
        act(store, rows[4:], "assigned", {"lead": "区科技创新局", "due": "2026-12-31", "day": "2026-01-06"})
        act(
            store,
            rows[:3],
            "reported",
            {"progress": "已开工。", "percentage": 60, "problems": "用地未批", "day": "2026-01-20"},
        )
        act(store, rows[:1], "verified", {"day": "2026-02-10"})
        act(store, rows[:1], "closed", {"day": "2026-02-11"})
        act(store, rows[1:2], "reminded", {"to": "区发展改革局", "day": "2026-02-12"})
        yield store


def test_what_was_done_later_does_not_count(ledger: Store) -> None:
    early = brief.make(ledger, asked("progress", day=date(2026, 1, 5)))
    assert "已交办0件" in str(early.blocks[1])
    late = brief.make(ledger, asked("progress", day=date(2026, 2, 1)))
    assert "蓝灯（已销号）0件" in str(late.blocks[1])
    assert "有反馈的3件" in str(late.blocks[1])


def act(store: Store, numbers: list[int], step: str, said: dict[str, object]) -> None:
    by = By("甲", datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"))
    store.act(numbers, lambda rows: [steps.take(rows[n], step, said, by, workflow()) for n in numbers])


def asked(kind: str, **more: object) -> brief.Asked:
    needed: dict[str, dict[str, object]] = {
        "alignment": {"about": "zones", "to": "central"},
        "year": {"about": "report_2025", "later": "report_2026", "period": 2025},
        "compare": {"texts": ("zones.md",)},
        "shortcomings": {"about": "云栖口高新区", "texts": ("zones.md",)},
        "assessment": {"period": 2026},
    }
    return replace(brief.Asked(kind, DAY), **needed.get(kind, {}), **more)


@pytest.fixture(scope="module")
def papers(ledger: Store) -> dict[str, Paper]:
    return {kind: brief.make(ledger, asked(kind)) for kind in KINDS}


def sentences(paragraph: Paragraph) -> Iterator[tuple[str, Note | None]]:
    words = ""
    for piece in paragraph.content:
        if isinstance(piece, Note):
            yield words, piece
            words = ""
            continue
        *whole, words = re.split("(?<=[。！？])", words + piece)
        if not words and whole:
            words = whole.pop()  # its note may follow
        for each in whole:
            yield each, None
    if words:
        yield words, None


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_with_a_figure_has_its_footnote(papers: dict[str, Paper], kind: str) -> None:
    told = [block for block in papers[kind].blocks if isinstance(block, Paragraph) and block.style == "body"]
    with_figures = [
        (words, note) for one in told for words, note in sentences(one) if re.search(r"\d", words)
    ]
    assert with_figures
    assert [words for words, note in with_figures if note is None] == []
    assert all(note is not None and len(note.text) > 4 for _, note in with_figures)


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_a_table_says_what_it_rests_on(papers: dict[str, Paper], kind: str) -> None:
    tables = [block for block in papers[kind].blocks if isinstance(block, Table)]
    assert tables[-1].caption == "依据文件"
    for table in tables[:-1]:
        assert table.columns[-1].title == BASIS
        assert all(len(row) == len(table.columns) and row[-1] for row in table.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_places_name_the_words_that_stand_there(ledger: Store, papers: dict[str, Paper], kind: str) -> None:
    tables = [block for block in papers[kind].blocks if isinstance(block, Table)]
    documents = {number: sha256 for number, *_, sha256 in tables[-1].rows}
    texts = {
        number: next(ledger.text(e.sha256) or "" for e in ledger.documents() if e.sha256.startswith(start))
        for number, start in documents.items()
    }
    checked = 0
    for table in tables[:-1]:
        quoting = [
            at for at, c in enumerate(table.columns) if c.title in ("重点任务", "原文", "目标原文", "承诺")
        ]
        for row in table.rows if quoting else ():
            places = [texts[f"〔{n}〕"][int(a) - 1 : int(b)] for n, a, b in _PLACE.findall(row[-1])]
            found = [re.sub(r"\s", "", words) for words in places]
            for at in quoting:
                checked += 1
                # the layout may part a sentence: its first words stand at the place
                assert any(re.sub(r"\s", "", row[at])[:8] in words for words in found), row
    assert checked or kind in ("year", "shortcomings", "compare", "assessment")


def test_progress_counts_what_the_ledger_says(ledger: Store, papers: dict[str, Paper]) -> None:
    from luoshi.stores import Filter

    words = "".join(
        p
        for b in papers["progress"].blocks
        if isinstance(b, Paragraph)
        for p in b.content
        if isinstance(p, str)
    )
    for light, word in (("red", "红灯"), ("yellow", "黄灯"), ("green", "绿灯")):
        count = ledger.count(Filter(type="commitment", light=light, on=DAY.isoformat()))
        assert f"{word}{count}件" in words
    assert "蓝灯（已销号）1件" in words
    assert "用地未批。" in words
    assert "。。" not in words


def test_the_year_counts_each_promise_once(papers: dict[str, Paper]) -> None:
    words = "".join(
        p for b in papers["year"].blocks if isinstance(b, Paragraph) for p in b.content if isinstance(p, str)
    )
    total = int(re.search(r"提出量化目标(\d+)项", words)[1])  # type: ignore[index]
    names = ("达到", "未达到", "自认未达到", "不可比的", "文字回应的", "未提及的")
    parts = [int(re.search(rf"(?<![未认]){name}(\d+)项", words)[1]) for name in names[:1]]  # type: ignore[index]
    parts += [int(re.search(rf"，{name}(\d+)项", words)[1]) for name in names[1:2]]  # type: ignore[index]
    parts += [int(re.search(rf"{name}(\d+)项", words)[1]) for name in names[2:]]  # type: ignore[index]
    assert sum(parts) == total


def test_short_tables_say_how_many_rows_there_are(ledger: Store, papers: dict[str, Paper]) -> None:
    short = brief.make(ledger, asked("progress", most=2))
    held = [block for block in short.blocks if isinstance(block, Table)][:-1]
    assert {len(table.rows) for table in held} <= {1, 2}
    whole = [block for block in papers["progress"].blocks if isinstance(block, Table)][:-1]
    remarks = [
        block.content[0] for block in short.blocks if isinstance(block, Paragraph) and block.style == "remark"
    ]
    assert [f"上表共{len(t.rows)}行，列出前2行。" for t in whole if len(t.rows) > 2] == remarks[:-1] != []


def test_headings_skip_no_level(papers: dict[str, Paper]) -> None:
    for paper in papers.values():
        levels = [block.level for block in paper.blocks if isinstance(block, Heading)]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_an_empty_ledger_is_said_and_nothing_written(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "luoshi.db") as store:
        for kind in ("tasks", "progress", "year", "assessment", "compare"):
            with pytest.raises(UsageError) as caught:
                brief.make(store, brief.Asked(kind, DAY))
            assert caught.value.code == "brief_empty"
    assert [path.suffix for path in tmp_path.iterdir() if path.suffix not in (".db", ".files")] == []


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("alignment", {"to": None}, "brief_needs"),
        ("compare", {"later": "x"}, "brief_spare"),
        ("tasks", {"texts": ("没有的文件",)}, "brief_no_text"),
        ("alignment", {"about": "report"}, "brief_several"),
        ("tasks", {"about": "没有的单位"}, "brief_empty"),
        ("assessment", {"period": 1999}, "brief_nothing_assessed"),
        ("year", {"about": None}, "brief_needs"),
    ],
)
def test_what_cannot_be_made_is_said(ledger: Store, kind: str, more: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        brief.make(ledger, replace(asked(kind), **more))
    assert caught.value.code == code


# --- templates


def filled(template: str, **facts: object) -> Paper:
    return fill(Template("t.yaml", "题", ({"text": template},)), facts, Citing({}, lambda *_: None))


def test_a_copied_template_gives_the_same_paper(
    ledger: Store, papers: dict[str, Paper], tmp_path: Path
) -> None:
    for kind in KINDS:
        mine = tmp_path / f"{kind}.yaml"
        mine.write_text(packaged(kind), "utf-8")
        assert brief.make(ledger, asked(kind, template=mine)) == papers[kind]


def test_the_figures_of_a_sentence_share_one_footnote() -> None:
    paper = filled(
        "有{{ a }}件，又{{ b }}件。另有{{ a }}件。完。", a=counted([1, 2], "甲"), b=counted([3], "乙")
    )
    first, note, second, other, last = paper.blocks[0].content  # type: ignore[union-attr]
    assert (first, second, last) == ("有2件，又1件。", "另有2件。", "完。")
    assert note == Note("甲：台账序号1、2（2件）；乙：台账序号3（1件）。")
    assert other == Note("甲：台账序号1、2（2件）。")


def test_a_stop_within_a_quotation_ends_no_sentence() -> None:
    paper = filled(
        "写道“{{ q }}”，共{{ n }}条。", q=Cited("甲。乙！", (Counted("引文"),)), n=counted([1], "条")
    )
    assert paper.blocks[0].content[0] == "写道“甲。乙！”，共1条。"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "{{ missing }}",
        "{{ n.value }}",  # a figure without its source
        "{{ n ~ '件' }}",
        "{{ 3 }}",
        "{{ n.__class__.__mro__ }}",
        "{{ n.basis.append(1) }}",
        "{% for x in range(10) %}{% endfor %}",
        "{{ n",
    ],
)
def test_a_gap_that_cannot_be_filled_names_its_place(text: str) -> None:
    with pytest.raises(LexiconError) as caught:
        filled(text, n=counted([1], "件"))
    assert caught.value.code == "brief_gap"
    assert caught.value.details["place"] == "blocks[0].text"


def test_a_title_takes_no_figure() -> None:
    with pytest.raises(LexiconError) as caught:
        fill(Template("t.yaml", "{{ n }}件", ()), {"n": counted([1], "件")}, Citing({}, lambda *_: None))
    assert caught.value.details["place"] == "title"


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        ("title: 题", "/"),
        ("title: 题\nblocks: [{word: x}]", "blocks[0]"),
        ("title: 题\nblocks: [{heading: x, level: 9}]", "blocks[0].level"),
        ("title: 题\nblocks: [{text: x, style: bold}]", "blocks[0].style"),
        (
            "title: 题\nblocks: [{each: rows, blocks: [{table: rows, columns: []}]}]",
            "blocks[0].blocks[0].columns",
        ),
        (
            "title: 题\nblocks: [{table: a, columns: [{title: x, cell: y, share: -1}]}]",
            "blocks[0].columns[0].share",
        ),
        ("title: 题\nblocks: [{text: 1}]", "blocks[0].text"),
    ],
)
def test_a_template_of_another_shape_names_its_place(tmp_path: Path, yaml: str, place: str) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(yaml, "utf-8")
    with pytest.raises(LexiconError) as caught:
        load_template("tasks", path)
    assert (caught.value.code, caught.value.details["place"]) == ("brief_shape", place)


def test_a_template_that_is_no_yaml_is_said(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text("title: [", "utf-8")
    with pytest.raises(LexiconError) as caught:
        load_template("tasks", path)
    assert caught.value.code == "brief_file"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((), ""), ((4,), "4"), ((1, 2), "1、2"), ((3, 1, 2, 7), "1—3、7"), (tuple(range(1, 60, 2)), "等")],
)
def test_neighbouring_numbers_are_joined(numbers: tuple[int, ...], said: str) -> None:
    assert runs(numbers) == said or (said == "等" and runs(numbers).endswith("23等"))


def test_a_page_is_told_where_it_is_known(ledger: Store) -> None:
    entry = next(iter(ledger.documents()))
    citing = Citing({entry.sha256: entry}, lambda sha256, at: 3)
    assert "，第3页，第11—20字。" in citing.note([Source(entry.sha256, 10, 20)])
    assert citing.cell([Source(entry.sha256, 10, 20)]) == "〔1〕3页11—20"
