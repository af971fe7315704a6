"""The figures of a view by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from luoshi.web.views.compared import apart, deadlines, emphasis, targets
from luoshi.web.views.compared.figure import Figure

if TYPE_CHECKING:
    from luoshi.web.pages.compare.asked import Desk

_MADE: Final[Mapping[str, Callable[[Desk], Iterator[Figure]]]] = {
    "series": targets.series,
    "deadlines": deadlines.figures,
    "themes": emphasis.figures,
    "indicators": targets.indicators,
    "only": apart.only,
    "lacking": apart.lacking,
}


def figures_of(desk: Desk) -> list[Figure]:
    """Give the figures of the view that is asked for; none where there is nothing to show."""
    return list(_MADE[desk.asked.view](desk))
