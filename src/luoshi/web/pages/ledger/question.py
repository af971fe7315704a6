"""What a list of rows is asked for: filters, columns and the place in it, as they stand in its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from luoshi.errors import UsageError
from luoshi.ledger.lights import LIGHTS
from luoshi.stores import Filter
from luoshi.web.views.ledger_rows import COLUMNS, USUAL

WORDS: Final = ("words", "document", "section", "theme", "unit", "type", "force", "grade", "state", "review")
_DAYS: Final = ("due_from", "due_until", "report_until")
_FLAGS: Final = ("open", "unmatched")
NAMES: Final = (*WORDS, "light", *_DAYS, *_FLAGS)
COOKIE: Final = "luoshi_columns"
SIZE: Final = 50
_LONGEST: Final = 200
_TRAIL: Final = 20
_HUGE: Final = 2**62


@dataclass(frozen=True, slots=True)
class Question:
    """``said`` holds the filters that are set; ``trail`` the places of the pages before this one.

    ``columns`` are those shown, ``named`` says that the address named them.
    """

    said: Mapping[str, str]
    after: int = 0
    trail: tuple[int, ...] = ()
    columns: tuple[str, ...] = USUAL
    named: bool = False

    def filter(self, day: date, unit: str | None) -> Filter:
        """Give the filter of the store; ``unit`` is the one that the person is bound to."""
        said = self.said.get
        light = said("light")
        return Filter(
            **{name: said(name) for name in WORDS if name not in ("unit",)},  # type: ignore[arg-type]
            actor=said("unit"),
            due_from=said("due_from"),
            due_until=said("due_until"),
            report_until=said("report_until"),
            light=light,
            on=day.isoformat() if light else None,
            is_open=True if said("open") else None,
            unmatched=True if said("unmatched") else None,
            unit=unit,
        )

    def query(self, **more: str) -> str:
        """Give the query of an address with the filters and what is added, without its mark."""
        pairs = [*self.said.items()]
        if self.named:
            pairs += [("column", column) for column in self.columns]
        return urlencode([*pairs, *more.items()])

    def page(self, after: int, trail: tuple[int, ...]) -> str:
        """Give the address of the page past a number."""
        more = {"after": str(after)} if after else {}
        if trail:
            more["trail"] = ".".join(map(str, trail[-_TRAIL:]))
        return address("/ledger", self.query(**more))

    @property
    def here(self) -> str:
        """The address of this page."""
        return self.page(self.after, self.trail)

    @property
    def before(self) -> str:
        """The address of the page before; empty on the first."""
        return self.page(self.trail[-1], self.trail[:-1]) if self.trail else ""

    def next(self, last: int) -> str:
        """Give the address of the page past the last row of this one."""
        return self.page(last, (*self.trail, self.after))


def address(path: str, query: str) -> str:
    """Give a path with a query, where there is one."""
    return f"{path}?{query}" if query else path


def question_of(params: QueryParams, cookies: Mapping[str, str]) -> Question:
    """Give what an address asks for; columns that it does not name are those of the cookie.

    Raises:
        UsageError: ``no_light``, or ``web_day``: a day is none.
    """
    said = {name: value for name in NAMES if (value := " ".join(params.get(name, "").split())[:_LONGEST])}
    if said.get("light") not in (None, *LIGHTS):
        known = ", ".join(LIGHTS)
        raise UsageError(
            f"There is no light {said['light']!r}; there are {known}.",
            code="web_light",
            details={"light": said["light"], "known": known},
        )
    for name in _DAYS:
        if name in said:
            said[name] = _day(said[name])
    chosen = tuple(name for name in params.getlist("column") if name in COLUMNS)
    kept = tuple(name for name in cookies.get(COOKIE, "").split(".") if name in COLUMNS)
    trail = tuple(_number(each) for each in params.get("trail", "").split(".") if each)[-_TRAIL:]
    columns = tuple(dict.fromkeys(chosen or kept or USUAL))
    return Question(said, _number(params.get("after", "")), trail, columns, bool(chosen))


def _number(said: str) -> int:
    return min(int(said), _HUGE) if said.isdecimal() and said.isascii() and len(said) < 20 else 0


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError as error:
        raise UsageError(
            f"“{said}” is no day; write it as 2026-06-30.", code="web_day", details={"day": said}
        ) from error
