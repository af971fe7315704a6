"""The rows of the table as HTML: their cells by column, and which buttons they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from markupsafe import Markup

from luoshi.app.wording import Wording
from luoshi.extracting.tasks.rows import PATH_MARK
from luoshi.ledger.steps import offered, onward
from luoshi.lexicon.messages import say_on_page
from luoshi.lexicon.themes import theme_name
from luoshi.lexicon.workflow import REVIEWS
from luoshi.stores.listing import Listed

USUAL: Final = ("light", "task", "lead", "supporting", "due", "share", "state", "review")
"""The columns that are shown unless others are chosen."""
_NARROW: Final = frozenset({"light", "due", "share", "state", "review", "type", "force", "grade", "leader"})
_WIDE: Final = frozenset({"task", "goal", "measures", "progress", "problem", "next"})
KEYS: Final = {"accept": "a", "correct": "e", "reject": "x", "split": "s", "merge": "m", "undo": "u"}
"""The keys of the steps of review."""
_ACTS: Final = {
    "accepted": "accept",
    "corrected": "correct",
    "rejected": "reject",
    "split": "split",
    "merged": "merge",
}
WORK: Final = {
    "assigned": "assign",
    "planned": "plan",
    "reported": "report",
    "verified": "verify",
    "closed": "close",
    "reopened": "reopen",
}
"""The steps of the work that have a button in the table, by what they make, with their names in addresses."""
_FORMS: Final = frozenset({"correct", "split", "merge"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """How rows are shown: the day of the lights (ISO), the words, the columns, whether one may review.

    ``ticks``: each row has a box. ``steps`` are the steps of the work that one may take (``WORK``).
    """

    day: str
    words: Wording
    columns: tuple[str, ...]
    reviews: bool = False
    ticks: bool = False
    steps: frozenset[str] = frozenset()

    @property
    def acts(self) -> bool:
        """Whether rows have buttons."""
        return self.reviews or bool(self.steps)

    def head(self) -> list[tuple[str, str]]:
        """Give the columns with their headings."""
        return [(name, heading(self.words.language, name)) for name in self.columns]

    def rows(
        self, listed: Iterable[Listed], faults: Mapping[int, str] | None = None, *, beside: bool = False
    ) -> Markup:
        """Give rows of the table.

        ``faults`` are sentences that stand beside rows; ``beside`` rows are put in wherever they stand on the
        page. Markup is joined by hand: a page has hundreds of cells.
        """
        said = _Said(self)
        made = "".join(said.row(row, (faults or {}).get(row.number, ""), beside=beside) for row in listed)
        return Markup(made)  # noqa: S704 - each text is escaped where it is put in


class _Said:
    """The words of a sheet, looked up once, escaped; what its methods give is HTML."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.day = sheet.day
        self.language = sheet.words.language
        self._known: dict[tuple[str, str], str] = {}
        self._offered: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        self._undo = _button("undo", self.page("ledger.act.undo"))
        self._pick = self.page("ledger.tick")
        self._cells = [
            (f'<td class="{_kind(name)}" data-label="{escape(title)}">', COLUMNS[name])
            for name, title in sheet.head()
        ]

    def row(self, row: Listed, fault: str, *, beside: bool) -> str:
        """Give the row of the table."""
        number, table = row.number, self.sheet.words.table
        oob = ' hx-swap-oob="true"' if beside else ""
        gone = "" if row.review in table.at_work else ' class="gone"'
        parts = [f'<tr id="row-{number}"{oob}{gone} data-item tabindex="-1">']
        if self.sheet.ticks:
            parts.append(
                '<td class="tick"><input type="checkbox" form="bulk" name="row"'
                f' value="{number}.{row.version}"'
                f' aria-label="{self._pick} {number}" data-tick></td>'
            )
        parts.append(f'<th scope="row"><a href="/ledger/{number}">{number}</a></th>')
        for opening, cell in self._cells:
            parts += (opening, cell(row, self), "</td>")
        if self.sheet.acts:
            alert = f'<p class="fault" role="alert" data-sentence>{escape(fault)}</p>' if fault else ""
            parts.append(f'<td class="acts"><span class="row-acts">{self.acts(row)}</span>{alert}</td>')
        parts.append("</tr>\n")
        return "".join(parts)

    def state(self, name: str) -> str:
        return self._kept("state", name, self.sheet.words.state)

    def review(self, name: str) -> str:
        return self._kept("review", name, self.sheet.words.review)

    def page(self, key: str) -> str:
        return self._kept("page", key, lambda name: say_on_page(self.language, name))

    def value(self, group: str, name: str | None) -> str:
        return self._kept(group, name, lambda value: self.sheet.words.value(group, value)) if name else ""

    def _kept(self, group: str, name: str, make: Callable[[str], str]) -> str:
        found = self._known.get((group, name))
        if found is None:
            found = self._known[group, name] = escape(make(name))
        return found

    def light(self, value: str | None) -> str:
        if value is None:
            return f'<span class="soft" role="img" aria-label="{self.page("site.light.none")}">—</span>'
        return f'<span class="light light-{value}">{self.page(f"site.light.{value}")}</span>'

    def acts(self, row: Listed) -> str:
        """Give the buttons: the step that brings the row on, the decisions that may follow, undoing."""
        stands = (row.state, row.review)
        made = self._offered.get(stands)
        if made is None:
            made = self._offered[stands] = list(self._buttons(*stands))
        if self.sheet.reviews and (row.review != "pending" or row.state != "created" or len(row.status) > 1):
            made = [*made, self._undo]
        number, version = str(row.number), str(row.version)
        return "".join(f"{a}{number}{b}{version if c else ''}{c}" for a, b, c in made)

    def _buttons(self, state: str, review: str) -> Iterator[tuple[str, str, str]]:
        table = self.sheet.words.table
        may = (*self.sheet.steps, *(REVIEWS if self.sheet.reviews else ()))
        names = offered(state, review, table, may)
        first = onward(state, review, table, names)
        for name in names:
            if name in _ACTS:
                act = _ACTS[name]
                yield _button(act, self.page(f"ledger.act.{act}"), first=name == first)
            elif name == (first or names[0]):  # of the steps of the work the next; the row's page has all
                act = WORK[name]
                tone = " primary" if name == first else ""
                label = self.page(f"ledger.act.{act}")
                yield f'<a class="button tiny{tone}" href="/ledger/', f'?act={act}#{act}">{label}</a>', ""


def _button(act: str, label: str, *, first: bool = False) -> tuple[str, str, str]:
    """Give the button of a decision: what stands before the row's number, before its version, and after."""
    said = f'data-key="{KEYS[act]}">{label}'
    if act in _FORMS:
        return '<a class="button tiny" href="/ledger/', f"/form/{act}?version=", f'" data-form {said}</a>'
    tone = " primary" if first else " danger" if act == "reject" else ""
    return (
        '<button form="act" formaction="/ledger/',
        f'/{act}" name="version" value="',
        f'" class="tiny{tone}" {said}</button>',
    )


def heading(language: str, name: str) -> str:
    """Give the heading of a column."""
    return say_on_page(language, f"ledger.column.{name}")


def _kind(name: str) -> str:
    return "nowrap" if name in _NARROW else "text" if name in _WIDE else "name"


def _names(row: Listed, role: str) -> str:
    return escape("、".join(actor["name"] for actor in row.record["actors"] if actor["role"] == role))


def _lead(row: Listed, said: _Said) -> str:
    return escape(row.status["lead"]) if row.status.get("lead") else _names(row, "lead")


def _supporting(row: Listed, said: _Said) -> str:
    if row.status.get("lead"):
        return escape("、".join(row.status.get("supporting", ())))
    return _names(row, "supporting")


def _due(row: Listed, said: _Said) -> str:
    if row.due:
        return escape(row.due)
    deadline = row.record["deadline"]
    return escape(deadline["text"]) if deadline else ""


def _share(row: Listed, said: _Said) -> str:
    if row.status.get("percentage") is None:
        return ""
    share = int(row.status["percentage"])
    label = said.page("site.progress")
    bar = f'<progress max="100" value="{share}" aria-label="{label}"></progress>'
    return f'<span class="progress">{bar}{share}%</span>'


def _task(row: Listed, said: _Said) -> str:
    record = row.record
    kind, section = record["type"], PATH_MARK.join(record["section"])
    over = f' <span class="soft small">{escape(section)}</span>' if section else ""
    word = said.value("type", kind)
    return (
        f'<div><span class="task">{escape(record["text"])}</span>'
        f'<span class="type type-{escape(kind)} small">{word}</span>{over}</div>'
    )


def _targets(row: Listed, said: _Said) -> str:
    return escape("；".join(dict.fromkeys(target["text"] for target in row.record["targets"])))


def _grade(row: Listed, said: _Said) -> str:
    measured = row.record["measurability"]
    return escape(measured["grade"]) if measured else ""


def _themes(row: Listed, said: _Said) -> str:
    named = (theme_name(theme, said.language) for theme in row.record["themes"])
    return escape(("、" if said.language == "zh" else ", ").join(named))


def _status(name: str) -> Callable[[Listed, _Said], str]:
    return lambda row, said: escape(row.status.get(name) or "")


COLUMNS: Final[Mapping[str, Callable[[Listed, _Said], str]]] = {
    "light": lambda row, said: said.light(row.light(said.day)),
    "type": lambda row, said: said.value("type", row.record["type"]),
    "source": lambda row, said: escape(row.record["source"]),
    "section": lambda row, said: escape(PATH_MARK.join(row.record["section"])),
    "task": _task,
    "goal": _targets,
    "measures": lambda row, said: escape("\n".join(row.status.get("measures", ()))),
    "leader": _status("leader"),
    "lead": _lead,
    "responsible": lambda row, said: _names(row, "responsible"),
    "supporting": _supporting,
    "due": _due,
    "progress": _status("progress"),
    "share": _share,
    "problem": _status("problems"),
    "next": _status("next_steps"),
    "state": lambda row, said: said.state(row.state),
    "review": lambda row, said: said.review(row.review),
    "force": lambda row, said: said.value("force", row.record["force"]),
    "grade": _grade,
    "theme": _themes,
    "note": _status("note"),
}
"""Every column with the HTML of its cell."""
