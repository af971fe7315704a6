"""What is offered on a row: the step that brings it on first, nothing that would be done in vain."""

from __future__ import annotations

from itertools import product

import pytest

from luoshi.ledger.steps import offered, onward
from luoshi.lexicon.workflow import REVIEWS, STANDINGS, STEPS, workflow

TABLE = workflow()


@pytest.mark.parametrize(
    ("state", "review", "step"),
    [
        ("created", "pending", "accepted"),
        ("created", "accepted", "assigned"),
        ("created", "corrected", "assigned"),
        ("assigned", "accepted", "planned"),
        ("underway", "accepted", "reported"),
        ("reported", "accepted", "verified"),
        ("verified", "accepted", "closed"),
        ("closed", "accepted", None),
        ("created", "rejected", None),
        ("created", "merged", None),
    ],
)
def test_the_next_step(state, review, step):
    assert onward(state, review, TABLE) == step
    if step:
        assert offered(state, review, TABLE)[0] == step


def test_who_only_reports_is_led_to_the_next_report():
    own = ("planned", "reported")
    assert onward("assigned", "pending", TABLE, own) == "planned"
    assert onward("reported", "accepted", TABLE, own) == "reported"
    assert set(offered("reported", "accepted", TABLE, own)) == {"planned", "reported"}


def test_nothing_is_offered_in_vain_and_nothing_illegal():
    for state, review in product(TABLE.states, STANDINGS):
        found = offered(state, review, TABLE)
        assert len(set(found)) == len(found)
        decisions = set(found) & set(REVIEWS)
        assert decisions <= set(TABLE.reviews[review])
        assert ("accepted" in decisions) <= (review == "pending" or review not in TABLE.at_work)
        if state == "closed":
            assert not decisions
        steps = set(found) & set(STEPS)
        assert all(state in TABLE.steps[name].from_ for name in steps)
        assert not steps or review in TABLE.at_work
