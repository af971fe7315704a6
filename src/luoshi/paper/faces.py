"""The fonts of official papers, by name: documents name them, none is shipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from luoshi.reading.pages.fonts import is_installed

Named = tuple[tuple[str, tuple[str, ...]], ...]
"""Fonts by their name, each with the names that its file may have."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font: its ``name`` and files, its design under ``kin`` names, and ``others`` to take its place."""

    name: str
    files: tuple[str, ...]
    kin: Named = ()
    others: Named = ()

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The names of what may take its place, the likest first."""
        return tuple(name for name, _ in (*self.kin, *self.others))

    def here(self) -> str:
        """Give the first that is installed, else its own name."""
        named = ((self.name, self.files), *self.kin, *self.others)
        return next((name for name, files in named if is_installed(files)), self.name)


_SERIF: Final[Named] = (
    ("Noto Serif CJK SC", ("NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf")),
    ("Source Han Serif SC", ("SourceHanSerifSC-Regular.otf", "SourceHanSerif.ttc")),
)
_SANS: Final[Named] = (
    ("Noto Sans CJK SC", ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf")),
    ("Source Han Sans SC", ("SourceHanSansSC-Regular.otf", "SourceHanSans.ttc")),
)
TITLE: Final = Face(
    "方正小标宋简体",
    ("FZXBSJW.TTF", "方正小标宋简体.ttf"),
    (("方正小标宋_GBK", ("FZXBSK.TTF", "方正小标宋_GBK.ttf")), ("华文中宋", ("STZHONGS.TTF",))),
    _SERIF,
)
HEI: Final = Face("黑体", ("simhei.ttf",), (), _SANS)
KAI: Final = Face(
    "楷体_GB2312",
    ("simkai_GB2312.ttf", "KaiTi_GB2312.ttf", "楷体_GB2312.ttf"),
    (("楷体", ("simkai.ttf",)),),
    (("AR PL UKai CN", ("ukai.ttc",)), *_SERIF),
)
BODY: Final = Face(
    "仿宋_GB2312",
    ("simfang_GB2312.ttf", "FangSong_GB2312.ttf", "仿宋_GB2312.ttf"),
    (("仿宋", ("simfang.ttf",)), ("方正仿宋_GBK", ("FZFSK.TTF", "方正仿宋_GBK.ttf"))),
    _SERIF,
)
SONG: Final = Face("宋体", ("simsun.ttc", "simsun.ttf"), (), _SERIF)
ALL: Final = (TITLE, HEI, KAI, BODY, SONG)


def absent() -> tuple[str, ...]:
    """Give the names of the fonts that are not installed here under any name: others take their place."""
    return tuple(
        face.name
        for face in ALL
        if not any(is_installed(files) for _, files in ((face.name, face.files), *face.kin))
    )
