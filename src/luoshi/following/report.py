"""The later text: its figures by indicator and by name, its words, its scope; made once for a pair."""

from __future__ import annotations

from collections import defaultdict

from luoshi.following.mentions import Mentions
from luoshi.following.names import LIKE, bigrams, core, likeness
from luoshi.following.prepare import Prepared
from luoshi.following.values import Value, values
from luoshi.lexicon.following import following_words
from luoshi.lexicon.rarity import idf


class Report:
    """The later text, its figures and words by indicator; made once for a pair."""

    def __init__(self, text: Prepared) -> None:
        """Index what the text reports."""
        self.prepared = text
        self.mentions = Mentions(text)
        self.by_id: dict[str, list[Value]] = defaultdict(list)
        self.others: list[tuple[str, Value]] = []
        self.index: dict[str, list[int]] = defaultdict(list)
        self.scopes = _scopes(text)
        words = following_words()
        for value in values(text, reported=True):
            if value.target.id is not None:
                self.by_id[value.target.id].append(value)
            else:
                name = core(value.target.indicator)
                for pair in bigrams(name):
                    self.index[pair].append(len(self.others))
                self.others.append((name, value))
        self.weak: dict[str, list[Value]] = defaultdict(list)
        for id_, names in words.weak.items():
            self.weak[id_] = [value for name, value in self.others if name in names]

    def foreign(self, value: Value) -> bool:
        """Whether a figure is said of another body: 全国 in a province's report."""
        return bool(value.scope and self.scopes is not None and value.scope not in self.scopes)

    def named(self, name: str) -> list[tuple[float, float, Value]]:
        """The figures whose name is like ``name``, the most alike first, then as they stand."""
        rare = sorted(bigrams(name), key=lambda pair: (-idf(pair), pair))[:4]
        seen = sorted({at for pair in rare for at in self.index.get(pair, ())})
        found = [(*likeness(name, self.others[at][0]), self.others[at][1]) for at in seen]
        return sorted((row for row in found if min(row[:2]) >= LIKE), key=lambda row: -min(row[:2]))


def _scopes(text: Prepared) -> frozenset[str] | None:
    body = text.body or ""
    for ending, names in following_words().scopes.items():
        if body.endswith(ending):
            return names
    return None
