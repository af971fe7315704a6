"""Score the extractor against a folder of answers, or one file of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from luoshi.app.extract import extract_file
from luoshi.errors import LuoshiError, UsageError
from luoshi.evaluating import Gold, Miss, Tally, gold_from, score


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The scores of one text, its misses, and the text that their places count in."""

    name: str
    tally: Tally
    misses: tuple[Miss, ...]
    text: str


def evaluate(gold: str | Path) -> Iterator[Evaluated]:
    """Extract each text that the answers name and hold the records against them.

    ``text_file`` in an answer is looked for beside the answer's own file.

    Raises:
        LuoshiError: no answers are there, one is no answer file, or its text cannot be read.
    """
    folder = Path(gold)
    files = sorted(folder.glob("*.json")) if folder.is_dir() else [folder]
    if not files:
        raise UsageError(
            f"{folder}: holds no .json file of answers", code="gold_none", details={"name": str(folder)}
        )
    for file in files:
        yield _evaluate(file, _load(file))


def _load(file: Path) -> Gold:
    try:
        return gold_from(str(file), json.loads(file.read_text("utf-8")))
    except FileNotFoundError as error:
        raise UsageError(
            f"{file}: no such file or folder", code="gold_missing", details={"name": str(file)}
        ) from error
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be read: {error.strerror}",
            code="gold_unreadable",
            details={"name": str(file), "reason": error.strerror or ""},
        ) from error
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{file}: no JSON: {error}",
            code="gold_json",
            details={"name": str(file), "line": error.lineno, "column": error.colno},
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{file}: not UTF-8 at byte offset {error.start}",
            code="gold_encoding",
            details={"name": str(file), "byte": error.start},
        ) from error


def _evaluate(file: Path, gold: Gold) -> Evaluated:
    day = date.fromisoformat(gold.date) if gold.date else None
    outcome = extract_file(file.parent / gold.text_file, day)
    if outcome.document is None:
        raise outcome.error or LuoshiError(f"{file}: its text cannot be read")
    tally, misses = score(gold, outcome.statements)
    return Evaluated(gold.name, tally, tuple(misses), outcome.document.text)
