"""Round trips of the real texts: who writes which format, and how well it must come back."""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from tests.formats.judging import as_shown
from tests.formats.ofds import as_ofd
from tests.formats.pages import TEMPLATES, as_html
from tests.formats.pdfs import as_pdf
from tests.formats.sheets import as_xlsx
from tests.formats.writing import as_docx
from tests.programs import libreoffice
from tests.shared import CORPORA, day_of, texts

# The floors. Character error: none where the file holds paragraphs, else these shares.
OF_PAGES = 0.001
OF_SCANS = {150: 1.0, 300: 0.006}  # the first is printed, no floor was set for it
F1_OF_TEXT, F1_OF_SCANS = 0.99, 0.97  # beside the statements of the plain text


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the corpora and its date."""

    name: str
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Trip:
    """A way to write a text and the floors of reading it back.

    ``step`` says that only each so-manieth text is written, where writing is slow; ``shown`` gives what
    of the text such a file can show. A maker that is absent skips (``tests.programs``).
    """

    name: str
    ending: str
    write: Callable[[str], bytes]
    most_wrong: float = 0.0
    step: int = 1
    shown: Callable[[str], str] = str


def corpus() -> list[Text]:
    """Give every text of ../shared/corpora; the news items together are one of them."""
    found = [
        Text(f"{path.parent.name}/{path.stem}", path.read_text("utf-8-sig"), day_of(path)) for path in texts()
    ]
    news = CORPORA / "news" / "zone_items.jsonl"
    if news.is_file():
        items = [json.loads(line) for line in news.read_text("utf-8").splitlines()]
        joined = "\n".join(f"{item['title']}\n{item['text']}" for item in items)
        found.append(Text("news/zone_items", joined, date(2025, 10, 27)))
    return found


def word_files() -> list[tuple[Text, bytes]]:
    """Give the real Word files, each with its text as a reader sees it."""
    found = []
    for path in sorted((CORPORA / "formats" / "docx").glob("*_2025.docx")):
        text = CORPORA / "provincial" / "2025" / f"{path.stem.removesuffix('_2025')}.txt"
        found.append((Text(path.name, text.read_text("utf-8-sig"), day_of(text)), path.read_bytes()))
    return found


def trips() -> Iterator[Trip]:
    """Give every way, the quick ones first."""
    yield Trip("docx python-docx", "docx", as_docx)
    yield Trip("docx LibreOffice", "docx", lambda text: resaved(as_docx(text), "docx"), step=4)
    for template in TEMPLATES:

        def page(text: str, template: str = template) -> bytes:
            return as_html(text, template)

        yield Trip(f"html {template}", "html", page)
    yield Trip("xlsx openpyxl", "xlsx", lambda text: as_xlsx(text.splitlines()))
    yield Trip("csv", "csv", as_csv)
    yield Trip("ofd own writer", "ofd", as_ofd, OF_PAGES, shown=as_shown)
    yield from _pdfs()
    for ending in ("doc", "rtf", "odt"):

        def old(text: str, ending: str = ending) -> bytes:
            return resaved(as_docx(text), ending)

        yield Trip(f"{ending} LibreOffice", ending, old, OF_PAGES, step=12)


def _pdfs() -> Iterator[Trip]:
    for maker in ("reportlab", "chromium", "libreoffice"):
        for columns in (1, 2):

            def written(text: str, maker: str = maker, columns: int = columns) -> bytes:
                return as_pdf(text, columns, maker)

            yield Trip(f"pdf {maker} {columns} col", "pdf", written, OF_PAGES, shown=as_shown)
    yield Trip(
        "pdf reportlab 2 col by rows",
        "pdf",
        lambda text: as_pdf(text, 2, order="rows", head="云川市人民政府公报", foot="— {n} —"),
        OF_PAGES,
        shown=as_shown,
    )
    yield Trip("pdf pypdf rearranged", "pdf", rearranged, OF_PAGES, shown=as_shown)


def as_csv(text: str) -> bytes:
    """Give a table of one column, a paragraph a row."""
    quoted = (line.strip().replace('"', '""') for line in text.splitlines() if line.strip())
    return "".join(f'"{line}"\r\n' for line in quoted).encode("utf-8-sig")


def rearranged(text: str) -> bytes:
    """Give reportlab's PDF with its pages turned on their side and its streams packed anew by pypdf."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf(text))))
    for number, page in enumerate(writer.pages):
        page.rotate(90 * (number % 4))
        page.compress_content_streams()
    writer.add_metadata({"/Title": "无题"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def resaved(raw: bytes, ending: str) -> bytes:
    """Give a Word file as LibreOffice saves it under another ending."""
    program = libreoffice()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.docx").write_bytes(raw)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        into = ("--convert-to", ending, "--outdir", f"{folder}/out", f"{folder}/a.docx")
        subprocess.run([program, profile, "--headless", *into], check=True, capture_output=True, timeout=180)
        return (folder / "out" / f"a.{ending}").read_bytes()
