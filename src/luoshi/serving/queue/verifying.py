"""The job ``verify``: the chain from its first event, and with ``{"files": true}`` every kept file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from luoshi.serving.queue.hold import Hold

if TYPE_CHECKING:
    from luoshi.stores import Store


def work(store: Store, hold: Hold) -> Any:  # noqa: ANN401 - what JSON holds
    """Check the ledger; gives ``{"events": N}``, or fails with the place that was changed."""
    hold.tell({})
    return {"events": store.verify_chain(files=bool(hold.job.payload.get("files")))}
