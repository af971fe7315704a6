"""What the form of a brief says, and the brief that it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.datastructures import FormData, UploadFile

from luoshi.app.brief_asked import Asked
from luoshi.briefing import KINDS
from luoshi.briefing.weights import weights as read_weights
from luoshi.errors import UsageError
from luoshi.serving.queue.briefing import Weights, unreadable, weights_file
from luoshi.serving.uploads import label_of
from luoshi.web.pages.opinions.desk import day_of

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "tasks": ("unit", "text"),
    "progress": ("unit", "text"),
    "year": ("period", "unit", "earlier", "later", "text"),
    "alignment": ("local", "central"),
    "compare": ("text",),
    "shortcomings": ("side", "dimensions", "text"),
    "assessment": ("period", "unit", "weights", "text"),
}
"""The fields of each kind; ``day``, ``office`` and ``rows`` serve all."""
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {"alignment": ("local", "central"), "shortcomings": ("side",)}
MOST_BYTES: Final = 64 * 1024
"""Of an office's weights."""
_WORDS: Final = ("day", "office", "rows", "unit", "period", "earlier", "later", "local", "central", "side")
_TEXTS: Final = 40
_LONGEST: Final = 200
_MARKS: Final = re.compile("[,，、;；\\s]+")
_YEARS: Final = (1949, 2199)
_ROWS: Final = (1, 100_000)
Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says: ``words`` by the name of the field, ``texts`` the documents that were ticked."""

    kind: str
    words: Mapping[str, str]
    texts: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Give a field, empty where it was left so."""
        return self.words.get(name, "")

    def kept(self) -> dict[str, Any]:
        """Give it as JSON holds it."""
        return {"kind": self.kind, "words": dict(self.words), "texts": list(self.texts)}


def said_by(form: FormData) -> Said:
    """Take it from a form; what the kind has no use for is left out."""
    kind = form.get("kind")
    kind = kind if isinstance(kind, str) and kind in KINDS else KINDS[0]
    words = {}
    for name in (*_WORDS, "dimensions"):
        value = form.get(name)
        used = name in ("day", "office", "rows") or name in FIELDS[kind]
        if used and isinstance(value, str) and value.strip():
            words[name] = " ".join(value.split())[:_LONGEST]
    texts = form.getlist("text") if "text" in FIELDS[kind] else []
    ticked = (each.strip()[:_LONGEST] for each in texts if isinstance(each, str))
    return Said(kind, words, tuple(each for each in dict.fromkeys(ticked) if each)[:_TEXTS])


def said_before(kept: Mapping[str, Any]) -> Said:
    """Take it from a job."""
    return Said(kept["kind"], kept["words"], tuple(kept["texts"]))


def asked_for(said: Said, today: date, word: Words) -> Asked:
    """Give the brief that is asked for; ``word`` gives what a field is called.

    Raises:
        UsageError: ``web_brief_needs``, ``web_brief_pair``, ``web_brief_number``, ``web_day``.
    """
    for name in NEEDED.get(said.kind, ()):
        _need(said, name, word)
    about = said.get("unit") or said.get("local") or said.get("side")
    texts: tuple[str, ...] = said.texts
    if said.get("earlier") or said.get("later"):
        for name in ("earlier", "later"):
            _need(said, name, word)
        if said.get("unit") or texts:
            raise UsageError(
                "What an earlier document promised and a later one reports needs no unit and no other "
                "document; leave those empty.",
                code="web_brief_pair",
            )
        about = said.get("earlier")
    return Asked(
        said.kind,
        day_of(said.get("day")) if said.get("day") else today,
        about=about or None,
        period=_number(said, "period", _YEARS, word),
        to=said.get("central") or None,
        later=said.get("later") or None,
        texts=texts,
        dimensions=tuple(each for each in _MARKS.split(said.get("dimensions")) if each),
        office=said.get("office"),
        most=_number(said, "rows", _ROWS, word),
    )


def weights_of(said: Said, form: FormData) -> Weights | None:
    """Give the weights that came with a form, which must be sound; ``None``: those that luoshi brings.

    Raises:
        LexiconError: they cannot be read, or say something else; names the place.
    """
    file = form.get("weights")
    if "weights" not in FIELDS[said.kind] or not isinstance(file, UploadFile) or not file.filename:
        return None
    name = label_of(file.filename)
    raw = file.file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise unreadable(name, f"> {MOST_BYTES // 1024} KiB")
    try:
        found = Weights(name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise unreadable(name, "UTF-8") from error
    with weights_file(found) as path:
        try:
            read_weights(path)
        except (ValueError, RecursionError) as error:  # a day or number of YAML that is none; nested too deep
            raise unreadable(name, type(error).__name__) from error
    return found


def _need(said: Said, name: str, word: Words) -> None:
    if not said.get(name):
        raise UsageError(
            f"Choose what the brief needs: {name}.", code="web_brief_needs", details={"field": word(name)}
        )


def _number(said: Said, name: str, ends: tuple[int, int], word: Words) -> int | None:
    value = said.get(name)
    if not value:
        return None
    first, last = ends
    if not (value.isascii() and value.isdecimal() and len(value) < 9 and first <= int(value) <= last):
        raise UsageError(
            f"{name}: “{value[:20]}” is no number from {first} to {last}.",
            code="web_brief_number",
            details={"field": word(name), "value": value[:20], "first": first, "last": last},
        )
    return int(value)
