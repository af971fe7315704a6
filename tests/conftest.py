"""Hypothesis: new examples at every run of a developer, the same ones in CI; no clocks in either."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("developer", deadline=None)
# what CI says of a change must not hang on chance; new examples are found at the developers' desks
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")
