"""The index in SQLite: FTS5 with each character and each pair of neighbours as a word of its own.

Contentless: it holds no text, so whatever is taken out of it must be said again as it was put in. It keeps
the places of words (detail=full), so that words of three and more characters are found without a look at
the texts; how often a word stands in a row (columnsize) it does not keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, literal_column, select, table, text

from luoshi.searching.folding import fold
from luoshi.searching.grams import EVERY, HEADING, grams, trait_entry
from luoshi.searching.indexed import BETWEEN
from luoshi.searching.query import And, Field, Not, Or, Query, Word

if TYPE_CHECKING:
    from luoshi.stores.searching.asking import Asked, Hit

NAME = "search"
PLACE: ColumnElement[int] = literal_column("search.rowid")
RANGED = PLACE
# a place that the planner may not look up: either … or … over two of them it would refuse to scan
_PLAIN: ColumnElement[int] = literal_column("+search.rowid")


def add(connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
    """Write what it has of rows that it lacks: their ``place`` and ``words``."""
    if values:
        asked = "INSERT INTO search (rowid, words) VALUES (:place, :words)"
        connection.exec_driver_sql(asked, list(values))


def remove(connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
    """Take rows out, given just as they were put in."""
    if values:
        asked = "INSERT INTO search (search, rowid, words) VALUES ('delete', :place, :words)"
        connection.execute(text(asked), values)


def prepare(connection: Connection) -> None:
    """Do nothing: SQLite needs no settings."""


def clear(connection: Connection) -> None:
    """Take everything out."""
    connection.execute(text("INSERT INTO search (search) VALUES ('delete-all')"))


def tidy(connection: Connection) -> None:
    """Bring an index that was filled at once into its quickest form."""
    connection.execute(text("INSERT INTO search (search) VALUES ('optimize')"))


def matching(found: Asked) -> Select[Any]:
    """Ask for the places of all hits."""
    return _places(all_of(*_parts(found))).where(*found.conditions)


def meets(query: Query) -> ColumnElement[bool]:
    """Say that the row at a place meets a query, whatever else holds."""
    return _PLAIN.in_(_places(expression(query)))


def hits(connection: Connection, found: Asked, after: Hit | None, limit: int) -> list[Hit]:
    """Give the hits past one, rank by rank: the index gives those of the latest documents first."""
    got: list[Hit] = []
    for rank, match in _ranks(found):
        if after and rank > after[0]:
            continue
        asked = _places(match).where(*found.conditions)
        if after and rank == after[0]:
            asked = asked.where(after[1] > PLACE)
        asked = asked.order_by(PLACE.desc()).limit(limit - len(got))
        got += [(rank, place) for place in connection.execute(asked).scalars()]
        if len(got) == limit:
            break
    return got


def _ranks(found: Asked) -> Iterator[tuple[int, str]]:
    wanted, none = _parts(found)
    signs = []
    if found.phrase:
        signs.append((2, expression(found.phrase)))
    if found.headed:
        signs.append((1, all_of([heading(word.folded) for word in found.headed])))
    for rank in range(3, -1, -1):
        if rank & ~sum(sign for sign, _ in signs):
            continue
        having = [said for sign, said in signs if rank & sign]
        lacking = [said for sign, said in signs if not rank & sign]
        yield rank, all_of([*wanted, *having], [*none, *lacking])


def _parts(found: Asked) -> tuple[list[str], list[str]]:
    wanted = [expression(part) for part in found.words if not isinstance(part, Not)]
    return wanted, [expression(part.part) for part in found.words if isinstance(part, Not)]


def _places(match: str) -> Select[Any]:
    asked = select(PLACE.label("place")).select_from(table(NAME))
    return asked.where(literal_column("search").op("MATCH")(match))


def expression(query: Query) -> str:
    """Give words and traits under AND, OR and NOT as FTS5 has them."""
    if isinstance(query, Word):
        return quoted(grams(query.folded))
    if isinstance(query, Field):
        if query.name == "heading":
            return heading(fold(query.value))
        return quoted([trait_entry((query.name, query.value))])
    if isinstance(query, Not):
        return f"({quoted([EVERY])} NOT {expression(query.part)})"
    if isinstance(query, Or):
        return f"({' OR '.join(expression(part) for part in query.parts)})"
    return _all(query)


def heading(folded: str) -> str:
    """Give what finds a word in the heading."""
    return quoted(grams(folded, HEADING))


def all_of(parts: Sequence[str], none: Sequence[str] = ()) -> str:
    """Give what finds all of some expressions and none of others."""
    found = " AND ".join(parts) if parts else quoted([EVERY])
    if not none:
        return f"({found})"
    return f"(({found}) NOT ({' OR '.join(none)}))"


def quoted(words: Sequence[str]) -> str:
    """Give words that follow each other."""
    joined = BETWEEN.join(words).replace('"', '""')
    return f'"{joined}"'


def _all(query: And) -> str:
    wanted = [expression(part) for part in query.parts if not isinstance(part, Not)]
    return all_of(wanted, [expression(part.part) for part in query.parts if isinstance(part, Not)])


def documents_matching(query: Query | None) -> Select[Any]:
    """Ask for the places of documents, where words have two characters at most."""
    place: ColumnElement[int] = literal_column("search_documents.rowid").label("place")
    asked = select(place).select_from(table("search_documents"))
    if query is None:
        return asked
    return asked.where(literal_column("search_documents").op("MATCH")(expression(query)))
