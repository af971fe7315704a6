"""Round trips of the real texts: who writes which format, and how well it must come back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pypdf import PdfReader, PdfWriter

from tests.formats.judging import as_shown
from tests.formats.ofds import as_ofd
from tests.formats.pages import TEMPLATES, as_html
from tests.formats.pdfs import as_pdf, converted, flat_odt, through_libreoffice
from tests.formats.sheets import as_xlsx
from tests.formats.writing import as_docx
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
    of the text such a file can show. ``together`` writes many at once where the maker is slow to start.
    A maker that is absent skips (``tests.programs``).
    """

    name: str
    ending: str
    write: Callable[[str], bytes]
    most_wrong: float = 0.0
    step: int = 1
    shown: Callable[[str], str] = str
    together: Callable[[Sequence[str]], list[bytes]] | None = None

    def written(self, texts: Sequence[str]) -> list[bytes]:
        """Give the files of some texts."""
        return list(map(self.write, texts)) if self.together is None else self.together(texts)


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
    yield _resaved("docx", step=4)
    for template in TEMPLATES:

        def page(text: str, template: str = template) -> bytes:
            return as_html(text, template)

        yield Trip(f"html {template}", "html", page)
    yield Trip("xlsx openpyxl", "xlsx", lambda text: as_xlsx(text.splitlines()))
    yield Trip("csv", "csv", as_csv)
    yield Trip("ofd own writer", "ofd", as_ofd, OF_PAGES, shown=as_shown)
    yield from _pdfs()
    for ending in ("doc", "rtf", "odt"):
        yield _resaved(ending, OF_PAGES, step=12)


def _resaved(ending: str, most_wrong: float = 0.0, *, step: int) -> Trip:
    def together(texts: Sequence[str]) -> list[bytes]:
        return resaved([as_docx(text) for text in texts], ending)

    return Trip(
        f"{ending} LibreOffice",
        ending,
        lambda text: together([text])[0],
        most_wrong,
        step,
        together=together,
    )


def _pdfs() -> Iterator[Trip]:
    for maker in ("reportlab", "chromium", "libreoffice"):
        for columns in (1, 2):

            def written(text: str, maker: str = maker, columns: int = columns) -> bytes:
                return as_pdf(text, columns, maker)

            def together(texts: Sequence[str], columns: int = columns) -> list[bytes]:
                return converted([flat_odt(text, columns) for text in texts])

            yield Trip(
                f"pdf {maker} {columns} col",
                "pdf",
                written,
                OF_PAGES,
                shown=as_shown,
                together=together if maker == "libreoffice" else None,
            )
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


def resaved(files: Sequence[bytes], ending: str) -> list[bytes]:
    """Give Word files as LibreOffice saves them under another ending."""
    return through_libreoffice(files, "docx", ending)
