"""The measures of GB/T 9704—2012 (5.1, 5.2, 7.5), in twentieths of a point as Word has them."""

from __future__ import annotations

from typing import Final

_PER_MM: Final = 1440 / 25.4


def twips(millimetres: float) -> int:
    """Give a length in twentieths of a point."""
    return round(millimetres * _PER_MM)


WIDTH: Final = twips(210)
HEIGHT: Final = twips(297)
TOP: Final = twips(37)
LEFT: Final = twips(28)
RIGHT: Final = twips(210 - 28 - 156)
BOTTOM: Final = twips(297 - 37 - 225)
TEXT: Final = WIDTH - LEFT - RIGHT
"""156 mm of type."""
LINE: Final = 579
"""28.95 pt: 22 lines of it are 225 mm of type."""
FOOT: Final = twips(35 - 7 - 6.5)
"""The line of a page number is 7 mm below the type; what is given is its distance from the edge."""
# sizes in half points: 二号, 三号, 四号, 五号, 小五
TITLE_SIZE: Final = 44
BODY_SIZE: Final = 32
NUMBER_SIZE: Final = 28
TABLE_SIZE: Final = 21
NOTE_SIZE: Final = 18
TIGHTER: Final = -5
"""By so much 28 characters of 16 pt are brought into 156 mm."""
TWO_CHARACTERS: Final = 640
ONE_NUMBER: Final = 280
