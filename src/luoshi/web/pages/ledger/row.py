"""One row with all that is known of it, what may be done with it now, and how it came to stand so."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.app.proving import evidence
from luoshi.ledger import Row, steps
from luoshi.ledger.history import told as history_of
from luoshi.ledger.lights import is_open, light, turning
from luoshi.lexicon.themes import FIELDS
from luoshi.lexicon.value_words import names_of
from luoshi.serving.addresses import NUMBER
from luoshi.serving.auditing import note
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.serving.scope import row_for
from luoshi.stores import Filter
from luoshi.web.pages.language import inside
from luoshi.web.pages.ledger.acts import ACTS, PERMISSIONS
from luoshi.web.pages.ledger.desk import Asking, asking, forget, may_undo, told
from luoshi.web.pages.ledger.filters import choices_of
from luoshi.web.rendering import page
from luoshi.web.views import ledger_row as view
from luoshi.web.views.quoting import context

router = APIRouter(include_in_schema=False)
_WORK = ("assign", "plan", "report", "verify", "return", "extend", "remind", "close", "reopen")
_REVIEW = ("accept", "correct", "reject", "split", "merge")
_KINDS = {"report": "reported"} | {act.name: act.kind for act in ACTS.values()}


@router.get(f"/ledger/{NUMBER}", dependencies=[may("read", "read_unit")])
def row(request: Request, number: int) -> Response:
    """Give one row."""
    asked = asking(request)
    found = row_for(asked.site, asked.person, number)
    return forget(request, row_page(asked, found, opened=request.query_params.get("act", "")))


def row_page(asked: Asking, found: Row, code: int = 200, **more: Any) -> Response:  # noqa: ANN401
    """Answer with the page of a row.

    ``fault`` is the step that was refused with its sentence, ``said`` what its form said, ``opened`` the step
    whose form is open.
    """
    return page(asked.request, "ledger/row.html", code, **{**context_for(asked, found), **more})


def context_for(asked: Asking, found: Row) -> dict[str, Any]:
    """Give what the page of a row, and each of its forms, shows."""
    site, words, store = asked.site, asked.words, asked.site.store
    day = site.today()
    created, *later = store.history(found.number)
    may_take = frozenset(_KINDS[name] for name in _KINDS if _may(asked, name))
    useful = steps.offered(found.state, found.status.review, words.table, may_take)
    first = steps.onward(found.state, found.status.review, words.table, useful)
    acts = [name for name in (*_REVIEW, *_WORK) if _KINDS[name] in useful]
    acts.sort(key=lambda name: _KINDS[name] != first)
    proves = asked.person.may("report") and found.status.review in words.table.at_work
    shown = light(found, day, store.lights)
    parts = store.rows(Filter(parent=found.number))
    return {
        "row": found,
        "undo": bool(later) and may_undo(asked, found.number),
        "offered": [*acts, "prove"] if proves else acts,
        "light": shown,
        "why": view.why(asked.t, turning(found, store.lights), shown) if is_open(found) else "",
        "state": words.state(found.state),
        "review": words.review(found.status.review),
        "quote": context(store, found),
        "facts": view.facts(found, words),
        "work": view.work(found, words),
        "targets": view.targets(found, words),
        "parts": [part.number for part in parts],
        "history": [_told(one, words) for one in reversed(history_of(created, later))],
        "evidence": evidence(store, found.number),
        "judged": view.judged(store, found, later, words),
        "drafts": _drafts(asked, found),
        "corrected": view.plain_values(found, words),
        "options": {
            name: [(each, words.value(name, each)) for each in names_of(name)]
            for name in ("type", "force", "kind")
        },
        "themes": FIELDS,
        "choices": choices_of(asked),
        "needs": {name: words.table.steps[_KINDS[name]].needs for name in _WORK},
        "labels": {name: words.step(_KINDS[name]) for name in (*_WORK, *_REVIEW)},
        "reads": asked.unit is None,
        "fault": ("", ""),
        "said": {},
        "opened": "",
        "next": _next(asked.request),
        **told(asked.request),
    }


def _drafts(asked: Asking, found: Row) -> bool:
    """Say whether the row can go into a draft for comment, and the person may open one."""
    may_open = asked.person.may("draft") and asked.person.may("read")
    fits = found.statement.type == "commitment" and found.status.review in asked.words.table.at_work
    return may_open and fits


def _next(request: Request) -> str:
    wanted = request.query_params.get("next", "")
    return inside(wanted) if wanted else ""


def _may(asked: Asking, name: str) -> bool:
    return asked.person.may(PERMISSIONS[_KINDS[name]])


def _told(one: Any, words: Any) -> Mapping[str, Any]:  # noqa: ANN401
    at = datetime.fromisoformat(one.event.at).astimezone()
    return {
        "at": one.event.at,
        "when": at.strftime("%Y-%m-%d %H:%M"),
        "who": one.event.author,
        "what": words.what(one),
        "why": one.event.reason,
        "changes": words.changes(one),
        "undone": one.undone,
    }


@router.get(f"/ledger/{NUMBER}/evidence/{{digest}}", dependencies=[may("read", "read_unit")])
def evidence_file(request: Request, number: int, digest: str) -> Response:
    """Give a file that was attached to a row."""
    asked = asking(request)
    found = row_for(asked.site, asked.person, number)
    kept = next(
        (each for each in found.status.evidence if each.kind == "file" and each.sha256 == digest), None
    )
    if kept is None:
        raise NoPage
    raw = asked.site.store.files.open(digest)
    note(request, "exported", f"evidence:{number}", format=PurePath(kept.name).suffix.lstrip(".")[:20])
    kind = mimetypes.guess_type(kept.name)[0] or "application/octet-stream"
    # never shown in the site itself: it may be a page with scripts
    named = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    return Response(raw, media_type=kind, headers={"Content-Disposition": named})
