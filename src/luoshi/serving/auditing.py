"""What people do by the site, written into the audit: by whom, from where, in which request."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from luoshi.app.people import Hand
from luoshi.serving.site import site_of
from luoshi.serving.throttle import address_of
from luoshi.serving.visitors import Visitor
from luoshi.stores.office.audit import Deed


def hand_of(request: Request, who: str | None = None) -> Hand:
    """Give whose hand a request is: of who is signed in, or of the name that is given."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    person = visitor.person if visitor is not None else None
    name = who if who is not None else (person.name if person is not None else "")
    return Hand(name, address_of(request), getattr(request.state, "request_id", ""))


def note(request: Request, what: str, subject: str = "", *, who: str | None = None, **details: Any) -> None:  # noqa: ANN401
    """Record that something was done, such as ``note(request, "exported", "xlsx", rows=120)``.

    ``what`` has its words in data/pages/admin.yaml as ``admin.deed.WHAT``; ``details`` is anything that
    JSON holds, without secrets and texts of documents.
    """
    hand = hand_of(request, who)
    deed = Deed(hand.who, what, subject, details, hand.address, hand.request)
    site_of(request).store.office.audit.record(deed, datetime.now(UTC))
