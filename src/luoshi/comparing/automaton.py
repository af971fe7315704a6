"""Suffix automaton: all substrings of a text, in time and room linear in its length.

Blumer, Blumer, Haussler, Ehrenfeucht, Chen and Seiferas, “The smallest automaton recognizing the
subwords of a text”, Theoretical Computer Science 40, 1985.
"""

from __future__ import annotations

from collections.abc import Iterable


class SuffixAutomaton:
    """The automaton of one text, and how much of each state other texts have in common with it."""

    def __init__(self, text: str) -> None:
        """Build it letter by letter."""
        self.length = [0]
        self.link = [-1]
        self.next: list[dict[str, int]] = [{}]
        self.ends: list[int] = []  # the state of each prefix of the text
        last = 0
        for letter in text:
            last = self._add(letter, last)
            self.ends.append(last)

    def _add(self, letter: str, last: int) -> int:
        new = self._state(self.length[last] + 1, 0, {})
        at = last
        while at >= 0 and letter not in self.next[at]:
            self.next[at][letter] = new
            at = self.link[at]
        if at >= 0:
            old = self.next[at][letter]
            if self.length[old] == self.length[at] + 1:
                self.link[new] = old
            else:
                self.link[new] = self.link[old] = self._split(at, letter, old)
        return new

    def _split(self, at: int, letter: str, old: int) -> int:
        copy = self._state(self.length[at] + 1, self.link[old], dict(self.next[old]))
        while at >= 0 and self.next[at].get(letter) == old:
            self.next[at][letter] = copy
            at = self.link[at]
        return copy

    def _state(self, length: int, link: int, following: dict[str, int]) -> int:
        self.length.append(length)
        self.link.append(link)
        self.next.append(following)
        return len(self.length) - 1

    def common(self, others: Iterable[str]) -> list[int]:
        """Give for each place the length of the longest stretch ending there that every other text has."""
        order = sorted(range(1, len(self.length)), key=self.length.__getitem__, reverse=True)
        least = list(self.length)
        for other in others:
            for state, found in enumerate(self._matched(other, order)):
                least[state] = min(least[state], found)
        for state in reversed(order):  # shorter ones first: what has nothing itself has what its link has
            if not least[state]:
                least[state] = least[self.link[state]]
        return [least[state] for state in self.ends]

    def _matched(self, other: str, order: list[int]) -> list[int]:
        """The longest match with another text that ends in each state."""
        found = [0] * len(self.length)
        at = matched = 0
        for letter in other:
            while at and letter not in self.next[at]:
                at = self.link[at]
                matched = self.length[at]
            at = self.next[at].get(letter, 0)
            matched = matched + 1 if at else 0
            found[at] = max(found[at], matched)
        for state in order:
            if found[state]:  # then all shorter suffixes match as well
                found[self.link[state]] = self.length[self.link[state]]
        return found
