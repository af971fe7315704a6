"""Which rows a person may see: all, or only those of the person's own unit; and which jobs."""

from __future__ import annotations

from typing import Final

from luoshi.errors import UsageError
from luoshi.ledger import Row
from luoshi.people import Person
from luoshi.serving.site import Site
from luoshi.stores import Filter
from luoshi.stores.office.job import Job

_SHARED: Final = ("align", "follow")
"""Kinds of jobs that are one job for all who ask the same, whoever asked first."""


def unit_of(person: Person | None) -> str | None:
    """Give the unit whose rows alone a person sees; ``None`` for who sees all.

    Who may see a unit's rows but is of none (an account that was made so by hand) sees nothing.
    """
    if person is None or person.may("read"):
        return None
    return person.unit or ""


def row_for(site: Site, person: Person | None, number: int) -> Row:
    """Give a row that a person may see.

    Raises:
        UsageError: ``no_row``: there is none, or it is another unit's.
    """
    row = site.store.row(number)
    unit = unit_of(person)
    if row is not None and unit is not None:
        own = site.store.rows(Filter(unit=unit), after=number - 1, limit=1)
        row = next((each for each in own if each.number == number), None)
    if row is None:
        raise UsageError(f"There is no row {number}.", code="no_row", details={"row": number})
    return row


def check_rows(site: Site, person: Person | None, numbers: list[int]) -> None:
    """Check that a person may see rows.

    Raises:
        UsageError: ``no_row``: one is not there, or is another unit's.
    """
    if unit_of(person) is not None:
        for number in numbers:
            row_for(site, person, number)


def job_for(site: Site, person: Person, number: int) -> Job:
    """Give a job that a person may see: one's own, a shared one to who sees all, any to an administrator.

    Raises:
        UsageError: ``no_job``: there is none, or it is another's.
    """
    job = site.store.office.jobs.get(number)
    if job is not None and job.kind in _SHARED and person.may("read"):
        return job
    return _own(job, person, number)


def own_job(site: Site, person: Person, number: int) -> Job:
    """Give a job that a person may cancel or answer: one's own; everybody's to an administrator.

    Raises:
        UsageError: ``no_job``: there is none, or it is another's.
    """
    return _own(site.store.office.jobs.get(number), person, number)


def _own(job: Job | None, person: Person, number: int) -> Job:
    if job is None or not (job.author == person.name or person.may("administer")):
        raise UsageError(f"There is no job {number}.", code="no_job", details={"job": number})
    return job
