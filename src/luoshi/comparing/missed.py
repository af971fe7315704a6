"""What a body missed of its earlier text, as following finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from luoshi.comparing.gaps import indicator_row
from luoshi.comparing.quotes import quote, stretch
from luoshi.model import Finding, ShortcomingRow, Side

_MISSED: Final = ("missed", "admitted_missed")


def missed_rows(body: Side, earlier: str, findings: Iterable[Finding]) -> Iterator[ShortcomingRow]:
    """Give the targets that the body's text reports, or admits, as missed; ``earlier`` labels the promise.

    ``own`` quotes the promise and then, where there is one, the evidence in the body's own text.
    """
    for found in findings:
        if found.standing in _MISSED:
            commitment, evidence = found.commitment, found.evidence
            own = [quote(earlier, commitment)]
            if evidence is not None:
                own.append(stretch(body, evidence.start, evidence.end))
            what = found.target.indicator if found.target else commitment.text
            why = "；".join(found.why)
            yield indicator_row("missed", what, body, (own, ()), commitment, days=(why, ""))
