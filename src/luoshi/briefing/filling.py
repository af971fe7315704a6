"""Fills a template's gaps: values go in with their sources, and each sentence gets one footnote for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from luoshi.briefing.blocks import kind_of
from luoshi.briefing.cited import Basis, Cited, Citing
from luoshi.errors import LexiconError
from luoshi.paper import Block, Column, Heading, Inline, Note, Paragraph, Table

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_OPEN: Final = "\ue000"
_SHUT: Final = "\ue001"
_GAP: Final = re.compile(f"{_OPEN}([0-9]+){_SHUT}")
_SENTENCE: Final = re.compile("[^。！？\n]*[。！？\n]+|[^。！？\n]+")
_MOST: Final = 20_000  # rows of a table, or turns of an each
_BASIS: Final = "依据"


class Filler:
    """Makes blocks of a paper from those of a template; ``source`` is named in errors.

    ``most``: of each table so many rows.
    """

    def __init__(self, source: str, citing: Citing, most: int | None = None) -> None:
        self._source = source
        self._citing = citing
        self._most = most
        self._held: list[Cited] = []
        self._environment = _environment(self._held)

    def blocks(
        self, blocks: Sequence[Mapping[str, Any]], facts: Mapping[str, Any], place: str
    ) -> Iterator[Block]:
        """Give what the blocks become."""
        for at, block in enumerate(blocks):
            here = f"{place}[{at}]"
            if "if" in block and not self._value(block["if"], facts, f"{here}.if"):
                continue
            kind = kind_of(block)
            if kind == "each":
                for value in self._values(block["each"], facts, f"{here}.each"):
                    inner = {**facts, block.get("as", "it"): value}
                    yield from self.blocks(block["blocks"], inner, f"{here}.blocks")
            elif kind == "blocks":
                yield from self.blocks(block["blocks"], facts, f"{here}.blocks")
            elif kind == "table":
                table, whole = self._table(block, facts, here)
                if table.rows:
                    yield table
                if whole > len(table.rows):
                    yield Paragraph((f"上表共{whole}行，列出前{len(table.rows)}行。",), "remark")
            else:
                content = self._inline(self._filled(block[kind], facts, f"{here}.{kind}"))
                if kind == "heading":
                    yield Heading(block.get("level", 1), content)
                elif content:
                    yield Paragraph(content, block.get("style", "body"))

    def line(self, text: str, facts: Mapping[str, Any], place: str) -> str:
        """Give a text with its gaps filled, without footnotes: a title."""
        words, bases = self._plain(self._filled(text, facts, place))
        if bases:  # there is no room for its source
            raise self._wrong(place, text, ValueError("a title or caption takes no figure"))
        return words.strip()

    def _table(self, block: Mapping[str, Any], facts: Mapping[str, Any], place: str) -> tuple[Table, int]:
        """Give a table, of its rows as many as are wanted, and how many there are."""
        rows, based = [], False
        name = block.get("as", "it")
        every = list(self._values(block["table"], facts, f"{place}.table"))
        for value in every[: self._most]:
            inner, cells, bases = {**facts, name: value}, [], []
            for at, column in enumerate(block["columns"]):
                words, rests = self._plain(self._filled(column["cell"], inner, f"{place}.columns[{at}].cell"))
                cells.append(words.strip())
                bases += rests
            based = based or bool(bases)
            rows.append((*cells, self._citing.cell(bases)))
        columns = [Column(each["title"], float(each.get("share", 1))) for each in block["columns"]]
        if based:  # what stands in a row is borne out in the row
            columns.append(Column(_BASIS, sum(c.share for c in columns) / 4))
        else:
            rows = [row[:-1] for row in rows]
        caption = self.line(block.get("caption", ""), facts, f"{place}.caption")
        return Table(tuple(columns), tuple(rows), caption), len(every)

    def _inline(self, filled: str) -> Inline:
        out: list[str | Note] = []
        for sentence in _SENTENCE.findall(filled):
            words, bases = self._plain(sentence)
            end = len(words.rstrip("\n"))
            if end:
                out.append(words[:end])
            if bases:
                out.append(Note(self._citing.note(bases)))
            if words[end:]:
                out.append(words[end:])
        return tuple(out)

    def _plain(self, filled: str) -> tuple[str, list[Basis]]:
        bases: list[Basis] = []

        def words(found: re.Match[str]) -> str:
            cited = self._held[int(found[1])]
            bases.extend(cited.basis)
            return cited.words

        return _GAP.sub(words, filled), bases

    def _filled(self, text: str, facts: Mapping[str, Any], place: str) -> str:
        from jinja2 import TemplateError

        # marks of our own in an office's text would stand for values
        bare = text.replace(_OPEN, "").replace(_SHUT, "")
        try:
            return self._environment.from_string(bare).render(facts).strip()
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise self._wrong(place, text, error) from error

    def _value(self, asked: str, facts: Mapping[str, Any], place: str) -> Any:  # noqa: ANN401 - what a template asks
        from jinja2 import TemplateError

        try:
            return self._environment.compile_expression(asked, undefined_to_none=False)(**facts)
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise self._wrong(place, asked, error) from error

    def _values(self, asked: str, facts: Mapping[str, Any], place: str) -> Iterable[Any]:
        value = self._value(asked, facts, place)
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
            raise self._wrong(place, asked, TypeError("no list"))
        return islice(value, _MOST)

    def _wrong(self, place: str, text: str, error: Exception) -> LexiconError:
        reason = " ".join(str(error).split()) or type(error).__name__
        return LexiconError(
            f"{self._source}: {place}: “{text}” cannot be filled ({reason}).",
            code="brief_gap",
            details={"source": self._source, "place": place, "text": text, "reason": reason},
        )


def _environment(held: list[Cited]) -> ImmutableSandboxedEnvironment:
    """Give what fills gaps: a template can ask for facts and nothing else."""
    from jinja2 import StrictUndefined, TemplateRuntimeError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def put(value: Any) -> Any:  # noqa: ANN401 - what a template asks for
        if isinstance(value, Cited):
            held.append(value)
            return f"{_OPEN}{len(held) - 1}{_SHUT}"
        if isinstance(value, int | float) and not isinstance(value, bool):
            raise TemplateRuntimeError(f"{value} has no source; write a figure as it is given")
        if isinstance(value, str):
            return value.replace(_OPEN, "").replace(_SHUT, "")
        return value

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, finalize=put, keep_trailing_newline=False
    )
    environment.globals.clear()
    return environment
