"""What the pages of opinions share: the draft that is asked for, its opinions, what one may see of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from starlette.requests import Request

from luoshi.errors import UsageError
from luoshi.lexicon.messages import say_on_page
from luoshi.people import Person
from luoshi.serving.language import language_of
from luoshi.serving.site import site_of
from luoshi.stores.office import Draft, Office, Opinion


def office_of(request: Request) -> Office:
    """Give the office of the site."""
    return site_of(request).store.office


def draft_for(request: Request, number: int, person: Person) -> Draft:
    """Give a draft; one that was withdrawn is there only for who may open drafts.

    Raises:
        UsageError: ``no_draft``.
    """
    found = office_of(request).drafts.get(number)
    if found is None or (found.state == "withdrawn" and not person.may("draft")):
        raise UsageError(f"There is no draft {number}.", code="no_draft", details={"draft": number})
    return found


def opinion_for(request: Request, draft: Draft, number: int) -> Opinion:
    """Give an opinion on a draft.

    Raises:
        UsageError: ``no_opinion``: there is none, or it is on another.
    """
    found = office_of(request).opinions.get(number)
    if found.draft != draft.id:
        raise UsageError(f"There is no opinion {number}.", code="no_opinion", details={"opinion": number})
    return found


def seen_by(person: Person, draft: Draft, opinions: Sequence[Opinion]) -> list[Opinion]:
    """Give the opinions that a person may see: all, or their own and what the draft shows."""
    if person.may("draft") or draft.shows != "none":
        return list(opinions)
    return [one for one in opinions if one.account is not None and one.account == person.account]


def frame(request: Request, draft: Draft, tab: str) -> dict[str, Any]:
    """Give what each page of a draft shows: the draft, how it stands today, the tabs."""
    language = language_of(request)
    path = f"/opinions/{draft.id}"
    tabs = ("text", "answers", "summary", "settings")
    return {
        "draft": draft,
        "phase": draft.phase(site_of(request).today()),
        "tabs": [
            (
                say_on_page(language, f"opinions.tab.{name}"),
                path if name == "text" else f"{path}/{name}",
                name == tab,
            )
            for name in tabs
        ],
    }


def day_of(said: str) -> date:
    """Give a day that a form says.

    Raises:
        UsageError: ``web_day``.
    """
    try:
        return date.fromisoformat(said.strip())
    except ValueError as error:
        raise UsageError(
            f"“{said[:40]}” is no day; write it as 2026-06-30.", code="web_day", details={"day": said[:40]}
        ) from error
