"""All promises of a text, with figures and without, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from luoshi.errors import LuoshiError
from luoshi.following.prepare import Prepared
from luoshi.following.report import Report
from luoshi.following.targets import follow_targets
from luoshi.following.works import Works, follow_works
from luoshi.model import Finding

_OFFICES = ("人民政府", "管理委员会", "管委会", "党工委", "工委", "委员会", "省", "市", "自治区")


def follow_promises(earlier: Prepared, later: Prepared) -> Iterator[Finding]:
    """Give a finding for each target and each named work of the earlier text.

    Raises:
        LuoshiError: the two texts cannot be a promise and its report; the sentence says why.
    """
    check_pair(earlier, later)
    targets = follow_targets(earlier, Report(later))
    works = follow_works(earlier, Works(later))
    return merge(targets, works, key=lambda finding: finding.commitment.start)


def check_pair(earlier: Prepared, later: Prepared, *, same_body: bool = True) -> None:
    """See that the later text can report on the earlier one; raises as ``follow_promises`` does.

    Two plans need not be of one body: a province's beside a city's (``same_body`` false).
    """
    before, after = earlier.document.source, later.document.source
    both = f"{before} and {after}"
    if earlier.document.sha256 == later.document.sha256:
        raise LuoshiError(
            f"{both}: the same text twice; name the report that came after it",
            code="follow_same",
            details={"earlier": before, "later": after},
        )
    one, other = _place(earlier.body), _place(later.body)
    if same_body and one and other and one not in other and other not in one:
        raise LuoshiError(
            f"{both}: of two bodies ({earlier.body}, {later.body}); name two texts of one",
            code="follow_body",
            details={
                "earlier": before,
                "later": after,
                "earlier_body": earlier.body or "",
                "later_body": later.body or "",
            },
        )
    first, second = earlier.outline.facts.date, later.outline.facts.date
    if first is not None and second is not None and second < first:
        raise LuoshiError(
            f"{both}: the second is dated before the first ({second} before {first}); "
            "name the earlier text first",
            code="follow_order",
            details={
                "earlier": before,
                "later": after,
                "earlier_date": first.isoformat(),
                "later_date": second.isoformat(),
            },
        )
    if not any(statement.type == "commitment" for statement in earlier.statements):
        raise LuoshiError(
            f"{both}: the first promises nothing, so there is nothing to follow",
            code="follow_no_target",
            details={"earlier": before, "later": after},
        )


def _place(body: str | None) -> str:
    """湖南省人民政府 is 湖南."""
    name = body or ""
    for ending in _OFFICES:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            name = name[: -len(ending)]
    return name
