"""A query cut into its parts: words, quotations, fields, signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.errors import UsageError
from luoshi.lexicon.search_fields import search_fields
from luoshi.searching.folding import simplified

_MARKS = '"＂“”'
_CLOSING = dict.fromkeys(_MARKS, _MARKS) | {"「": "」", "『": "』"}
_BRACKETS = {"(": "(", "（": "(", ")": ")", "）": ")"}
_RUN = re.compile(rf"[^\s()（）{''.join(_CLOSING)}]+")
_NAMED = re.compile(r"(?P<name>[^\W\d_]+)[:：]", re.UNICODE)
MINUS = "-－−"
_COMMAS = re.compile("[,，、]")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a query at a place (code points from 0).

    ``kind``: ``word``, ``quoted``, ``field`` (``text`` is its name, ``values`` what it is to be: one of
    them), ``and``, ``or``, ``not``, ``(``, ``)``.
    """

    kind: str
    text: str
    at: int
    values: tuple[str, ...] = ()


def tokens(query: str) -> Iterator[Token]:
    """Cut a query.

    Raises:
        UsageError: ``query_quote``: a quotation that does not end; ``query_field``: a field that is not
            known; ``query_no_value``: a field without a value. Each names the place.
    """
    at = 0
    while at < len(query):
        sign = query[at]
        if sign.isspace():
            at += 1
        elif sign in _BRACKETS:
            yield Token(_BRACKETS[sign], sign, at)
            at += 1
        elif sign in _CLOSING:
            text, end = _quotation(query, at)
            yield Token("quoted", text, at)
            at = end
        elif sign in MINUS and at + 1 < len(query) and not query[at + 1].isspace():
            yield Token("not", sign, at)
            at += 1
        else:
            token, at = _run(query, at)
            yield token


def _run(query: str, at: int) -> tuple[Token, int]:
    found = _RUN.match(query, at)
    run, end = (found.group(), found.end()) if found else (query[at], at + 1)
    operator = search_fields().operators.get(simplified(run))
    if operator:
        return Token(operator, run, at), end
    named = _NAMED.match(run)
    if not named or run[named.end() :].startswith("//"):  # an address of the web is no field
        return Token("word", run, at), end
    name = search_fields().names.get(simplified(named["name"]).lower())
    if name is None:
        raise _unknown(named["name"], at)
    values = tuple(value for value in _COMMAS.split(run[named.end() :]) if value)
    if not values and query[end : end + 1] in _CLOSING and query[end : end + 1]:
        text, end = _quotation(query, end)
        values = (text,) if text.strip() else ()
    if not values:
        raise UsageError(
            f"{run} (character {at + 1}): the field has no value; write it behind the colon without a space.",
            code="query_no_value",
            details={"field": run, "at": at + 1},
        )
    return Token("field", name, at, values), end


def _quotation(query: str, at: int) -> tuple[str, int]:
    closing = _CLOSING[query[at]]
    for end in range(at + 1, len(query)):
        if query[end] in closing:
            return query[at + 1 : end], end + 1
    raise UsageError(
        f"The quotation mark {query[at]} (character {at + 1} of the query) has no second one: "
        f"{query[at:][:20]}",
        code="query_quote",
        details={"mark": query[at], "at": at + 1, "words": query[at:][:20]},
    )


def _unknown(name: str, at: int) -> UsageError:
    fields = search_fields()
    known = " ".join(f"{fields.shown[field]}/{field}" for field in fields.takes)
    return UsageError(
        f"There is no field {name} (character {at + 1} of the query); there are {known}. To find the "
        "characters themselves, put them in quotation marks.",
        code="query_field",
        details={"field": name, "at": at + 1, "known": known},
    )
