"""The jobs ``brief`` and ``brief_pdf``: a brief in the forms that a page shows and people take away.

``brief`` takes ``{"asked": {…}, "weights": null or {"name": …, "text": …}, "said": {…}}`` (fields of
``app.brief.Asked``; ``said`` is the form's) and gives ``{"batch": NAME, "title": …, "left": N}``: in the
spool lie ``page.html`` (for the page, where ``left`` rows of tables are left out), ``brief.docx`` and
``brief.html``. ``brief_pdf`` takes ``{"batch": NAME, "title": …}`` and puts ``brief.pdf`` beside them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from luoshi.errors import LexiconError, UsageError
from luoshi.serving.queue.hold import Hold
from luoshi.serving.queue.spool import spool_of

if TYPE_CHECKING:
    from luoshi.app.brief_asked import Asked
    from luoshi.paper import Paper
    from luoshi.stores import Store

BRIEF: Final = "brief"
PDF: Final = "brief_pdf"
PAGE: Final = "page.html"
FORMS: Final = ("docx", "html", "pdf")
SHOWN: Final = 100
"""Rows of each table that the page shows; the files have all that were asked for."""
_PRINTED: Final = "print.docx"
"""The Word document from which the PDF is made: with fonts that are there."""


@dataclass(frozen=True, slots=True)
class Weights:
    """An office's own weights of the assessment: what it calls the file, and its text (YAML)."""

    name: str
    text: str


def make(store: Store, hold: Hold) -> Any:  # noqa: ANN401 - what JSON holds
    """Make a brief."""
    from luoshi.app import brief

    payload = hold.job.payload
    given = payload.get("weights")
    with weights_file(None if given is None else Weights(**given)) as path:
        paper = brief.make(store, _asked(payload["asked"], path))
    hold.check()
    spool = spool_of(store)
    place = spool.begin()
    try:
        left = _write(paper, place)
    except BaseException:
        spool.drop(place)
        raise
    return {"batch": spool.settle(place), "title": "".join(paper.title.split()), "left": left}


def printed(store: Store, hold: Hold) -> Any:  # noqa: ANN401
    """Print a brief that was made."""
    from luoshi.app.whole_file import whole_file
    from luoshi.paper import pdf

    payload = hold.job.payload
    place = spool_of(store).batch(payload["batch"])
    try:
        word = (place / _PRINTED).read_bytes()
    except OSError as error:
        raise gone() from error
    target = str(place / f"{BRIEF}.pdf")
    whole_file(target, lambda file: pdf.printed(word, payload["title"], file), overwrite=True)
    return {"batch": payload["batch"]}


def file_of(store: Store, result: Mapping[str, Any], name: str) -> Path | None:
    """Give a file of a brief that was made; ``None`` where it is not there (any more)."""
    place = spool_of(store).batch(result["batch"]) / name
    return place if place.is_file() else None


def gone() -> UsageError:
    """Give the error for a brief whose files were cleared away."""
    return UsageError("The files of this brief were cleared away; make it again.", code="web_brief_gone")


@contextmanager
def weights_file(weights: Weights | None) -> Iterator[Path | None]:
    """Give weights as the file that ``app.brief`` takes; its errors name it as the office does."""
    if weights is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder:
        path = Path(folder) / "weights.yaml"
        path.write_bytes(weights.text.encode())
        try:
            yield path
        except LexiconError as error:
            said = str(error).replace(str(path), weights.name)
            details = {**error.details, "source": weights.name}
            raise LexiconError(said, code=error.code, details=details) from error


def unreadable(name: str, reason: str) -> LexiconError:
    """Give the error for weights that cannot be read."""
    return LexiconError(
        f"{name} cannot be read ({reason}); mend it, or name another.",
        code="brief_file",
        details={"source": name, "reason": reason},
    )


def _asked(said: Mapping[str, Any], weights: Path | None) -> Asked:
    from luoshi.app.brief_asked import Asked

    more = {name: tuple(said[name]) for name in ("texts", "dimensions") if name in said}
    return Asked(**{**said, **more, "day": date.fromisoformat(said["day"]), "weights": weights})


def _write(paper: Paper, place: Path) -> int:
    """Write the files of a brief; give how many rows the page leaves out."""
    from luoshi.app import brief
    from luoshi.app.whole_file import whole_file
    from luoshi.paper import docx, html

    shown, left = brief.shortened(paper, SHOWN)

    def page(file: BinaryIO) -> None:
        file.write(html.fragment(shown).encode("utf-8", "replace"))

    whole_file(str(place / PAGE), page)
    for form in ("docx", "html"):
        brief.write(paper, str(place / f"{BRIEF}.{form}"))
    whole_file(str(place / _PRINTED), lambda file: docx.write(paper, file, stand_ins=True))
    return left
