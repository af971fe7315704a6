"""From what was asked for to a chart, and from a chart to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from luoshi.app.charts import counted, years, zones
from luoshi.charting import Chart, draw, to_svg
from luoshi.errors import LuoshiError, UsageError
from luoshi.model import Document

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from luoshi.app.outcomes import Outcome
    from luoshi.stores import Store

KINDS: Final = ("targets", "coverage", "deadlines", "themes", "force")
FORMS: Final = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a chart is to show.

    ``central`` is the text that coverage is of: a file, or with a ledger one of its documents; ``indicator``
    a word of an indicator's name; ``only`` the sides or bodies to be shown; ``day`` the date of the files;
    ``today`` the day that deadlines are looked at from.
    """

    kind: str
    language: str
    title: str | None = None
    central: str | None = None
    indicator: str | None = None
    only: tuple[str, ...] = ()
    day: date | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A chart, and the inputs that could not be read for it."""

    chart: Chart
    failed: tuple[LuoshiError, ...] = ()


def made(asked: Asked, where: Store | Sequence[str]) -> Made:
    """Make a chart of a ledger, or of files and folders.

    Raises:
        UsageError: nothing of the kind is there to draw, or what was named is not there.
    """
    if asked.kind == "targets":
        found = _targets(asked, where)
    elif asked.kind == "deadlines" and not _are_files(where):
        found = Made(_due(asked, where))
    else:
        found = _of_sides(asked, where)
    title = (asked.title or "").strip()
    return replace(found, chart=replace(found.chart, title=title)) if title else found


def written(chart: Chart, path: str, *, overwrite: bool = False) -> None:
    """Write a chart as the ending of the path says: ``.svg`` or ``.png``.

    Raises:
        UsageError: ``chart_form``: another ending; the file is there already, or cannot be written.
        LuoshiError: ``chart_svg_instead``: no Chinese font is there for a png; the svg was written.
    """
    from luoshi.app.whole_file import whole_file

    check_form(path)
    form = Path(path).suffix.lower()
    try:
        picture = drawn(chart, form)
    except LuoshiError as error:
        if error.code != "chart_no_font":
            raise
        beside = str(Path(path).with_suffix(".svg"))
        whole_file(beside, _bytes(drawn(chart, ".svg")), overwrite=overwrite)
        raise LuoshiError(
            f"No font with Chinese characters is installed, so {beside} was written instead of the png; "
            "install fonts-noto-cjk (Noto Sans CJK SC), Source Han Sans or Microsoft YaHei, or name a font "
            "file in LUOSHI_FONT.",
            code="chart_svg_instead",
            details={"svg": beside},
        ) from None
    whole_file(path, _bytes(picture), overwrite=overwrite)


def drawn(chart: Chart, form: str) -> bytes:
    """Give a chart as one of ``FORMS``.

    Raises:
        LuoshiError: ``chart_no_font``: a png is wanted, and no Chinese font is there.
    """
    scene = draw(chart)
    if form == ".svg":
        return to_svg(scene).encode()
    from luoshi.charting.png import to_png

    return to_png(scene)


def _bytes(content: bytes) -> Callable[[BinaryIO], None]:
    def write(file: BinaryIO) -> None:
        file.write(content)

    return write


def check_form(path: str) -> None:
    """Refuse a path that does not say which form is wanted.

    Raises:
        UsageError: ``chart_form``.
    """
    if Path(path).suffix.lower() not in FORMS:
        raise UsageError(
            f"{path}: charts are written as .svg or .png; end the name so.",
            code="chart_form",
            details={"name": path},
        )


def _of_sides(asked: Asked, where: Store | Sequence[str]) -> Made:
    language = asked.language
    central = _central(asked, where) if asked.kind == "coverage" else None
    if _are_files(where):
        found = zones.of_files(where, asked.day, language)
        if not found.sides and found.failed:
            raise found.failed[0]  # what is wrong with the only text says more than that nothing is there
    else:
        left = central.sha256 if central is not None else None
        found = zones.of_ledger(where, asked.today or date.today(), language, without=left)
    sides = zones.only(found.sides, asked.only)
    if central is not None:
        from luoshi.aligning.central import central_index
        from luoshi.parsing.outline import parse

        outline = parse(central)
        sides = tuple(side for side in sides if side.document.sha256 != central.sha256)
        name = outline.facts.title or Path(central.source).name
        name = f"《{name.strip('《》')}》" if language == "zh" else name
        chart = counted.coverage(sides, central_index(outline), name, found.source, language)
    elif asked.kind == "deadlines":
        lanes = counted.lanes_of(sides)
        chart = counted.deadlines(lanes, found.source, language, today=asked.today)
    else:
        count = counted.themes if asked.kind == "themes" else counted.force
        chart = count(sides, found.source, language)
    return Made(chart, found.failed)


def _central(asked: Asked, where: Store | Sequence[str]) -> Document:
    if asked.central is None:
        raise UsageError("Coverage is of a central text: name it with --to.", code="chart_needs_central")
    if _are_files(where) or Path(asked.central).is_file():
        import luoshi

        return luoshi.read(Path(asked.central))
    from luoshi.app.named_texts import entry_named
    from luoshi.app.texts import Texts

    return Texts(where).document(entry_named(where, asked.central).sha256)


def _targets(asked: Asked, where: Store | Sequence[str]) -> Made:
    failed: list[LuoshiError] = []
    if _are_files(where):
        from luoshi.app.extract import extract_files, find_files

        found = find_files(where)
        failed += found.failed
        outcomes: list[Outcome] = []
        for outcome in extract_files(found.files, asked.day):
            if outcome.error is not None:
                failed.append(outcome.error)
            else:
                outcomes.append(outcome)
        if not outcomes and failed:
            raise failed[0]
        rows = list(years.figures_of(outcomes))
        source = zones.source_of_names([one.source for one in outcomes], asked.language)
    else:
        from luoshi import settings
        from luoshi.stores.series import Within

        rows = list(where.figures(Within(tuple(sorted(settings.workflow().at_work)))))
        source = zones.source_of_ledger(where, asked.today or date.today(), asked.language)
    chart = years.targets(rows, source, asked.language, wanted=asked.indicator, bodies=asked.only)
    return Made(chart, tuple(failed))


def _due(asked: Asked, store: Store) -> Chart:
    """Draw the days of a ledger's open rows, as handed out or extended.

    By who it was handed to; before that by whose text it is, else whom the text names in the lead.
    """
    from luoshi import settings
    from luoshi.stores import Filter

    at_work = settings.workflow().at_work
    bodies = {entry.sha256: entry.body for entry in store.documents()}
    found = [
        (row.status.lead or bodies[row.document] or row.lead or "–", row.due)
        for row in store.rows(Filter(type="commitment"))
        if row.status.review in at_work and row.state != "closed"
    ]
    if asked.only:
        found = [(lead, due) for lead, due in found if any(name in lead for name in asked.only)]
    today = asked.today or date.today()
    source = zones.source_of_ledger(store, today, asked.language)
    return counted.deadlines(found, source, asked.language, today=today)


def _are_files(where: Store | Sequence[str]) -> TypeIs[Sequence[str]]:
    return isinstance(where, list | tuple)
