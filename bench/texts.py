"""What is measured on: the national reports of ../shared/corpora, or the packaged example without them."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from random import Random

from luoshi.model import Document

_DAMAGED = (
    ("txt", b""),
    ("txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    ("docx", b"PK\x03\x04" + bytes(60)),
    ("txt", "断".encode()[:2] * 99 + b"\xff"),
)
CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


def reports() -> list[Document]:
    """Give the national reports, by year."""
    paths = sorted((CORPORA / "national").glob("*.txt"))
    if not paths:
        print("../shared is absent: measured on the packaged example", file=sys.stderr)
        text = resources.files("luoshi").joinpath("examples", "report_2025.txt").read_text("utf-8")
        return [Document(f"{text}\n{number}", date=date(2025, 1, 16)) for number in range(10)]
    return [
        Document(path.read_text("utf-8"), source=path.name, date=date(int(path.stem), 3, 5)) for path in paths
    ]


def paths() -> list[Path]:
    """Give the files of the reports; the packaged example without ../shared."""
    from luoshi.examples import path

    return sorted((CORPORA / "national").glob("*.txt")) or [path("report_2025.txt")]


def local_and_central() -> tuple[Document, Document]:
    """Give a provincial report and the central document that it is aligned with."""
    from luoshi.examples import path

    local = CORPORA / "provincial" / "2026" / "guangdong.txt"
    if not local.is_file():
        local, central = path("report_2026.txt"), path("central.txt")
    else:
        central = next((CORPORA / "central").glob("15fyp*.txt"))
    return Document(local.read_text("utf-8"), source="local"), Document(
        central.read_text("utf-8"), source="central"
    )


def size(text: str) -> int:
    """Give the bytes of a text in UTF-8."""
    return len(text.encode("utf-8"))


def long_text(wanted: int, *, lines: bool = True) -> Document:
    """Give one text of about so many bytes, made of the reports' lines in turn, or of one line."""
    pool = [line for document in reports() for line in document.text.splitlines() if line.strip()]
    taken, have, at = [], 0, 0
    while have < wanted:
        taken.append(pool[at % len(pool)])
        have += size(taken[-1]) + 1
        at += 1
    # the last line is cut, so that a small size is what it says
    over = (have - wanted) // 3
    taken[-1] = taken[-1][: max(1, len(taken[-1]) - over)]
    return replace(reports()[0], text=("\n" if lines else "").join(taken), sha256="", source=f"{wanted}")


def write_folder(folder: Path, count: int, lines: int, *, damaged: int = 0) -> int:
    """Write so many texts, each of lines drawn from the reports; the damaged are spread among them.

    Gives the bytes of the whole ones.
    """
    random = Random(20260305)  # noqa: S311
    pool = [line for document in reports() for line in document.text.splitlines() if len(line) > 20]
    folder.mkdir(parents=True, exist_ok=True)
    every, total = (count // damaged if damaged else count + 1), 0
    for number in range(count):
        place = folder / f"{number // 1000:03}"
        if number % 1000 == 0:
            place.mkdir(exist_ok=True)
        if number % every == every - 1:
            name, raw = _DAMAGED[number // every % 4]
            (place / f"{number:06}.{name}").write_bytes(raw)
            continue
        body = "\n".join(random.choice(pool) for _ in range(lines))
        text = f"云川市第{number}号文件\n（2026年3月5日）\n一、工作安排\n{body}\n"
        (place / f"{number:06}.txt").write_text(text, "utf-8")
        total += size(text)
    return total
