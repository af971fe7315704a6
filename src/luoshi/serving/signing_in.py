"""Names and passwords: proven slowly, not too often, with one answer for all that is wrong."""

from __future__ import annotations

import threading
from typing import Final

from starlette.requests import Request

from luoshi.people import Account, folded
from luoshi.people.names import LONGEST
from luoshi.serving.auditing import note
from luoshi.serving.site import site_of
from luoshi.serving.throttle import origin_of

_AT_ONCE: Final = threading.BoundedSemaphore(4)
"""Each check of a password takes 19 MiB: a flood of them may wait, not fill the memory."""


def proven(request: Request, name: str, password: str) -> Account | None:
    """Give the account of a name and its password; ``None`` where they do not fit. Both outcomes are audited.

    A name that there is not is not written down: it may be a password in the wrong field.

    Raises:
        TooOften: for this name, or from this address, there were too many wrong ones.
    """
    site = site_of(request)
    by_name, by_origin = f"name {folded(name[: 4 * LONGEST])}", f"from {origin_of(request)}"
    site.throttle.begin(by_name, by_origin)
    with _AT_ONCE:
        account = site.store.office.accounts.signed_in(name, password)
    if account is None:
        there = site.store.office.accounts.by_name(name)
        note(request, "sign_in_failed", there.name if there else "", who="")
        return None
    site.throttle.forget(by_name)
    site.throttle.give_back(by_origin)
    return account
