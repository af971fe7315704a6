"""Jobs are asked for here: each kind with its payload, under the name of who asks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from luoshi.errors import UsageError
from luoshi.serving.queue.briefing import BRIEF, PDF, Weights

if TYPE_CHECKING:
    from luoshi.app.brief_asked import Asked
    from luoshi.stores import Filter, Store
    from luoshi.stores.office.job import Job

_FILES: Final = ("weights", "template")
"""Options of a brief that are files of the command line."""


def add(store: Store, author: str, batch: str, files: Sequence[dict[str, Any]], day: str = "") -> Job:
    """Ask that the files of a batch be read and recorded (``serving.uploads``)."""
    payload: dict[str, Any] = {"batch": batch, "files": list(files), "day": day or None, "answers": {}}
    return _ask(store, "add", payload, author)


def align(store: Store, author: str, central: str, others: Sequence[str]) -> Job:
    """Ask that texts be aligned with a central one, each by the SHA-256 of its text."""
    key = f"align:{central}:{','.join(sorted(others))}"
    return _ask(store, "align", {"central": central, "locals": list(others)}, author, key)


def follow(store: Store, author: str, pairs: Sequence[tuple[str, str]]) -> Job:
    """Ask that later texts be held beside earlier ones."""
    key = "follow:" + ",".join(f"{one}:{other}" for one, other in sorted(pairs))
    return _ask(store, "follow", {"pairs": [list(pair) for pair in pairs]}, author, key)


def export(store: Store, author: str, form: str, wanted: Filter, day: date, *, work: bool = True) -> Job:
    """Ask for a table of rows (``xlsx`` or ``csv``); a reporter's filter must hold the unit."""
    said = {name: value for name, value in asdict(wanted).items() if value is not None}
    payload = {"form": form, "filter": said, "day": day.isoformat(), "work": work}
    return _ask(store, "export", payload, author)


def brief(store: Store, author: str, asked: Asked, weights: Weights | None, said: dict[str, Any]) -> Job:
    """Ask for a brief; ``said`` is what the form said, from which it can be filled in again."""
    fields = {name: value for name, value in asdict(asked).items() if value and name not in _FILES}
    payload = {
        "asked": fields | {"day": asked.day.isoformat()},
        "weights": None if weights is None else asdict(weights),
        "said": said,
    }
    key = json.dumps([author, payload], ensure_ascii=True, sort_keys=True)
    return _ask(store, BRIEF, payload, author, key)  # a second click asks for the same one


def brief_pdf(store: Store, author: str, batch: str, title: str) -> Job:
    """Ask that a brief that was made be printed as PDF."""
    return _ask(store, PDF, {"batch": batch, "title": title}, author, f"{PDF}:{batch}")


def verify(store: Store, author: str, *, files: bool = False) -> Job:
    """Ask that the chain be checked from its first event on."""
    return _ask(store, "verify", {"files": files}, author, f"verify:{files}")


def answer(store: Store, author: str, job: Job, source: str, said: str) -> Job:
    """Answer what a job ``add`` asks of a text: ``separate``, or the hash of the text that it replaces.

    Raises:
        UsageError: ``answer_gone``: it asks nothing of this text any more.
    """
    from luoshi.serving.queue.adding import waits

    outcome = waiting(job, source)
    file = job.payload["files"][outcome["file"]]
    if not waits(store, job.payload["batch"], file):
        raise _gone()
    payload: dict[str, Any] = {
        "batch": job.payload["batch"],
        "files": [file],
        "day": None,
        "answers": {source: said},
    }
    if len(job.payload["files"]) == 1:
        payload["day"] = job.payload.get("day")
    return _ask(store, "add", payload, author, f"answer:{job.payload['batch']}:{file['name']}")


def waiting(job: Job, source: str) -> dict[str, Any]:
    """Give the outcome of a text that a job asks about.

    Raises:
        UsageError: ``answer_gone``.
    """
    result = job.result or {}
    for outcome in result.get("outcomes", ()) if job.kind == "add" else ():
        if outcome["source"] == source and outcome["standing"] == "asks":
            found: dict[str, Any] = outcome
            return found
    raise _gone()


def _gone() -> UsageError:
    return UsageError(
        "This was answered already, or the file is gone; send it again if it is still wanted.",
        code="answer_gone",
    )


def _ask(store: Store, kind: str, payload: object, author: str, key: str | None = None) -> Job:
    from hashlib import sha256

    # keys may be long: their hash does as well
    short = None if key is None else f"{kind}:{sha256(key.encode()).hexdigest()}"
    return store.office.jobs.enqueue(kind, payload, author=author, key=short, now=datetime.now(UTC))
