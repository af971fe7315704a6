"""A page as a scanner would give it: rendered at a resolution, turned a little, with noise and a seal."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

POINTS = 72.0
SEAL_RED = (214, 40, 36)


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a page is scanned: dots an inch, noise (share of the grey range), skew in degrees, blur in dots.

    ``seed`` makes the noise the same on every run.
    """

    dpi: int = 300
    noise: float = 0.0
    skew: float = 0.0
    blur: float = 0.0
    seal: bool = False
    seed: int = 1

    def page(self, document: pypdfium2.PdfDocument, number: int) -> Image.Image:
        """Scan the page ``number`` (from 0) of a document."""
        return self.picture(document[number].render(scale=self.dpi / POINTS).to_pil().convert("RGB"))

    def picture(self, sheet: Image.Image) -> Image.Image:
        """Scan a clean sheet that was drawn at this scanner's resolution."""
        if self.seal:
            sheet = sealed(sheet, self.dpi)
        if self.skew:
            sheet = sheet.rotate(self.skew, Image.Resampling.BICUBIC, fillcolor="white")
        if self.blur:
            sheet = sheet.filter(ImageFilter.GaussianBlur(self.blur))
        return noisy(sheet, self.noise, self.seed) if self.noise else sheet


def noisy(sheet: Image.Image, share: float, seed: int) -> Image.Image:
    """Give the sheet with grey noise (deviation ``share`` of the range) and specks, as copies show."""
    rng = random.Random(seed)  # noqa: S311 - no secret hangs on a speck
    tile = Image.frombytes("L", (256, 256), bytes(_level(rng.gauss(0, share * 255)) for _ in range(65536)))
    grain = Image.new("L", sheet.size)
    for left in range(0, sheet.width, 256):
        for top in range(0, sheet.height, 256):
            turned = tile.transpose(rng.choice(list(Image.Transpose)))
            grain.paste(turned, (left, top))
    out = ImageChops.add(sheet, Image.merge("RGB", [grain] * 3), 1, -128)
    pen = ImageDraw.Draw(out)
    for _ in range(sheet.width * sheet.height // 40_000):
        at = (rng.randrange(sheet.width), rng.randrange(sheet.height))
        pen.point([at, (at[0] + 1, at[1])], fill=(60, 60, 60))
    return out


def _level(value: float) -> int:
    return min(255, max(0, round(128 + value)))


def sealed(sheet: Image.Image, dpi: int, at: tuple[float, float] = (0.6, 0.45)) -> Image.Image:
    """Give the sheet under a round red seal with a star, 42 mm wide, its centre at a share of the sheet."""
    radius = 21 / 25.4 * dpi
    x, y = sheet.width * at[0], sheet.height * at[1]
    ink = Image.new("RGB", sheet.size, "white")
    pen = ImageDraw.Draw(ink)
    ring = (x - radius, y - radius, x + radius, y + radius)
    pen.ellipse(ring, outline=SEAL_RED, width=max(2, round(radius * 0.06)))
    pen.polygon(_star(x, y, radius * 0.4), fill=SEAL_RED)
    for turn in range(12):  # a ring of strokes where a seal has the name of its body
        angle = math.radians(150 + turn * 20)
        inner, outer = radius * 0.62, radius * 0.86
        ends = [
            (x + r * math.cos(angle + twist), y + r * math.sin(angle + twist))
            for r, twist in ((inner, -0.08), (outer, 0.08), (inner, 0.08), (outer, -0.08))
        ]
        pen.line(ends, fill=SEAL_RED, width=max(2, round(radius * 0.035)))
    return ImageChops.multiply(sheet, ink)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [
        (x + r * math.sin(step * math.pi / 5), y - r * math.cos(step * math.pi / 5))
        for step in range(10)
        for r in (radius if step % 2 == 0 else radius * 0.382,)
    ]


def edits(truth: str, read: str) -> list[tuple[str, str]]:
    """Give the fewest edits from one text to the other: (right, wrong), either ``""`` where one lacks it."""
    width = len(read) + 1
    rows = [list(range(width))]
    for at, right in enumerate(truth, 1):
        above, row = rows[-1], [at]
        for to, wrong in enumerate(read, 1):
            row.append(min(above[to] + 1, row[-1] + 1, above[to - 1] + (right != wrong)))
        rows.append(row)
    found: list[tuple[str, str]] = []
    at, to = len(truth), len(read)
    while at or to:
        here = rows[at][to]
        if at and to and here == rows[at - 1][to - 1] + (truth[at - 1] != read[to - 1]):
            at, to = at - 1, to - 1
            if truth[at] != read[to]:
                found.append((truth[at], read[to]))
        elif at and here == rows[at - 1][to] + 1:
            at -= 1
            found.append((truth[at], ""))
        else:
            to -= 1
            found.append(("", read[to]))
    return found[::-1]


def error(truth: str, read: str) -> float:
    """Give the share of characters in error, white space left aside."""
    right, wrong = "".join(truth.split()), "".join(read.split())
    return len(edits(right, wrong)) / len(right)
