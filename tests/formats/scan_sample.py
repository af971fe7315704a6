"""A fixed sample of pages of the real texts as scans: drawn, disturbed, to be recognised."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pypdfium2

from luoshi.reading.limits import DEFAULT
from luoshi.reading.pdf import read
from tests.formats.judging import as_shown
from tests.formats.pdfs import as_pdf
from tests.formats.scanning import Scanner
from tests.formats.trips import Text

PAGES = 60
NOISE = 0.05


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a text set by Chromium: a PDF of its own and what stands on it."""

    name: str
    raw: bytes
    text: str
    day: date


def sample(texts: Sequence[Text], count: int = PAGES) -> Iterator[Page]:
    """Give the first ``count`` of 60 pages, one or two of each text, the same on every run."""
    rng = random.Random(60)  # noqa: S311 - a sample, no secret
    turns = [texts[at % len(texts)] for at in range(PAGES)]
    rng.shuffle(turns)
    for text in turns[:count]:
        at = rng.random()
        document = pypdfium2.PdfDocument(as_pdf(as_shown(text.text), 1, "chromium"))
        number = int(at * len(document))
        alone = pypdfium2.PdfDocument.new()
        alone.import_pages(document, [number])
        out = io.BytesIO()
        alone.save(out)
        # what stands on one page is taken from its characters: the row of this PDF in the table
        # says how far they are the text's
        words = read(out.getvalue(), text.name, DEFAULT).text
        yield Page(f"{text.name} p{number + 1}", out.getvalue(), words, text.day)


def scanned(page: Page, dpi: int) -> bytes:
    """Give the page as a PNG from a scanner: with noise, and every other one a little askew."""
    seed = sum(page.text.encode())
    skew = (0.0, 0.7)[seed % 2]
    picture = Scanner(dpi, noise=NOISE, skew=skew, seed=seed).page(pypdfium2.PdfDocument(page.raw), 0)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi), compress_level=1)  # noise packs badly, and slowly
    return out.getvalue()
