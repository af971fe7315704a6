"""The words of texts, found without a segmenter: recurring n-grams with free neighbours on both sides.

A run of characters is a word where it recurs, where its parts stand together more often than chance
has it (pointwise mutual information), and where many different characters come before and after it
(left and right boundary entropy), more than where it is cut one character shorter or begun one later:
Zellig Harris's successor variety. No list of words is used.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

_LONGEST: Final = 6
_RECURS: Final = 3
_ENTROPY: Final = 0.9  # nats, of the poorer side; about two and a half equally likely neighbours
_INFORMATION: Final = 2.0  # nats, over the likeliest split
_FIGURE: Final = re.compile("[0-9０-９A-Za-zＡ-Ｚａ-ｚ.．%％]")
_OTHER: Final = re.compile("[^\u4e00-\u9fff0]")
_END: Final = "\n"  # a mark: as a neighbour unlike every other
_NUMBER: Final = "0"  # a digit or letter: all alike, so that what only follows numbers is no word
_Places = Mapping[int, list[int]]


class Word(NamedTuple):
    """A word with how often each text has it, and where first (-1 where it has none)."""

    text: str
    counts: tuple[int, ...]
    first: tuple[int, ...]


def words_of(texts: Sequence[str]) -> list[Word]:
    """Give the words of two to six Chinese characters that the texts together show, in code-point order.

    Cost and memory grow linearly with the texts.
    """
    joined = _END + "".join(_OTHER.sub(_END, _FIGURE.sub(_NUMBER, text)) + _END for text in texts)
    counts, places = _recurring(joined)
    total = sum(count for gram, count in counts.items() if len(gram) == 1)
    before, after = _freedom(joined, places)
    kept = {
        gram
        for gram, count in counts.items()
        if len(gram) > 1
        and min(before[gram], after[gram]) >= _ENTROPY
        and (len(gram) == 2 or (after[gram] >= after[gram[:-1]] and before[gram] >= before[gram[1:]]))
        and _information(gram, count, counts, total) >= _INFORMATION
    }
    return _placed(kept, joined, places, texts)


def _recurring(joined: str) -> tuple[Counter[str], _Places]:
    """Count the n-grams that recur, and give the places of each length.

    A longer one recurs only where both its shorter parts do, so most places drop out soon.
    """
    letters = Counter(joined)
    del letters[_END], letters[_NUMBER]
    counts = Counter({letter: count for letter, count in letters.items() if count >= _RECURS})
    places = [at for at, letter in enumerate(joined) if letter in counts]
    by_length: dict[int, list[int]] = {}
    for length in range(2, _LONGEST + 1):
        alive = bytearray(len(joined) + 1)
        for at in places:
            alive[at] = 1
        longer = [at for at in places if alive[at + 1]]
        level = Counter([joined[at : at + length] for at in longer])
        places = [at for at in longer if level[joined[at : at + length]] >= _RECURS]
        counts.update({gram: count for gram, count in level.items() if count >= _RECURS})
        by_length[length] = places
    return counts, by_length


def _freedom(joined: str, places: _Places) -> tuple[dict[str, float], dict[str, float]]:
    """Give for each n-gram the entropy of what stands before it, and of what stands after it."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for length, starts in places.items():
        for at in starts:
            gram = joined[at : at + length]
            if gram in before:
                before[gram].append(joined[at - 1])
                after[gram].append(joined[at + length])
            else:
                before[gram] = [joined[at - 1]]
                after[gram] = [joined[at + length]]
    return {g: _entropy(n) for g, n in before.items()}, {g: _entropy(n) for g, n in after.items()}


def _entropy(neighbours: Sequence[str]) -> float:
    total = len(neighbours)
    counts = Counter(neighbours)
    ends = counts.pop(_END, 0)
    spread = sum(n * math.log(total / n) for n in counts.values()) + ends * math.log(total)
    return spread / total


def _information(gram: str, count: int, counts: Counter[str], total: int) -> float:
    """Pointwise mutual information over the split that explains the n-gram best."""
    best = max(counts[gram[:at]] * counts[gram[at:]] for at in range(1, len(gram)))
    return math.log(count * total / best)


def _placed(kept: set[str], joined: str, places: _Places, texts: Sequence[str]) -> list[Word]:
    counts = {gram: [0] * len(texts) for gram in kept}
    first = {gram: [-1] * len(texts) for gram in kept}
    for length, starts in places.items():
        text, begin = 0, len(_END)
        for at in starts:
            while at >= begin + len(texts[text]):
                begin += len(texts[text]) + len(_END)
                text += 1
            gram = joined[at : at + length]
            if gram in counts:
                counts[gram][text] += 1
                if first[gram][text] < 0:
                    first[gram][text] = at - begin
    return [Word(gram, tuple(counts[gram]), tuple(first[gram])) for gram in sorted(kept)]
