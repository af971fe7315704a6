"""Extracts many files in several processes, the outcomes in the files' order as one process gives them.

Each process reads one file at a time; one that ends in the middle costs at most that file. What is done
ahead of its turn waits in a bounded queue. Nothing here writes to a ledger: that stays with the process
that takes the outcomes.
"""

from __future__ import annotations

from luoshi.app.parallel.crew import given
from luoshi.app.parallel.jobs import MOST, cores, worth

__all__ = ["MOST", "cores", "given", "worth"]
