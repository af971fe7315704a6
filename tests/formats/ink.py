"""Whether boxes cover their characters: looks at the ink of the drawn page, without its boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image

from luoshi.model.document import Document
from luoshi.model.layout import Box

_DARK = 150  # of 255: what counts as ink
_GAP = 0.12  # of a box's height: the strip above and below that should be nearly empty


@dataclass(frozen=True)
class Fault:
    """A character whose box holds no ink, or ink beside which its row should have a gap."""

    offset: int
    character: str
    box: Box
    reason: str


def character_boxes(document: Document, start: int, end: int) -> Iterator[tuple[int, Box]]:
    """Give the box of each code point that has one and is to be seen."""
    assert document.layout is not None
    for offset in range(start, end):
        if document.text[offset].isspace():
            continue
        for place in document.layout.locate(offset, offset + 1):
            for box in place.boxes:
                yield offset, box


def faults(
    document: Document,
    start: int,
    end: int,
    picture_of: Callable[[int], Image.Image],
    *,
    sample: int = 5,
    most_outside: float = 0.25,
) -> list[Fault]:
    """Look at each character of a record: ink in its box, and of every ``sample``-th little outside.

    ``picture_of(page)`` is the page drawn without boxes. Outside are the strips above and below, of which
    at most the share ``most_outside`` may be ink.
    """
    assert document.layout is not None
    sizes = {page.number: page for page in document.layout.pages}
    found: list[Fault] = []
    pages: dict[int, Image.Image] = {}
    for count, (offset, box) in enumerate(character_boxes(document, start, end)):
        if box.page not in pages:
            pages[box.page] = picture_of(box.page).convert("L")
        page, picture = sizes[box.page], pages[box.page]
        across, down = picture.width / page.width, picture.height / page.height
        frame = (box.left * across, box.top * down, box.right * across, box.bottom * down)
        if ink(picture, frame) == 0:
            found.append(Fault(offset, document.text[offset], box, "no ink in the box"))
        elif count % sample == 0:
            height = frame[3] - frame[1]
            gap = max(2.0, height * _GAP)
            above = ink(picture, (frame[0], frame[1] - gap - 1, frame[2], frame[1] - 1))
            below = ink(picture, (frame[0], frame[3] + 1, frame[2], frame[3] + gap + 1))
            if min(above, below) > most_outside or max(above, below) > 2 * most_outside:
                found.append(
                    Fault(offset, document.text[offset], box, f"ink outside {above:.2f} {below:.2f}")
                )
    return found


def ink(picture: Image.Image, frame: tuple[float, float, float, float]) -> float:
    """Give the share of dark pixels in a rectangle (left, top, right, bottom) of a grey picture."""
    left, top = max(0, round(frame[0])), max(0, round(frame[1]))
    right = min(picture.width, max(left + 1, round(frame[2])))
    bottom = min(picture.height, max(top + 1, round(frame[3])))
    if right <= left or bottom <= top:
        return 0.0
    counts = picture.crop((left, top, right, bottom)).histogram()
    return sum(counts[:_DARK]) / ((right - left) * (bottom - top))
