"""The chain: any edit, drop, swap of its events is found, and the first of them named."""

from dataclasses import fields, replace
from hashlib import sha256

from hypothesis import assume, given
from hypothesis import strategies as st

from luoshi.codec import dumps
from luoshi.ledger import GENESIS, Event, Fault, Head, link, verify
from luoshi.ledger.chain import digest
from luoshi.ledger.events import draft

words = st.text(st.characters(), max_size=6)
drafts = st.builds(
    draft,
    st.sampled_from(["created", "document_added"]),
    words,
    st.dictionaries(words, words | st.integers() | st.lists(words), max_size=3),
    at=st.datetimes().map(str),
    author=words,
    reason=words,
)


def chain(made):
    head, events = GENESIS, []
    for one in made:
        events.append(link(head, one))
        head = Head(events[-1].sequence, events[-1].hash)
    return events


chains = st.lists(drafts, min_size=1, max_size=8).map(chain)


def end(events):
    return Head(events[-1].sequence, events[-1].hash)


@given(chains)
def test_a_whole_chain_holds(events):
    assert verify(events) == verify(iter(events), end(events)) == end(events)
    assert verify([]) == GENESIS


@given(chains)
def test_the_hash_is_that_of_the_canonical_json_of_all_fields(events):
    for event in events:
        said = {field.name: getattr(event, field.name) for field in fields(Event)}
        del said["hash"], said["payload_json"]
        said["payload"] = event.payload
        assert event.hash == sha256(dumps(said).encode()).hexdigest()


@given(chains, st.data())
def test_any_edit_is_found(events, data):
    place = data.draw(st.integers(0, len(events) - 1))
    name = data.draw(st.sampled_from([field.name for field in fields(Event)]))
    old = getattr(events[place], name)
    new = data.draw(st.integers(-1, 99) if name == "sequence" else words | st.just(str(old) + " "))
    assume(new != old)
    edited = [*events]
    edited[place] = replace(events[place], **{name: new})
    assert isinstance(verify(edited, end(events)), Fault)
    if name not in {"sequence", "previous"}:
        assert verify(edited) == verify(edited, end(events))
        assert (verify(edited).sequence, verify(edited).kind) == (place + 1, "edited")


@given(chains, st.data())
def test_an_edit_sealed_anew_is_found(events, data):
    place = data.draw(st.integers(0, len(events) - 1))
    edited = [*events]
    changed = replace(events[place], author=events[place].author + "!")
    edited[place] = replace(changed, hash=digest(changed))
    fault = verify(edited, end(events))
    assert (fault.sequence, fault.kind) == (place + 1, "edited")


@given(chains, st.data())
def test_any_drop_is_found(events, data):
    first = data.draw(st.integers(0, len(events) - 1))
    last = data.draw(st.integers(first, len(events) - 1))
    fault = verify(events[:first] + events[last + 1 :], end(events))
    assert (fault.sequence, fault.kind) == (first + 1, "missing")


@given(chains, st.data())
def test_a_drop_hidden_by_new_numbers_is_found(events, data):
    place = data.draw(st.integers(0, len(events) - 1))
    kept = events[:place] + [replace(event, sequence=event.sequence - 1) for event in events[place + 1 :]]
    fault = verify(kept, end(events))
    assert fault.sequence == place + 1
    assert fault.kind == ("missing" if place == len(events) - 1 else "reordered")


@given(chains, st.data(), st.booleans())
def test_any_swap_is_found(events, data, renumbered):
    assume(len(events) > 1)
    one, other = data.draw(
        st.lists(st.integers(0, len(events) - 1), min_size=2, max_size=2, unique=True).map(sorted)
    )
    swapped = [*events]
    swapped[one], swapped[other] = events[other], events[one]
    if renumbered:
        swapped = [replace(event, sequence=place) for place, event in enumerate(swapped, 1)]
    fault = verify(swapped, end(events))
    assert fault.kind == "reordered"
    assert fault.sequence == (one + 1 if renumbered else other + 1)


@given(chains, drafts)
def test_an_event_past_the_recorded_end_is_found(events, more):
    longer = [*events, link(end(events), more)]
    fault = verify(longer, end(events))
    assert (fault.sequence, fault.kind) == (len(longer), "added")


@given(chains, drafts)
def test_an_event_put_in_is_found(events, more):
    assume(len(events) > 1)
    put_in = link(end(events[:1]), more)
    assert isinstance(verify([events[0], put_in, *events[1:]], end(events)), Fault)
