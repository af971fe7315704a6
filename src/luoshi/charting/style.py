"""How charts look: one hue from dark to light, one accent that is always a shape of its own too."""

from __future__ import annotations

from typing import Final

PAPER: Final = "#ffffff"
INK: Final = "#1d2733"
DIM: Final = "#5c6875"
RULE: Final = "#d5dbe1"
STEPS: Final = ("#1f3f66", "#4a7097", "#7f9fbd", "#b3c7d9", "#e1e9f0")
"""From much to little; each is lighter than the one before by far enough for a grey copy."""
BAR: Final = "#7f9fbd"
ACCENT: Final = "#b0401f"

WIDTH: Final = 960.0
MARGIN: Final = 32.0
TITLE: Final = 20.0
TEXT: Final = 13.0
SMALL: Final = 11.5
LEAST: Final = 10.0

FONTS: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "SimSun",
)
"""Families in the order in which a viewer looks for them."""
FILES: Final = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "SourceHanSans.ttc",
    "msyh.ttc",
    "Deng.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "simhei.ttf",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "NotoSerifCJK-Regular.ttc",
    "SourceHanSerifSC-Regular.otf",
    "simsun.ttc",
)
"""The same as the files that systems keep them in."""


def on(fill: str) -> str:
    """Give the ink that reads on a fill: white on a dark one."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else INK
