"""Folding and numerals: what matching needs, with offsets kept."""
