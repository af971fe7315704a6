"""``make bench-formats``: the texts of ../shared/corpora written out in every format and read back.

One row a format and maker: character error (Levenshtein, without white space), paragraphs that came
back as they were, F1 of the statements beside those of the plain text, seconds a page, and PASS or MISS
beside the floors. Where a format has no pages, 616 characters count as one (22 rows of 28: GB/T 9704).
For formats with pages, characters that none shows are left aside.
``--scans N`` recognises the first N of the 60 sample pages; ``--only WORDS`` keeps the rows whose names
begin so (``pdf``, ``"html plain"``; comma list); ``--texts N`` keeps each N-th text; ``--differences``
prints the paragraphs that differ.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest
from tests.formats.judging import Judged, differences, judge
from tests.formats.scan_sample import PAGES, sample, scanned
from tests.formats.trips import F1_OF_SCANS, F1_OF_TEXT, OF_SCANS, Text, Trip, corpus, trips, word_files

from luoshi.errors import LuoshiError
from luoshi.reading import read, scans

_PAGE = 616
_SHOWN, _HEAD = 8, 40  # differing paragraphs of one file, characters of either end


@dataclass(slots=True)
class Row:
    """What one format and maker came to; ``failed`` names the files that were not read."""

    name: str
    most_wrong: float
    least_f1: float = F1_OF_TEXT
    files: int = 0
    pages: float = 0.0
    seconds: float = 0.0
    counts: Judged = field(default_factory=Judged)
    failed: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """PASS, or MISS with the figure that missed."""
        missed = [
            word
            for word, bad in (
                ("error", self.counts.error > self.most_wrong),
                ("F1", self.counts.f1 < self.least_f1),
                ("unread", bool(self.failed)),
            )
            if bad
        ]
        return f"MISS {', '.join(missed)}" if missed else "PASS"

    def take(self, text: Text, raw: bytes, source: str) -> None:
        """Read one file and count it."""
        start = time.perf_counter()
        try:
            document = read(raw, source=source)
        except LuoshiError as error:
            self.failed.append(str(error))
            return
        self.seconds += time.perf_counter() - start
        self.files += 1
        pages = len(document.layout.pages) if document.layout else 0
        self.pages += pages or len(document.text) / _PAGE
        judged = judge(text.text, replace(document, date=text.day))
        self.counts += judged
        if judged.wrong or judged.right < judged.paragraphs or judged.agreed < judged.wanted:
            self.differs.append(f"{text.name}: {judged}")
            lines = list(differences(text.text, document.text))[:_SHOWN]
            self.differs.extend(
                f"{line[:_HEAD]} … {line[-_HEAD:]}" if len(line) > 3 * _HEAD else line for line in lines
            )


def written(trip: Trip, texts: list[Text]) -> Iterator[tuple[Text, bytes]]:
    """Give each text with its file; two are written at once."""
    shown = [replace(text, text=trip.shown(text.text)) for text in texts[:: trip.step]]
    with ThreadPoolExecutor(2) as makers:
        yield from zip(shown, makers.map(lambda text: trip.write(text.text), shown), strict=True)


def rows(texts: list[Text], names: list[str]) -> Iterator[Row]:
    """Give the rows that are wanted, each when it is done."""
    if _is_wanted("docx real files", names):
        row = Row("docx real files", 0.0)
        for text, raw in word_files():
            row.take(text, raw, text.name)
        yield row
    for trip in trips():
        if not _is_wanted(trip.name, names):
            continue
        row = Row(trip.name, trip.most_wrong)
        try:
            for text, raw in written(trip, texts):
                row.take(text, raw, f"a.{trip.ending}")
                _say(f"{trip.name} {row.files}")
        except pytest.skip.Exception as skipped:
            print(f"{trip.name:30}left out: {skipped}")
            continue
        yield row


def scan_rows(texts: list[Text], count: int) -> list[Row]:
    """Give the rows of the scans, one a resolution."""
    found = [Row(f"scan {dpi} dpi", most, F1_OF_SCANS) for dpi, most in OF_SCANS.items()]
    for number, page in enumerate(sample(texts, count), 1):
        for row, dpi in zip(found, OF_SCANS, strict=True):
            row.take(Text(page.name, page.text, page.day), scanned(page, dpi), "a.png")
        _say(f"scans {number} of {count}")
    return found


def report(row: Row, *, with_differences: bool) -> None:
    """Print one row."""
    counts = row.counts
    _say("")
    print(
        f"{row.name:30}{row.files:6}{counts.characters:9}{counts.error:10.4%}{row.most_wrong:8.1%}"
        f"{counts.right / max(1, counts.paragraphs):10.2%}{counts.f1:9.4f}{row.least_f1:6.2f}"
        f"{row.seconds / max(1, row.pages):9.4f}  {row.verdict}",
        flush=True,
    )
    for line in [*row.failed, *(row.differs if with_differences else ())]:
        print(f"    {line}")


def main() -> int:
    """Print the table; 1 where a floor is missed."""
    about, _, more = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(description=about, epilog=more)
    parser.add_argument("--scans", type=int, default=PAGES, metavar="N")
    parser.add_argument("--texts", type=int, default=1, metavar="N")
    parser.add_argument("--only", default="", metavar="WORDS")
    parser.add_argument("--differences", action="store_true")
    asked = parser.parse_args()
    texts = corpus()[:: asked.texts]
    if not texts:
        print("../shared is absent: there is nothing to write out", file=sys.stderr)
        return 0
    names = [name for name in asked.only.split(",") if name]
    print(
        f"{'format and maker':30}{'files':>6}{'chars':>9}{'error':>10}{'floor':>8}{'paragr.':>10}"
        f"{'F1':>9}{'floor':>6}{'s/page':>9}"
    )
    done = []
    for row in _all(texts, names, min(PAGES, asked.scans)):
        report(row, with_differences=asked.differences)
        done.append(row)
    return int(any(row.verdict != "PASS" for row in done))


def _all(texts: list[Text], names: list[str], scanned_pages: int) -> Iterable[Row]:
    yield from rows(texts, names)
    if not _is_wanted("scan", names) or not scanned_pages:
        return
    if not scans.available():
        print("scans left out: luoshi[ocr] is not installed")
        return
    try:
        yield from scan_rows(texts, scanned_pages)
    except pytest.skip.Exception as skipped:
        print(f"scans left out: {skipped}")


def _is_wanted(name: str, names: list[str]) -> bool:
    return not names or any(name.startswith(wanted) for wanted in names)


def _say(progress: str) -> None:
    """Show how far it is, in place, to a person at a terminal."""
    if sys.stderr.isatty():
        print(f"\r{progress:60}\r", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
