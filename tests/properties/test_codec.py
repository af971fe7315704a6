"""Records: what is written is read back, and nothing else is taken."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.codec import dumps, from_record, to_json_line, to_record
from luoshi.codec.precision import precision
from luoshi.errors import LuoshiError
from luoshi.model import (
    Actor,
    Deadline,
    Enumeration,
    Event,
    Measurability,
    Statement,
    Stretch,
    Target,
    Years,
)

NAMES = re.findall(
    r"\w+",
    "type id document source rule section start end text pieces actors action object force kind "
    "themes subthemes targets vague deadline enumeration other_lists event measurability confidence doubtful",
)

words = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["加快\u2028", "\x85年底前", "\x00"]
)
maybe_words = st.none() | words
offsets = st.integers(0, 10**6)
figures = (
    st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9).map(float)
)
days = st.none() | st.dates().map(str)


def many(items):
    return st.lists(items, max_size=3).map(tuple)


stretches = st.builds(Stretch, text=words, start=offsets, end=offsets)
years = st.builds(Years, from_=days, until=days)
deadlines = st.builds(
    Deadline,
    text=words,
    start=offsets,
    end=offsets,
    from_=days,
    until=days,
    precision=st.sampled_from(["day", "year"]),
)
# a record gives the date of an event no precision: it is what its dates show
event_dates = st.builds(
    lambda text, at, from_, until: Deadline(text, at, at + 1, from_, until, precision(from_, until)),
    words,
    offsets,
    days,
    days,
)
targets = st.builds(
    Target,
    indicator=words,
    id=maybe_words,
    kind=words,
    comparator=words,
    low=figures,
    high=figures,
    unit=words,
    role=words,
    period=st.none() | years,
    start=offsets,
    end=offsets,
    text=words,
    base=maybe_words,
    reference=maybe_words,
)
actors = st.builds(
    Actor, name=words, role=words, start=offsets, end=offsets, inherited=st.booleans(), why=maybe_words
)
listings = st.builds(
    Enumeration,
    claimed=st.none() | offsets,
    found=offsets,
    items=many(stretches),
    agrees=st.none() | st.booleans(),
)
events = st.builds(
    Event, date=st.none() | event_dates, body=maybe_words, occasion=maybe_words, topics=many(words)
)
statements = st.builds(
    Statement,
    type=words,
    id=words,
    document=words,
    source=words,
    rule=words,
    section=many(words),
    start=offsets,
    end=offsets,
    text=words,
    pieces=many(st.tuples(offsets, offsets)),
    actors=many(actors),
    action=maybe_words,
    object=maybe_words,
    force=maybe_words,
    kind=maybe_words,
    themes=many(words),
    subthemes=many(words),
    targets=many(targets),
    vague=many(stretches),
    deadline=st.none() | deadlines,
    enumeration=st.none() | listings,
    other_lists=st.lists(listings, max_size=2).map(tuple),
    event=st.none() | events,
    measurability=st.none() | st.builds(Measurability, grade=words, why=words),
    confidence=st.none() | st.floats(0, 1),
    doubtful=many(stretches),
)


@given(statements)
def test_there_and_back(statement):
    record = to_record(statement)
    assert list(record) == NAMES
    assert from_record(record) == statement
    line = to_json_line(statement)
    assert len(line.splitlines()) == 1
    assert json.loads(line) == record
    assert list(json.loads(line)) == NAMES
    assert from_record(json.loads(dumps(record))) == statement
    assert to_record(from_record(record)) == record


def places(value, path=()):
    """Every object of a record, by its path."""
    if isinstance(value, dict):
        yield path
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


LATER = {"confidence": None, "doubtful": []}
"""What records of an earlier version lack, with what it stands for."""


@given(statements, st.data())
def test_a_missing_or_unknown_key_is_named(statement, data):
    record = json.loads(to_json_line(statement))
    holder = record
    for step in data.draw(st.sampled_from(list(places(record)))):
        holder = holder[step]
    key = data.draw(st.sampled_from(list(holder)))
    kept = holder.pop(key)
    if holder is record and key in LATER:
        assert from_record(record) == from_record(record | {key: LATER[key]})
    else:
        with pytest.raises(LuoshiError, match=f"no key .*{key}'"):
            from_record(record)
    holder[key] = kept
    holder["weather"] = 1
    with pytest.raises(LuoshiError, match=r"unknown key .*weather'"):
        from_record(record)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | words,
        lambda inner: st.lists(inner) | st.dictionaries(words, inner),
    )
)
def test_canonical_json_does_not_depend_on_order(value):
    def turned(item):
        if isinstance(item, dict):
            return {key: turned(item[key]) for key in reversed(list(item))}
        return [turned(part) for part in item] if isinstance(item, list) else item

    assert dumps(turned(value)) == dumps(value)
    assert json.loads(dumps(value)) == value


PLAIN = Statement("commitment", "a:0-1", "a", "a.md", "r", (), 0, 1, "要", ((0, 1),))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("start", "0", "'0' at start, where a whole number"),
        ("start", True, "a whole number"),
        ("text", None, "at text, where a text"),
        ("section", "合肥", "at section, where a list"),
        ("pieces", [[1]], "a pair of offsets"),
        ("event", [], "at event, where an object"),
        ("measurability", {"grade": 1, "why": ""}, r"at measurability\.grade"),
    ],
)
def test_a_value_of_another_kind_is_named(key, value, words):
    with pytest.raises(LuoshiError, match=words):
        from_record(to_record(PLAIN) | {key: value})


def test_whole_numbers_have_no_fraction():
    target = Target("", None, "", "", 5.0, 2.5, "%", "target", None, 0, 1, "")
    record = to_record(Statement(**{**{n: getattr(PLAIN, n) for n in NAMES}, "targets": (target,)}))
    assert dumps([record["targets"][0]["low"], record["targets"][0]["high"]]) == "[5,2.5]"


def test_what_json_has_no_word_for_is_refused():
    for value in (float("nan"), {1, 2}):
        with pytest.raises(LuoshiError, match="cannot be written"):
            dumps(value)


@pytest.mark.parametrize(
    ("from_", "until", "shown"),
    [
        (None, None, "none"),
        (None, "2025-12-31", "day"),
        ("2025-10-27", "2025-10-27", "day"),
        ("2025-10-20", "2025-10-23", "day"),
        ("2024-02-01", "2024-02-29", "month"),
        ("2025-02-01", "2025-04-30", "day"),
        ("2025-04-01", "2025-06-30", "quarter"),
        ("2025-07-01", "2025-12-31", "half"),
        ("2025-01-01", "2025-12-31", "year"),
        ("2026-01-01", "2030-12-31", "years"),
        ("2021-01-01", "2030-12-31", "decade"),
        ("2025-01-01", "2034-12-31", "years"),
        ("9999-01-01", "9999-12-31", "day"),
    ],
)
def test_precision_that_dates_show(from_, until, shown):
    assert precision(from_, until) == shown
