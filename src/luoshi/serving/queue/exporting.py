"""The job ``export``: rows as a table that is too large to be made while somebody waits for the page.

It takes ``{"form": "xlsx", "filter": {…}, "day": ISO, "work": true}`` (fields of ``stores.Filter``; ``work``
leaves out rows that are not at work) and gives ``{"batch": NAME, "file": NAME, "rows": N}``: the file is in
the spool until it is fetched or a month is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from luoshi.serving.queue.hold import Hold
from luoshi.serving.queue.spool import spool_of

if TYPE_CHECKING:
    from luoshi.ledger import Row
    from luoshi.stores import Store

_TOLD: Final = 2000


def work(store: Store, hold: Hold) -> Any:  # noqa: ANN401 - what JSON holds
    """Write the table."""
    from luoshi.app.export import at_work, export_rows, office_of, texts_of
    from luoshi.stores import Filter

    payload = hold.job.payload
    form = payload["form"]
    office = office_of(store, date.fromisoformat(payload["day"]))
    wanted = Filter(**payload["filter"])
    rows = store.rows(wanted)
    if payload.get("work"):
        rows = at_work(rows, office)
    spool = spool_of(store)
    place = spool.begin()
    try:
        path = str(place / f"table.{form}")
        written = export_rows(_watched(rows, hold), form, path, office=office, texts=texts_of(store))
    except BaseException:
        spool.drop(place)
        raise
    return {"batch": spool.settle(place), "file": f"table.{form}", "rows": written.rows}


def _watched(rows: Iterator[Row], hold: Hold) -> Iterator[Row]:
    for at, row in enumerate(rows):
        if at % _TOLD == 0:
            hold.check()
            hold.tell({"rows": at})
        yield row
