"""``luoshi compare`` as people run it, on the packaged examples."""

from __future__ import annotations

import json

import pytest
from tests.journeys.test_shell import Shell, failed

from luoshi import examples


@pytest.fixture
def shell(tmp_path):
    for name in ("work", "home"):
        (tmp_path / name).mkdir()
    made = Shell(tmp_path / "work", tmp_path / "home")
    for name in ("zones.md", "report_2025.txt", "report_2026.txt", "central.txt"):
        made.write(name, examples.path(name).read_bytes())
    return made


def rows(shell, *arguments):
    found = shell.records("compare", *arguments)
    assert {row["row"] for row in found} <= {"side", "theme", "indicator", "term", "shared", "shortcoming"}
    return found


def quotes(value):
    if isinstance(value, dict):
        if "pieces" in value:
            yield value
        for inner in value.values():
            yield from quotes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quotes(inner)


def test_the_zones_of_a_round_up(shell):
    found = rows(shell, "zones.md")
    sides = [row["side"] for row in found if row["row"] == "side"]
    assert sides == ["云栖口高新区", "砚澜高新区", "沧屿高新区"]
    text = examples.path("zones.md").read_text("utf-8")
    said = list(quotes(found))
    assert said
    for quote in said:
        assert quote["text"] == "".join(text[start:end] for start, end in quote["pieces"])
    research = next(row for row in found if row.get("id") == "rd_intensity")
    assert (research["named_by"], research["not_named_by"]) == (
        ["砚澜高新区"],
        ["云栖口高新区", "沧屿高新区"],
    )
    assert [(v["comparator"], v["low"]) for v in research["values"]] == [("ge", 5)]


def test_two_years_of_one_body(shell):
    found = rows(shell, "report_2025.txt", "report_2026.txt")
    assert [row["side"] for row in found if row["row"] == "side"] == [
        "云栖口高新区管委会 2025年",
        "云栖口高新区管委会 2026年",
    ]
    gdp = next(row for row in found if row.get("id") == "gdp")
    assert [(v["low"], v["comparator"]) for v in gdp["values"]] == [(6.5, "approx"), (6, "approx")]
    assert any("城镇新增就业1.2万人以上" in row["text"] for row in found if row["row"] == "shared")


def test_the_order_of_files_orders_the_columns_only(shell):
    one = rows(shell, "report_2025.txt", "report_2026.txt")
    other = rows(shell, "report_2026.txt", "report_2025.txt")

    def plain(value):
        if isinstance(value, list):
            return sorted((plain(item) for item in value), key=repr)
        return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value

    assert plain(one) == plain(other)


def test_shortcomings_by_the_dimensions_that_the_body_names(shell):
    found = rows(shell, "zones.md", "--shortcomings", "云栖口")
    named = [row["dimension"] for row in found if row["row"] == "shortcoming" and row["dimension"]]
    assert list(dict.fromkeys(named)) == ["创新平台", "龙头企业", "公共服务", "城市功能"]
    assert all(row["why"] for row in found if row["row"] == "shortcoming")


def test_shortcomings_in_a_dimension_beside_the_central_text(shell):
    arguments = ("zones.md", "--shortcomings", "沧屿高新区", "--to", "central.txt", "--dimension", "人才聚集")
    found = rows(shell, *arguments)
    assert [row["side"] for row in found if row["row"] == "side"][-1] == "central.txt"
    talent = [row for row in found if row["row"] == "shortcoming" and row["dimension"]]
    assert [row["dimension"] for row in talent][:1] == ["人才聚集"]
    assert "central.txt" in {quote["side"] for row in talent for quote in row["others"]}


@pytest.mark.parametrize("width", ["60", "100", "200"])
def test_tables_cut_no_words(shell, width):
    for arguments in (("zones.md",), ("zones.md", "--shortcomings", "云栖口")):
        done = shell.run("compare", *arguments, "--format", "table", COLUMNS=width)
        assert done.returncode == 0, done.stderr
        assert "…" not in done.stdout
        assert "比较了 3 方" in done.stderr


def test_one_view_only(shell):
    kinds = {row["row"] for row in rows(shell, "zones.md", "--view", "indicators")}
    assert kinds == {"side", "indicator"}


def test_the_same_file_twice(shell):
    shell.write("again.txt", examples.path("report_2025.txt").read_bytes())
    for arguments in (
        ("report_2025.txt", "again.txt"),
        ("zones.md", "report_2025.txt", "--to", "report_2025.txt"),
    ):
        done = shell.run("compare", *arguments)
        failed(done, "report_2025.txt")
        assert "同一文本" in done.stderr
        assert not done.stdout


def test_fewer_than_two_sides(shell):
    failed(shell.run("compare", "report_2025.txt"), "report_2025.txt")
    failed(shell.run("compare", "report_2025.txt", "none.txt"), "none.txt", "report_2025.txt")


def test_nothing_to_compare(shell):
    shell.write("a.txt", "今天天气很好。\n")
    done = shell.run("compare", "a.txt", "report_2025.txt")
    failed(done, "a.txt", "report_2025.txt")
    assert "没有可比较的承诺" in done.stderr


def test_a_bad_file_costs_only_itself(shell):
    shell.write("a.txt", b"")
    done = shell.run("compare", "report_2025.txt", "a.txt", "report_2026.txt")
    failed(done, "a.txt")
    assert len([line for line in done.stdout.splitlines() if json.loads(line)["row"] == "side"]) == 2


def test_names_that_call_nobody_or_several(shell):
    done = shell.run("compare", "zones.md", "--shortcomings", "天都高新区")
    failed(done, "天都高新区")
    assert "云栖口高新区、砚澜高新区、沧屿高新区" in done.stderr
    failed(shell.run("compare", "zones.md", "--shortcomings", "高新区"), "高新区")


def test_wrong_use(shell):
    assert shell.run("compare").returncode == 2
    assert shell.run("compare", "zones.md", "--view", "colours").returncode == 2
    done = shell.run("compare", "zones.md", "--dimension", "人才聚集")
    assert done.returncode == 2
    assert "--shortcomings" in done.stderr


def test_what_the_year_before_set_and_missed(shell):
    found = rows(
        shell,
        "report_2026.txt",
        "--to",
        "central.txt",
        "--shortcomings",
        "report_2026.txt",
        "--earlier",
        "report_2025.txt",
    )
    missed = [row for row in found if row.get("gap") == "missed"]
    assert missed
    texts = {name: examples.path(name).read_text("utf-8") for name in ("report_2025.txt", "report_2026.txt")}
    for row in missed:
        assert row["own"][0]["source"] == "report_2025.txt"
        for quote in row["own"]:
            text = texts[quote["source"]]
            assert quote["text"] == "".join(text[start:end] for start, end in quote["pieces"])
    done = shell.run("compare", "zones.md", "--shortcomings", "砚澜高新区", "--earlier", "report_2025.txt")
    failed(done, "砚澜高新区")
