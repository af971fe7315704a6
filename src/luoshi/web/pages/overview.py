"""概览: the lights, what is due, how far it has come, what changed since one last looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from luoshi.ledger.lights import LIGHTS
from luoshi.lexicon.themes import theme_name, theme_words
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.stores import Filter
from luoshi.stores.tallying import Tallies, Tally
from luoshi.web.pages.ledger.desk import Asking, asking
from luoshi.web.pages.ledger.question import address
from luoshi.web.rendering import page, render

router = APIRouter(include_in_schema=False)
READ: Final = may("read", "read_unit")
_SHOWN: Final = 5
_BARS: Final = 15
_NEWS: Final = 10
_WEEK: Final = 6  # days after today


@dataclass(frozen=True, slots=True)
class Reminded:
    """A list of rows to be reminded of: its name, how many, the address of all of them, the first ones."""

    name: str
    count: int
    href: str
    rows: Sequence[tuple[int, str, str, str]]


@router.get("/", dependencies=[READ])
def overview(request: Request) -> Response:
    """Give the overview."""
    asked = asking(request)
    site = asked.site
    key = ("overview", asked.unit, asked.language, site.today(), site.store.head())
    kept = site.pages.get(key, lambda: _body(asked))
    body = Markup(kept.body.decode())  # noqa: S704 - made by our own templates, which escape
    return page(request, "overview/overview.html", body=body, news=_news(asked))


@router.post("/overview/seen", dependencies=[READ])
def seen(request: Request) -> Response:
    """Remember that the person has seen what there is now."""
    asked = asking(request)
    if asked.person.account is not None:
        store = asked.site.store
        store.office.visits.mark(asked.person.account, store.head(), datetime.now(UTC))
    return RedirectResponse("/", 303)


@router.get("/overview/{by}.json", dependencies=[READ])
def figures(request: Request, by: str) -> Response:
    """Give the bars of a figure: rows by light, by ``theme`` or by ``unit``."""
    if by not in ("theme", "unit"):
        raise NoPage
    asked = asking(request)
    tallies = _themes(_tallies(asked)) if by == "theme" else _units(_tallies(asked))
    series = [
        {
            "name": asked.t(f"site.light.{light}"),
            "values": [each.lights[light] for each in tallies],
            "tone": light,
            "stack": "rows",
        }
        for light in LIGHTS
    ]
    names = [theme_name(each.name, asked.language) or asked.t("overview.nobody") for each in tallies]
    return JSONResponse({"kind": "bars", "horizontal": True, "categories": names, "series": series})


def _tallies(asked: Asking) -> Tallies:
    return asked.site.store.tallies(asked.site.today(), asked.unit)


def _themes(tallies: Tallies) -> tuple[Tally, ...]:
    finer = theme_words().field_of
    return tuple(each for each in tallies.by_theme if each.name not in finer)[:_BARS]


def _units(tallies: Tallies) -> tuple[Tally, ...]:
    return tallies.by_unit[:_BARS]


def _body(asked: Asking) -> str:
    tallies = _tallies(asked)
    return render(
        "overview/body.html",
        {
            "t": asked.t,
            "language": asked.language,
            "lights": [
                (light, tallies.all.lights[light], address("/ledger", urlencode({"light": light})))
                for light in LIGHTS
            ],
            "waiting": tallies.waiting,
            "share": tallies.all.share,
            "reminded": list(_reminded(asked)),
            "figures": [
                ("theme", _lines("theme", _themes(tallies))),
                ("unit", _lines("unit", _units(tallies))),
            ],
            "names": LIGHTS,
            "named": lambda name: theme_name(name, asked.language),
        },
    )


def _lines(by: str, tallies: tuple[Tally, ...]) -> list[tuple[Tally, str]]:
    return [
        (each, address("/ledger", urlencode({by: each.name, "open": "1"})) if each.name else "")
        for each in tallies
    ]


def _reminded(asked: Asking) -> Sequence[Reminded]:
    """Give what is due within the week, what is late, and what was not reported."""
    store, today = asked.site.store, asked.site.today()
    last = (today + timedelta(days=_WEEK)).isoformat()
    before = (today - timedelta(days=1)).isoformat()
    unheard = today.replace(day=1) + timedelta(days=store.lights.report_every)
    silent = (max(today, unheard) - timedelta(days=1)).isoformat()
    asks: dict[str, dict[str, str]] = {
        "due": {"due_from": today.isoformat(), "due_until": last},
        "late": {"due_until": before},
        "silent": {"report_until": silent},
    }
    whole = store.reminders(today, limit=_SHOWN) if asked.unit is None else None
    found = []
    for name, ask in asks.items():
        href = address("/ledger", urlencode({**ask, "open": "1"}))
        if whole is not None:
            listed = getattr(whole, name)
            rows = [(row.number, row.statement.text, row.lead or "", row.due or "") for row in listed.rows]
            found.append(Reminded(name, listed.count, href, rows))
            continue
        wanted = Filter(**ask, is_open=True, unit=asked.unit)  # type: ignore[arg-type]
        own = store.listed(wanted, limit=_SHOWN)
        rows = [(row.number, row.record["text"], row.lead or "", row.due or "") for row in own]
        found.append(Reminded(name, store.count_some(wanted), href, rows))
    return found


def _news(asked: Asking) -> dict[str, Any] | None:
    """Give what changed since the person last said to have seen all; ``None`` for who has no account."""
    account, store = asked.person.account, asked.site.store
    if account is None:
        return None
    last = store.office.visits.last(account)
    if last is None:
        return {"since": "", "events": 0, "rows": []}
    told = store.news(last.sequence, asked.unit, _NEWS)
    texts = {row.number: row.record["text"] for row in store.listed_rows([each.number for each in told.rows])}
    at = datetime.fromisoformat(last.at).astimezone()
    return {
        "since": at.strftime("%Y-%m-%d %H:%M"),
        "events": told.events,
        "rows": [
            (each.number, texts.get(each.number, ""), asked.t(f"overview.kind.{each.kind}"), each.author)
            for each in told.rows
        ],
    }
