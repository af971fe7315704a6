"""Pictures for papers: the numbers of the page, drawn as ``luoshi chart`` draws them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html import unescape

import pytest
from tests.web.conftest import DAY

from luoshi.app.charts import Asked, drawn, made
from luoshi.app.record import record_files
from luoshi.examples import path as example

TEXTS = re.compile(r"<text [^>]*>(?:<title>[^<]*</title>)?([^<]*)</text>")


@pytest.fixture
def documents(store):
    """A round-up of zones and a central document; SHA-256 by file name."""
    assert [done.error for done in record_files(store, [example("zones.md"), example("central.txt")])] == [
        None,
        None,
    ]
    return {entry.source.replace("\\", "/").rpartition("/")[2]: entry.sha256 for entry in store.documents()}


def words_of(svg: str) -> Counter[str]:
    return Counter(unescape(words) for words in TEXTS.findall(svg))


def taken(client, address: str) -> Counter[str]:
    """Take a picture in both forms; give the words of the svg."""
    svg, png = (client.get(address.replace("FORM", form)) for form in ("svg", "png"))
    assert svg.status_code == png.status_code == 200
    assert png.content.startswith(b"\x89PNG")
    assert svg.headers["content-disposition"].startswith("attachment")
    return words_of(svg.text)


def by_command(store, kind: str, language: str = "zh", **more) -> Counter[str]:
    """Give the words of what the command draws of the ledger."""
    chart = made(Asked(kind, language, today=DAY, **more), store).chart
    return words_of(drawn(chart, ".svg").decode())


@pytest.mark.parametrize(("figure", "kind"), [("themes", "themes"), ("force", "force"), ("grade", "force")])
def test_a_figure_of_the_comparison_is_that_of_the_command(client_as, store, documents, figure, kind):
    client = client_as("reader")
    asked = "&".join(f"document={sha256}" for sha256 in documents.values())
    page = unescape(client.get(f"/compare?{asked}&view=themes").text)
    for form in ("svg", "png"):
        assert re.search(rf'href="/compare/picture\.{form}\?[^"]*figure={figure}"', page)
    before = len(store.office.audit.page(limit=50))
    words = taken(client, f"/compare/picture.FORM?{asked}&view=themes&figure={figure}")
    assert words == by_command(store, kind)
    assert len(store.office.audit.page(limit=50)) == before + 2


def test_only_the_sides_that_were_chosen_are_drawn(client_as, documents):
    client = client_as("reader")
    asked = f"document={documents['zones.md']}&view=themes"
    lines = client.get(f"/compare.csv?{asked}&figure=themes").content.decode("utf-8-sig")
    sides = next(csv.reader(io.StringIO(lines)))[1::2]
    every = taken(client, f"/compare/picture.FORM?{asked}&figure=force")
    one = taken(client, f"/compare/picture.FORM?{asked}&figure=force&zone={sides[0]}")
    assert all(side in every for side in sides)
    assert [side for side in sides if side in one] == sides[:1]


def test_the_coverage_is_that_of_the_command(client_as, store, documents):
    client = client_as("reader")
    asked = f"central={documents['central.txt']}&local={documents['zones.md']}"
    page = unescape(client.get(f"/alignment?{asked}").text)
    href = re.search(r'href="(/alignment/picture\.svg\?[^"]+)"', page)[1]
    words = taken(client, href.replace(".svg", ".FORM"))
    assert words == by_command(store, "coverage", central="central.txt")
    firm = taken(client, f"/alignment/picture.FORM?{asked}&force=binding")
    assert firm != words
    assert any("只计入符合筛选条件" in each for each in firm)


def test_what_is_no_picture_is_no_page(client_as, documents):
    client = client_as("reader")
    asked = f"document={documents['zones.md']}&view=themes"
    for address in (
        f"/compare/picture.gif?{asked}&figure=themes",
        f"/compare/picture.svg?{asked}&figure=deadlines",
        "/compare/picture.svg?figure=themes",
        "/alignment/picture.svg",
    ):
        assert client.get(address).status_code == 404, address
    assert client_as("reporter").get(f"/compare/picture.svg?{asked}&figure=themes").status_code == 403
