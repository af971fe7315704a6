"""What a template's blocks may be, checked before any is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from luoshi.errors import LexiconError
from luoshi.paper.numbering import LEVELS

STYLES: Final = ("body", "addressee", "signed", "remark")
_KEYS: Final = {
    "heading": {"heading", "level", "if"},
    "text": {"text", "style", "if"},
    "table": {"table", "as", "columns", "caption", "if"},
    "each": {"each", "as", "blocks", "if"},
    "blocks": {"blocks", "if"},
}
KINDS: Final = tuple(_KEYS)
_DEEPEST: Final = 8


def kind_of(block: Mapping[str, Any]) -> str:
    """Give what a block is."""
    return next(kind for kind in ("each", *_KEYS) if kind in block)


def check(blocks: object, source: str, place: str = "blocks", depth: int = 0) -> None:
    """Check the blocks.

    Raises:
        LexiconError: ``brief_shape``, naming the place of the first that is wrong.
    """
    if not isinstance(blocks, list) or depth > _DEEPEST:
        raise _wrong(source, place, "blocks")
    for at, block in enumerate(blocks):
        here = f"{place}[{at}]"
        if not isinstance(block, dict) or not set(block) & set(_KEYS):
            raise _wrong(source, here, " | ".join(KINDS))
        kind = kind_of(block)
        if strange := sorted(str(key) for key in set(block) - _KEYS[kind]):
            raise _wrong(source, f"{here}.{strange[0]}", ", ".join(sorted(_KEYS[kind])))
        _check_texts(block, source, here)
        if kind == "heading" and block.get("level", 1) not in range(1, LEVELS + 1):
            raise _wrong(source, f"{here}.level", f"1–{LEVELS}")
        if kind == "text" and block.get("style", "body") not in STYLES:
            raise _wrong(source, f"{here}.style", ", ".join(STYLES))
        if kind == "table":
            _check_columns(block.get("columns"), source, f"{here}.columns")
        if kind in ("each", "blocks"):
            check(block.get("blocks"), source, f"{here}.blocks", depth + 1)


def _check_texts(block: Mapping[str, Any], source: str, place: str) -> None:
    for key in ("heading", "text", "table", "each", "as", "if", "caption"):
        if key in block and not isinstance(block[key], str):
            raise _wrong(source, f"{place}.{key}", "text")


def _check_columns(columns: object, source: str, place: str) -> None:
    if not isinstance(columns, Sequence) or isinstance(columns, str) or not columns:
        raise _wrong(source, place, "columns")
    for at, column in enumerate(columns):
        here = f"{place}[{at}]"
        if not isinstance(column, dict) or not set(column) <= {"title", "cell", "share"}:
            raise _wrong(source, here, "title, cell, share")
        if not isinstance(column.get("title"), str) or not isinstance(column.get("cell"), str):
            raise _wrong(source, here, "title, cell")
        share = column.get("share", 1)
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share < 100:
            raise _wrong(source, f"{here}.share", "0 < share < 100")


def _wrong(source: str, place: str, wanted: str) -> LexiconError:
    return LexiconError(
        f"{source}: {place}: what belongs here is: {wanted}.",
        code="brief_shape",
        details={"source": source, "place": place, "wanted": wanted},
    )
