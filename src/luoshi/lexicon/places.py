"""Names of provinces, cities and regions, long and short."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import alternatives, load, only_keys, words

# the characters that close a list of places: “川渝两地”, “江西、湖南、湖北三省”, “等地”
_COUNT = (
    "(?:等(?:地|省份|省市|省)?|等?[两三四五六七八九十]+(?:省一市|省区市|省区|省市|省|市|地|州|县|盟市|城))"
)


@dataclass(frozen=True, slots=True)
class Places:
    """Compiled form of ``data/places.yaml``.

    ``starts`` holds the first two characters of every name, so that most clauses are turned
    away without a search; ``one`` is one name as a regular expression, ``count`` the words that
    close a list of them; ``listed`` matches a list with its closing count.
    """

    starts: frozenset[str]
    names: frozenset[str]
    one: str
    count: re.Pattern[str]
    listed: re.Pattern[str]


@cache
def places() -> Places:
    """Load the names once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("places")
    only_keys("places", raw, ("provinces", "cities", "prefectures", "regions", "ambiguous"))
    doubtful = set(words("places", raw, "ambiguous"))
    names = set(words("places", raw, "regions"))
    for key in ("provinces", "prefectures"):
        for full, short in _pairs(raw.get(key), key):
            names |= {full} if short in doubtful else {full, short}
    for full in words("places", raw, "cities"):
        short = full.removesuffix("市")
        names |= {full} if short in doubtful else {full, short}
    name = f"(?:{alternatives(names)})"
    return Places(
        starts=frozenset(name[:2] for name in names),
        names=frozenset(names),
        one=name,
        count=re.compile(f"{_COUNT}$"),
        listed=re.compile(f"{name}{{1,2}}(?:[、和与及]{name}{{1,2}})*{_COUNT}?"),
    )


def _pairs(value: object, key: str) -> list[tuple[str, str]]:
    if not isinstance(value, dict) or not value:
        raise LexiconError(f"data/places.yaml: “{key}” must map long names to short ones")
    for full, short in value.items():
        if not isinstance(full, str) or not isinstance(short, str) or len(short) < 2:
            raise LexiconError(
                f"data/places.yaml: “{key}” holds {full!r}: {short!r}, which is no pair of names"
            )
    return list(value.items())
