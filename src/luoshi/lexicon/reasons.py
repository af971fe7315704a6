"""The reasons of findings in English: records hold them in Chinese, as ``following.yaml`` words them."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import Final

from luoshi.errors import LexiconError
from luoshi.lexicon.following import following_words
from luoshi.lexicon.load import load

_SOURCE: Final = "reasons_english"


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give what each Chinese sentence looks like with its English one, those that say most first."""
    raw, chinese = load(_SOURCE), following_words().why
    for name, said in chinese.items():
        english = raw.get(name)
        if not isinstance(english, str) or _gaps(english) != _gaps(said):
            raise LexiconError(f"data/{_SOURCE}.yaml: “{name}” must have the gaps of following.yaml")
    if gone := set(raw) - set(chinese):
        raise LexiconError(f"data/{_SOURCE}.yaml: “{min(gone)}” is no reason of following.yaml")
    fixed = sorted(chinese, key=lambda name: -sum(len(part[0]) for part in Formatter().parse(chinese[name])))
    return tuple((_form(chinese[name]), str(raw[name])) for name in fixed)


def _gaps(said: str) -> set[str]:
    return {gap for _, gap, _, _ in Formatter().parse(said) if gap}


def _form(said: str) -> re.Pattern[str]:
    parts = (
        re.escape(fixed) + (f"(?P<{gap}>.+?)" if gap else "") for fixed, gap, _, _ in Formatter().parse(said)
    )
    return re.compile("".join(parts), re.DOTALL)


def reason_in(language: str, said: str) -> str:
    """Give a reason of a finding in a language; one that is not known stays as it is."""
    if language != "en":
        return said
    for form, english in _forms():
        if found := form.fullmatch(said):
            return english.format(**found.groupdict())
    return said
