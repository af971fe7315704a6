"""Charts of files or of a ledger: the numbers are counted here, drawn by ``luoshi.charting``."""

from luoshi.app.charts.making import FORMS, KINDS, Asked, drawn, made, written

__all__ = ["FORMS", "KINDS", "Asked", "drawn", "made", "written"]
