"""Frozen data that every layer shares; no behaviour that needs a lower layer.

Offsets are code points of ``Document.text``: ``start`` inclusive, ``end`` exclusive.
"""

from luoshi.model.document import Document, Facts
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
    "Clause",
    "Deadline",
    "Document",
    "Enumeration",
    "Event",
    "Facts",
    "Measurability",
    "Outline",
    "Period",
    "Quantity",
    "Section",
    "Sentence",
    "Statement",
    "Stretch",
    "Target",
    "Years",
]
