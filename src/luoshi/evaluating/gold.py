"""Answers for one text: segments with labels and unit marks, and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from luoshi.errors import UsageError


class Segment(NamedTuple):
    """A comma segment ``text[start:end]``; ``label`` is one of ``C R P E N``, ``mark`` ``B`` or ``I``."""

    start: int
    end: int
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A figure that the answers hold at ``text[start:end]``; values are in ``unit`` as written."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    comparator: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Gold:
    """The answers for one text. Offsets are code points; only the stretch they cover is scored.

    ``figures`` is ``None`` where nobody read the figures, which are then not scored.
    """

    name: str
    text_file: str
    date: str | None
    segments: tuple[Segment, ...]
    figures: tuple[GoldFigure, ...] | None


def gold_from(source: str, raw: Mapping[str, Any]) -> Gold:
    """Give the answers in a JSON object.

    Raises:
        UsageError: naming the file and what is wrong with it.
    """
    try:
        segments = tuple(Segment(int(s[0]), int(s[1]), str(s[2]), str(s[3])) for s in raw["segments"])
        read = raw.get("figures")
        figures = None if read is None else tuple(map(_figure, read))
        gold = Gold(str(raw["name"]), str(raw["text_file"]), raw.get("date"), segments, figures)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise UsageError(
            f"{source}: not an answer file ({reason})",
            code="gold_shape",
            details={"name": source, "reason": reason},
        ) from error
    if not segments:
        raise UsageError(
            f"{source}: holds no segments to score against", code="gold_empty", details={"name": source}
        )
    strange = next((s for s in segments if s.label not in "CRPEN" or s.mark not in "BI"), None)
    if strange is not None:
        raise UsageError(
            f"{source}: segment {strange.start}–{strange.end} has the label {strange.label!r}, "
            f"mark {strange.mark!r}; labels are C R P E N, marks B I",
            code="gold_label",
            details={
                "name": source,
                "start": strange.start,
                "end": strange.end,
                "label": strange.label,
                "mark": strange.mark,
            },
        )
    return gold


def _figure(raw: Mapping[str, Any]) -> GoldFigure:
    return GoldFigure(
        int(raw["start"]),
        int(raw["end"]),
        raw.get("low"),
        raw.get("high"),
        raw.get("unit"),
        str(raw.get("comparator")),
        str(raw.get("indicator")),
    )
