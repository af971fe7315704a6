"""A comparison as figures: each a table, and a chart of the same numbers where a picture says more."""

from luoshi.web.views.compared.figure import Figure, Part, Row

__all__ = ["Figure", "Part", "Row"]
