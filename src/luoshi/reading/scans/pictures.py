"""Opens the pictures of a file, safely: sizes are checked before a pixel is decoded."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from luoshi.errors import ReadingError
from luoshi.reading.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

# never all that Pillow knows: some of its formats start other programs
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
_PAPER = 595.28  # points: the width of A4, taken where a picture does not say its resolution
_DPI = (50.0, 1300.0)  # what scanners write; others write 1 or 0
_REDUCED = 254, 1  # the TIFF tag, and its bit that marks a small copy of another page


def pictures(raw: bytes, source: str, limits: Limits) -> Iterator[tuple[Image, float]]:
    """Give the pages of a picture file, upright by their own mark (EXIF) and in RGB or grey.

    With each stands how many points one of its pixels is wide.

    Raises:
        ReadingError: ``damaged``, ``too_many_pixels`` or ``too_many_pages``.
    """
    from PIL import Image, TiffImagePlugin  # noqa: F401 - known to Image.open once it is imported

    Image.preinit()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large pictures and odd tags: the limits decide
        try:
            file = Image.open(io.BytesIO(raw), formats=_FORMATS)
        except Image.DecompressionBombError:
            raise _too_large(source, limits) from None
        except Exception as error:  # whatever a decoder says of a broken head
            raise _damaged(source, error) from None
        for number in range(_count(file, source, limits)):
            try:
                file.seek(number)
                if _is_copy(file):
                    continue
                if file.width * file.height > limits.pixels:
                    raise _too_large(source, limits)
                scale = _points(file)
                page = _plain(_turned(file))
            except ReadingError:
                raise
            except Image.DecompressionBombError:
                raise _too_large(source, limits) from None
            except Exception as error:  # whatever a decoder says of broken pixels
                raise _damaged(source, error) from None
            yield page, scale


def _count(file: Image, source: str, limits: Limits) -> int:
    """Give the number of pages; only TIFF has them (a telephone's JPEG holds further shots)."""
    if file.format != "TIFF":
        return 1
    count = 0
    try:
        while count <= limits.pages:
            file.seek(count)
            count += 1
    except EOFError:
        pass
    except Exception as error:  # a broken directory of pages
        raise _damaged(source, error) from None
    if count > limits.pages:
        raise ReadingError(
            source,
            f"more pages than the limit of {limits.pages}; split it",
            code="too_many_pages",
            details={"limit": limits.pages},
        )
    return count


def _is_copy(file: Image) -> bool:
    tag, bit = _REDUCED
    kind = getattr(file, "tag_v2", {}).get(tag, 0)
    return isinstance(kind, int) and bool(kind & bit)


def _points(file: Image) -> float:
    dpi = file.info.get("dpi", (0, 0))
    value = float(dpi[0]) if isinstance(dpi, tuple) and dpi else 0.0
    if _DPI[0] <= value <= _DPI[1]:
        return 72 / value
    return _PAPER / max(1, min(file.width, file.height))


def _turned(file: Image) -> Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(file)


def _plain(picture: Image) -> Image:
    """Give the picture in 8 bits, RGB or grey, what is transparent in it as white paper."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):
        low, high = picture.convert("F").getextrema()
        span = max(float(high) - float(low), 1.0)  # type: ignore[arg-type]
        return picture.convert("F").point(lambda value: (value - float(low)) * (255 / span)).convert("L")  # type: ignore[arg-type]
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    return picture.convert("RGB")


def _damaged(source: str, error: Exception) -> ReadingError:
    reason = " ".join(str(error).split())[:80] or type(error).__name__
    if "BytesIO" in reason:  # Pillow names the object that it was given
        reason = "not a picture in a known format"
    return ReadingError(
        source,
        f"the picture is damaged ({reason}); get it anew",
        code="damaged",
        details={"reason": reason},
    )


def _too_large(source: str, limits: Limits) -> ReadingError:
    millions = limits.pixels // 1_000_000
    return ReadingError(
        source,
        f"a picture of more than the limit of {millions} million pixels; make it smaller",
        code="too_many_pixels",
        details={"limit": millions},
    )
