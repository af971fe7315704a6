"""What the routes of the ledger share: who is asking, the words, the answer after a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi import settings
from luoshi.app import handling
from luoshi.app.wording import Wording
from luoshi.errors import LuoshiError, StepError, UsageError
from luoshi.ledger import events as kinds
from luoshi.ledger.fold import effective
from luoshi.lexicon.messages import known, page_words, say_error, say_on_page
from luoshi.people import Person
from luoshi.serving.language import language_of
from luoshi.serving.refusals import NotAllowed
from luoshi.serving.scope import unit_of
from luoshi.serving.site import Site, site_of
from luoshi.web.pages.language import inside
from luoshi.web.pages.ledger.acts import PERMISSIONS
from luoshi.web.rendering import HTMX

TOLD: Final = "luoshi_told"
FILES: Final = 20
"""Files that one form may carry."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request to the ledger: the site, who is asking, the unit that the person is bound to, the words."""

    request: Request
    site: Site
    person: Person
    unit: str | None
    words: Wording

    @property
    def part(self) -> bool:
        """Whether only a part of the page is wanted (htmx)."""
        return self.request.headers.get(HTMX) == "true"

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return self.words.language

    def t(self, key: str, **details: object) -> str:
        """Give words of the page."""
        return say_on_page(self.language, key, **details)

    def sentence(self, error: LuoshiError) -> str:
        """Give the sentence of an error in words of the office."""
        if not isinstance(error, StepError):
            return say_error(self.language, error)
        said = self.words.in_words(error)
        if "need" in said.details:  # the field's name alone: the message's own word names an option too
            said.details["need"] = self.words.field(str(said.details["need"]))
        return say_error(self.language, said)

    def desk(self, reason: str = "") -> handling.Desk:
        """Give a desk of now; events carry the person's name, lights the site's day."""
        made = handling.desk(self.site.store, author=self.person.name, reason=reason, table=self.words.table)
        return handling.Desk(made.store, made.by, self.site.today().isoformat(), made.table)


def asking(request: Request) -> Asking:
    """Give the request as the ledger's routes see it; somebody is signed in."""
    site, person = site_of(request), request.state.visitor.person
    return Asking(request, site, person, unit_of(person), Wording(language_of(request), settings.workflow()))


async def form_of(request: Request) -> FormData:
    """Give the fields and files of a form."""
    return await request.form(max_files=FILES, max_fields=2000)


def texts(form: FormData) -> Mapping[str, str]:
    """Give the fields of a form that are words."""
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


def files(form: FormData, name: str) -> list[UploadFile]:
    """Give the files of a field that were chosen."""
    return [each for each in form.getlist(name) if isinstance(each, UploadFile) and each.filename]


def version_of(said: Mapping[str, str]) -> int:
    """Give the version of a row that the person saw.

    Raises:
        UsageError: ``web_version``: the form does not say.
    """
    version = said.get("version", "")
    if not version.isdecimal() or len(version) > 18:
        raise UsageError("The form does not say which version of the row it saw.", code="web_version")
    return int(version)


def may_undo(asked: Asking, number: int) -> bool:
    """Say whether the person may take back the last step on a row: who may take it may take it back."""
    events = effective(asked.site.store.history(number)[1:])
    if not events:
        return False
    kind = events[-1].kind
    kind = events[-1].payload["decision"] if kind == kinds.REVIEWED else kind
    return asked.person.may(PERMISSIONS.get(kind, "review" if kind == "absorbed" else "supervise"))


def check_undo(asked: Asking, number: int) -> None:
    """Refuse who may not take back the last step on a row.

    Raises:
        NotAllowed: the step is none that the person may take.
    """
    events = effective(asked.site.store.history(number)[1:])
    if events and not may_undo(asked, number):
        raise NotAllowed("supervise")


def back_to(said: Mapping[str, str], otherwise: str) -> str:
    """Give where a form leads when it is done: ``next``, an address of this site."""
    return inside(said["next"]) if said.get("next") else otherwise


def done(
    asked: Asking, address: str, act: str, count: int = 1, *, new: int = 0, tell: bool = True
) -> Response:
    """Lead to a page and have it tell there what was done: to ``count`` rows, ``new`` more were made."""
    response = RedirectResponse(address, 303)
    if tell:
        secure = asked.request.url.scheme == "https"
        said = f"{act}.{count}.{new}" if new else f"{act}.{count}"
        response.set_cookie(TOLD, said, max_age=60, httponly=True, samesite="lax", secure=secure)
    return response


def told(request: Request) -> dict[str, Any]:
    """Give for a template what the step before did: ``told`` is its sentence, empty for none."""
    act, _, counts = request.cookies.get(TOLD, "").partition(".")
    count, _, new = counts.partition(".")
    key = f"ledger.done.{act}"
    is_sound = all(each.isdecimal() and len(each) <= 9 for each in (count, new or "0"))
    if not is_sound or not (key in page_words() or known(key)):
        return {"told": ""}
    return {"told": say_on_page(language_of(request), key, count=int(count), new=int(new or 0))}


def forget(request: Request, response: Response) -> Response:
    """Take away what was told, once it is on a page."""
    if TOLD in request.cookies:
        response.delete_cookie(TOLD, httponly=True, samesite="lax")
    return response
