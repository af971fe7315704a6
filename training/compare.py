"""Hold rules alone against the shipped model on the answers: ``python -m training.compare [GOLD]``.

The rules here see what the model sees of a text's frame (the role of its section, words that open a
stretch, cue words), and decide by a fixed order without a weight. All are counted by ``luoshi eval``'s
own counting, so that their lines can be compared.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from luoshi.evaluating import Gold, Tally, gold_from, score
from luoshi.extracting.labels.frames import Frame, clause_frames
from luoshi.extracting.labels.labels import Label, labels
from luoshi.extracting.units import units
from luoshi.lexicon.frames import frames
from luoshi.model import Clause, Document, Outline, Statement
from luoshi.parsing.outline import parse
from luoshi.reading import read

GOLD = Path(__file__).parents[2] / "shared" / "gold" / "statements"
SHORT = 8  # characters of a clause that only names a speaker: “会议强调”


def rule_labels(outline: Outline) -> list[Label]:
    """Label each clause by section role and cue words; every clause is a unit of its own."""
    return [
        Label(_letter(outline, clause, frame), True, "baseline")
        for clause, frame in zip(outline.clauses, clause_frames(outline), strict=True)
    ]


def _letter(outline: Outline, clause: Clause, frame: Frame) -> str:  # noqa: PLR0911 - a line a rule
    words = frames()
    text = outline.document.text
    cues = {
        cue
        for found in words.cue.finditer(text, clause.start, clause.end)
        for cue in words.cues[found.group()]
    }
    opens = text.startswith(("要", "必须", "不得", "务必"), clause.start)
    if clause.heading and "order" not in cues:
        return "N"
    if "say" in cues and clause.end - clause.start <= SHORT:
        return "N"
    if frame.mood == "vow" or opens:
        return "C"
    if frame.mood == "fault" or frame.role == "problem":
        return "P" if "fault" in cues else "N"
    if "meet" in cues and frame.role == "" and frame.mood != "told":
        return "E"
    if frame.role == "review" or frame.mood == "past":
        return "N" if "ground" in cues and "done" not in cues else "R"
    if frame.role == "plan" or frame.mood in ("future", "told") or frame.moment == "ahead":
        return "C"
    if "will" in cues or "order" in cues:
        return "C"
    if cues & {"done", "growth", "going"} or frame.moment == "lately":
        return "R"
    return "N" if cues & {"ground", "people", "say"} or clause.heading else "C"


def all_commitments(outline: Outline) -> list[Label]:
    """Call every clause a commitment: the floor that any method must beat."""
    return [Label("C", True, "baseline")] * len(outline.clauses)


METHODS: tuple[tuple[str, Callable[[Outline], list[Label]]], ...] = (
    ("every clause a commitment", all_commitments),
    ("rules: section role and cue words", rule_labels),
    ("shipped: model, with rules before it", labels),
)


def statements(outline: Outline, found: list[Label]) -> Iterator[Statement]:
    """Give bare statements, enough to be counted."""
    document = outline.document
    for unit in units(outline, found):
        words = "".join(document.text[start:end] for start, end in unit.pieces)
        place = f"{document.sha256[:8]}:{unit.start}-{unit.end}"
        yield Statement(
            unit.type, place, document.sha256, document.source, unit.rule, (), unit.start, unit.end, words,
            unit.pieces,
        )  # fmt: skip


def answers(folder: Path) -> Iterator[tuple[Gold, Document]]:
    """Give each text of the answers."""
    for file in sorted(folder.glob("*.json")):
        gold = gold_from(str(file), json.loads(file.read_text("utf-8")))
        day = date.fromisoformat(gold.date) if gold.date else None
        yield gold, read(file.parent / gold.text_file, date=day)


def main() -> int:
    """Print one line a method."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD
    texts = [(gold, parse(document)) for gold, document in answers(folder)]
    if not texts:
        print(f"{folder}: no answers here", file=sys.stderr)
        return 1
    print(f"{sum(len(gold.segments) for gold, _ in texts)} segments of {len(texts)} texts")
    print(f"{'':38}{'accuracy':>9}{'statements':>12}{'C':>7}{'R':>7}{'P':>7}{'E':>7}")
    for name, method in METHODS:
        total = Tally()
        for gold, outline in texts:
            total += score(gold, list(statements(outline, method(outline))))[0]
        by_label = "".join(f"{total.f1(letter):7.3f}" for letter in "CRPE")
        print(f"{name:38}{total.accuracy:9.3f}{total.f1('CR'):12.3f}{by_label}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
