"""The query language: words, “quotations”, AND OR NOT (与 或 非, a minus), brackets, fields.

Words that stand side by side must all be there. NOT binds closest, then AND, then OR. A field takes several
values with commas between them: one of them must hold.
"""

from __future__ import annotations

from dataclasses import replace

from luoshi.errors import UsageError
from luoshi.searching.folding import fold
from luoshi.searching.query import And, Not, Or, Query, Word
from luoshi.searching.tokens import MINUS, Token, tokens
from luoshi.searching.values import field_of

LONGEST = 1000
"""So many characters a query may have."""
MOST = 60
"""So many words and fields."""


def parse(query: str) -> Query:
    """Give what a query asks for.

    Raises:
        UsageError: the query says nothing, is too long, or is not well formed; ``details["at"]`` is the place
            (characters from 1) and the sentence says it too.
    """
    if len(query) > LONGEST:
        raise UsageError(
            f"The query has {len(query)} characters; it may have {LONGEST}.",
            code="query_long",
            details={"characters": len(query), "limit": LONGEST},
        )
    found = _read(list(tokens(query)))
    if sum(token.kind in ("word", "quoted", "field") for token in found) > MOST:
        raise UsageError(
            f"The query asks for more than {MOST} words and fields; ask in steps.",
            code="query_many",
            details={"limit": MOST},
        )
    if not found:
        raise UsageError("The query is empty; give words, such as 低空经济.", code="query_empty")
    reader = _Reader(found, len(query))
    asked = reader.either()
    reader.end()
    return asked


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, found: list[Token], length: int) -> None:
        self._tokens = found
        self._at = 0
        self._length = length

    def either(self) -> Query:
        parts = [self._all()]
        while self._takes("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(_flat(Or, parts))

    def end(self) -> None:
        token = self._next()
        if token is not None:  # only a bracket that nothing opened can be left
            raise _bracket(token.text, token.at)

    def _all(self) -> Query:
        parts = [self._one()]
        while True:
            token = self._next()
            if token is None or token.kind in ("or", ")"):
                break
            self._takes("and")
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(_flat(And, parts))

    def _one(self) -> Query:
        excluded = False
        while self._takes("not"):
            excluded = not excluded
        found = self._atom()
        return Not(found) if excluded else found

    def _atom(self) -> Query:
        token = self._next()
        if token is None or token.kind in ("and", "or", ")"):
            raise self._nothing(token)
        self._at += 1
        if token.kind == "(":
            found = self.either()
            if not self._takes(")"):
                raise _bracket(token.text, token.at)
            return found
        if token.kind == "field":
            parts = [field_of(token.text, value, token.at) for value in token.values]
            return parts[0] if len(parts) == 1 else Or(tuple(parts))
        folded = fold(token.text)
        if not folded.strip():
            raise self._nothing(token)
        return Word(folded, token.kind == "quoted", token.at)

    def _next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _takes(self, kind: str) -> bool:
        token = self._next()
        if token is None or token.kind != kind:
            return False
        self._at += 1
        return True

    def _nothing(self, token: Token | None) -> UsageError:
        at = (token.at if token else self._length) + 1
        before = self._tokens[self._at - 1].text if self._at else ""
        return UsageError(
            f"A word is missing behind {before or 'the beginning'} (character {at} of the query).",
            code="query_missing",
            details={"at": at, "before": before},
        )


def _read(found: list[Token]) -> list[Token]:
    """Take 与, 或, 非 that join nothing as words: at the beginning or end of the query or of a bracket."""
    said = []
    for at, token in enumerate(found):
        first = at == 0 or found[at - 1].kind == "("
        last = at + 1 == len(found) or found[at + 1].kind == ")"
        joins = token.kind in ("and", "or", "not") and not token.text.isascii()
        spare = joins and token.text not in MINUS and (last or (first and token.kind != "not"))
        said.append(replace(token, kind="word") if spare else token)
    return said


def _bracket(sign: str, at: int) -> UsageError:
    return UsageError(
        f"The bracket {sign} (character {at + 1} of the query) has no other one.",
        code="query_bracket",
        details={"mark": sign, "at": at + 1},
    )


def _flat(kind: type[And] | type[Or], parts: list[Query]) -> tuple[Query, ...]:
    """Give the parts, those of the same kind among them opened."""
    found: list[Query] = []
    for part in parts:
        found.extend(part.parts if isinstance(part, And | Or) and isinstance(part, kind) else [part])
    return tuple(found)
