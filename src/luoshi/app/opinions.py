"""征求意见: where the words stand that an opinion is about, what drafts are made of, and the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from luoshi.errors import UsageError
from luoshi.exports.opinions_table import ANONYMOUS, WAITING, WHOLE, OpinionsTable
from luoshi.lexicon.messages import say_on_page

if TYPE_CHECKING:
    from luoshi.stores.office import Draft, Opinion

ENDINGS: Final = (".txt", ".md", ".html", ".htm", ".docx", ".doc", ".wps", ".rtf", ".odt")
"""Files that a draft may be made of at once; what needs recognising goes by the documents' own way."""
LONGEST: Final = 200_000
"""Characters of a draft of its own text."""
_MIB: Final = 20
_SECONDS: Final = 60.0
_VERDICTS: Final = ("adopted", "partly", "declined")
_LANGUAGE: Final = "zh"  # of the table: offices send it to each other


def place_of(text: str, stretch: tuple[int, int] | None, quoted: str) -> tuple[int, int] | None:
    """Give where the quoted words stand in a draft: within the stretch that was named, else their only place.

    Offsets are code points; ``None``, where nothing is quoted, is the whole draft.

    Raises:
        UsageError: ``opinion_quote``: they are not there, or in several places.
    """
    words = quoted.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        return None
    start, end = stretch or (0, 0)
    found = text.find(words, start, end) if 0 <= start < end <= len(text) else -1
    if found < 0:
        found = text.find(words)
        if found < 0 or text.find(words, found + 1) >= 0:
            raise UsageError(
                "The draft has no such words, or has them in several places; copy them as they stand.",
                code="opinion_quote",
            )
    return found, found + len(words)


def text_of_file(raw: bytes, name: str) -> str:
    """Give the text of a file that a draft is made of.

    Raises:
        UsageError: ``draft_file``: it is of no ending that is taken here.
        ReadingError: it cannot be read.
    """
    from luoshi.reading import read
    from luoshi.reading.limits import MIB, Limits

    label = PurePath(name.replace("\\", "/")).name[:160]
    if PurePath(label).suffix.lower() not in ENDINGS:
        known = " ".join(ENDINGS)
        raise UsageError(
            f"{label} cannot be taken as a draft; these can: {known}.",
            code="draft_file",
            details={"name": label, "known": known},
        )
    limits = Limits(bytes_in=_MIB * MIB, bytes_out=10 * _MIB * MIB, pages=300, seconds=_SECONDS)
    return read(raw, source=label, limits=limits).text


def check_length(text: str) -> None:
    """Refuse a text that no page could show whole.

    Raises:
        UsageError: ``draft_long``.
    """
    if len(text) > LONGEST:
        raise UsageError(
            f"The draft has more than {LONGEST} characters; part it.",
            code="draft_long",
            details={"most": LONGEST},
        )


def table_of(draft: Draft, opinions: Iterable[Opinion], day: date) -> OpinionsTable:
    """Give the table of a draft's opinions, numbered in the order in which they came."""
    said = list(opinions)
    counts = {verdict: sum(one.answer == verdict for one in said) for verdict in (*_VERDICTS, None)}
    totals = [("收到意见", len(said)), *((_word(verdict), count) for verdict, count in counts.items())]
    about = [
        ("征求意见时间", f"{draft.opens} 至 {draft.closes}"),
        ("组织人", draft.author),
        ("制表日期", day.isoformat()),
    ]
    rows = [_row(number, one) for number, one in enumerate(said, 1)]
    return OpinionsTable(draft.title, about, totals, rows)


def _row(number: int, one: Opinion) -> tuple[str, ...]:
    quoted = WHOLE if one.quoted is None else one.quoted.strip()
    return str(number), one.name or ANONYMOUS, quoted, one.text, _word(one.answer), one.reason or ""


def _word(verdict: str | None) -> str:
    return WAITING if verdict is None else say_on_page(_LANGUAGE, f"opinions.verdict.{verdict}")
