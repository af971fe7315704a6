"""Hypothesis: new examples at every run of a developer, the same ones in CI; no clocks in either.

``make test`` and ``make check`` share the tests out to two processes, each with a PostgreSQL server of its
own; each call of LibreOffice or Chromium has its own profile, so that two may run at once.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("developer", deadline=None)
# what CI says of a change must not hang on chance; new examples are found at the developers' desks
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

if "PYTEST_XDIST_WORKER" in os.environ:
    # the recogniser and numpy would take every core in each of the processes that share them
    for name in ("LUOSHI_OCR_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
