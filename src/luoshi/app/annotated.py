"""Score the extractor against a person's own annotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from luoshi.app.extract import extract_file
from luoshi.errors import UsageError
from luoshi.evaluating.annotations import Annotation, fault, read_annotations
from luoshi.evaluating.spans import Counts, Difference, Marked, score_spans

OF_JSON: Final = (".jsonl", ".ndjson")
ENDINGS: Final = (*OF_JSON, ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Scored:
    """What was counted in one text, where both differ, and the text that the places count in."""

    name: str
    counts: Counts
    differences: Sequence[Difference]
    text: str


def score_annotated(path: str | Path) -> Iterator[Scored]:
    """Extract each text that the annotations name, beside their own file, and hold both against each other.

    A text counts as annotated from end to end.

    Raises:
        LuoshiError: a file cannot be read, or (``annotation_…``) an annotation will not do: naming line
            and column.
    """
    held = Path(path)
    by_file: dict[str, list[Annotation]] = {}
    for one in read_annotations(held.name, _content(held), lines_of_json=held.suffix.lower() in OF_JSON):
        by_file.setdefault(one.file, []).append(one)
    for name, marked in by_file.items():
        first = marked[0]
        outcome = extract_file(held.parent / name, _day(held.name, marked))
        if outcome.document is None:
            raise outcome.error or fault(held.name, first.line, "file", name, "file")
        text = outcome.document.text
        wanted = [_placed(held.name, one, text) for one in marked]
        yield Scored(name, *score_spans(wanted, outcome.statements), text)


def _content(path: Path) -> str:
    details = {"name": str(path)}
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file or folder", code="gold_missing", details=details) from error
    except OSError as error:
        reason = error.strerror or ""
        raise UsageError(
            f"{path}: cannot be read: {reason}", code="gold_unreadable", details=details | {"reason": reason}
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: not UTF-8 at byte offset {error.start}",
            code="gold_encoding",
            details={"name": str(path), "byte": error.start},
        ) from error


def _day(name: str, marked: Sequence[Annotation]) -> date | None:
    said = next((one for one in marked if one.date), None)
    if said is None or said.date is None:
        return None
    try:
        return date.fromisoformat(said.date)
    except ValueError as error:
        raise fault(name, said.line, "date", said.date, "date") from error


def _placed(name: str, one: Annotation, text: str) -> Marked:
    """Give the stretch of an annotation, found by its words where it has no places."""
    start, end = one.start, one.end
    if start is None or end is None:
        count = text.count(one.text)
        if count != 1:
            raise fault(name, one.line, "text", one.text, "several" if count else "absent")
        start = text.index(one.text)
        end = start + len(one.text)
    elif end > len(text):
        raise fault(name, one.line, "end", end, "outside")
    elif one.text and one.text != text[start:end] and not _broken(one.text, text[start:end]):
        raise fault(name, one.line, "text", one.text, "words")
    return Marked(start, end, one.type, one.force)


def _broken(words: str, stretch: str) -> bool:
    """Say whether words are those of a stretch that the layout broke."""
    return "".join(words.split()) == "".join(stretch.split())
