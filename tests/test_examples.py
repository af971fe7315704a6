"""The packaged example texts hold what their README says, as far as that shows without the extractor."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from luoshi import examples

TEXTS = ("zones.md", "central.txt", "report_2025.txt", "report_2026.txt")
ZONES = ("云栖口高新区", "砚澜高新区", "沧屿高新区")
BYLINES = ("陆知微", "韩砚秋", "沈汀")


def text_of(name: str) -> str:
    return examples.path(name).read_bytes().decode("utf-8")


def tables() -> dict[str, list[dict[str, str]]]:
    """The README's tables, each under its header row, one dictionary a row."""
    found: dict[str, list[dict[str, str]]] = {}
    header: list[str] = []
    for line in text_of("README.md").splitlines():
        if not line.startswith("|"):
            header = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not header:
            header = cells
            found["|".join(header)] = []
        elif not set(line) <= set("|-"):
            found["|".join(header)].append(dict(zip(header, cells, strict=True)))
    return found


def rows(header: str) -> list[dict[str, str]]:
    return tables()[header]


TARGETS = "indicator|in report_2025.txt|standing|in report_2026.txt|why"
PROJECTS = "project or figure|in report_2025.txt|fate|in report_2026.txt"
CHANGES = "indicator|in report_2025.txt|change|in report_2026.txt"
FACTS = "what|zone|quote"
BREAKS = "broken after|first piece|second piece"


def quoted() -> list[tuple[str, str]]:
    """Every quote of the key with the file that it is taken from."""
    pairs = [("zones.md", row["quote"]) for row in rows(FACTS)]
    pairs += [("zones.md", row[side]) for row in rows(BREAKS) for side in ("first piece", "second piece")]
    for header in (TARGETS, PROJECTS, CHANGES):
        for name in ("report_2025.txt", "report_2026.txt"):
            pairs += [(name, row[f"in {name}"]) for row in rows(header)]
    return [(name, cell.strip("`")) for name, cell in pairs if cell != "—"]


def section(text: str, opening: str, closing: str) -> str:
    """The lines after the heading that starts with `opening`, before the one that starts with `closing`."""
    begin = re.search(rf"^{opening}、.*$", text, re.M)
    end = re.search(rf"^{closing}、", text, re.M)
    assert begin is not None
    assert end is not None
    return text[begin.end() : end.start()]


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("zones.md", 1600, 2100),
        ("central.txt", 4200, 5000),
        ("report_2025.txt", 3200, 3900),
        ("report_2026.txt", 3200, 3900),
    ],
)
def test_size(name: str, least: int, most: int) -> None:
    assert least <= len(text_of(name)) <= most


@pytest.mark.parametrize("name", TEXTS)
def test_plain_utf8_with_unix_line_ends(name: str) -> None:
    text = text_of(name)
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("name", ["../__init__.py", "no_such.txt", ""])
def test_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(FileNotFoundError, match=r"zones\.md"):
        examples.path(name)


def test_key_tables_are_all_there() -> None:
    assert {TARGETS, PROJECTS, CHANGES, FACTS, BREAKS} <= set(tables())


@pytest.mark.parametrize(("name", "quote"), quoted())
def test_each_quote_of_the_key_stands_in_its_file(name: str, quote: str) -> None:
    assert quote
    assert quote in text_of(name)


# ---- zones.md


def test_zones_headings_and_bylines() -> None:
    lines = text_of("zones.md").splitlines()
    assert sum(line.startswith("# ") for line in lines) == 1
    assert tuple(line[3:] for line in lines if line.startswith("## ")) == ZONES
    assert sum(line.startswith("### ") for line in lines) == len(ZONES)
    assert [line for line in lines if line in BYLINES] == list(BYLINES)
    assert lines[-1] == BYLINES[-1]


def test_zones_lead_dates_the_document() -> None:
    lead = text_of("zones.md").split("\n\n")[1]
    assert lead.startswith("2025年10月30日，")


def test_zones_key_quotes_stand_in_their_zone() -> None:
    parts = dict(zip(ZONES, re.split(r"^## .*$", text_of("zones.md"), flags=re.M)[1:], strict=True))
    for row in rows(FACTS):
        assert row["quote"].strip("`") in parts[row["zone"]]


def test_only_the_first_zone_has_half_width_commas() -> None:
    lead, first, *others = re.split(r"^## .*$", text_of("zones.md"), flags=re.M)
    assert "," in first
    assert "，" not in first
    for part in (lead, *others):
        assert "," not in part
        assert "，" in part


def test_zones_broken_paragraphs() -> None:
    paragraphs = text_of("zones.md").rstrip("\n").split("\n\n")
    broken = [
        (first, second)
        for first, second in pairwise(paragraphs)
        if not first.startswith("#") and first not in BYLINES and not first.endswith("。")
    ]
    key = rows(BREAKS)
    assert len(broken) == len(key)
    for (first, second), row in zip(broken, key, strict=True):
        assert first.endswith(row["first piece"].strip("`"))
        assert second.startswith(row["second piece"].strip("`"))
        assert first.endswith("、") == (row["broken after"] == "、")
    assert Counter(row["broken after"] for row in key) == {"、": 2, "no punctuation": 2}


def test_zones_one_right_and_one_wrong_count() -> None:
    claims = []
    for row in rows(FACTS):
        if row["what"].startswith("enumeration"):
            claimed, listed = map(int, re.findall(r"\d+", row["what"]))
            quote = row["quote"].strip("`")
            assert re.findall(r"\d", quote) == [str(claimed)]
            assert len(re.split(r"\d", quote)[0].split("、")) == listed
            claims.append((claimed, listed))
    assert claims == [(8, 8), (6, 5)]


def test_zones_time_words() -> None:
    text = text_of("zones.md")
    for word in ("年底前", "四季度", "“十五五”时期", "到2027年"):
        assert word in text


# ---- central.txt


def test_central_parts_and_articles() -> None:
    text = text_of("central.txt")
    assert [line[0] for line in text.splitlines() if re.match(r"[一二三四五六七八九十]、", line)] == list(
        "一二三四五六七"
    )
    articles = re.findall(r"^(\d+)．[^。\n]{4,20}。\S+$", text, re.M)
    assert [int(number) for number in articles] == list(range(1, 21))


def test_central_title_and_date() -> None:
    title, date = text_of("central.txt").splitlines()[:2]
    assert title.startswith("关于制定")
    assert title.endswith("的建议")
    assert re.fullmatch(r"（2025年10月\d+日\S+）", date)


# ---- the two reports


@pytest.mark.parametrize("year", [2025, 2026])
def test_report_parts(year: int) -> None:
    text = text_of(f"report_{year}.txt")
    lines = text.splitlines()
    assert lines[0] == f"{year}年云栖口高新区管委会工作报告"
    assert lines[1].startswith(f"（{year}年1月")
    headings = [line for line in lines if re.match(r"[一二三四五六]、", line)]
    assert headings == [
        f"一、{year - 1}年工作回顾",
        f"二、{year}年总体要求和预期目标",
        f"三、{year}年重点工作",
        "四、加强自身建设",
    ]
    tasks = section(text, "三", "四")
    assert re.findall(r"^（(.)）", tasks, re.M) == list("一二三四五六")
    assert "牵头" in tasks
    assert "配合）" in tasks


@pytest.mark.parametrize("year", [2025, 2026])
def test_report_problems_and_headline_targets(year: int) -> None:
    text = text_of(f"report_{year}.txt")
    assert "清醒看到" in section(text, "一", "二")
    headline = [s for s in re.split(r"[。\n]", section(text, "二", "三")) if s.startswith("主要预期目标是：")]
    assert len(headline) == 1
    for row in rows(CHANGES):
        quote = row[f"in report_{year}.txt"].strip("`")
        if quote != "—":
            assert quote in section(text, "二", "三")
            assert quote in headline[0] or quote.startswith("到20")


def test_evidence_stands_in_the_review() -> None:
    review = section(text_of("report_2026.txt"), "一", "二")
    tasks = section(text_of("report_2026.txt"), "三", "四")
    for row in [*rows(TARGETS), *rows(PROJECTS)]:
        quote = row["in report_2026.txt"].strip("`")
        if row.get("fate") == "promised again":
            assert quote in tasks
        elif quote != "—":
            assert quote in review


def test_every_fate_is_there() -> None:
    standings = Counter(row["standing"] for row in rows(TARGETS))
    assert standings.pop("met") >= 4
    assert standings == {"missed": 1, "admitted_missed": 1, "qualitative": 1, "silent": 1, "reported": 1}
    assert {"finished", "under way", "promised again", "dropped"} <= {row["fate"] for row in rows(PROJECTS)}
    changes = Counter(row["change"] for row in rows(CHANGES))
    assert [changes[c] for c in ("raised", "lowered", "softened", "hardened", "moved", "dropped", "new")] == [
        *([1] * 5),
        2,
        1,
    ]


@pytest.mark.parametrize("word", ["进出口", "外贸", "有轨电车", "培训企业家", "企业家"])
def test_what_the_later_report_never_mentions(word: str) -> None:
    assert word in text_of("report_2025.txt")
    assert word not in text_of("report_2026.txt")


def test_what_the_review_leaves_out() -> None:
    review = section(text_of("report_2026.txt"), "一", "二")
    assert "第二人民医院" not in review
    assert not re.search(r"固定资产投资[^，。；]*\d", review)
    assert not re.search(r"社会消费品零售总额[^，。；]*\d", review)
