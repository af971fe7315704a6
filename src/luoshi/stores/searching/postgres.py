"""The index in PostgreSQL: a narrow table with the folded texts, and GIN over their characters and pairs.

What GIN holds is worked out from the text by functions of the server itself (``GRAMS``), so that the table
stays small: most of the time of a search goes into walking it. Words of three and more characters are
looked for in the text of the rows that have all their pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    column,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from luoshi.searching.folding import fold
from luoshi.searching.grams import grams
from luoshi.searching.indexed import bits
from luoshi.searching.query import Field, Not, Or, Query, Word
from luoshi.stores.bulk import insert_rows

if TYPE_CHECKING:
    from luoshi.stores.searching.asking import Asked, Hit


def _grams(name: str) -> str:
    """Give all pairs of neighbours: those from the first character on, from the second on; each character."""
    pairs = (
        rf"rtrim(regexp_replace({said}, '(..)', E'\\1\n', 'g'), E'\n')"
        for said in (name, f"substr({name}, 2)")
    )
    first, second = (rf"string_to_array({said}, E'\n')" for said in pairs)
    return f"({first} || {second} || string_to_array({name}, NULL))"


GRAMS, HEADING_GRAMS = _grams("text"), _grams("heading")
_SEARCH = table(
    "search",
    column("place", BigInteger),
    column("text", Text),
    column("heading", Text),
    column("traits", BigInteger),
)
Columns = Any
"""The columns ``place text heading traits`` of the index, or of a part of its rows."""
_DOCUMENTS = table("search_documents", column("place", BigInteger))
PLACE: ColumnElement[int] = _SEARCH.c.place
RANGED: ColumnElement[int] = _SEARCH.c.place + 0
"""The place, so written that no index serves it: all rows of a year would be walked for a word in them."""
_WALKED = 5000  # so many rows of the latest documents are looked at before the index is asked


def add(connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
    """Write what it has of rows that it lacks: their ``place``, ``text``, ``heading`` and ``traits``."""
    insert_rows(connection, _SEARCH, values)


def remove(connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
    """Take rows out."""
    for each in values:
        connection.execute(text("DELETE FROM search WHERE place = :place"), {"place": each["place"]})


def prepare(connection: Connection) -> None:
    """Keep the server from what it takes for quick.

    It does not know that working out ``GRAMS`` costs a hundred times a comparison, which it must where it
    walks the table, or where the list of found rows outgrows its memory; nor that compiling takes longer than
    asking.
    """
    costs = ("enable_seqscan = off", "cpu_operator_cost = 0.1")
    for setting in (*costs, "jit = off", "work_mem = '64MB'"):
        connection.exec_driver_sql(f"SET LOCAL {setting}")


def clear(connection: Connection) -> None:
    """Take everything out."""
    connection.execute(text("DELETE FROM search"))


def tidy(connection: Connection) -> None:
    """Let the server know what the table holds."""
    connection.execute(text("ANALYZE search"))


def matching(found: Asked) -> Select[Any]:
    """Ask for the places of all hits."""
    return select(PLACE).select_from(_SEARCH).where(*map(sought, found.words), *found.conditions)


def meets(query: Query) -> ColumnElement[bool]:
    """Say that the row at a place meets a query, whatever else holds."""
    return held_by(query)


def hits(connection: Connection, found: Asked, after: Hit | None, limit: int) -> list[Hit]:
    """Give the hits past one, rank by rank."""
    got: list[Hit] = []
    for rank, conditions in _ranks(found):
        if after and rank > after[0]:
            continue
        before = after[1] if after and rank == after[0] else None
        many = limit - len(got)
        places = _walk(connection, found, before, many) if rank == 0 else []
        if len(places) < many:
            asked = matching(found).where(*conditions)
            asked = asked if before is None else asked.where(before > RANGED)
            # + 0: else it would walk the table backwards in the hope of meeting enough hits soon
            asked = asked.order_by(RANGED.desc()).limit(many)
            places = list(connection.execute(asked).scalars())
        got += [(rank, place) for place in places]
        if len(got) == limit:
            break
    return got


def _walk(connection: Connection, found: Asked, before: int | None, many: int) -> list[int]:
    """Look for hits without rank in the latest documents: words that many rows have soon turn up."""
    if found.conditions or not found.words:
        return []
    latest = select(_SEARCH)
    latest = latest if before is None else latest.where(before > PLACE)
    rows = latest.order_by(PLACE.desc()).limit(_WALKED).subquery("search")
    asked = select(rows.c.place).where(*(held_by(part, rows.c) for part in found.words))
    lacking = [not_(sign) for _, _, sign in _signs(found, rows.c)]
    return list(connection.execute(asked.where(*lacking).order_by(rows.c.place.desc()).limit(many)).scalars())


def _ranks(found: Asked) -> Iterator[tuple[int, list[ColumnElement[bool]]]]:
    signs = _signs(found, _SEARCH.c)
    for rank in range(3, -1, -1):
        if not rank & ~sum(sign for sign, _, _ in signs):
            yield rank, [sought if rank & sign else not_(held) for sign, sought, held in signs]


def _signs(found: Asked, columns: Columns) -> list[tuple[int, ColumnElement[bool], ColumnElement[bool]]]:
    """Give what raises a hit: by how much, as an index finds it, and as a row that is at hand shows it."""
    signs = []
    if found.phrase:
        held = _in(columns.text, found.phrase.folded)
        signs.append((2, _word(GRAMS, columns.text, found.phrase.folded), held))
    if found.headed:
        said = [word.folded for word in found.headed]
        by_index = and_(*(_word(HEADING_GRAMS, columns.heading, word) for word in said))
        signs.append((1, by_index, and_(*(_in(columns.heading, word) for word in said))))
    return signs


def sought(query: Query) -> ColumnElement[bool]:
    """Give words and traits under AND, OR and NOT as a condition on a row, so that the index serves it."""
    if isinstance(query, Word):
        return _word(GRAMS, _SEARCH.c.text, query.folded)
    if isinstance(query, Field) and query.name == "heading":
        return _word(HEADING_GRAMS, _SEARCH.c.heading, fold(query.value))
    if isinstance(query, Field | Not):
        return held_by(query)
    parts = [sought(part) for part in query.parts]
    return or_(*parts) if isinstance(query, Or) else and_(*parts)


def held_by(query: Query, columns: Columns = _SEARCH.c) -> ColumnElement[bool]:
    """Give the same as a condition that a row at hand is quickly looked at for."""
    if isinstance(query, Word):
        return _in(columns.text, query.folded)
    if isinstance(query, Field):
        if query.name == "heading":
            return _in(columns.heading, fold(query.value))
        traits: ColumnElement[int] = columns.traits
        return traits.op("&")(bits([(query.name, query.value)])) != 0
    if isinstance(query, Not):
        return not_(held_by(query.part, columns))
    parts = [held_by(part, columns) for part in query.parts]
    return or_(*parts) if isinstance(query, Or) else and_(*parts)


def _in(column: ColumnElement[str], folded: str) -> ColumnElement[bool]:
    return func.strpos(column, folded) > 0


def _word(expression: str, column: ColumnElement[str], folded: str) -> ColumnElement[bool]:
    held = literal_column(expression).op("@>")(literal(sorted(set(grams(folded))), ARRAY(Text)))
    return and_(held, _in(column, folded)) if len(folded) > 2 else held


def documents_matching(query: Query | None) -> Select[Any]:
    """Ask for the places of documents, where words have two characters at most."""
    asked = select(_DOCUMENTS.c.place)
    return asked if query is None else asked.where(sought(query))
