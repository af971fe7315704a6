"""The jobs ``align`` and ``follow``: results go to ``office.computed``, where pages look for them.

``align`` takes ``{"central": SHA, "locals": [SHA, …]}``, ``follow`` ``{"pairs": [[EARLIER, LATER], …]}``;
each gives ``{"done": N}`` and tells ``{"done": N, "total": M}``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from luoshi.serving.queue.hold import Hold

if TYPE_CHECKING:
    from luoshi.stores import Store


def align(store: Store, hold: Hold) -> Any:  # noqa: ANN401 - what JSON holds
    """Align local texts with a central one."""
    from luoshi.app.alignments import aligned

    payload = hold.job.payload
    return _each(store, hold, [(one, payload["central"]) for one in payload["locals"]], aligned)


def follow(store: Store, hold: Hold) -> Any:  # noqa: ANN401
    """Hold later texts beside earlier ones."""
    from luoshi.app.alignments import followed

    return _each(store, hold, [(one, other) for one, other in hold.job.payload["pairs"]], followed)


def _each(
    store: Store, hold: Hold, pairs: Sequence[tuple[str, str]], compute: Callable[[Any, str, str], object]
) -> dict[str, int]:
    for done, (one, other) in enumerate(pairs):
        hold.check()
        hold.tell({"done": done, "total": len(pairs)})
        compute(store, one, other)  # what is there already costs nothing
    return {"done": len(pairs)}
