"""Parts of records, read for themselves: cut anywhere, they stand where they say; uncut, all is kept."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi import examples, extract, read
from luoshi.extracting.stretches import statements_of
from luoshi.parsing.outline import parse

TEXTS = ("zones.md", "report_2025.txt")


@cache
def example(name):
    document = read(examples.path(name), date="2025-10-30")
    return document, parse(document), list(extract(document))


@pytest.mark.parametrize("name", TEXTS)
def test_a_record_as_its_own_part_says_the_same(name):
    _, outline, records = example(name)
    for record in records[:80]:
        (part,) = statements_of(outline, record, [(record.start, record.end)])
        assert (part.id, part.text, part.pieces, part.type) == (
            record.id,
            record.text,
            record.pieces,
            record.type,
        )
        assert (part.targets, part.themes, part.force) == (record.targets, record.themes, record.force)
        assert part.deadline == record.deadline or record.deadline is None
        assert {actor.name for actor in record.actors} <= {actor.name for actor in part.actors}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_a_part_stands_where_it_says(name, data):
    document, outline, records = example(name)
    record = data.draw(st.sampled_from([one for one in records if one.end - one.start > 4]))
    inside = st.integers(record.start + 1, record.end - 1)
    cuts = sorted(data.draw(st.sets(inside, min_size=1, max_size=3)))
    edges = [record.start, *cuts, record.end]
    parts = statements_of(outline, record, list(pairwise(edges)))
    at = record.start
    for part in parts:
        assert at <= part.start < part.end <= record.end
        at = part.end
        assert part.text == "".join(document.text[start:end] for start, end in part.pieces)
        assert part.id == f"{document.sha256[:8]}:{part.start}-{part.end}"
        assert (part.type, part.section) == (record.type, record.section)
        for target in part.targets:
            assert part.start <= target.start < target.end <= part.end
        if part.deadline is not None and record.deadline is not None:
            assert part.start <= part.deadline.start or part.deadline == record.deadline
