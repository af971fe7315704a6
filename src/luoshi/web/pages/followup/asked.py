"""What is asked of the follow-up: the two documents, which findings are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from luoshi import settings
from luoshi.app.alignments import FOLLOW, Wanted
from luoshi.app.wording import Wording
from luoshi.errors import UsageError
from luoshi.ledger import DocumentEntry
from luoshi.ledger.judgement import STANDINGS
from luoshi.serving.language import language_of
from luoshi.serving.site import site_of
from luoshi.web.pages.computing import Outcome, outcome
from luoshi.web.views.findings import Finding, findings
from luoshi.web.views.papers import chosen, offered

DECIDED: Final = ("no", "accepted", "overruled")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as addresses carry it; documents by their SHA-256."""

    earlier: str = ""
    later: str = ""
    standing: str = ""
    judged: str = ""
    theme: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Asked:
        """Take it from an address or a form; what is none is left out."""
        standing, judged = said.get("standing", ""), said.get("judged", "")
        return cls(
            said.get("earlier", ""),
            said.get("later", ""),
            standing if standing in STANDINGS else "",
            judged if judged in DECIDED else "",
            said.get("theme", "").strip()[:_LONGEST],
        )

    def address(self, page: str = "", **more: str | int) -> str:
        """Give an address with this question; ``standing`` and the like take the place of its own."""
        own = {name: str(more.pop(name)) for name in ("standing", "judged", "theme") if name in more}
        said = replace(self, **own)
        pairs = [(name, getattr(said, name)) for name in ("earlier", "later", "standing", "judged", "theme")]
        pairs += [(name, str(value)) for name, value in more.items()]
        query = urlencode([pair for pair in pairs if pair[1]])
        return f"/followup{page}{'?' if query else ''}{query}"


class Desk:
    """One request to the follow-up: its documents and what was found."""

    def __init__(self, request: Request, asked: Asked, *, again: int = 0) -> None:
        self.request = request
        self.asked = asked
        self.store = site_of(request).store
        self.language = language_of(request)
        self.words = Wording(self.language, settings.workflow())
        self._again = again

    @cached_property
    def documents(self) -> Mapping[str, DocumentEntry]:
        """The documents that there are to choose from, and those that were chosen."""
        return offered(self.store, (self.asked.earlier, self.asked.later))

    @property
    def is_asked(self) -> bool:
        """Whether both were chosen."""
        return bool(self.asked.earlier and self.asked.later)

    @cached_property
    def pair(self) -> tuple[DocumentEntry, DocumentEntry]:
        """The two documents.

        Raises:
            UsageError: ``no_document``; ``pair_same``.
        """
        if self.asked.earlier == self.asked.later:
            raise UsageError("The two are one document; choose two different ones.", code="pair_same")
        return chosen(self.documents, self.asked.earlier), chosen(self.documents, self.asked.later)

    @cached_property
    def wanted(self) -> Wanted:
        """What must be made of them."""
        earlier, later = self.pair
        return Wanted(FOLLOW, earlier.sha256, later.sha256)

    @cached_property
    def outcome(self) -> Outcome:
        """What was made of them."""
        return outcome(self.request, [self.wanted], again=self._again)

    @cached_property
    def all(self) -> list[Finding]:
        """All findings, as their rows stand now."""
        records = self.outcome.results.get(self.wanted, [])
        return findings(self.store, self.wanted.one, self.wanted.other, records, self.words.table.at_work)

    @cached_property
    def shown(self) -> list[Finding]:
        """Those that the filter lets through."""
        return [one for one in self.filtered if self.asked.standing in ("", one.verdict)]

    @cached_property
    def filtered(self) -> list[Finding]:
        """Those that all but the verdict's filter lets through: what is counted by verdict."""
        asked = self.asked
        return [
            one
            for one in self.all
            if asked.judged in ("", one.decided) and (not asked.theme or asked.theme in one.themes)
        ]

    def one(self, key: str) -> Finding:
        """Give a finding by its key.

        Raises:
            UsageError: ``no_finding_there``.
        """
        found = next((one for one in self.all if one.key == key), None)
        if found is None:
            raise UsageError(
                "This finding is not there any more; load the page again.", code="no_finding_there"
            )
        return found
