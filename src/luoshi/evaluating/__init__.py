"""Scores statements against answers that people read: labels, joins, figures."""

from luoshi.evaluating.gold import Gold, GoldFigure, Segment, gold_from
from luoshi.evaluating.score import Miss, Tally, score

__all__ = ["Gold", "GoldFigure", "Miss", "Segment", "Tally", "gold_from", "score"]
