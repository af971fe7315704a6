"""The scores on the gold: measured once for the floors and for the documents that state them."""

from __future__ import annotations

import pytest
from tests.quality.test_gate import scored


@pytest.fixture(scope="session")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What the score programs say of each stage."""
    return scored(tmp_path_factory.mktemp("records"))
