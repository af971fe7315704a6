"""The measurement of half an hour, for twelve seconds: it runs, and nothing it asks for is an error.

``LUOSHI_SOAK`` (seconds) runs it longer; ``make soak`` is the whole of it.
"""

import os

import pytest
from bench import soak

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="asks ps for the memory")]


def test_mixed_use_makes_no_error(capsys):
    faults = soak.measure(float(os.environ.get("LUOSHI_SOAK", "12")), people=5)
    assert faults == []
    told = capsys.readouterr().out
    assert "site" in told
    assert "202" in told


def test_growth_is_told():
    level = [100.0 + number % 3 for number in range(12)]
    assert soak._growth("site", level) == []
    assert soak._growth("site", [100.0 + 20 * number for number in range(12)])
    assert soak._growth("site", [1.0]) == []
