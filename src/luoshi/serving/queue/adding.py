"""The job ``add``: uploaded files are read and recorded, each costing at most itself.

It takes ``{"batch": NAME, "files": [{"name": …, "label": …} or {"label": …, "error": […]}], "day": ISO or
null, "answers": {SOURCE: "separate" or SHA}}`` and gives ``{"total": N, "settled": N, "outcomes": […]}`` (see
``outcomes.py``); what it tells on the way is the same with ``at``, the label of the file at hand. It may be
done again from any point: files that are settled are passed over, and adding a text again adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from luoshi.serving.queue import outcomes
from luoshi.serving.queue.hold import Hold
from luoshi.serving.queue.spool import Spool, spool_of

if TYPE_CHECKING:
    from luoshi.app.outcomes import Outcome
    from luoshi.app.register import Register
    from luoshi.app.replacing import How
    from luoshi.stores import Store
    from luoshi.stores.office.job import Job

_MOST: Final = 2000
"""Outcomes that are told one by one: an archive may hold many more files."""


def work(store: Store, hold: Hold) -> Any:  # noqa: ANN401 - what JSON holds
    """Read and record the files of a batch."""
    adding = _Adding(store, hold)
    for number in range(adding.settled, len(adding.files)):
        hold.check()
        adding.add(number)
    return adding.told(None)


def ended(store: Store, job: Job, state: str) -> None:
    """Remove the files of a job that is over; those that wait for an answer stay."""
    spool = spool_of(store)
    batch = job.payload["batch"]
    if state == "cancelled" and not job.payload.get("answers"):
        for file in job.payload["files"]:
            _remove(spool, batch, file)
    spool.drop_if_empty(batch)


def waits(store: Store, batch: str, file: Mapping[str, Any]) -> bool:
    """Say whether a file of a batch is still there: not settled, or waiting for an answer."""
    return "name" in file and (spool_of(store).batch(batch) / Path(file["name"]).name).is_file()


class _Adding:
    """What was done so far, and what is still to do."""

    def __init__(self, store: Store, hold: Hold) -> None:
        payload, before = hold.job.payload, hold.job.progress or {}
        self.files: list[dict[str, Any]] = payload["files"]
        self.settled: int = before.get("settled", 0)
        known = before.get("outcomes", [])
        self._outcomes = [one for one in known if one["file"] < self.settled]
        self._added = {one["source"]: one for one in known if one["standing"] in ("added", "revised")}
        self._store = store
        self._hold = hold
        self._spool = spool_of(store)
        self._batch: str = payload["batch"]
        self._answers: Mapping[str, str] = payload.get("answers") or {}
        day = payload.get("day")
        # the date of a single file; several can hardly share one
        self._day = date.fromisoformat(day) if day and len(self.files) == 1 else None
        self._register: Register | None = None

    def told(self, at: str | None) -> dict[str, Any]:
        """Give how far it is."""
        said: dict[str, Any] = {
            "total": len(self.files),
            "settled": self.settled,
            "outcomes": self._outcomes[:_MOST],
            "left_out": max(0, len(self._outcomes) - _MOST),
        }
        return said if at is None else said | {"at": at}

    def add(self, number: int) -> None:
        """Read and record one file."""
        file = self.files[number]
        self._hold.tell(self.told(file["label"]))
        asks = False
        for outcome in self._of(file):
            outcome["file"] = number
            earlier = self._added.get(outcome["source"])
            # what an earlier worker added for this job, before it was lost, is no news of another's
            again = earlier is not None and outcome["standing"] == "already"
            self._outcomes.append(earlier if again and earlier is not None else outcome)
            asks = asks or outcome["standing"] == "asks"
            self._hold.tell(self.told(file["label"]))
            self._hold.check()
        self.settled = number + 1
        self._hold.tell(self.told(file["label"]))
        if not asks:
            _remove(self._spool, self._batch, file)

    def _of(self, file: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        if "name" not in file:
            yield outcomes.refused(file["label"], file["error"])
            return
        path = str(self._spool.batch(self._batch) / Path(file["name"]).name)
        yield from self._read(path, file["label"])

    def _read(self, path: str, label: str) -> Iterator[dict[str, Any]]:
        from luoshi.app.extract import extract_files
        from luoshi.app.record import record
        from luoshi.app.register import Register

        skipped: list[tuple[str, str]] = []
        found = extract_files(
            [path], self._day, keep=True, named={path: label}, skipped=lambda *said: skipped.append(said)
        )
        for outcome in found:
            self._register = self._register or Register(self._store)
            done = record(self._store, outcome, how=self._how(outcome), register=self._register)
            yield outcomes.of(done)
        yield from (outcomes.passed_over(*said) for said in skipped)

    def _how(self, outcome: Outcome) -> How:
        from luoshi.app.replacing import How

        said = self._answers.get(outcome.source)
        replaces = None if said in (None, "separate") else said
        return How(replaces=replaces, separate=said == "separate", author=self._hold.job.author)


def _remove(spool: Spool, batch: str, file: Mapping[str, Any]) -> None:
    if "name" in file:
        with suppress(OSError):
            (spool.batch(batch) / Path(file["name"]).name).unlink()
