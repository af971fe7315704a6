"""The words of duty lists: labels before the names (牵头单位：…), verbs after them (…负责)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.lexicon.actors import tables
from luoshi.lexicon.load import load, words
from luoshi.lexicon.trie import any_of

_ROLES = ("lead", "responsible", "supporting")
PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class DutyWords:
    """Compiled form of ``duties`` in ``data/actors.yaml``.

    ``label`` reads a label with its colon, ``verb`` the verbs at the end of a group of names,
    ``filler`` what stands between the names and that verb (按职责分工), ``mark`` finds out whether
    there is any such word at all; ``by`` finds 由…牵头 in a clause. ``role`` gives a word's role,
    ``persons`` for labels that introduce people, whom no list of bodies holds.
    """

    label: re.Pattern[str]
    mark: re.Pattern[str]
    verb: re.Pattern[str]
    filler: re.Pattern[str]
    by: re.Pattern[str]
    role: dict[str, str]


@cache
def duty_words() -> DutyWords:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("actors")
    duties = tables(raw, "duties", (*_ROLES, PERSONS))
    role = {name: key for key, names in duties.items() for name in names}
    labels = any_of(role)
    verbs = any_of(name for key in _ROLES for name in duties[key] if len(name) == 2)
    return DutyWords(
        label=re.compile(f"(?P<label>{labels})[：:]"),
        mark=re.compile(f"(?:{labels})[：:]|(?:{verbs})"),
        verb=re.compile(f"(?P<verb>{verbs})(?:{verbs})*$"),
        filler=re.compile(f"(?:{any_of(words('actors', raw, 'duty_fillers'))})+$"),
        by=re.compile(
            f"由(?P<names>[^，,。；由]{{2,40}}?)(?:共同|统一|统筹|具体)?(?P<verb>{verbs}|组织|制定|编制)"
        ),
        role=role,
    )
