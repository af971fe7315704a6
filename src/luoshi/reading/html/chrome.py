"""The words that web pages put around their text (data/page_chrome.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from luoshi.errors import LexiconError

_SPACE = re.compile(r"[\s\u200b-\u200d\ufeff\u00ad]+")
_KEYS = (
    "words",
    "fillers",
    "openings",
    "labels",
    "marks",
    "classes",
    "containers",
    "meta_title",
    "meta_date",
    "meta_publisher",
    "publisher_ids",
    "date_labels",
    "publisher_labels",
    "site_endings",
)
DAY = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"


@dataclass(frozen=True, slots=True)
class Chrome:
    """Compiled word lists; every pattern is matched on lines without spaces."""

    words: re.Pattern[str]
    fillers: re.Pattern[str]
    openings: re.Pattern[str]
    labels: re.Pattern[str]
    marks: re.Pattern[str]
    value_ends: re.Pattern[str]
    classes: frozenset[str]
    containers: frozenset[str]
    meta_title: tuple[str, ...]
    meta_date: tuple[str, ...]
    meta_publisher: tuple[str, ...]
    publisher_ids: tuple[str, ...]
    date_labels: tuple[str, ...]
    publisher_labels: tuple[str, ...]
    site_endings: tuple[str, ...]


def squash(text: str) -> str:
    """The text without spaces and invisible characters."""
    return _SPACE.sub("", text)


@cache
def chrome() -> Chrome:
    """The word lists, read once.

    Raises:
        LexiconError: where the file does not hold lists of words under the expected keys.
    """
    lists = _lists()
    day = f"^[【\\[（(]?(?:{DAY}(?:\\d\\d?[:：时]\\d\\d[:：分]?(?:\\d\\d)?)?)?"
    opening = _any(lists["openings"]).pattern
    label = f"(?:{opening}|{_any(lists['labels']).pattern})[:：]"
    return Chrome(
        words=_any(lists["words"]),
        fillers=_any(lists["fillers"]),
        openings=re.compile(f"{day}(?:{opening})[:：]"),
        labels=re.compile(f"{day}{label}.*?{label}|^{DAY}.{{0,8}}{label}"),
        marks=_any(lists["marks"]),
        value_ends=re.compile(
            f"[\\s，。；|｜【】\\[\\]()（）]|(?:{opening}|{_any(lists['labels']).pattern})[:：]"
        ),
        classes=frozenset(lists["classes"]),
        containers=frozenset(lists["containers"]),
        meta_title=tuple(lists["meta_title"]),
        meta_date=tuple(lists["meta_date"]),
        meta_publisher=tuple(lists["meta_publisher"]),
        publisher_ids=tuple(lists["publisher_ids"]),
        date_labels=tuple(lists["date_labels"]),
        publisher_labels=tuple(lists["publisher_labels"]),
        site_endings=tuple(lists["site_endings"]),
    )


def _lists() -> dict[str, list[str]]:
    import yaml

    data = yaml.safe_load(files("luoshi.data").joinpath("page_chrome.yaml").read_text("utf-8"))
    if not isinstance(data, dict) or set(data) != set(_KEYS):
        raise LexiconError(f"data/page_chrome.yaml must hold exactly the keys {', '.join(_KEYS)}")
    for key, words in data.items():
        if not isinstance(words, list) or not words or not all(isinstance(w, str) and w for w in words):
            raise LexiconError(f"data/page_chrome.yaml: {key} must be a list of words")
    return data


def _any(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in longest_first))
