"""What became of a file that was to be recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError

if TYPE_CHECKING:
    from luoshi.app.outcomes import Outcome
    from luoshi.app.revising import Revision


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one file: ``created`` new rows, or ``already`` there, or an error.

    ``outcome`` is what was read and extracted; ``revision`` what it made, or would make, of the rows.
    """

    source: str
    created: int = 0
    already: bool = False
    error: LuoshiError | None = None
    outcome: Outcome | None = None
    revision: Revision | None = None
