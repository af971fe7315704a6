"""Values that bring their sources with them, and the words for those sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from luoshi.ledger import DocumentEntry

_RUNS = 12  # stretches of numbers that a footnote lists
_SHOWN = 6  # places that a cell of a table lists


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document of the ledger: code points, and the headings above it, outermost first."""

    document: str
    start: int
    end: int
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts, by the numbers of the ledger's rows; ``how`` says how where that helps."""

    what: str
    numbers: tuple[int, ...] = ()
    how: str = ""


Basis = Source | Counted


@dataclass(frozen=True, slots=True)
class Cited:
    """A value with what it rests on; ``text`` is how it is written where that is not ``str(value)``.

    In a template it is true where its value is, so that ``if: red`` asks whether there are any.
    """

    value: int | float | str
    basis: tuple[Basis, ...]
    text: str | None = None

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        """Refuse to become words that have lost their source."""
        raise TypeError("a value with a source stands alone in its gap, without filters")

    @property
    def words(self) -> str:
        """How it is written."""
        return str(self.value) if self.text is None else self.text


def counted(numbers: Iterable[int], what: str) -> Cited:
    """Give how many rows there are, resting on their numbers."""
    held = tuple(sorted(numbers))
    return Cited(len(held), (Counted(what, held),))


def share(part: int, whole: int, basis: Sequence[Basis]) -> Cited:
    """Give a part in percent, one decimal; ``—`` of nothing."""
    text = f"{100 * part / whole:.1f}%" if whole else "—"
    return Cited(part / whole if whole else 0.0, tuple(basis), text)


class Citing:
    """Puts sources into words; documents are numbered 〔1〕 in the order in which they are first cited.

    ``page`` gives the page, from 1, on which a character of a document stands; ``None`` where it has none.
    """

    def __init__(
        self, documents: Mapping[str, DocumentEntry], page: Callable[[str, int], int | None]
    ) -> None:
        self._documents = documents
        self._page = page
        self.cited: list[str] = []

    def note(self, bases: Iterable[Basis]) -> str:
        """Give the words of a footnote."""
        held = list(dict.fromkeys(bases))
        places: dict[str, list[Source]] = {}
        for basis in held:
            if isinstance(basis, Source):
                places.setdefault(basis.document, []).append(basis)
        said = [_counted(basis) for basis in held if isinstance(basis, Counted)]
        return "；".join([*(self._sources(document, own) for document, own in places.items()), *said]) + "。"

    def cell(self, bases: Iterable[Basis]) -> str:
        """Give the words for a cell: documents by their number in the list at the paper's end."""
        held = list(dict.fromkeys(bases))
        said = [self._short(basis) for basis in held if isinstance(basis, Source)]
        more = [f"等{len(said)}处"] if len(said) > _SHOWN else []
        rows = sorted({number for basis in held if isinstance(basis, Counted) for number in basis.numbers})
        of_rows = [f"序号{runs(rows)}"] if rows else []
        events = dict.fromkeys(b.how for b in held if isinstance(b, Counted) and b.numbers and b.how)
        return "；\n".join([*said[:_SHOWN], *more, *of_rows, *events])

    def listed(self) -> list[tuple[str, str, str, str]]:
        """Give the documents that were cited: number, title and file, date, the text's hash."""
        found = [self._documents[sha256] for sha256 in self.cited]
        return [
            (f"〔{number}〕", _named(one), one.date or "—", one.sha256[:12])
            for number, one in enumerate(found, 1)
        ]

    def _number(self, document: str) -> int:
        if document not in self.cited:
            self.cited.append(document)
        return self.cited.index(document) + 1

    def _sources(self, document: str, places: Sequence[Source]) -> str:
        """Give a document with its places; of one place the headings above it too."""
        entry = self._documents[document]
        self._number(document)
        where = "／".join(part for part in places[0].section if part != entry.title)
        above = f"，“{where}”" if where and len(places) == 1 else ""
        shown = "、".join(self._place(place) for place in places[:_SHOWN])
        return f"{_named(entry)}{above}，{shown}" + (f"等{len(places)}处" if len(places) > _SHOWN else "")

    def _short(self, source: Source) -> str:
        page = self._page(source.document, source.start)
        on = f"{page}页" if page else ""
        return f"〔{self._number(source.document)}〕{on}{source.start + 1}—{source.end}"

    def _place(self, source: Source) -> str:
        page = self._page(source.document, source.start)
        on = f"第{page}页，" if page else ""
        return f"{on}第{source.start + 1}—{source.end}字"


def _named(entry: DocumentEntry) -> str:
    name = entry.source.replace("\\", "/").rpartition("/")[2]
    if entry.title and entry.title != name:
        return f"《{entry.title.strip('《》')}》（{name}）"
    return f"《{name}》"


def _counted(counted: Counted) -> str:
    numbers = runs(counted.numbers)
    of = f"台账序号{numbers}（{len(counted.numbers)}件）" if counted.numbers else ""
    return "，".join(filter(None, (f"{counted.what}：{of}" if of else counted.what, counted.how)))


def runs(numbers: Sequence[int]) -> str:
    """Give numbers in order with neighbours joined: 1—3、7."""
    out: list[list[int]] = []
    for number in sorted(numbers):
        if out and number == out[-1][1] + 1:
            out[-1][1] = number
        else:
            out.append([number, number])
    said = [str(a) if a == b else f"{a}—{b}" if b > a + 1 else f"{a}、{b}" for a, b in out]
    return "、".join(said[:_RUNS]) + ("等" if len(said) > _RUNS else "")
