"""操作日志: what people did with the site beside what became of the ledger."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.ledger.events import CREATED, DOCUMENT_ADDED, ROW_KINDS
from luoshi.lexicon.messages import page_words, say_on_page
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.site import site_of
from luoshi.stores.office.audit import Entry, Sought
from luoshi.stores.office.trail import Step, Wanted
from luoshi.web.rendering import page
from luoshi.web.views.people import deed_view, step_view

router = APIRouter(include_in_schema=False)
_PAGE: Final = 50
_HUGE: Final = 2**62
_KINDS: Final = (DOCUMENT_ADDED, CREATED, *sorted(ROW_KINDS))


@router.get("/admin/audit", dependencies=[may("audit")])
def audit(request: Request, who: str = "", what: str = "", day: str = "") -> Response:
    """Give the newest deeds of both; ``deeds`` and ``events`` are where each list goes on."""
    language = language_of(request)
    kind, _, code = what.partition(":")
    wanted_day = _day(day)
    deeds, more_deeds = _deeds(request, who.strip(), code, wanted_day) if kind != "event" else ([], None)
    steps, more_steps = _steps(request, who.strip(), code, wanted_day) if kind != "deed" else ([], None)
    kept = {"who": who.strip(), "what": what, "day": day if wanted_day else ""}
    return page(
        request,
        "admin/audit.html",
        deeds=[deed_view(entry, language) for entry in deeds],
        steps=[step_view(step, language) for step in steps],
        more_deeds=_address(request, kept, deeds=more_deeds) if more_deeds else "",
        more_steps=_address(request, kept, events=more_steps) if more_steps else "",
        first=f"/admin/audit?{urlencode({k: v for k, v in kept.items() if v})}" if _turned(request) else "",
        whats=_whats(request, language),
        asked=kept,
        only=kind if kind in ("deed", "event") and code else "",
    )


def _deeds(request: Request, who: str, code: str, day: date | None) -> tuple[list[Entry], int | None]:
    sought = Sought(who=who or None, what=code or None, day=day)
    before = _cursor(request, "deeds")
    found = site_of(request).store.office.audit.page(sought, before=before, limit=_PAGE + 1)
    shown = list(found[:_PAGE])
    return shown, shown[-1].id if len(found) > _PAGE else None


def _steps(request: Request, who: str, code: str, day: date | None) -> tuple[list[Step], int | None]:
    wanted = Wanted(who=who or None, kind=code or None, day=day)
    found = site_of(request).store.office.trail.page(wanted, before=_cursor(request, "events"), limit=_PAGE)
    return list(found.steps), found.before


def _whats(request: Request, language: str) -> list[tuple[str, str]]:
    codes = site_of(request).store.office.audit.codes()
    deeds = [(f"deed:{code}", _said(f"admin.deed.{code}", code, language)) for code in codes]
    return deeds + [(f"event:{kind}", _said(f"admin.event.{kind}", kind, language)) for kind in _KINDS]


def _said(key: str, otherwise: str, language: str) -> str:
    return say_on_page(language, key) if key in page_words() else otherwise


def _address(request: Request, kept: dict[str, str], **moved: int) -> str:
    """Give the address of the next page of one list; the other stays where it is."""
    cursors = {
        name: str(at) for name in ("deeds", "events") if (at := moved.get(name) or _cursor(request, name))
    }
    return "/admin/audit?" + urlencode({name: value for name, value in (kept | cursors).items() if value})


def _turned(request: Request) -> bool:
    return any(_cursor(request, name) for name in ("deeds", "events"))


def _cursor(request: Request, name: str) -> int | None:
    said = request.query_params.get(name, "")
    return min(int(said), _HUGE) if said.isascii() and said.isdigit() and len(said) < 20 else None


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if 1970 < day.year < 2200 else None
