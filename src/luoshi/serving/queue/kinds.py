"""The kinds of jobs, each with what does it: to add one, write its module and name it here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from luoshi.serving.queue import adding, briefing, comparing, exporting, verifying
from luoshi.serving.queue.hold import Hold

if TYPE_CHECKING:
    from luoshi.stores import Store
    from luoshi.stores.office.job import Job

Work = Callable[["Store", Hold], Any]
KINDS: Final[Mapping[str, Work]] = {
    "add": adding.work,
    "align": comparing.align,
    briefing.BRIEF: briefing.make,
    briefing.PDF: briefing.printed,
    "follow": comparing.follow,
    "export": exporting.work,
    "verify": verifying.work,
}
"""What each does is told in its module, with the payload that it takes and the result that it gives."""


def ended(store: Store, job: Job, state: str) -> None:
    """Put away what a job that is over needs no more."""
    if job.kind == "add":
        adding.ended(store, job, state)
