"""Texts side by side: by theme, by indicator, by their words, and what one lacks beside the others."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.model import Comparison, Side


def compare(sides: Sequence[Side]) -> Comparison:
    """Hold sides against each other; their order orders the columns and decides nothing else."""
    from luoshi.comparing.distinctive import term_rows
    from luoshi.comparing.indicators import indicator_rows
    from luoshi.comparing.shared import shared_rows
    from luoshi.comparing.themes import theme_rows

    return Comparison(
        tuple(sides), theme_rows(sides), indicator_rows(sides), term_rows(sides), shared_rows(sides)
    )
