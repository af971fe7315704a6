"""Briefs: what ledger and comparisons say in a template's words, each figure with its source."""

from luoshi.briefing.template import KINDS, Template, fill, load_template, packaged

__all__ = ["KINDS", "Template", "fill", "load_template", "packaged"]
