"""Search of the site: English by words, Chinese by single characters and pairs, so that any word is found.

Sphinx's own Chinese search needs a segmenter, and finds only what it cut where the reader's words are cut.
"""

from __future__ import annotations

import re

from sphinx.search.en import SearchEnglish

_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9_]+")


class SearchPairs(SearchEnglish):
    """Cuts runs of Chinese into single characters and pairs; a query into pairs only."""

    lang = "zh"
    language_name = "English"  # names the stemmer of the page
    js_splitter_code = r"""
function splitQuery(query) {
  const parts = [];
  for (const run of query.match(/[\u3400-\u9fff]+|[A-Za-z0-9_]+/g) || []) {
    if (run.length < 3 || run.charCodeAt(0) < 0x3400) parts.push(run);
    else for (let at = 0; at + 2 <= run.length; at += 1) parts.push(run.slice(at, at + 2));
  }
  return parts;
}
"""

    def split(self, text: str) -> list[str]:
        """Give the terms of a text."""
        terms: list[str] = []
        for run in _RUN.findall(text):
            if ord(run[0]) < 0x3400:
                terms.append(run)
            else:
                terms.extend(run)
                terms.extend(run[at : at + 2] for at in range(len(run) - 1))
        return terms

    def word_filter(self, word: str) -> bool:
        """Say whether a term is kept: a single Chinese character is a word."""
        return ord(word[0]) >= 0x3400 or super().word_filter(word)
