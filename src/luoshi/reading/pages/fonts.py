"""Finds a font with Chinese characters to draw with, and the face of it that is simplified Chinese."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError

if TYPE_CHECKING:
    from PIL import ImageFont

# Regular first, then bold, best first; the names are those that distributions give the files.
_PLAIN = (
    "NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf", "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf", "SourceHanSerifSC-Regular.otf", "SourceHanSerifCN-Regular.otf",
    "SourceHanSerif.ttc", "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "SourceHanSans.ttc",
    "simsun.ttc", "simsun.ttf", "SimSun.ttf", "Songti.ttc", "FZSSK.TTF", "FZSSJW.TTF", "simfang.ttf",
    "msyh.ttc", "Deng.ttf", "STSONG.TTF", "STHeiti Light.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc",
    "wqy-zenhei.ttc", "wqy-microhei.ttc", "uming.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf",
)  # fmt: skip
_BOLD = (
    "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "SourceHanSerifSC-Bold.otf",
    "SourceHanSansSC-Bold.otf", "SourceHanSansCN-Bold.otf", "simhei.ttf", "SimHei.ttf", "msyhbd.ttc",
    "Dengb.ttf", "STHeiti Medium.ttc",
)  # fmt: skip
_MOST = 20_000  # files looked at
_COLLECTION = 12  # faces of one file that are looked at
_SIMPLIFIED = {"SC", "CN"}  # words of a face's name


def chinese_font(bold: bool = False) -> Path | None:
    """Give the path of a font that holds Chinese characters, ``None`` where none is found.

    ``LUOSHI_FONT`` names one and wins. Else the usual folders of Linux (Kylin and UOS too), Windows and
    macOS are searched for the usual names; a regular font stands in where no bold one is found.
    """
    return first_font((*_BOLD, *_PLAIN) if bold else _PLAIN)


def first_font(names: Iterable[str]) -> Path | None:
    """Give the path of the first of these font files that is installed; ``LUOSHI_FONT`` wins here too."""
    named = os.environ.get("LUOSHI_FONT")
    if named and Path(named).is_file():
        return Path(named)
    held = _installed()
    return next((held[name.lower()] for name in names if name.lower() in held), None)


def is_installed(files: Iterable[str]) -> bool:
    """Say whether a font is installed, by the names that its file may have; the case does not count."""
    held = _installed()
    return any(name.lower() in held for name in files)


def face_of(path: Path, size: float) -> ImageFont.FreeTypeFont:
    """Give a font in a size (pixels), of a collection the face for simplified Chinese.

    Raises:
        LuoshiError: ``bad_font``: the file is no font.
    """
    from PIL import ImageFont

    try:
        return ImageFont.truetype(str(path), size, index=simplified(path))
    except OSError as error:
        raise LuoshiError(
            f"The font {path} cannot be used ({error}); name another in LUOSHI_FONT.",
            code="bad_font",
            details={"font": str(path), "reason": str(error)},
        ) from None


@cache
def simplified(path: Path) -> int:
    """Give which face of a collection draws the forms of the mainland (Noto's first are Japanese); else 0."""
    from PIL import ImageFont

    if path.suffix.lower() not in (".ttc", ".otc"):
        return 0
    for index in range(_COLLECTION):
        try:
            name = ImageFont.truetype(str(path), 12, index=index).getname()[0] or ""
        except OSError:
            break
        if _SIMPLIFIED & set(name.split()):
            return index
    return 0


@cache
def _installed() -> dict[str, Path]:
    found: dict[str, Path] = {}
    looked = 0
    for folder in _folders():
        for place, _, files in os.walk(folder):
            for name in files:
                looked += 1
                if looked > _MOST:
                    return found
                if name.lower().endswith((".ttf", ".ttc", ".otf")):
                    found.setdefault(name.lower(), Path(place) / name)
    return found


def _folders() -> Iterator[Path]:
    home = Path(os.path.expanduser("~"))  # Path.home() fails where a service has no home
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts"
        local = os.environ.get("LOCALAPPDATA")
        if local:
            yield Path(local) / "Microsoft" / "Windows" / "Fonts"
    elif sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    else:
        data = os.environ.get("XDG_DATA_HOME")
        yield from (Path(data) / "fonts" if data else home / ".local/share/fonts", home / ".fonts")
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield Path("/opt/kingsoft/wps-office/office6/fonts")
