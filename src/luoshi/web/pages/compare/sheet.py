"""The page: what is chosen, how it is looked at, the figures of the view."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from luoshi.serving.permission import may
from luoshi.stores.series import BY
from luoshi.web.pages.compare.asked import OF_SIDES, VIEWS, Desk
from luoshi.web.rendering import page, render
from luoshi.web.views.compared import apart, targets
from luoshi.web.views.compared.all import figures_of
from luoshi.web.views.papers import label_of, pairs

router = APIRouter(include_in_schema=False)
_SUGGESTED = 6


@router.get("/compare", dependencies=[may("read")])
def compare(request: Request) -> Response:
    """Give the comparison, or what there is to choose from."""
    desk = Desk(request)
    exports = request.state.visitor.person.may("export")
    site = desk.site
    key = ("compare", desk.asked, exports, desk.language, site.today(), desk.store.head())
    kept = site.pages.get(key, lambda: _body(desk, exports=exports))
    body = Markup(kept.body.decode())  # noqa: S704 - made by our own templates, which escape
    return page(request, "compare/compare.html", body=body)


def _body(desk: Desk, *, exports: bool) -> str:
    """Give what is the same for all who may read."""
    asked = desk.asked
    figures = figures_of(desk) if desk.documents else []
    sided = asked.view in OF_SIDES
    return render(
        "compare/body.html",
        {
            "t": desk.t,
            "language": desk.language,
            "asked": asked,
            "views": [
                (desk.t(f"compare.view.{view}"), asked.address(view=view), view == asked.view)
                for view in VIEWS
            ],
            "figures": figures,
            "exports": exports,
            "chosen": [label_of(desk.documents[sha256]) for sha256 in desk.chosen],
            "whole": desk.is_whole,
            "sided": sided,
            "without": desk.laid.without if sided else (),
            "sides": [(zone.key, zone.side.label) for zone in desk.laid.zones] if sided else [],
            **_choices(desk),
        },
    )


def _choices(desk: Desk) -> dict[str, Any]:
    asked = desk.asked
    one = apart.of(desk) if asked.view == "lacking" else None
    suggested = [
        (
            f"{label_of(pair.earlier)} ↔ {label_of(pair.later)}",
            asked.address(document=(pair.earlier.sha256, pair.later.sha256), year=(), zone=(), view="themes"),
        )
        for pair in pairs(desk.documents)[:_SUGGESTED]
    ]
    return {
        "named": frozenset(desk.named),
        "documents": [(sha256, label_of(entry)) for sha256, entry in desk.documents.items()],
        "zones": desk.zones,
        "years": desk.years,
        "suggested": suggested if desk.is_whole else [],
        "lines": targets.choices(desk) if asked.view == "series" else [],
        "left": desk.lines.left if asked.view == "series" else {},
        "bys": [(by, desk.t(f"compare.by.{by}")) for by in BY],
        "of": one.key if one else "",
    }
