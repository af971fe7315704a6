"""What a person makes of a finding: it holds, or another verdict takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ACCEPTED = "accepted"
OVERRULED = "overruled"
DECISIONS = (ACCEPTED, OVERRULED)
OF_TARGETS = ("met", "missed", "admitted_missed", "reported", "qualitative", "silent")
OF_WORKS = ("done", "under_way", "repeated", "dropped", "silent")
"""The verdicts on a promise with a figure, and on one without (docs/reference/records.md)."""
STANDINGS = tuple(dict.fromkeys((*OF_TARGETS, *OF_WORKS)))


@dataclass(frozen=True, slots=True)
class Judgement:
    """The last judgement on a row.

    ``decision`` is ``accepted`` or ``overruled``, ``standing`` the verdict that was found, ``instead`` the
    one that a person put in its place. ``document`` is the SHA-256 of the later text, ``target`` where the
    figure stands in the earlier one (``None`` for a promise without a figure).
    """

    decision: str
    standing: str
    document: str
    day: str
    instead: str | None = None
    target: tuple[int, int] | None = None

    @property
    def verdict(self) -> str:
        """The verdict that counts."""
        return self.instead or self.standing


def judgement(said: Mapping[str, Any], day: str) -> Judgement:
    """Give the judgement that an event carries; ``day`` is the day of the event."""
    finding = said["finding"]
    target = finding.get("target")
    place = (target["start"], target["end"]) if target else None
    return Judgement(said["decision"], said["standing"], finding["document"], day, said.get("instead"), place)


def verdicts(standing: str, *, has_target: bool) -> tuple[str, ...]:
    """Give the verdicts that may take the place of one."""
    return tuple(each for each in (OF_TARGETS if has_target else OF_WORKS) if each != standing)
