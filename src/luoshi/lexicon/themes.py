"""Words that tell what a commitment is about: seven fields, party building, and finer themes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import Words

FIELDS = ("经济发展", "科技创新", "改革开放", "文化文明", "民生保障", "生态环境", "平安建设", "党的建设")
_MOST = 6
_HINT = "?"


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """``word`` finds the words; ``points`` gives for each the finer themes and its weight."""

    word: Words
    points: dict[str, tuple[tuple[str, int], ...]]
    field_of: dict[str, str]


@cache
def theme_words() -> ThemeWords:
    """Load the words once.

    Raises:
        LexiconError: a field is missing or not known, or a list is misformed.
    """
    raw = load("themes")
    only_keys("themes", raw, FIELDS)
    points: dict[str, tuple[tuple[str, int], ...]] = {}
    field_of: dict[str, str] = {}
    for field in FIELDS:
        table = raw.get(field)
        if not isinstance(table, dict) or not table:
            raise LexiconError(f"data/themes.yaml: “{field}” must be a mapping of finer themes")
        for theme in table:
            name = f"{field}/{theme}"
            field_of[name] = field
            for entry in words("themes", table, theme):
                word = entry.removesuffix(_HINT)
                weight = 1 if entry.endswith(_HINT) else max(2, min(len(word), _MOST))
                points[word] = (*points.get(word, ()), (name, weight))
    return ThemeWords(Words(points), points, field_of)


@cache
def _english() -> dict[str, str]:
    raw = load("theme_names")
    known = {*FIELDS, *theme_words().field_of}
    for name, said in raw.items():
        if name not in known or not isinstance(said, str):
            raise LexiconError(f"data/theme_names.yaml: “{name}” must be a theme with its name")
    return {str(name): str(said) for name, said in raw.items()}


def theme_name(name: str, language: str) -> str:
    """Give what a field or finer theme (``经济发展/未来产业``) is called in a language.

    A name that a person gave, or that has none in the language, stays as it is.
    """
    return _english().get(name, name) if language == "en" else name


def finer_name(name: str, language: str) -> str:
    """Give what a theme is called, a finer one after its field with a mark between them."""
    field, stroke, _ = name.partition("/")
    if not stroke or language != "en":
        return theme_name(name, language).replace("/", "·")
    return f"{theme_name(field, language)} · {theme_name(name, language)}"
