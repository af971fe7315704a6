"""Stands in for the process that extracts, on a machine where none can start."""

from tests.crashing_child import dead as main

__all__ = ["main"]
