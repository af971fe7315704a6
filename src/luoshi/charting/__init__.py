"""Charts for papers: frozen data in, a scene of plain shapes, svg and png of the same scene out.

One palette of one hue that gets lighter, so that a copy in grey reads the same; numbers stand beside the
shapes. The same data gives the same bytes of svg on every machine; a png depends on the font that is found.
"""

from luoshi.charting.data import (
    Cells,
    Chart,
    Deadlines,
    Due,
    Emphasis,
    Figure,
    Matrix,
    Panel,
    Part,
    Shares,
    Stack,
    Targets,
)
from luoshi.charting.kinds import draw
from luoshi.charting.scene import Scene
from luoshi.charting.svg import to_svg

__all__ = [
    "Cells",
    "Chart",
    "Deadlines",
    "Due",
    "Emphasis",
    "Figure",
    "Matrix",
    "Panel",
    "Part",
    "Scene",
    "Shares",
    "Stack",
    "Targets",
    "draw",
    "to_svg",
]
