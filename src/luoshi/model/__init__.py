"""Frozen data that every layer shares; no behaviour that needs a lower layer.

Offsets are code points of ``Document.text``: ``start`` inclusive, ``end`` exclusive.
"""

from luoshi.model.alignment import Alignment, Coverage, Match, Passage, Provision, Uptake, Wording
from luoshi.model.comparison import (
    Comparison,
    IndicatorRow,
    IndicatorValue,
    Quote,
    SharedRow,
    ShortcomingRow,
    Side,
    TermRow,
    ThemeCell,
    ThemeRow,
)
from luoshi.model.document import Document, Facts
from luoshi.model.finding import Change, Evidence, Finding
from luoshi.model.outline import Clause, Outline, Section, Sentence
from luoshi.model.quantity import Period, Quantity
from luoshi.model.statement import (
    Actor,
    Deadline,
    Enumeration,
    Event,
    Measurability,
    Statement,
    Stretch,
    Target,
    Years,
)

__all__ = [
    "Actor",
    "Alignment",
    "Change",
    "Clause",
    "Comparison",
    "Coverage",
    "Deadline",
    "Document",
    "Enumeration",
    "Event",
    "Evidence",
    "Facts",
    "Finding",
    "IndicatorRow",
    "IndicatorValue",
    "Match",
    "Measurability",
    "Outline",
    "Passage",
    "Period",
    "Provision",
    "Quantity",
    "Quote",
    "Section",
    "Sentence",
    "SharedRow",
    "ShortcomingRow",
    "Side",
    "Statement",
    "Stretch",
    "Target",
    "TermRow",
    "ThemeCell",
    "ThemeRow",
    "Uptake",
    "Wording",
    "Years",
]
