"""From what the ledger holds to what is told, by the names of the command line's JSON Lines."""

from __future__ import annotations

from typing import Any

from luoshi.codec.rows import plain
from luoshi.codec.rows import to_document_record as document_told
from luoshi.codec.rows import to_event_record as happened
from luoshi.codec.rows import to_row_record as row_told
from luoshi.people import Account
from luoshi.stores.office.job import Job

__all__ = ["account_told", "document_told", "happened", "job_told", "plain", "row_told"]


def job_told(job: Job) -> dict[str, Any]:
    """Give a job; where its files wait is nobody's business."""
    failure = job.failure
    told = None
    if failure is not None:
        told = {"detail": failure.sentence, "code": failure.code, "details": failure.details or {}}
    return {
        "id": job.id,
        "kind": job.kind,
        "author": job.author,
        "state": job.state,
        "attempts": job.attempts,
        "progress": job.progress,
        "result": job.result,
        "failure": told,
        "created": job.created,
        "changed": job.changed,
        "version": job.version,
    }


def account_told(account: Account) -> dict[str, Any]:
    """Give an account."""
    return {
        "id": account.id,
        "name": account.name,
        "role": account.role,
        "unit": account.unit,
        "active": account.active,
        "created": account.created,
        "language": account.language,
        "has_password": account.has_password,
    }
