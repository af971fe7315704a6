"""Figures that set or report a value: targets with indicator, kind, comparator, unit, period."""
