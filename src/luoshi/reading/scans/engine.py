"""The recogniser's two networks: where the rows of text stand in a picture, and what a row says.

RapidOCR brings the weights in its wheel; nothing is fetched. Loaded once a process, on first use.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from luoshi.reading.scans.arrays import Array

_NEEDED = ("rapidocr", "onnxruntime", "cv2")
_SIDE = 2000  # pixels; a longer side costs twice the memory and reads no better
_BATCH = 6
_MOST_THREADS = 4  # more gain nothing on pictures of a page


def available() -> bool:
    """Tell whether the packages of ``luoshi[ocr]`` are installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


def parser() -> str:
    """Give the recogniser's name and version, as a document's ``parser`` says it."""
    try:
        return f"rapidocr {version('rapidocr')}"
    except PackageNotFoundError:
        return "rapidocr"


@dataclass(frozen=True, slots=True)
class Signs:
    """What the network saw in the slices of one row, from left to right.

    ``likely`` holds a probability for each slice and each of ``alphabet`` (its first is “nothing”);
    ``twins`` pairs the places of the marks that the alphabet has in two widths.
    """

    likely: Array
    alphabet: list[str]
    twins: dict[int, int]


def found_rows(picture: Array) -> Array:
    """Give the rows of text in a picture (an array, BGR): four corners each, in pixels, as floats.

    The corners go round from the upper left; the array has no element where there is no text.
    """
    import numpy as np

    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    return np.zeros((0, 4, 2), "float32") if boxes is None else np.asarray(boxes, "float32")


def read_rows(strips: list[Array]) -> list[Signs]:
    """Give what the network sees in each strip (arrays, BGR, one upright row of text each)."""
    import numpy as np

    reader = _row_reader()
    alphabet, twins = reader.postprocess_op.character, _twins()
    height, least = reader.rec_image_shape[1], reader.rec_image_shape[2]
    seen: dict[int, Signs] = {}
    # rows of like length share a batch: each is padded to the longest
    order = sorted(range(len(strips)), key=lambda at: strips[at].shape[1] / strips[at].shape[0])
    for first in range(0, len(order), _BATCH):
        batch = order[first : first + _BATCH]
        widths = [strips[at].shape[1] / strips[at].shape[0] for at in batch]
        widest = max(least / height, *widths)
        made = np.stack([reader.resize_norm_img(strips[at], widest) for at in batch]).astype("float32")
        for at, width, likely in zip(batch, widths, reader.session(made), strict=True):
            kept = max(1, min(len(likely), round(len(likely) * width / widest)))
            seen[at] = Signs(likely[:kept], alphabet, twins)
    return [seen[at] for at in range(len(strips))]


@cache
def _engine() -> Any:  # noqa: ANN401 - RapidOCR has no types
    from rapidocr import RapidOCR

    threads = os.environ.get("LUOSHI_OCR_THREADS", "")
    count = int(threads) if threads.isdigit() and int(threads) else min(_MOST_THREADS, os.cpu_count() or 1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": count,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


@cache
def _row_reader() -> Any:  # noqa: ANN401 - RapidOCR has no types
    engine = _engine()
    return engine.text_rec or engine._load_rec_model()


@cache
def _twins() -> dict[int, int]:
    places = {text: at for at, text in enumerate(_row_reader().postprocess_op.character)}
    pairs = [
        (places[narrow], places[wide])
        for narrow, wide in ((chr(code), chr(code + 0xFEE0)) for code in range(0x21, 0x7F))
        if narrow in places and wide in places
    ]
    return dict(pairs) | {wide: narrow for narrow, wide in pairs}
