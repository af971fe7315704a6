"""Texts held beside one another: what is made already is given at once, the rest is left to the workers.

Where no worker is there (a site of one process, tests) it is made in the request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from luoshi.app.alignments import ALIGN, Record, Wanted, kept_short, made
from luoshi.errors import LuoshiError
from luoshi.lexicon.messages import say_error
from luoshi.serving.language import language_of
from luoshi.serving.queue import asking as jobs
from luoshi.serving.queue.worker import is_here
from luoshi.serving.site import site_of

FAILED = 100
"""So many of the last jobs that failed are looked through."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is of what is wanted: results, what is still ``waiting``, sentences of what failed.

    ``again`` is given back by who wants to try once more what failed (the id of the last such job).
    """

    results: Mapping[Wanted, list[Record]]
    waiting: tuple[Wanted, ...]
    failed: Mapping[Wanted, str]
    again: int = 0

    @property
    def done(self) -> int:
        """How much is done or has failed."""
        return len(self.results) + len(self.failed)

    @property
    def total(self) -> int:
        """How much was asked for."""
        return self.done + len(self.waiting)


def outcome(request: Request, wanted: Sequence[Wanted], *, again: int = 0) -> Outcome:
    """Give what there is, and have the rest made."""
    store, language = site_of(request).store, language_of(request)
    results: dict[Wanted, list[Record]] = {}
    failed: dict[Wanted, str] = {}
    missing: list[Wanted] = []
    for each in wanted:
        found = kept_short(store, each)
        if found is None:
            missing.append(each)
        else:
            results[each] = found
    if not missing:
        return Outcome(results, (), {})
    if not is_here(store):
        for each in missing:
            try:
                made(store, each)
                results[each] = kept_short(store, each) or []
            except LuoshiError as error:
                failed[each] = say_error(language, error)
        return Outcome(results, (), failed)
    lost = _lost(request, again)
    waiting = []
    for each in missing:
        if (each.kind, each.key) in lost:
            failed[each] = say_error(language, lost[each.kind, each.key][1])
        else:
            _enqueue(request, each)
            waiting.append(each)
    last = max((number for number, _ in lost.values()), default=0)
    return Outcome(results, tuple(waiting), failed, last if failed else 0)


def _enqueue(request: Request, wanted: Wanted) -> None:
    person = request.state.visitor.person
    store, author = site_of(request).store, person.name if person else ""
    if wanted.kind == ALIGN:
        jobs.align(store, author, wanted.other, [wanted.one])
    else:
        jobs.follow(store, author, [(wanted.one, wanted.other)])


def _lost(request: Request, again: int) -> dict[tuple[str, str], tuple[int, LuoshiError]]:
    """Give the jobs that failed of late, by kind and key, with their errors."""
    found: dict[tuple[str, str], tuple[int, LuoshiError]] = {}
    for job in site_of(request).store.office.jobs.list(states=("failed",), limit=FAILED):
        failure = job.failure
        if job.id <= again or failure is None:
            continue
        error = LuoshiError(failure.sentence, code=failure.code, details=failure.details or {})
        pairs = job.payload.get("pairs") if isinstance(job.payload, dict) else None
        if job.kind == ALIGN and isinstance(job.payload, dict):
            pairs = [[each, job.payload.get("central")] for each in job.payload.get("locals", ())]
        for one, other in pairs or ():
            found.setdefault((job.kind, f"{one}:{other}"), (job.id, error))
    return found
