"""What speaks for a provision, in words that a planner reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from luoshi.aligning.reading import Reading, rarity, terms
from luoshi.aligning.shared import shared
from luoshi.lexicon.synonyms import synonyms
from luoshi.model import Provision

_MOST: Final = 3  # shared words quoted
_TELLING: Final = 3.5  # rarity a pair from which a shared stretch is worth quoting
_THEME: Final = 0.1  # of a theme in both texts
_HEADING: Final = 0.5


@dataclass(frozen=True, slots=True)
class Around:
    """What the surroundings of a statement say of one provision.

    ``heading`` is the cosine of the heading above it; ``own`` and ``rest`` are the parts of the
    evidence that the statement itself and its surroundings give.
    """

    title: str
    heading: float
    own: float
    rest: float


def why(statement: Reading, provision: Provision, held: Reading, around: Around) -> tuple[str, ...]:
    """Give the reasons, what decides most first; never empty."""
    out: list[str] = []
    quoted = "".join(f"“{word}”" for word in _telling(statement.text, provision.text))
    if quoted:
        out.append(f"同有{quoted}")
    out += [f"“{word}”对应“{other}”" for word, other in _synonyms(statement, provision.text)]
    theme = _theme(statement, held)
    if theme:
        out.append(f"主题同为{theme}")
    if around.title and around.heading >= _HEADING:
        out.append(f"所在标题“{around.title}”与本条相近")
    if around.rest > around.own:
        out.append("同段上下文也讲本条的事")
    return tuple(out) or ("用词相近",)


def _telling(one: str, other: str) -> list[str]:
    """The shared words that are rare in planning texts, those that tell most first."""
    found: dict[str, float] = {}
    for start, _, length in shared(one, other, 2):
        word = one[start : start + length]
        weights = [rarity(term) for term in terms(word)]
        if weights and sum(weights) / len(weights) >= _TELLING:
            found[word] = sum(weights)
    return sorted(found, key=lambda word: (-found[word], one.find(word)))[:_MOST]


def _synonyms(one: Reading, other: str) -> list[tuple[str, str]]:
    groups = synonyms().groups
    found: list[tuple[str, str]] = []
    for word in one.named:
        if word in other:
            continue
        twins = (w for group in groups[word] for w in group if w in other and w not in one.text)
        twin = next(twins, None)
        if twin is not None:
            found.append((word, twin))
    return found[:_MOST]


def _theme(one: Reading, other: Reading) -> str:
    """The finer theme that both texts are about, by its own name."""
    both = {theme: part * other.themes.get(theme, 0.0) for theme, part in one.themes.items()}
    best = max(both, key=lambda theme: both[theme], default="")
    return best.rpartition("/")[2] if best and both[best] >= _THEME else ""
