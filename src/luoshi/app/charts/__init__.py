"""Charts of files or of a ledger: the numbers are counted here, drawn by ``luoshi.charting``."""

from luoshi.app.charts.making import KINDS, Asked, made, written

__all__ = ["KINDS", "Asked", "made", "written"]
