"""Where a record stands, in words."""

from __future__ import annotations

import re
from typing import Any

from luoshi.cli.messages import known, say
from luoshi.model.layout import Part, Place

_COUNTED = re.compile(r"([a-z]+) (\d+)")


def part_words(part: Part) -> str:
    """Give a part's name in the user's language: ``table 2, row 3, column 1`` is 表2 第3行 第1列."""
    steps = part.name.split(", ")
    found = [_COUNTED.fullmatch(step) for step in steps]
    if not all(step and known(f"part.{step[1]}") for step in found):
        return part.name
    words = [say(f"part.{step[1]}", n=int(step[2])) for step in found if step]
    return " ".join(words)


def place_words(place: Place) -> str:
    """Give a place as one line: a page with its box in points, or a part of the file."""
    if place.part is not None:
        return part_words(place.part)
    words = [
        say(
            "place.box",
            page=box.page,
            left=f"{box.left:.0f}",
            top=f"{box.top:.0f}",
            right=f"{box.right:.0f}",
            bottom=f"{box.bottom:.0f}",
        )
        for box in place.boxes
    ]
    if place.confidence is not None:
        words.append(say("place.confidence", percent=f"{place.confidence:.0%}"))
    return " · ".join(words)


def place_record(place: Place) -> dict[str, Any]:
    """Give a place as JSON has it: boxes as ``[page, left, top, right, bottom]``, or the part."""
    record: dict[str, Any] = {"start": place.start, "end": place.end}
    if place.part is not None:
        record["part"] = {"kind": place.part.kind, "name": place.part.name}
    else:
        record["boxes"] = [
            [box.page, *(round(side, 2) for side in (box.left, box.top, box.right, box.bottom))]
            for box in place.boxes
        ]
    if place.confidence is not None:
        record["confidence"] = round(place.confidence, 4)
    return record
